import type { Query } from '../db/query';
import type { Layer } from '../layers/layer-files';
import { type LayerFilter, layerWhere } from '../layers/layer-filter';
import { countedCells } from '../outfalls/cells';
import { DEEPEST, type TileAddress } from './address';
import { WEB_MERCATOR_QUAD } from './grid';
import { STAMPS } from './stamps';

/** Units a tile is wide. */
export const EXTENT = 4096;
/** Units drawn beyond each edge: symbols have a radius of up to 16 px, and 512 px are 4096 units. */
export const BUFFER = 128;

/** Zooms from which the full and the 30 m copies are drawn; farther out the 500 m copies. */
export const FULL_FROM = 12;
const MID_FROM = 8;

/**
 * More rows than this in one layer of a tile make it crowded: what is smaller than a cell is then counted per cell. Closer in
 * more are let through, for a dense net of pipes is to be seen as such. No tile of all layers comes near 500 kB by it.
 */
const crowd = (z: number) => (z <= MID_FROM ? 600 : 2000);
/** Cells that a crowded tile has each way: 32, of 16 pixels on 512. */
const CELL_UNITS = 128;
/** Ids of counted cells begin here, above those of all rows. */
const CELL_IDS = 2 ** 40;

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
 * cell_rows = size and numbers of the grid of aggregates, 16 × 16 a tile; day; single = rows are wanted one by one, not summed. cut_west, cut_south, cut_unit: of the
 * Web-Mercator tile as which it is cut without ST_AsMVT.
 */
const relation = (single: boolean) => `tile AS NOT MATERIALIZED (
  SELECT CAST(:tile_z AS integer) AS z, CAST(:tile_x AS integer) AS x, CAST(:tile_y AS integer) AS y,
         CAST(:tile_srid AS integer) AS srid, ST_MakeEnvelope(:tile_west, :tile_south, :tile_east, :tile_north, :tile_srid) AS square,
         ST_MakeEnvelope(:box_west, :box_south, :box_east, :box_north, :tile_srid) AS box,
         CAST(:tile_west AS float8) AS west, CAST(:tile_south AS float8) AS south, CAST(:tile_unit AS float8) AS unit,
         CAST(:tile_left AS float8) AS world_west, CAST(:tile_top AS float8) AS world_north, CAST(:tile_cell AS float8) AS cell,
         CAST(:tile_cells AS bigint) AS cells, CAST(:tile_cell_rows AS bigint) AS cell_rows,
         CAST(:cut_west AS float8) AS cut_west, CAST(:cut_south AS float8) AS cut_south, CAST(:cut_unit AS float8) AS cut_unit,
         CAST(:tile_day AS date) AS day, ${single} AS single
)`;

const TILE = relation(false);

/** Values of `tile`, reckoned here: what PostgreSQL must first fold, it folds at every mention. */
function tileBindings(address: TileAddress) {
  const { z, x, y, grid = WEB_MERCATOR_QUAD } = address;
  const { west, south, width, unit } = squareOf(address);
  const [cutWest, cutSouth, cutUnit] = [squareOf(cutAs(address))].flatMap((cut) => [cut.west, cut.south, cut.unit]);
  const box = boxOf(address);
  return {
    tile_z: z + grid.detail, tile_x: x, tile_y: y, tile_crowd: crowd(z + grid.detail), tile_srid: grid.srid, tile_unit: unit, tile_left: grid.left, tile_top: grid.top,
    tile_cell: width / 16, tile_cells: 16 * grid.columns * 2 ** z, tile_cell_rows: 16 * grid.rows * 2 ** z,
    tile_west: west, tile_south: south, tile_east: west + width, tile_north: south + width,
    box_west: box.west, box_south: box.south, box_east: box.east, box_north: box.north,
    cut_west: cutWest, cut_south: cutSouth, cut_unit: cutUnit,
  };
}

