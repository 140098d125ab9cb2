import type { MultiPolygon } from 'geojson';
import { noiseFrom } from './random';
import { type LonLat, type Metres, nth, planeAt, roundPoint } from './plane';

/** A border drawn once and used by both neighbours, so towns neither gap nor overlap. */
export type Borders = Record<string, LonLat[]>;

function wiggled(name: string, points: LonLat[], step: number): LonLat[] {
  const plane = planeAt(nth(points, 0));
  const noise = noiseFrom(`border ${name}`);
  const result: LonLat[] = [nth(points, 0)];
  let along = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [plane.to(nth(points, i - 1)), plane.to(nth(points, i))];
    const span = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const count = Math.max(1, Math.round(span / step));
    for (let k = 1; k < count; k++) {
      const t = k / count;
      const calm = Math.min(1, 3 * t, 3 * (1 - t));
      const off = calm * step * (0.9 * noise(along / step / 3 + k / 3) + 0.5 * noise(90 + along / step + k));
      const p: Metres = [a[0] + (b[0] - a[0]) * t - ((b[1] - a[1]) / span) * off, a[1] + (b[1] - a[1]) * t + ((b[0] - a[0]) / span) * off];
      result.push(roundPoint(plane.from(p)));
    }
    result.push(nth(points, i));
    along += span;
  }
  return result;
}

/** Each border's course; step in metres is the size of its wiggles. */
export function drawBorders(borders: Borders, step: (name: string) => number): Borders {
  return Object.fromEntries(Object.entries(borders).map(([name, points]) => [name, wiggled(name, points, step(name))]));
}

/** Joins borders in order; a leading '-' runs one backwards. */
export function enclosed(drawn: Borders, names: string): MultiPolygon {
  const ring: LonLat[] = [];
  for (const name of names.split(' ')) {
    const known = drawn[name.replace(/^-/, '')];
    if (!known) throw new Error(`no border ${name}`);
    const border = name.startsWith('-') ? [...known].reverse() : known;
    const [start, last] = [nth(border, 0), ring.at(-1)];
    if (last && (last[0] !== start[0] || last[1] !== start[1])) throw new Error(`border ${name} does not follow on`);
    ring.push(...(last ? border.slice(1) : border));
  }
  const [first, last] = [nth(ring, 0), nth(ring, -1)];
  if (first[0] !== last[0] || first[1] !== last[1]) throw new Error(`borders ${names} do not close`);
  return { type: 'MultiPolygon', coordinates: [[ring]] };
}
