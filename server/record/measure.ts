import { booleanPointInPolygon } from '@turf/turf';
import { Geodesic } from 'geographiclib-geodesic';
import type { MultiPolygon, Polygon } from 'geojson';
import type { Decoded } from './ewkb';

export type LonLat = [number, number];

/** Metres on the ellipsoid; that of CGCS2000 (GRS80) and WGS84 differ by 0.1 mm in the semi-minor axis. */
export const geodesic = (a: LonLat, b: LonLat): number => Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0]).s12 as number;

export const isArea = ({ type }: Decoded): boolean => type.endsWith('Polygon');

/** Whether a point lies in an area, its boundary included. By Turf, which the engine does not use. */
export const isInside = (point: LonLat, { type, coordinates }: Decoded): boolean =>
  booleanPointInPolygon(point, { type, coordinates } as Polygon | MultiPolygon);

/** Geodesic metres from a point to the nearest point of a line or of an area's boundary. Edges are straight in lon/lat. */
export function toBoundary(point: LonLat, shape: Decoded): number {
  const perLat = 111_320;
  const perLon = perLat * Math.cos((point[1] * Math.PI) / 180);
  const flat = (place: LonLat) => Math.hypot((place[0] - point[0]) * perLon, (place[1] - point[1]) * perLat);
  const edges = edgesOf(shape).map(([a, b]) => ({ a, b, guess: flat(along(a, b, nearestShare(point, a, b, perLon, perLat))) }));
  const least = edges.reduce((best, { guess }) => Math.min(best, guess), Infinity);
  // the flat metric is some per mille off: every edge that could be the nearest is measured
  return edges.filter(({ guess }) => guess <= least * 1.02 + 1).reduce((best, { a, b }) => Math.min(best, toEdge(point, a, b)), Infinity);
}

const along = (a: LonLat, b: LonLat, share: number): LonLat => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];

function nearestShare(p: LonLat, a: LonLat, b: LonLat, perLon: number, perLat: number): number {
  const [x, y] = [(b[0] - a[0]) * perLon, (b[1] - a[1]) * perLat];
  const length2 = x * x + y * y;
  if (length2 === 0) return 0;
  return Math.min(1, Math.max(0, ((p[0] - a[0]) * perLon * x + (p[1] - a[1]) * perLat * y) / length2));
}

/** Golden-section search on the geodesic distance along an edge. */
function toEdge(p: LonLat, a: LonLat, b: LonLat): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 48; turn++) {
    const [x, y] = [high - golden * (high - low), low + golden * (high - low)];
    if (geodesic(p, along(a, b, x)) < geodesic(p, along(a, b, y))) high = y;
    else low = x;
  }
  return Math.min(geodesic(p, along(a, b, (low + high) / 2)), geodesic(p, a), geodesic(p, b));
}

function edgesOf({ type, coordinates }: Decoded): [LonLat, LonLat][] {
  const lines = (type === 'LineString' ? [coordinates] : type === 'MultiPolygon' ? (coordinates as unknown[][]).flat() : coordinates) as LonLat[][];
  return lines.flatMap((line) => line.slice(1).map((to, n): [LonLat, LonLat] => [line[n] as LonLat, to]));
}
