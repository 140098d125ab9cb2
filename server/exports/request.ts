import { z } from 'zod';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import type { Layer } from '../layers/layer-files';
import { type LayerFilter, takesAllFilters } from '../layers/layer-filter';
import { CGCS2000, type Crs, servedCrs } from '../ogc/crs';
import { filterShape } from '../outfalls/filters';
import { type Sort, SORT_KEYS } from '../outfalls/sort';
import type { Format } from './formats';

/** Query of every export: that of the list, and the coordinate system. */
export const exportQuery = {
  ...filterShape,
  sort: z.string().max(40).optional().meta({ description: `排序字段，前加 - 为降序 (field or -field): ${Object.keys(SORT_KEYS).join(', ')}；排污口以外的图层只有 id (other layers: id)` }),
  crs: z.string().regex(/^EPSG:\d{4,5}$/i, '应如 EPSG:4532 (such as EPSG:4532)').optional()
    .meta({ description: '坐标系，如 EPSG:4532；GeoPackage、Shapefile、FlatGeobuf 缺省 EPSG:4490，DXF 缺省该市的三度带；其余格式只有经纬度 (coordinate system; other formats have degrees only)' }),
};

export type ExportQuery = z.output<z.ZodObject<typeof exportQuery>>;

/** What is to be exported, cleaned. */
export interface ExportRequest { layer: Layer; format: Format; filter: LayerFilter; sort: Sort; crs: Crs }

/** @throws AppError 404 for a layer that nobody may see, 400 naming a filter, order or coordinate system that cannot be. */
export async function readExportRequest(db: Db, catalog: Catalog, name: string, format: Format, { sort, crs, ...filter }: ExportQuery): Promise<ExportRequest> {
  const layer = exportable(catalog, name);
  refuseOtherFilters(layer, filter);
  return { layer, format, filter, sort: readSort(layer, sort), crs: await chooseCrs(db, format, crs, filter) };
}

export function exportable({ layers }: Catalog, name: string): Layer {
  const open = [...layers.values()].filter(({ header }) => header.access === 'public');
  const layer = open.find(({ header }) => header.id === name);
  if (layer) return layer;
  throw new AppError('not_found', '没有这个图层 (no such layer)', [{ field: 'name', reason: `可用 (allowed): ${open.map(({ header }) => header.id).join(', ')}`, value: name }]);
}

const refuse = (field: string, reason: string, value: unknown) => new AppError('bad_request', '查询参数有误 (wrong query parameters)', [{ field, reason, value }]);

/** What every layer takes; the other filters are about outfalls. */
const COMMON = ['region', 'bbox', 'as_of', 'known_at'];

function refuseOtherFilters({ header }: Layer, filter: LayerFilter) {
  if (takesAllFilters(header)) return;
  const idle = Object.entries(filter).filter(([field, value]) => value !== undefined && !COMMON.includes(field));
  if (!idle.length) return;
  throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', idle.map(([field, value]) => (
    { field, reason: `${header.title.zh}没有此项筛选，只能用 ${COMMON.join(', ')} (this layer has no such filter)`, value })));
}

function readSort({ header }: Layer, text = 'id'): Sort {
  const by = text.replace(/^-/, '');
  const allowed = takesAllFilters(header) ? Object.keys(SORT_KEYS) : ['id'];
  if (!allowed.includes(by)) throw refuse('sort', `不能按此排序；可用 (allowed): ${allowed.join(', ')}`, text);
  return { by: by as Sort['by'], descending: text.startsWith('-') };
}

/** As stored, unless a projection is named, or the format has no other use than in one. */
async function chooseCrs(db: Db, format: Format, asked: string | undefined, { region }: LayerFilter): Promise<Crs> {
  if (!format.crs) {
    if (asked !== undefined) throw refuse('crs', `${format.title} 只有经纬度 (this format has degrees only)`, asked);
    return CGCS2000;
  }
  const served = await servedCrs(db);
  if (asked !== undefined) return named(served, asked, format);
  return format.crs === 'metres' ? zoneOf(db, served, region) : CGCS2000;
}

const code = ({ uri }: Crs) => `EPSG:${uri.replace(/^.*\//, '')}`;

function named(served: Crs[], asked: string, format: Format): Crs {
  const usable = served.filter((crs) => crs.uri.includes('/EPSG/') && (format.crs !== 'metres' || !crs.degrees));
  const found = usable.find((crs) => code(crs) === asked.toUpperCase());
  if (found) return found;
  throw refuse('crs', `可用 (allowed): ${usable.map((crs) => `${code(crs)} ${crs.title}`).join('; ')}`, asked);
}

/** The 3° zone, with its number before the easting, of the middle of the one city that is asked for or there is. */
async function zoneOf(db: Db, served: Crs[], region: string[] | undefined): Promise<Crs> {
  const cities = [...new Set(region?.map((each) => each.slice(0, 6)) ?? await db.knex('region').where({ level: 'city' }).pluck('code') as string[])];
  const rows = await db.knex('region').whereIn('code', cities).select(db.knex.raw('round(ST_X(ST_Centroid(ST_Envelope(geom))) / 3) * 3 AS meridian'));
  const meridians = [...new Set(rows.map(({ meridian }) => Number(meridian)))];
  const zone = served.find((crs) => crs.meridian === meridians[0] && crs.within[0] > 1_000_000);
  if (meridians.length === 1 && zone) return zone;
  const zones = served.filter((crs) => crs.meridian !== undefined).map((crs) => `${code(crs)} ${crs.title}`);
  throw refuse('crs', `所选范围不在同一个三度带，请以 crs 指定投影带，或以 region 选一个市 (more than one zone: name one by crs, or a city by region): ${zones.join('; ')}`, null);
}

/** `EPSG:4490` */
export const crsCode = code;