/** The relations `tile` and `counted` without a tile: what a layer's SELECT needs to give its rows one by one, however many. */
export const rowsRelations = (day: string): Query => ({
  sql: `${relation(true)}, counted AS NOT MATERIALIZED (SELECT CAST(NULL AS integer) AS level, CAST(NULL AS bigint) AS at_cell,
    CAST(NULL AS text) AS verdict, CAST(NULL AS bigint) AS outfalls, CAST(NULL AS float8) AS east, CAST(NULL AS float8) AS north WHERE false)`,
  bindings: { ...tileBindings({ z: DEEPEST, x: 0, y: 0 }), tile_day: day },
});

function squareOf({ z, x, y, grid = WEB_MERCATOR_QUAD }: TileAddress) {
  const width = grid.span / 2 ** z;
  return { west: grid.left + x * width, south: grid.top - (y + 1) * width, width, unit: width / EXTENT };
}

/** What a tile draws from: its square and the buffer around it, in the CRS of its grid. */
export function boxOf(address: TileAddress) {
  const { west, south, width, unit } = squareOf(address);
  const edge = BUFFER * unit;
  return { west: west - edge, south: south - edge, east: west + width + edge, north: south + width + edge };
}

/** The Web-Mercator tile as which a tile is cut where ST_AsMVT is missing: itself, or for other grids one with room on all sides. */
export const cutAs = (address: TileAddress): TileAddress => (address.grid ? { z: 2, x: 1, y: 1 } : address);

/** One statement for the whole tile on a server: `tile` (bytes) and `stamps`, both of one snapshot. */
export const serverTile = (request: TileRequest): Query => statement(request, 'bytes', () => {
  const tiles = drawn(request).map((layer) => `(${layerRows(layer, request)}
    SELECT ST_AsMVT(t, '${layer.header.id}', ${EXTENT}, 'geom', 'feature_id' ORDER BY feature_id)
    FROM (SELECT feature_id, ${tileAttributes(layer).join(', ')}, ${SERVER_GEOMETRY} AS geom FROM shown WHERE unit_geom IS NOT NULL) t)`);
  return `${tiles.join('\n || ') || `CAST('' AS bytea)`} AS tile`;
});

/** The same for an engine without ST_AsMVT: per layer the features as JSON, geometry in lon/lat on the tile's grid. */
export const rowsOfTile = (request: TileRequest): Query => statement(request, 'rows', () => {
  const lists = drawn(request).map((layer) => `'${layer.header.id}', (${layerRows(layer, request)}
    SELECT coalesce(json_agg(json_build_object('id', feature_id, 'properties', json_strip_nulls(to_json(a)), 'geometry', CAST(geojson AS json))
                             ORDER BY feature_id), '[]')
    FROM (SELECT *, ${LONLAT_GEOMETRY} AS geojson FROM shown, tile WHERE unit_geom IS NOT NULL) t, LATERAL (SELECT ${tileAttributes(layer).join(', ')}) a)`);
  return `json_build_object(${lists.join(',\n  ')}) AS layers`;
});

/** Layers that the tile's zoom shows. */
export const drawn = ({ layers, address }: TileRequest) => layers.filter(({ header }) => address.z + (address.grid?.detail ?? 0) >= header.minzoom);

function statement(request: TileRequest, kind: string, columns: () => string): Query {
  const { sql, bindings } = remembered(addressless, filled(kind, request), () => addressed(request, kind, columns));
  return { sql, bindings: { ...tileBindings(request.address), ...bindings } };
}

