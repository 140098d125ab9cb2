import type { Geometry, Position } from 'geojson';
import { type Crs, placed } from './crs';

/** A box in a CRS as GeoJSON in PostGIS's order of coordinates, or why it is none. West of the date line to east of it is two areas. */
export function boxGeometry(crs: Crs, numbers: number[]): Geometry | string {
  if (numbers.length !== 4 && numbers.length !== 6) return '应有 4 或 6 个数 (must be 4 or 6 numbers)';
  const flat = numbers.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers; // heights say nothing of flat features
  const [x1, y1, x2, y2] = flat as [number, number, number, number];
  const [from, to] = [placed(crs, x1, y1), placed(crs, x2, y2)];
  if (!from || !to) return `超出 ${crs.uri} 的范围或坐标次序有误 (outside ${crs.title}, or in another order of coordinates)`;
  const [[west, south], [east, north]] = [from as [number, number], to as [number, number]];
  if (south > north) return '下界大于上界 (the lower bound is above the upper one)';
  if (west <= east) return { type: 'Polygon', coordinates: [ring(west, south, east, north)] };
  if (!crs.degrees) return '左界大于右界 (the left bound is beyond the right one)';
  return { type: 'MultiPolygon', coordinates: [[ring(west, south, 180, north)], [ring(-180, south, east, north)]] };
}

const ring = (west: number, south: number, east: number, north: number): Position[] =>
  [[west, south], [east, south], [east, north], [west, north], [west, south]];

/** Pieces into which the edges of a shape are cut before it is taken to another CRS, where they are curves. */
const PIECES = 64;

/** SQL of a geometry in EPSG:4490 of GeoJSON in PostGIS's order; bindings `${name}` and `${name}_piece`. */
export function storedGeometry(crs: Crs, geometry: Geometry, name: string): { sql: string; bindings: Record<string, unknown> } {
  const read = `ST_SetSRID(ST_GeomFromGeoJSON(:${name}), ${crs.srid})`;
  const bindings = { [name]: JSON.stringify(geometry) };
  if (crs.degrees) return { sql: read, bindings };
  if (geometry.type.endsWith('Point')) return { sql: `ST_Transform(${read}, 4490)`, bindings };
  return { sql: `ST_Transform(ST_Segmentize(${read}, CAST(:${name}_piece AS float8)), 4490)`, bindings: { ...bindings, [`${name}_piece`]: pieceOf(geometry) } };
}

function pieceOf(geometry: Geometry): number {
  const all = positions(geometry);
  const spread = (axis: 0 | 1) => Math.max(...all.map((at) => at[axis] as number)) - Math.min(...all.map((at) => at[axis] as number));
  return Math.max(spread(0), spread(1), 1) / PIECES;
}

export function positions(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positions);
  const flatten = (value: unknown): Position[] => (Array.isArray(value) && typeof value[0] === 'number' ? [value as Position] : (value as unknown[]).flatMap(flatten));
  return flatten(geometry.coordinates);
}
