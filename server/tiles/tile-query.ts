import type { Query } from '../db/query';
import type { Layer } from '../layers/layer-files';
import { type LayerFilter, layerWhere } from '../layers/layer-filter';
import type { TileAddress } from './address';
import { STAMPS } from './stamps';

/** Units a tile is wide. */
export const EXTENT = 4096;
/** Units drawn beyond each edge: symbols have a radius of up to 16 px, and 512 px are 4096 units. */
export const BUFFER = 128;

/** Zooms from which the full and the 30 m copies are drawn; farther out the 500 m copies. */
const FULL_FROM = 12;
const MID_FROM = 8;

export interface TileRequest {
  layers: Layer[];
  address: TileAddress;
  filter: LayerFilter;
  /** Day whose editions are in force, YYYY-MM-DD. */
  day: string;
}

/**
 * The named relation `tile`, one row: z, x, y; square and box (with buffer) in EPSG:3857; west, south and unit in metres
 * of EPSG:3857; world = half its width; cell and cells = size and number of the grid of aggregates, 16 × 16 a tile; day.
 */
const TILE = `tile AS NOT MATERIALIZED (
  SELECT z, x, y, square, ST_Expand(square, ${BUFFER} * unit) AS box, ST_XMin(square) AS west, ST_YMin(square) AS south, unit,
         CAST(20037508.342789244 AS double precision) AS world, unit * ${EXTENT / 16} AS cell,
         CAST(16 * 2 ^ z AS bigint) AS cells, day
  FROM (SELECT CAST(:tile_z AS integer) AS z, CAST(:tile_x AS integer) AS x, CAST(:tile_y AS integer) AS y,
               ST_TileEnvelope(:tile_z, :tile_x, :tile_y) AS square,
               2 * 20037508.342789244 / 2 ^ CAST(:tile_z AS integer) / ${EXTENT} AS unit, CAST(:tile_day AS date) AS day) given
)`;

/** One statement for the whole tile on a server: `tile` (bytes) and `stamps`, both of one snapshot. */
export function serverTile(request: TileRequest): Query {
  const tiles = drawn(request).map((layer) => `(${layerRows(layer, request)}
    SELECT ST_AsMVT(t, '${layer.header.id}', ${EXTENT}, 'geom', 'feature_id' ORDER BY feature_id)
    FROM (SELECT feature_id, ${attributes(layer)}, ${SERVER_GEOMETRY} AS geom FROM gridded, tile) t WHERE geom IS NOT NULL)`);
  return statement(request, `${tiles.join('\n || ') || `CAST('' AS bytea)`} AS tile`);
}

/** The same for an engine without ST_AsMVT: per layer the features as JSON, geometry in lon/lat on the tile's grid. */
export function rowsOfTile(request: TileRequest): Query {
  const lists = drawn(request).map((layer) => `(${layerRows(layer, request)}
    SELECT coalesce(json_agg(json_build_object('id', feature_id, 'properties', json_strip_nulls(to_json(a)), 'geometry', CAST(geojson AS json))
                             ORDER BY feature_id), '[]')
    FROM (SELECT *, ${LONLAT_GEOMETRY} AS geojson FROM gridded, tile) t, LATERAL (SELECT ${attributes(layer)}) a WHERE geojson IS NOT NULL) AS ${layer.header.id}`);
  return statement(request, lists.join(',\n  ') || 'true AS nothing');
}

/** Layers that the tile's zoom shows. */
export const drawn = ({ layers, address }: TileRequest) => layers.filter(({ header }) => address.z >= header.minzoom);

function statement({ layers, address, filter, day }: TileRequest, columns: string): Query {
  const wheres = layers.map((layer) => layerWhere(layer.header, filter).bindings);
  return {
    sql: `WITH ${TILE}\nSELECT ${columns},\n  ${STAMPS} AS stamps`,
    bindings: Object.assign({
      tile_z: address.z, tile_x: address.x, tile_y: address.y, tile_day: day,
      stamp_tables: tablesOf(layers).join(','),
    }, ...wheres),
  };
}

