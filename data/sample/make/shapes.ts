import type { Feature, MultiPolygon, Polygon } from 'geojson';
import { buffer, cleanCoords, featureCollection, lineString, polygon, simplify, union } from '@turf/turf';
import { noiseFrom } from './random';
import { type LonLat, type Metres, nth, planeAt, roundPoint } from './plane';

export type Areal = Polygon | MultiPolygon;

const closed = (ring: LonLat[]): LonLat[] => [...ring, nth(ring, 0)];
const surface = (ring: LonLat[]): Polygon => ({ type: 'Polygon', coordinates: [closed(ring)] });
/** Rings by part; GeoJSON positions of ours are always pairs. */
export const parts = (area: Areal): LonLat[][][] => (area.type === 'Polygon' ? [area.coordinates] : area.coordinates) as LonLat[][][];

/** Coordinates to 7 decimals, doubled points dropped, always a MultiPolygon. */
export function multi(...areas: Areal[]): MultiPolygon {
  const tidy = (ring: LonLat[]) => ring.map(roundPoint).filter((p, i, all) => i === 0 || p[0] !== nth(all, i - 1)[0] || p[1] !== nth(all, i - 1)[1]);
  return { type: 'MultiPolygon', coordinates: areas.flatMap(parts).map((rings) => rings.map(tidy)) };
}

export function merged(...areas: Areal[]): Areal {
  if (areas.length === 1) return nth(areas, 0);
  const joined = union(featureCollection(areas.map((a): Feature<Areal> => ({ type: 'Feature', properties: {}, geometry: a }))));
  if (!joined) throw new Error('union of nothing');
  return joined.geometry;
}

/** The largest part without its holes. */
export function outline(area: Areal): Polygon {
  const size = (ring: LonLat[]) => Math.abs(ring.slice(1).reduce((sum, p, i) => sum + nth(ring, i)[0] * p[1] - p[0] * nth(ring, i)[1], 0));
  const rings = parts(area).map((part) => nth(part, 0)).sort((a, b) => size(b) - size(a));
  return { type: 'Polygon', coordinates: [nth(rings, 0)] };
}

/** Outline widened by metres; coarse keeps the vertex count down, metres too. */
export function widened(shape: Areal | LonLat[], metres: number, coarse = metres / 25): Polygon {
  const source = Array.isArray(shape) ? lineString(shape) : ({ type: 'Feature', properties: {}, geometry: shape } as Feature<Areal>);
  const wide = buffer(source, metres, { units: 'meters', steps: 5 });
  if (!wide) throw new Error('nothing to widen');
  const slim = simplify(outline(wide.geometry as Areal), { tolerance: coarse / 100000, highQuality: true });
  return { type: 'Polygon', coordinates: nth(parts(multi(slim)), 0) };
}

/** Outer ground without the inner: their shared line is the very same ring. */
export function around(outer: Areal, ...inner: Areal[]): Polygon {
  const holes = inner.flatMap(parts).map((rings) => [...nth(rings, 0)].reverse());
  return { type: 'Polygon', coordinates: [nth(outline(outer).coordinates, 0), ...holes] };
}

/** A rounded, uneven patch. Radius in metres; roughness 0 gives an ellipse. */
export function patch(name: string, centre: LonLat, radius: number, roughness = 0.2, flat = 1, turn = 0, corners = 48): Polygon {
  const noise = noiseFrom(name);
  const plane = planeAt(centre);
  const ring = Array.from({ length: corners }, (_, i): LonLat => {
    const angle = (2 * Math.PI * i) / corners;
    const wave = 0.6 * Math.sin(2 * angle + 6 * noise(1.5)) + 0.3 * Math.sin(3 * angle + 6 * noise(2.5)) + 0.5 * noise(10 + i / 2.5) * Math.sin(angle / 2) ** 2;
    const r = radius * (1 + roughness * wave);
    const [x, y] = [r * Math.cos(angle), r * flat * Math.sin(angle)];
    return roundPoint(plane.from([x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)]));
  });
  return surface(ring);
}

/** One arm of a reservoir: a strip along a line whose half width in metres runs from wide to narrow. */
function arm(name: string, line: LonLat[], wide: number, narrow: number): Polygon {
  const noise = noiseFrom(name);
  const plane = planeAt(nth(line, 0));
  const side = (sign: number) => line.map((p, i): LonLat => {
    const [a, b] = [plane.to(nth(line, Math.max(0, i - 1))), plane.to(nth(line, Math.min(line.length - 1, i + 1)))];
    const span = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const t = i / (line.length - 1);
    const off = sign * (wide + (narrow - wide) * t) * (1 + 0.3 * noise(i * 0.9 + sign * 40));
    const [x, y] = plane.to(p);
    return roundPoint(plane.from([x - ((b[1] - a[1]) / span) * off, y + ((b[0] - a[0]) / span) * off]));
  });
  return surface([...side(1), ...side(-1).reverse()]);
}

export interface Arm { line: LonLat[]; wide: number; narrow: number }

/** A reservoir: its arms joined, with uneven shores. */
export function reservoir(name: string, arms: Arm[]): Polygon {
  const joined = merged(...arms.map((a, i) => arm(`${name} ${i}`, a.line, a.wide, a.narrow)));
  const smooth = widened(outline(joined), 25, 6);
  return { type: 'Polygon', coordinates: nth(parts(multi(smooth)), 0) };
}

/** Ground built up in blocks of a turned grid wherever a test in metres from the centre holds. Side in metres. */
export function blocks(centre: LonLat, turn: number, side: number, reach: number, holds: (p: Metres) => boolean, uneven = 0): MultiPolygon {
  const n = Math.ceil(reach / side);
  const key = (i: number, j: number) => `${i},${j}`;
  const taken = new Set<string>();
  for (let i = -n; i <= n; i++) for (let j = -n; j <= n; j++) if (holds([(i + 0.5) * side, (j + 0.5) * side])) taken.add(key(i, j));
  closeCorners(taken, n, key);
  const plane = planeAt(centre);
  const corner = (i: number, j: number): LonLat => {
    const noise = noiseFrom(`corner ${centre} ${i} ${j}`);
    const [x, y] = [i * side + uneven * noise(3), j * side + uneven * noise(7)];
    return roundPoint(plane.from([x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)]));
  };
  const cells = [...taken].map((k) => k.split(',').map(Number) as Metres).map(([i, j]) =>
    surface([corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)]));
  return multi(...parts(merged(...cells)).map((rings) => cleanCoords(polygon(rings)).geometry as Polygon));
}

/** Blocks that meet at a corner only would give a ring touching itself: fill beside them. */
function closeCorners(taken: Set<string>, n: number, key: (i: number, j: number) => string): void {
  for (let again = true; again;) {
    again = false;
    for (let i = -n; i < n; i++) for (let j = -n; j < n; j++) {
      const [a, b, c, d] = [key(i, j), key(i + 1, j), key(i, j + 1), key(i + 1, j + 1)].map((k) => taken.has(k));
      if ((a && d && !b && !c) || (b && c && !a && !d)) { taken.add(a ? key(i + 1, j) : key(i, j)); again = true; }
    }
  }
}

/** Two abutting pieces of one ring, cut between two of its vertices. */
export function halves(area: Polygon, first: number, second: number): [Polygon, Polygon] {
  const ring = nth(nth(parts(area), 0), 0).slice(0, -1);
  return [surface(ring.slice(first, second + 1)), surface([...ring.slice(second), ...ring.slice(0, first + 1)])];
}