/** A statement with all of its values but those of the tile's address. Its text depends on what is drawn and how it is filtered. */
function addressed(request: TileRequest, kind: string, columns: () => string): Query {
  const { layers, address, filter, day } = request;
  const filtered = layers.flatMap((layer): Query[] => {
    const { from, ...where } = layerWhere(layer.header, filter, day);
    return [{ sql: from, bindings: {} }, where, ...(countsItself(layer) ? [countedCells(filter, day, rowsOf(address))] : [])];
  });
  const shape = [kind, address.grid?.id, rowsOf(address), ...drawn(request).map(({ header, hash }) => `${header.id} ${hash}`), ...filtered.map(({ sql }) => sql)].join('|');
  return {
    sql: remembered(texts, shape, () => `WITH ${TILE}\nSELECT ${columns()},\n  ${STAMPS} AS stamps`),
    bindings: Object.assign({ tile_day: day, stamp_tables: tablesOf(layers).join(',') }, ...filtered.map(({ bindings }) => bindings)),
  };
}

/** To this zoom a tile can show a good part of a country. */
const ALL_TO = 5;
const rowsOf = ({ z, grid = WEB_MERCATOR_QUAD }: TileAddress) => (z + grid.detail <= ALL_TO ? 'all' : 'few');

/** All that a statement depends on but the address itself: layers by their list, those of a zoom by their number, for closer in there are only more. */
const filled = (kind: string, request: TileRequest) =>
  [kind, numberOf(request.layers), drawn(request).length, request.address.grid?.id, rowsOf(request.address), request.day, JSON.stringify(request.filter)].join(' ');

const numbers = new WeakMap<Layer[], number>();
let lists = 0;

function numberOf(layers: Layer[]): number {
  const number = numbers.get(layers) ?? ++lists;
  numbers.set(layers, number);
  return number;
}

/** Writing the text for all layers takes half as long as running it, putting its values together as long as the rest of an answer. */
const texts = new Map<string, string>();
const addressless = new Map<string, Query>();

/** Remembered of each; the first goes when there are more. */
const REMEMBERED = 300;

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
  const made = make();
  known.set(key, made);
  return made;
}

export const tablesOf = (layers: Layer[]) => [...new Set(layers.flatMap(({ header }) => header.tables))].sort();

/**
 * item: rows near the tile (and counted: numbers per cell, for far out); picked: the layer's own SELECT; single: with the small ones of
 * a crowded tile counted per cell; cut: clipped to the buffered tile; gridded: in whole units, y up;
 * whole: areas made valid again; then what is left of each feature, in `unit_geom`.
 */