export const tablesOf = (layers: Layer[]) => [...new Set(layers.flatMap(({ header }) => header.tables))].sort();

/** item: rows near the tile; picked: the layer's own SELECT; cut: clipped to the buffered tile; gridded: in whole units, y up. */
function layerRows({ header, sql }: Layer, { filter }: TileRequest): string {
  const where = layerWhere(header, filter);
  return `WITH item AS NOT MATERIALIZED (
      SELECT i.*, ${header.geometry === 'point' ? 'i.geom_3857' : SHAPE} AS shape
      FROM ${where.from} i, tile
      WHERE i.geom_3857 && tile.box AND (${where.sql})
    ), picked AS (${sql}
    ), cut AS (
      SELECT picked.*, CASE WHEN ST_Dimension(geom) = 0 THEN geom ELSE ST_CollectionExtract(ST_ClipByBox2D(geom, box2d(tile.box)), ST_Dimension(geom) + 1) END AS piece
      FROM picked, tile WHERE geom && tile.box OFFSET 0
    ), gridded AS (
      SELECT cut.*, ST_SnapToGrid(ST_TransScale(piece, -tile.west, -tile.south, 1 / tile.unit, 1 / tile.unit), 1) AS grid
      FROM cut, tile OFFSET 0
    )`;
}

const SHAPE = `CASE WHEN tile.z >= ${FULL_FROM} THEN i.geom_3857 WHEN tile.z >= ${MID_FROM} THEN i.geom_3857_mid ELSE i.geom_3857_low END`;

const attributes = ({ header }: Layer) => Object.keys(header.attributes).join(', ');

/**
 * What is smaller than a unit stays as a point, so that no feature is lost at any zoom;
 * not the slivers that clipping leaves outside the tile's own square.
 */
const DOT = `CASE WHEN NOT ST_IsEmpty(piece) AND (piece && tile.square OR geom @ tile.box)
  THEN ST_SnapToGrid(ST_TransScale(ST_PointOnSurface(piece), -tile.west, -tile.south, 1 / tile.unit, 1 / tile.unit), 1) END`;

const COLLAPSED = 'grid IS NULL OR ST_IsEmpty(grid)';

/**
 * Only areas go through ST_AsMVTGeom, which makes them valid: it turns lines that run back on themselves into NULL or
 * half of themselves (PostGIS 3.3), and lines and points need no more than the grid.
 */
const SERVER_GEOMETRY = `CASE WHEN ${COLLAPSED} THEN ${flipped(DOT)}
  WHEN ST_Dimension(grid) = 2 THEN coalesce(ST_AsMVTGeom(grid, ST_MakeBox2D(ST_Point(0, 0), ST_Point(${EXTENT}, ${EXTENT})), ${EXTENT}, ${BUFFER}, true), ${flipped(DOT)})
  ELSE ${flipped('grid')} END`;

/** Tiles count y downwards. */
function flipped(geometry: string) {
  return `ST_TransScale(${geometry}, 0, -${EXTENT}, 1, -1)`;
}

const VALID = `CASE WHEN ST_IsValid(grid) THEN grid ELSE ST_CollectionExtract(ST_MakeValid(grid, 'method=structure keepcollapsed=false'), 3) END`;

/** 11 decimals of a degree are a micrometre. */
const LONLAT_GEOMETRY = `(SELECT ST_AsGeoJSON(ST_Transform(ST_SetSRID(ST_TransScale(g, tile.west / tile.unit, tile.south / tile.unit, tile.unit, tile.unit), 3857), 4326), 11)
  FROM (SELECT CASE WHEN ${COLLAPSED} THEN ${DOT} WHEN ST_Dimension(grid) = 2 AND ST_IsEmpty(${VALID}) THEN ${DOT}
                    WHEN ST_Dimension(grid) = 2 THEN ${VALID} ELSE grid END AS g OFFSET 0) one WHERE g IS NOT NULL)`;
