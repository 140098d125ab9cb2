import type { MultiPolygon } from 'geojson';
import { bbox, booleanPointInPolygon, point } from '@turf/turf';
import { Geodesic } from 'geographiclib-geodesic';
import { type Areal, merged, multi, parts } from './shapes';
import { type LonLat, nearestToOrigin, nth, planeAt } from './plane';

/** Independent of placing: Turf says inside or outside, GeographicLib says how far. */
export interface Ground { geometry: MultiPolygon; box: [west: number, south: number, east: number, north: number]; rings: LonLat[][] }

export function ground(areas: Areal[]): Ground | null {
  if (areas.length === 0) return null;
  const geometry = multi(merged(...areas));
  return { geometry, box: bbox(geometry) as Ground['box'], rings: parts(geometry).flat() };
}

const geodesic = (a: LonLat, b: LonLat) => Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0]).s12 as number;

/** Edges straight in lon/lat are straight in the plane about p, so each needs no further cutting. */
function toBoundary(p: LonLat, rings: LonLat[][]): number {
  const plane = planeAt(p);
  let best: { metres: number; at: LonLat } | null = null;
  for (const ring of rings) {
    let b = plane.to(nth(ring, 0));
    for (let i = 1; i < ring.length; i++) {
      const a = b;
      b = plane.to(nth(ring, i));
      const q = nearestToOrigin(a, b);
      const metres = Math.hypot(q[0], q[1]);
      if (!best || metres < best.metres) best = { metres, at: plane.from(q) };
    }
  }
  return best ? geodesic(p, best.at) : Infinity;
}

/** Signed geodesic metres to the boundary, negative inside; Infinity when farther than about 6 km. */
export function signedDistance(p: LonLat, area: Ground | null): number {
  if (!area) return Infinity;
  const [w, s, e, n] = area.box;
  if (p[0] < w - 0.08 || p[0] > e + 0.08 || p[1] < s - 0.06 || p[1] > n + 0.06) return Infinity;
  const metres = toBoundary(p, area.rings);
  return booleanPointInPolygon(point(p), area.geometry) ? -metres : metres;
}