function layerRows(layer: Layer, { filter, day, address }: TileRequest): string {
  const { header, sql } = layer;
  const { grid = WEB_MERCATOR_QUAD } = address;
  const where = layerWhere(header, filter, day, { of: rowsOf(address) });
  const point = header.geometry === 'point';
  const { column, shape } = STORED[grid.srid];
  return `WITH item AS NOT MATERIALIZED (
      SELECT i.*, ${point ? column : shape} AS shape
      FROM ${where.from} i, tile
      WHERE ${column} && tile.box AND (${where.sql})
    )${countsItself(layer) ? `, counted AS NOT MATERIALIZED (${countedCells(filter, day, rowsOf(address)).sql})` : ''}, picked AS (${sql}
    ), ${countsItself(layer) ? SINGLE : singleOrCounted(layer)}, cut AS (
      SELECT single.*, ${point ? 'geom' : CUT} AS piece FROM single, tile OFFSET 0
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

const SINGLE = 'single AS NOT MATERIALIZED (SELECT picked.* FROM picked, tile WHERE geom && tile.box)';

/** The layer's own SELECT says what becomes of many (outfalls). */
const countsItself = ({ header }: Layer) => 'aggregate' in header.attributes;

/** Attributes in tiles: the layer's own, those of counted cells, and what a shape says that is not the layer's (tileAttributes). */
export const tileAttributes = (layer: Layer) => [...Object.keys(layer.header.attributes), ...(countsItself(layer) ? [] : ['aggregate', 'count']), ...drawnAs(layer)];

function drawnAs({ header: { geometry } }: Layer): string[] {
  if (geometry === 'point') return [];
  return [geometry === 'line' ? `CASE WHEN ST_Dimension(unit_geom) = 0 THEN 'point' END AS drawn_as` : `CASE ST_Dimension(unit_geom) WHEN 0 THEN 'point' WHEN 1 THEN 'line' END AS drawn_as`];
}

/**
 * In a crowded tile, features smaller than a cell that look alike and have their middle in one cell of this tile become one
 * point with their number; one that is alone there stays itself.
 */
function singleOrCounted({ header }: Layer): string {
  const names = Object.keys(header.attributes);
  const alike = looks(header);
  const kept = names.map((name) => (alike.includes(name) ? name : `CASE WHEN number = 1 THEN ${name} END AS ${name}`));
  return `crowd AS (SELECT count(*) > :tile_crowd AS much FROM (SELECT FROM item LIMIT CAST(:tile_crowd AS bigint) + 1) few
    ), sized AS (
      SELECT picked.*, CAST(box2d(geom) AS box3d) AS extent FROM picked, tile WHERE geom && tile.box
    ), single AS NOT MATERIALIZED (
      SELECT feature_id, ${names.join(', ')}, CAST(NULL AS boolean) AS aggregate, CAST(NULL AS integer) AS count, geom
      FROM sized, tile WHERE NOT ((SELECT much FROM crowd) AND ${SMALL})
      UNION ALL
      SELECT CASE WHEN number = 1 THEN feature_id ELSE ${CELL_IDS} + feature_id END, ${kept.join(', ')},
             CASE WHEN number > 1 THEN true END, CASE WHEN number > 1 THEN CAST(number AS integer) END,
             CASE WHEN number = 1 THEN geom ELSE ST_SetSRID(ST_MakePoint(mid_x, mid_y), ST_SRID(geom)) END
      FROM (
        SELECT placed.*, count(*) OVER cell AS number, row_number() OVER (cell ORDER BY feature_id) AS place,
               tile.west + tile.unit * greatest(least(avg(at_x) OVER cell, cell_x * ${CELL_UNITS} + ${CELL_UNITS - 1}), cell_x * ${CELL_UNITS} + 1) AS mid_x,
               tile.south + tile.unit * greatest(least(avg(at_y) OVER cell, cell_y * ${CELL_UNITS} + ${CELL_UNITS - 1}), cell_y * ${CELL_UNITS} + 1) AS mid_y
        FROM (
          SELECT boxed.*, CAST(floor(at_x / ${CELL_UNITS}) AS integer) AS cell_x, CAST(floor(at_y / ${CELL_UNITS}) AS integer) AS cell_y
          FROM (
            SELECT sized.*, round(((ST_XMin(extent) + ST_XMax(extent)) / 2 - tile.west) / tile.unit) AS at_x,
                   round(((ST_YMin(extent) + ST_YMax(extent)) / 2 - tile.south) / tile.unit) AS at_y
            FROM sized, tile WHERE (SELECT much FROM crowd) AND ${SMALL}
            OFFSET 0
          ) boxed
        ) placed, tile
        WHERE cell_x BETWEEN 0 AND ${EXTENT / CELL_UNITS - 1} AND cell_y BETWEEN 0 AND ${EXTENT / CELL_UNITS - 1}
        WINDOW cell AS (PARTITION BY ${['cell_x', 'cell_y', ...alike].join(', ')})
      ) counted, tile WHERE place = 1
    )`;
}

/** By the box that stands at the head of each geometry: reading the shapes themselves would cost more than all the rest. */
const SMALL = `greatest(ST_XMax(extent) - ST_XMin(extent), ST_YMax(extent) - ST_YMin(extent)) < ${CELL_UNITS} * tile.unit`;

/** Attributes that a layer's look depends on. */
function looks({ style, attributes }: Layer['header']): string[] {
  const named = (expression: unknown): string[] => {
    if (!Array.isArray(expression)) return [];
    const [operator, ...rest] = expression;
    return operator === 'get' || operator === 'has' ? [String(rest[0])] : rest.flatMap(named);
  };
  return [...new Set(style.flatMap(({ filter }) => named(filter)))].filter((name) => name in attributes);
}

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
