import type { Collection } from '../collections';
import type { Link } from '../links';
import { crumbsTo } from './items';
import { anchor, type Crumb, escaped, linkList, page, table } from './page';

interface Landing { title: string; description: string; links: Link[] }

export const landingPage = ({ title, description, links }: Landing, root: string) => page(title, [], `<p>${escaped(description)}</p>
<nav><ul><li>${anchor(`${root}/collections?f=html`, '要素集：排污口、河流、保护区…… Collections: outfalls, rivers, protection zones …')}</li>
<li>${anchor(`${root}/tiles?f=html`, '矢量瓦片 Vector tiles')}</li><li>${anchor(`${root}/styles?f=html`, '地图样式 Styles')}</li>
<li>${anchor(`${root}/api?f=html`, '接口说明 API definition')}</li><li>${anchor(`${root}/conformance?f=html`, '所符合的标准 Conformance')}</li></ul></nav>${linkList(links)}`, links);

export const conformancePage = (classes: string[], root: string, links: Link[]) =>
  page('所符合的标准 Conformance', home(root), `<ul>${classes.map((each) => `<li><code>${escaped(each)}</code></li>`).join('')}</ul>`, links);

const home = (root: string): Crumb[] => [{ href: `${root}?f=html`, text: '首页 Landing page' }];

export const collectionsPage = (collections: Collection[], root: string, links: Link[]) =>
  page('要素集 Collections', home(root), table(['要素集 Collection', '标识 Id', '范围（度） Extent (degrees)'], collections.map(({ id, title, extent }) => [
    anchor(`${root}/collections/${id}?f=html`, title), `<code>${escaped(id)}</code>`, escaped(boxWords(extent.spatial.bbox[0]))])), links);

const boxWords = (box: number[] = []) => box.map((each) => each.toFixed(3)).join(', ');

export const collectionPage = ({ id, title, description, extent, crs, storageCrs, links }: Collection, root: string) =>
  page(title, crumbsTo(root), `<p>${escaped(description)}</p>
<p>${anchor(`${root}/collections/${id}/items?f=html`, '浏览要素 Browse the items')}　${anchor(`${root}/collections/${id}/queryables?f=html`, '可查询属性 Queryables')}　${anchor(`${root}/collections/${id}/tiles?f=html`, '瓦片 Tiles')}</p>
${table(['', ''], [
    ['范围（西,南,东,北） Extent', escaped(boxWords(extent.spatial.bbox[0]))],
    ['时间 Time', escaped(extent.temporal.interval[0]?.map((each) => each?.slice(0, 10) ?? '..').join(' / '))],
    ['存储坐标系 Storage CRS', `<code>${escaped(storageCrs)}</code>`],
    ['可用坐标系 CRS', crs.map((each) => `<code>${escaped(each)}</code>`).join('<br>')],
  ])}${linkList(links)}`, links);

interface Queryables { title: string; properties: Record<string, { title?: string; type?: string; format?: string; description?: string }> }

export const queryablesPage = ({ title, properties }: Queryables, root: string, crumb: Crumb) =>
  page(`可查询属性 Queryables · ${title}`, crumbsTo(root, crumb), table(['属性 Property', '名称 Title', '类型 Type', '取值 Values'],
    Object.entries(properties).map(([name, { title: words, type, format, description }]) => [`<code>${escaped(name)}</code>`, escaped(words), escaped(format ?? type), escaped(description)])));

/** Any other resource: its title, some words, its parts, and its links. */
export const resourcePage = (title: string, root: string, parts: { title: string; href: string }[], links: Link[]) =>
  page(title, home(root), `${parts.length ? `<ul>${parts.map((part) => `<li>${anchor(part.href, part.title)}</li>`).join('')}</ul>` : ''}${linkList(links)}`, links);
