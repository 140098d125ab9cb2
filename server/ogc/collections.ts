import type { Layer } from '../layers/layer-files';
import { CGCS2000, type Crs, CRS84 } from './crs';
import type { Facts } from './facts';
import { downloads, type Link, REL, selfAndAlternate, TYPE } from './links';

export interface Collection {
  id: string;
  title: string;
  description: string;
  extent: { spatial: { bbox: number[][]; crs: string }; temporal: { interval: (string | null)[][]; trs: string } };
  itemType: 'feature';
  crs: string[];
  storageCrs: string;
  links: Link[];
}

/** What a collection says of itself. `root` is the address of the landing page. */
export function collection({ header }: Layer, { box, from, to }: Facts, served: Crs[], root: string): Collection {
  const { id, title } = header;
  const base = `${root}/collections/${id}`;
  return {
    id,
    title: `${title.zh} ${title.en}`,
    description: describe(header),
    extent: {
      spatial: { bbox: [box ?? [-180, -90, 180, 90]], crs: CRS84.uri },
      temporal: { interval: [[moment(from), moment(to)]], trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian' },
    },
    itemType: 'feature',
    crs: served.map(({ uri }) => uri),
    storageCrs: CGCS2000.uri,
    links: [
      ...selfAndAlternate(base, 'json'),
      { rel: 'items', href: `${base}/items`, type: TYPE.geojson, title: `${title.zh} ${title.en}` },
      { rel: 'items', href: `${base}/items?f=html`, type: TYPE.html, title: `${title.zh} ${title.en}` },
      { rel: REL.queryables, href: `${base}/queryables`, type: TYPE.schema, title: '可查询属性 Queryables' },
      { rel: REL.tilesets, href: `${base}/tiles`, type: TYPE.json, title: '瓦片集 Tilesets' },
      ...downloads(root, id),
    ],
  };
}

const moment = (day: string | null) => (day === null || day.startsWith('-infinity') ? null : `${day}T00:00:00+08:00`);

function describe({ title, dated, attributes }: Layer['header']): string {
  const when = dated ? '缺省为今日有效的数据版本，datetime 或 as_of 取其他日期；in force today, other days by datetime or as_of' : '现状 the present state';
  return `${title.zh} ${title.en}。${when}。${'sample' in attributes ? '标有 sample 者为示意数据 (rows marked sample are for demonstration)' : ''}`;
}
