import { AppError } from '../errors';
import type { Layer } from '../layers/layer-files';
import { type Link, REL, selfAndAlternate, TYPE } from './links';

/** The one style there is: that of the single map. */
const ONEMAP = { id: 'onemap', title: '排污口一张图 Outfalls on one map' };

/** @throws AppError 404 */
export function styleOf(id: string) {
  if (id === ONEMAP.id) return ONEMAP;
  throw new AppError('not_found', '没有这个样式 (no such style)', [{ field: 'styleId', reason: `可用 (allowed): ${ONEMAP.id}`, value: id }]);
}

const sheet = (root: string, id: string): Link => ({ rel: 'stylesheet', href: `${root}/styles/${id}?f=json`, type: TYPE.style, title: 'MapLibre' });
const about = (root: string, id: string): Link => ({ rel: 'describedby', href: `${root}/styles/${id}/metadata`, type: TYPE.json, title: '样式说明 About this style' });

/** Where a style's page leads. */
export const styleLinks = ({ id }: typeof ONEMAP, root: string): Link[] => [...selfAndAlternate(`${root}/styles/${id}`, 'html', TYPE.style), sheet(root, id), about(root, id)];

export const styleList = (root: string, format: 'json' | 'html') => ({
  default: ONEMAP.id,
  styles: [{
    ...ONEMAP,
    links: [sheet(root, ONEMAP.id), about(root, ONEMAP.id)],
  }],
  links: selfAndAlternate(`${root}/styles`, format),
});

export const styleMetadata = ({ id, title }: typeof ONEMAP, root: string, layers: Layer[], format: 'json' | 'html') => ({
  id, title, scope: 'style', version: '1.0.0',
  stylesheets: [{ title: 'MapLibre', version: '8', specification: 'https://maplibre.org/maplibre-style-spec/', native: true, tilingScheme: 'WebMercatorQuad', link: sheet(root, id) }],
  layers: layers.map(({ header }) => ({ id: header.id, description: `${header.title.zh} ${header.title.en}`, type: header.geometry })),
  links: [...selfAndAlternate(`${root}/styles/${id}/metadata`, format), sheet(root, id), { rel: REL.tilesets, href: `${root}/tiles`, type: TYPE.json, title: '瓦片集 Tilesets' }] as Link[],
});
