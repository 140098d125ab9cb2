import type { Feature } from 'geojson';
import { itemAttributes, type LayerHeader } from '../../layers/layer-files';
import type { Link } from '../links';
import { withParameter } from '../links';
import { drawing } from './map';
import { anchor, type Crumb, escaped, linkList, page, table } from './page';

export type Words = Record<string, { zh: string; en: string }>;

export const crumbsTo = (root: string, ...more: Crumb[]): Crumb[] =>
  [{ href: `${root}?f=html`, text: '首页 Landing page' }, { href: `${root}/collections?f=html`, text: '要素集 Collections' }, ...more];

export const crumbOf = (root: string, { id, title }: LayerHeader): Crumb => ({ href: `${root}/collections/${id}?f=html`, text: `${title.zh} ${title.en}` });

interface ItemsPage { header: LayerHeader; root: string; url: string; features: Feature[]; matched: number; returned: number; links: Link[]; categories: Words; filter: string | undefined }

/** A page of items as a map and a table. */
export function itemsPage({ header, root, url, features, matched, returned, links, categories, filter }: ItemsPage): string {
  const base = `${root}/collections/${header.id}`;
  const hrefOf = ({ id }: Feature) => `${base}/items/${id}?f=html`;
  const own = itemAttributes(header).filter(([name]) => name !== 'id');
  const attributes = own.filter(([name]) => features.some(({ properties }) => properties?.[name] != null));
  const blank = own.filter((each) => !attributes.includes(each)).map(([, { zh, en }]) => `${zh} ${en}`);
  const rows = features.map((feature) => [anchor(hrefOf(feature), feature.id), ...attributes.map(([name]) => shown(header, name, feature.properties?.[name], categories))]);
  const next = links.find(({ rel }) => rel === 'next');
  const pager = `<p class="pager">共 ${matched} 条，本页 ${returned} 条 (${returned} of ${matched})　${[
    anchor(withParameter(url, 'cursor', undefined), '第一页 First'), next ? anchor(next.href, '下一页 Next') : '', anchor(withParameter(url, 'f', 'json'), 'GeoJSON'),
  ].filter(Boolean).join('')}</p>`;
  const ask = `<form action="${escaped(`${base}/items`)}" method="get"><input type="hidden" name="f" value="html">
<input name="filter" value="${escaped(filter)}" placeholder="CQL2，如 e.g. region LIKE '653001%'" required><button>筛选 Filter</button></form>`;
  return page(`${header.title.zh} ${header.title.en}`, crumbsTo(root, crumbOf(root, header)),
    `${ask}${pager}${drawing(features, hrefOf)}${table(['编号 Id', ...headings(attributes.map(([, words]) => words))], rows)}${blank.length ? `<p class="note">本页各条均无值、未列出的属性 (without a value on this page): ${escaped(blank.join('；'))}</p>` : ''}${pager}`, links, true);
}

type Attribute = LayerHeader['attributes'][string];

/** Names of columns without what is explained in brackets, unless two would be the same; the whole where the pointer rests. */
function headings(attributes: Attribute[]): string[] {
  const short = (text: string) => text.split(/[（(,;]/, 1)[0]?.trim() ?? text;
  const names = attributes.map(({ zh }) => short(zh));
  return attributes.map(({ zh, en, unit }, n) => {
    const [first, second] = names.filter((name) => name === names[n]).length > 1 ? [zh, en] : [short(zh), short(en)];
    return `<span title="${escaped(`${zh} ${en}`)}">${escaped(first)}<br><span class="note">${escaped(second)}${unit ? ` (${escaped(unit)})` : ''}</span></span>`;
  });
}

/** One item: where it lies, and each attribute in words. */
export function itemPage(header: LayerHeader, root: string, feature: Feature, links: Link[], categories: Words): string {
  const rows = itemAttributes(header).map(([name, { zh, en, unit }]) =>
    [`${escaped(zh)} <span class="note">${escaped(en)}</span>`, `${shown(header, name, feature.properties?.[name], categories)}${unit && feature.properties?.[name] != null ? ` ${escaped(unit)}` : ''}`]);
  const title = String(feature.properties?.name ?? feature.properties?.code ?? feature.id);
  const items = { href: `${root}/collections/${header.id}/items?f=html`, text: '要素 Items' };
  return page(title, crumbsTo(root, crumbOf(root, header), items), `${drawing([feature], () => '#')}${table(['属性 Attribute', '值 Value'], rows)}${linkList(links)}`, links);
}

/** A value with what it means. */
function shown(header: LayerHeader, name: string, value: unknown, categories: Words): string {
  if (value === null || value === undefined) return '<span class="note">—</span>';
  const { values, codes } = header.attributes[name] ?? {};
  const words = (values ?? (codes && categories))?.[String(value)];
  if (words) return `${escaped(words.zh)} <span class="note">${escaped(words.en)}</span>`;
  return value === true ? '是 yes' : value === false ? '否 no' : escaped(value);
}
