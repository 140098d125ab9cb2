import { AppError, type FieldError } from '../errors';
import { readQuery } from '../http/input';
import type { Layer } from '../layers/layer-files';
import { type LayerFilter, takesAllFilters } from '../layers/layer-filter';
import { dayAsked, filterShape } from '../outfalls/filters';
import { z } from 'zod';
import { readAddress, type TileAddress } from './address';
import { GRIDS } from './grid';
import type { TileRequest } from './tile-query';

/** Every public layer in one address. */
export const TILESET = 'onemap';

const query = { ...filterShape, v: z.string().max(100).optional() };

/** Of OGC's addresses: there the format may be named, and is the only one. */
export const f = z.enum(['mvt']).optional().meta({ description: '格式 format' });
const ogcQuery = { ...query, f };

export interface LayersRequest {
  /** As in the path: `onemap` or a comma list. */
  name: string;
  layers: Layer[];
  filter: LayerFilter;
  /** Filters in one order, without `v`: `region=653001&verdict=ban`. */
  parameters: string;
  /** Version that the address names. */
  version: string | undefined;
  day: string;
}

export interface AddressedRequest extends LayersRequest, TileRequest {
  /** What is asked for, whatever its version. */
  key: string;
  /** The same, as it can stand in an entity tag. */
  tag: string;
}

const TILE = /^\/tiles\/([^/]+)\/([^/]*)\/([^/]*)\/([^/]*)\.mvt$/;
const DOCUMENT = /^\/tiles\/([^/]+)\.json$/;
/** As OGC API Tiles writes it: of one collection or of all, in a grid, row before column. */
const OGC_TILE = /^\/ogc(?:\/collections\/([^/]+))?\/tiles\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/;
const OGC_FIELDS = { z: 'tileMatrix', x: 'tileCol', y: 'tileRow' };

/** Whether a URL is for `readTileUrl`. */
export const isTileUrl = (url: string) => url.startsWith('/tiles/') || (url.startsWith('/ogc/') && OGC_TILE.test(pathOf(url)));

/** What a URL below /tiles/ asks for. @throws AppError 400 or 404 naming what is wrong. */
export function readTileUrl(url: string, layers: Map<string, Layer>): { tile: AddressedRequest } | { document: LayersRequest } {
  const path = pathOf(url);
  const ogc = OGC_TILE.exec(path);
  if (ogc) return { tile: readOgcTile(ogc, url, layers) };
  const tile = TILE.exec(path);
  if (tile) {
    const [, name, zoom, x, y] = tile as unknown as [string, string, string, string, string];
    return { tile: addressed(readAddress(zoom, x, y), readLayersOf(name, url, layers)) };
  }
  const document = DOCUMENT.exec(path);
  if (document) return { document: readLayersOf(document[1] as string, url, layers) };
  throw new AppError('bad_request', '瓦片地址有误 (wrong tile address)', [
    { field: 'path', reason: '应为 /tiles/{layers}/{z}/{x}/{y}.mvt 或 /tiles/{layers}.json', value: path },
  ]);
}

/** Layers by their name in a path and filters by their parameters. @throws AppError as `readTileUrl`. */
export const layersAsked = (name: string, parameters: URLSearchParams, layers: Map<string, Layer>): LayersRequest =>
  readLayersOf(encodeURIComponent(name), `?${parameters}`, layers);

function readOgcTile([, collection, grid, zoom, row, column]: RegExpExecArray, url: string, layers: Map<string, Layer>): AddressedRequest {
  const asked = readLayersOf(collection ?? TILESET, url, layers, 'collectionId', ogcQuery);
  const known = GRIDS.get(decodeURIComponent(grid as string));
  if (!known) {
    throw new AppError('not_found', '没有这个瓦片矩阵集 (no such tile matrix set)', [
      { field: 'tileMatrixSetId', reason: `可用 (allowed): ${[...GRIDS.keys()].join(', ')}`, value: grid },
    ]);
  }
  return addressed(readAddress(zoom as string, column as string, row as string, known, OGC_FIELDS), asked);
}

function addressed(address: TileAddress, asked: LayersRequest): AddressedRequest {
  const key = `${address.grid ? `${address.grid.id}/` : ''}${asked.name}/${address.z}/${address.x}/${address.y}?${asked.parameters}`;
  return { ...asked, address, key, tag: encodeURIComponent(key) };
}

const pathOf = (url: string) => url.split('?', 1)[0] as string;

function readLayersOf(segment: string, url: string, all: Map<string, Layer>, field = 'layers', shape: z.ZodRawShape = query): LayersRequest {
  const name = decodeURIComponent(segment);
  const layers = listed(name, all, field);
  const { v, f: _, ...filter } = (url.includes('?') ? readQuery({ query: shape }, url) : {}) as LayerFilter & { v?: string; f?: string };
  refuseIdleFilters(layers, filter);
  return { name, layers, filter, parameters: inOrder(url), version: v, day: dayAsked(filter) };
}

/** One array per name: what is reckoned of a list of layers is remembered by it. */
const lists = new WeakMap<Map<string, Layer>, Map<string, Layer[]>>();

function listed(name: string, all: Map<string, Layer>, field: string): Layer[] {
  const known = lists.get(all) ?? new Map<string, Layer[]>();
  lists.set(all, known);
  const layers = known.get(name) ?? named(name, all, field);
  if (known.size >= 1000) known.clear();
  known.set(name, layers);
  return layers;
}

function named(name: string, all: Map<string, Layer>, field: string): Layer[] {
  const open = [...all.values()].filter(({ header }) => header.access === 'public');
  if (name === TILESET) return open;
  const ids = name.split(',');
  const wrong = ids.flatMap((id, index): FieldError[] => {
    if (!open.some(({ header }) => header.id === id)) {
      return [{ field, reason: `没有这个图层；可用 (allowed): ${[TILESET, ...open.map(({ header }) => header.id)].join(', ')}`, value: id }];
    }
    return ids.indexOf(id) < index ? [{ field, reason: '图层重复 (named twice)', value: id }] : [];
  });
  if (wrong.length) throw new AppError(wrong.every(({ reason }) => reason.startsWith('图层重复')) ? 'bad_request' : 'not_found', '图层有误 (wrong layers)', wrong);
  return ids.map((id) => all.get(id) as Layer);
}

/** A filter that none of the layers has would be passed over in silence. */
export function refuseIdleFilters(layers: Layer[], filter: LayerFilter) {
  if (layers.some(({ header }) => takesAllFilters(header))) return;
  const idle = Object.entries(filter).filter(([field, value]) => value !== undefined && !['region', 'as_of', 'known_at'].includes(field));
  if (!idle.length) return;
  throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', idle.map(([field, value]) => (
    { field, reason: '所请求的图层没有此筛选 (none of these layers has this filter; region only)', value })));
}

function inOrder(url: string): string {
  const at = url.indexOf('?');
  if (at < 0) return '';
  const parameters = new URLSearchParams(url.slice(at));
  for (const own of ['v', 'f']) parameters.delete(own);
  parameters.sort();
  return parameters.toString();
}
