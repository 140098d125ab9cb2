import { Geodesic } from 'geographiclib-geodesic';

// Distances by GeographicLib, an implementation independent of PostGIS. Edges are straight in lon/lat.

export type LonLat = [number, number];

/** A repeatable source of numbers in [0, 1). */
export function seeded(seed: number) {
  let state = seed;
  return () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
}

/** A star-shaped ring of `n` vertices around a centre; radii in metres, straight in lon/lat. */
export function ring(centre: LonLat, n: number, radius: number, random: () => number): LonLat[] {
  const perLat = 111_320;
  const perLon = perLat * Math.cos((centre[1] * Math.PI) / 180);
  const vertices = Array.from({ length: n }, (_, k): LonLat => {
    const r = radius * (0.6 + 0.4 * random());
    const angle = (2 * Math.PI * k) / n;
    return [centre[0] + (r * Math.cos(angle)) / perLon, centre[1] + (r * Math.sin(angle)) / perLat];
  });
  return [...vertices, vertices[0] as LonLat];
}

const geodesic = (a: LonLat, b: LonLat) => Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0]).s12 as number;
export const along = (a: LonLat, b: LonLat, t: number): LonLat => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

/** Metres from a point to an edge that is straight in lon/lat: golden-section search on the geodesic distance. */
function toEdge(p: LonLat, a: LonLat, b: LonLat): number {
  const g = (Math.sqrt(5) - 1) / 2;
  const at = (t: number) => geodesic(p, along(a, b, t));
  let [lo, hi] = [0, 1];
  let [x, y] = [1 - g, g];
  let [atX, atY] = [at(x), at(y)];
  for (let k = 0; k < 36; k++) {
    if (atX < atY) {
      [hi, y, atY] = [y, x, atX];
      x = hi - g * (hi - lo);
      atX = at(x);
    } else {
      [lo, x, atX] = [x, y, atY];
      y = lo + g * (hi - lo);
      atY = at(y);
    }
  }
  return at((lo + hi) / 2);
}

/** Metres from a point to an edge on a plane of the point's latitude: to leave out edges that cannot be the nearest. */
function flatly(p: LonLat, a: LonLat, b: LonLat): number {
  const perLon = 111_320 * Math.cos((p[1] * Math.PI) / 180);
  const [ax, ay, bx, by] = [(a[0] - p[0]) * perLon, (a[1] - p[1]) * 111_320, (b[0] - p[0]) * perLon, (b[1] - p[1]) * 111_320];
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(Math.max(-(ax * dx + ay * dy) / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(ax + t * dx, ay + t * dy);
}

/** Metres from a point to the nearest edge of a ring. The plane is off by far less than the twentieth and the metre allowed. */
export function toRing(p: LonLat, vertices: LonLat[]): number {
  const edges = vertices.slice(1).map((b, k) => ({ a: vertices[k] as LonLat, b, rough: flatly(p, vertices[k] as LonLat, b) }));
  const bound = Math.min(...edges.map(({ rough }) => rough)) * 1.05 + 1;
  return Math.min(...edges.filter(({ rough }) => rough <= bound).map(({ a, b }) => toEdge(p, a, b)));
}
