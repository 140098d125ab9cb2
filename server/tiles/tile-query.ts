import type { Query } from '../db/query';
import type { Layer } from '../layers/layer-files';
import { type LayerFilter, layerWhere } from '../layers/layer-filter';
import type { TileAddress } from './address';
import { WEB_MERCATOR_QUAD } from './grid';
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
 * The named relation `tile`, one row: z = the Web-Mercator zoom that shows as much; x, y; srid; square and box (with buffer),
 * west, south and unit in the CRS of the grid; world_west, world_north = corner from which its columns and rows count; cell, cells and
 * cell_rows = size and numbers of the grid of aggregates, 16 × 16 a tile; day. cut_west, cut_south, cut_unit: of the
 * Web-Mercator tile as which it is cut without ST_AsMVT.
 */
const TILE = `tile AS NOT MATERIALIZED (
  SELECT CAST(:tile_z AS integer) AS z, CAST(:tile_x AS integer) AS x, CAST(:tile_y AS integer) AS y,
         CAST(:tile_srid AS integer) AS srid, ST_MakeEnvelope(:tile_west, :tile_south, :tile_east, :tile_north, :tile_srid) AS square,
         ST_MakeEnvelope(:box_west, :box_south, :box_east, :box_north, :tile_srid) AS box,
         CAST(:tile_west AS float8) AS west, CAST(:tile_south AS float8) AS south, CAST(:tile_unit AS float8) AS unit,
         CAST(:tile_left AS float8) AS world_west, CAST(:tile_top AS float8) AS world_north, CAST(:tile_cell AS float8) AS cell,
         CAST(:tile_cells AS bigint) AS cells, CAST(:tile_cell_rows AS bigint) AS cell_rows,
         CAST(:cut_west AS float8) AS cut_west, CAST(:cut_south AS float8) AS cut_south, CAST(:cut_unit AS float8) AS cut_unit,
         CAST(:tile_day AS date) AS day
)`;

/** Values of `tile`, reckoned here: what PostgreSQL must first fold, it folds at every mention. */
function tileBindings(address: TileAddress) {
  const { z, x, y, grid = WEB_MERCATOR_QUAD } = address;
  const { west, south, width, unit } = squareOf(address);
  const [cutWest, cutSouth, cutUnit] = [squareOf(cutAs(address))].flatMap((cut) => [cut.west, cut.south, cut.unit]);
  const edge = BUFFER * unit;
  return {
    tile_z: z + grid.detail, tile_x: x, tile_y: y, tile_srid: grid.srid, tile_unit: unit, tile_left: grid.left, tile_top: grid.top,
    tile_cell: width / 16, tile_cells: 16 * grid.columns * 2 ** z, tile_cell_rows: 16 * grid.rows * 2 ** z,
    tile_west: west, tile_south: south, tile_east: west + width, tile_north: south + width,
    box_west: west - edge, box_south: south - edge, box_east: west + width + edge, box_north: south + width + edge,
    cut_west: cutWest, cut_south: cutSouth, cut_unit: cutUnit,
  };
}

function squareOf({ z, x, y, grid = WEB_MERCATOR_QUAD }: TileAddress) {
  const width = grid.span / 2 ** z;
  return { west: grid.left + x * width, south: grid.top - (y + 1) * width, width, unit: width / EXTENT };
}

/** The Web-Mercator tile as which a tile is cut where ST_AsMVT is missing: itself, or for other grids one with room on all sides. */
export const cutAs = (address: TileAddress): TileAddress => (address.grid ? { z: 2, x: 1, y: 1 } : address);

/** One statement for the whole tile on a server: `tile` (bytes) and `stamps`, both of one snapshot. */
export function serverTile(request: TileRequest): Query {
  const tiles = drawn(request).map((layer) => `(${layerRows(layer, request)}
    SELECT ST_AsMVT(t, '${layer.header.id}', ${EXTENT}, 'geom', 'feature_id' ORDER BY feature_id)
    FROM (SELECT feature_id, ${attributes(layer)}, ${SERVER_GEOMETRY} AS geom FROM shown WHERE unit_geom IS NOT NULL) t)`);
  return statement(request, `${tiles.join('\n || ') || `CAST('' AS bytea)`} AS tile`);
}

/** The same for an engine without ST_AsMVT: per layer the features as JSON, geometry in lon/lat on the tile's grid. */
export function rowsOfTile(request: TileRequest): Query {
  const lists = drawn(request).map((layer) => `'${layer.header.id}', (${layerRows(layer, request)}
    SELECT coalesce(json_agg(json_build_object('id', feature_id, 'properties', json_strip_nulls(to_json(a)), 'geometry', CAST(geojson AS json))
                             ORDER BY feature_id), '[]')
    FROM (SELECT *, ${LONLAT_GEOMETRY} AS geojson FROM shown, tile WHERE unit_geom IS NOT NULL) t, LATERAL (SELECT ${attributes(layer)}) a)`);
  return statement(request, `json_build_object(${lists.join(',\n  ')}) AS layers`);
}

/** Layers that the tile's zoom shows. */
export const drawn = ({ layers, address }: TileRequest) => layers.filter(({ header }) => address.z + (address.grid?.detail ?? 0) >= header.minzoom);

