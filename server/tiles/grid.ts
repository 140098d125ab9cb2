/** How the world is cut into tiles. Coordinates and lengths in units of its CRS: metres or degrees. */
export interface Grid {
  /** As in the register of OGC. */
  id: 'WebMercatorQuad' | 'WorldCRS84Quad';
  srid: 3857 | 4490;
  /** Corner from which columns count east and rows south. */
  left: number;
  top: number;
  /** Width and height of a tile of zoom 0. */
  span: number;
  /** Tiles of zoom 0. */
  columns: number;
  rows: number;
  /** What is added to a zoom to have the Web-Mercator zoom that shows as much: what layers and styles speak of. */
  detail: number;
}

/** Half the width of the world in EPSG:3857, metres. */
const WORLD = 20037508.342789244;

export const WEB_MERCATOR_QUAD: Grid = { id: 'WebMercatorQuad', srid: 3857, left: -WORLD, top: WORLD, span: 2 * WORLD, columns: 1, rows: 1, detail: 0 };

/** Degrees; CGCS2000 and WGS 84 differ by less than a tile shows. */
export const WORLD_CRS84_QUAD: Grid = { id: 'WorldCRS84Quad', srid: 4490, left: -180, top: 90, span: 180, columns: 2, rows: 1, detail: 1 };

export const GRIDS = new Map<string, Grid>([WEB_MERCATOR_QUAD, WORLD_CRS84_QUAD].map((grid) => [grid.id, grid]));
