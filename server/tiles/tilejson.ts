import type { Db } from '../db/open';
import { type Query, runQuery } from '../db/query';
import { asKnown } from '../history/past';
import { type Layer, tileAttributes } from '../layers/layer-files';
import { layerWhere } from '../layers/layer-filter';
import { type LayersRequest, TILESET } from './request';

/** 示意 is said wherever the data are shown. */
const ATTRIBUTION = '排口 Paikou · 数据以各图层说明为准，示意数据不代表正式成果';

/** West, south, east, north in degrees. */
type Box = [number, number, number, number];

/** TileJSON 3.0 of a set of layers; filters and version stand in its tile address. */
export async function tileJson(db: Db, asked: LayersRequest, version: string, origin: string) {
  const { name, layers, parameters } = asked;
  const [box] = await asKnown(db, asked.filter.known_at, (trx) => runQuery<{ west: number | null; south: number; east: number; north: number }>(trx, bounds(asked)));
  const bounds_: Box = box?.west == null ? [-180, -85.05, 180, 85.05] : [box.west, box.south, box.east, box.north];
  const minzoom = Math.min(...layers.map(({ header }) => header.minzoom));
  const maxzoom = Math.max(...layers.map(({ header }) => header.maxzoom));
  return {
    tilejson: '3.0.0',
    name: name === TILESET ? '排污口一张图 Outfalls on one map' : layers.map(({ header }) => header.title.zh).join('、'),
    description: layers.map(({ header }) => `${header.title.zh} ${header.title.en}`).join('; '),
    version: '1.0.0',
    data_version: version,
    scheme: 'xyz',
    tiles: [`${origin}/tiles/${encodeURIComponent(name)}/{z}/{x}/{y}.mvt?${parameters ? `${parameters}&` : ''}v=${version}`],
    vector_layers: layers.map(vectorLayer),
    minzoom,
    maxzoom,
    bounds: bounds_,
    center: [(bounds_[0] + bounds_[2]) / 2, (bounds_[1] + bounds_[3]) / 2, Math.min(zoomFor(bounds_), maxzoom)],
    attribution: ATTRIBUTION,
  };
}

const vectorLayer = ({ header }: Layer) => ({
  id: header.id,
  description: `${header.title.zh} ${header.title.en}`,
  minzoom: header.minzoom,
  maxzoom: header.maxzoom,
  fields: Object.fromEntries(Object.entries(tileAttributes(header)).map(([field, { zh, en, type, unit }]) =>
    [field, `${type}${unit ? ` (${unit})` : ''}: ${zh} ${en}`])),
});

/** Zoom at which a box of degrees is about one 512-pixel tile wide. */
const zoomFor = ([west, south, east, north]: Box) =>
  Math.max(0, Math.floor(Math.log2(360 / Math.max(east - west, north - south, 360 / 2 ** 22))));

/** Box of all rows, degrees. */
function bounds({ layers, filter, day }: LayersRequest): Query {
  const wheres = layers.map(({ header }) => layerWhere(header, filter, day));
  const extents = wheres.map(({ from, sql }) => `SELECT ST_Extent(i.geom) AS box FROM ${from} i, tile WHERE ${sql}`);
  return {
    sql: `WITH tile AS NOT MATERIALIZED (SELECT CAST(:tile_day AS date) AS day)
      SELECT ST_XMin(e) AS west, ST_YMin(e) AS south, ST_XMax(e) AS east, ST_YMax(e) AS north
      FROM (SELECT ST_Extent(CAST(box AS geometry)) AS e FROM (${extents.join(' UNION ALL ')}) each_layer) all_layers`,
    bindings: Object.assign({ tile_day: day }, ...wheres.map(({ bindings }) => bindings)),
  };
}
