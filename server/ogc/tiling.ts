import { DEEPEST } from '../tiles/address';
import { type Layer, tileAttributes } from '../layers/layer-files';
import { type Grid, GRIDS } from '../tiles/grid';
import { AppError } from '../errors';
import { type Link, REL, TYPE } from './links';

/** Metres of a degree on the equator of WGS 84, by which the register reckons scales. */
const METRES_OF_DEGREE = 6378137 * Math.PI / 180;
/** Pixels wide a tile is in the register, and metres wide a pixel. */
const PIXELS = 256;
const PIXEL = 0.00028;

const NAMES: Record<Grid['id'], { title: string; crs: string; order: [string, string] }> = {
  WebMercatorQuad: { title: 'Google Maps Compatible for the World', crs: 'http://www.opengis.net/def/crs/EPSG/0/3857', order: ['E', 'N'] },
  WorldCRS84Quad: { title: 'CRS84 for the World', crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', order: ['Lon', 'Lat'] },
};

export const registered = (grid: Grid) => `http://www.opengis.net/def/tilematrixset/OGC/1.0/${grid.id}`;

export const crsOf = (grid: Grid) => NAMES[grid.id].crs;

/** @throws AppError 404 */
export function gridOf(id: string): Grid {
  const grid = GRIDS.get(id);
  if (grid) return grid;
  throw new AppError('not_found', '没有这个瓦片矩阵集 (no such tile matrix set)', [
    { field: 'tileMatrixSetId', reason: `可用 (allowed): ${[...GRIDS.keys()].join(', ')}`, value: id },
  ]);
}

/** The definition of a grid as OGC's standard on tile matrix sets has it. */
export function tileMatrixSet(grid: Grid) {
  const { title, crs, order } = NAMES[grid.id];
  return {
    id: grid.id, title, uri: registered(grid), crs, orderedAxes: order, wellKnownScaleSet: `http://www.opengis.net/def/wkss/OGC/1.0/${grid.srid === 3857 ? 'GoogleMapsCompatible' : 'GoogleCRS84Quad'}`,
    tileMatrices: Array.from({ length: DEEPEST - grid.detail + 1 }, (_, z) => tileMatrix(grid, z)),
  };
}

function tileMatrix(grid: Grid, z: number) {
  const cellSize = grid.span / 2 ** z / PIXELS;
  return {
    id: String(z), cellSize, scaleDenominator: cellSize * (grid.srid === 3857 ? 1 : METRES_OF_DEGREE) / PIXEL,
    cornerOfOrigin: 'topLeft' as const, pointOfOrigin: [grid.left, grid.top], tileWidth: PIXELS, tileHeight: PIXELS,
    matrixWidth: grid.columns * 2 ** z, matrixHeight: grid.rows * 2 ** z,
  };
}

type Box = [number, number, number, number];

interface TilesetOf { layers: Layer[]; title: string; /** Address below which `tiles` stands. */ base: string; root: string; box: Box | null }

/** What a list of tilesets says of one. */
export const tilesetInList = (grid: Grid, { base, root, title }: TilesetOf) => ({
  title: `${title} · ${grid.id}`, dataType: 'vector' as const, crs: crsOf(grid), tileMatrixSetURI: registered(grid),
  links: [
    { rel: 'self', href: `${base}/tiles/${grid.id}?f=json`, type: TYPE.json, title: '瓦片集 Tileset' },
    { rel: 'alternate', href: `${base}/tiles/${grid.id}?f=html`, type: TYPE.html, title: '网页 As a page' },
    { rel: REL.tilingScheme, href: `${root}/tileMatrixSets/${grid.id}`, type: TYPE.json, title: '瓦片矩阵集 Tile matrix set' },
  ] as Link[],
});

/** All of a tileset. */
export function tileset(grid: Grid, of: TilesetOf) {
  const { layers, base, root, title, box } = of;
  const least = Math.max(0, Math.min(...layers.map(({ header }) => header.minzoom)) - grid.detail);
  return {
    ...tilesetInList(grid, of),
    title: `${title} · ${grid.id}`,
    tileMatrixSetLimits: box ? limits(grid, box, least) : [],
    ...(box && { boundingBox: { lowerLeft: box.slice(0, 2), upperRight: box.slice(2), crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' } }),
    layers: layers.map(({ header }) => ({
      id: header.id, title: `${header.title.zh} ${header.title.en}`, dataType: 'vector', geometryDimension: { point: 0, line: 1, polygon: 2 }[header.geometry],
      minTileMatrix: String(Math.max(0, header.minzoom - grid.detail)), maxTileMatrix: String(DEEPEST - grid.detail),
      propertiesSchema: { type: 'object', properties: Object.fromEntries(Object.entries(tileAttributes(header)).map(([name, { type, zh, en }]) => [name, { title: `${zh} ${en}`, type: type === 'date' ? 'string' : type }])) },
    })),
    links: [
      ...tilesetInList(grid, of).links,
      { rel: 'item', href: `${base}/tiles/${grid.id}/{tileMatrix}/{tileRow}/{tileCol}`, type: TYPE.mvt, templated: true, title: '矢量瓦片 Vector tiles' },
      { rel: 'describedby', href: `${root.replace(/\/ogc$/, '')}/tiles/${layers.length > 1 ? 'onemap' : layers[0]?.header.id}.json`, type: TYPE.json, title: 'TileJSON' },
    ] as Link[],
  };
}

/** Tiles that the box touches, per zoom. */
function limits(grid: Grid, [west, south, east, north]: Box, least: number) {
  return Array.from({ length: DEEPEST - grid.detail - least + 1 }, (_, n) => least + n).map((z) => {
    const [first, last] = [tileAt(grid, z, west, north), tileAt(grid, z, east, south)];
    return { tileMatrix: String(z), minTileRow: first.row, maxTileRow: last.row, minTileCol: first.col, maxTileCol: last.col };
  });
}

/** The tile that holds a position in degrees. */
function tileAt({ srid, span, left, top, columns, rows }: Grid, z: number, lon: number, lat: number) {
  const [x, y] = srid === 4490 ? [lon, lat] : [lon / 180 * -left, Math.asinh(Math.tan(Math.min(85.06, Math.max(-85.06, lat)) * Math.PI / 180)) / Math.PI * top];
  const within = (value: number, count: number) => Math.min(Math.max(Math.floor(value), 0), count * 2 ** z - 1);
  return { col: within((x - left) / span * 2 ** z, columns), row: within((top - y) / span * 2 ** z, rows) };
}