function statement({ layers, address, filter, day }: TileRequest, columns: string): Query {
  const wheres = layers.map((layer) => layerWhere(layer.header, filter, day).bindings);
  return {
    sql: `WITH ${TILE}\nSELECT ${columns},\n  ${STAMPS} AS stamps`,
    bindings: Object.assign({
      ...tileBindings(address), tile_day: day, stamp_tables: tablesOf(layers).join(','),
    }, ...wheres),
  };
}

export const tablesOf = (layers: Layer[]) => [...new Set(layers.flatMap(({ header }) => header.tables))].sort();

/**
 * item: rows near the tile; picked: the layer's own SELECT; cut: clipped to the buffered tile; gridded: in whole units, y up;
 * whole: areas made valid again; then what is left of each feature, in `unit_geom`.
 */
function layerRows({ header, sql }: Layer, { filter, day, address: { grid = WEB_MERCATOR_QUAD } }: TileRequest): string {
  const where = layerWhere(header, filter, day);
  const point = header.geometry === 'point';
  const { column, shape } = STORED[grid.srid];
  return `WITH item AS NOT MATERIALIZED (
      SELECT i.*, ${point ? column : shape} AS shape
      FROM ${where.from} i, tile
      WHERE ${column} && tile.box AND (${where.sql})
    ), picked AS (${sql}
    ), cut AS (
      SELECT picked.*, ${point ? 'geom' : CUT} AS piece FROM picked, tile WHERE geom && tile.box OFFSET 0
    ), gridded AS (
      SELECT cut.*, ${units('piece')} AS grid FROM cut, tile OFFSET 0
    ), whole AS (
      SELECT gridded.*, ${point ? 'grid' : VALID} AS sound FROM gridded OFFSET 0
    ), shown AS (
      SELECT whole.*, ${point ? 'sound' : `CASE WHEN ${TOO_SMALL} THEN ${DOT} ELSE sound END`} AS unit_geom FROM whole, tile OFFSET 0
    )`;
}

/** Per CRS of a grid the full geometry, and what is drawn of a line or area. The generalised copies are kept in EPSG:3857. */
const STORED = {
  3857: {
    column: 'i.geom_3857',
    shape: `CASE WHEN tile.z >= ${FULL_FROM} THEN i.geom_3857 WHEN tile.z >= ${MID_FROM} THEN i.geom_3857_mid ELSE i.geom_3857_low END`,
  },
  4490: {
    column: 'i.geom',
    shape: `CASE WHEN tile.z >= ${FULL_FROM} THEN i.geom ELSE ST_Transform(CASE WHEN tile.z >= ${MID_FROM} THEN i.geom_3857_mid ELSE i.geom_3857_low END, 4490) END`,
  },
};

const attributes = ({ header }: Layer) => Object.keys(header.attributes).join(', ');

const CUT = `CASE WHEN ST_Dimension(geom) = 0 OR geom @ tile.box THEN geom
  ELSE ST_CollectionExtract(ST_ClipByBox2D(geom, box2d(tile.box)), ST_Dimension(geom) + 1) END`;

/** Rounding to units can make rings touch and cross. */
const VALID = `CASE WHEN ST_Dimension(grid) = 2 AND NOT ST_IsValid(grid)
  THEN ST_SnapToGrid(ST_CollectionExtract(ST_MakeValid(grid, 'method=structure keepcollapsed=false'), 3), 0, 0, 1, 1) ELSE grid END`;

/** An area below 4 square units, a sixteenth of a pixel, cannot be seen. */
const TOO_SMALL = 'sound IS NULL OR ST_IsEmpty(sound) OR (ST_Dimension(sound) = 2 AND ST_Area(sound) < 4)';

/**
 * What is too small stays as a point, so that no feature is lost at any zoom;
 * not the slivers that clipping leaves outside the tile's own square.
 */
const DOT = `CASE WHEN NOT ST_IsEmpty(piece) AND (piece && tile.square OR geom @ tile.box)
  THEN ${units('ST_PointOnSurface(piece)')} END`;

/** In whole units from the tile's south-west corner. Only functions in C: PostGIS's shorthands in SQL cost 0.2 ms of planning each. */
function units(geometry: string) {
  return `ST_SnapToGrid(ST_Affine(${geometry}, 1 / tile.unit, 0, 0, 0, 1 / tile.unit, 0, 0, 0, 1, -tile.west / tile.unit, -tile.south / tile.unit, 0), 0, 0, 1, 1)`;
}

/**
 * Tiles count y downwards, and outer rings run clockwise on the screen. ST_AsMVTGeom is not used: it turns lines that
 * run back on themselves into NULL or half of themselves, and repairs areas otherwise in each version.
 */
const SERVER_GEOMETRY = `ST_ForcePolygonCCW(ST_Affine(unit_geom, 1, 0, 0, 0, -1, 0, 0, 0, 1, 0, ${EXTENT}, 0))`;

/** 11 decimals of a degree are a micrometre. */
const LONLAT_GEOMETRY = `ST_AsGeoJSON(ST_Transform(ST_SetSRID(ST_Affine(unit_geom, tile.cut_unit, 0, 0, 0, tile.cut_unit, 0, 0, 0, 1, tile.cut_west, tile.cut_south, 0), 3857), 4326), 11)`;
