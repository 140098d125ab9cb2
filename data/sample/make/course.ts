import { noiseFrom } from './random';
import { type LonLat, type Metres, metresBetween, nth, planeAt, roundPoint } from './plane';

/** One scale of bends: wavelength and amplitude in metres. */
export interface Bend { length: number; width: number }

const between = (a: Metres, b: Metres, t: number): Metres => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

function catmullRom(p: Metres[], i: number, t: number): Metres {
  const at = (k: number) => nth(p, Math.min(p.length - 1, Math.max(0, k)));
  const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
  const blend = (a: number, b: number, c: number, d: number) =>
    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3);
  return [blend(p0[0], p1[0], p2[0], p3[0]), blend(p0[1], p1[1], p2[1], p3[1])];
}

function evenly(points: Metres[], step: number): Metres[] {
  const total = points.slice(1).reduce((sum, p, i) => sum + Math.hypot(p[0] - nth(points, i)[0], p[1] - nth(points, i)[1]), 0);
  const count = Math.max(2, Math.round(total / step));
  const result: Metres[] = [nth(points, 0)];
  let walked = 0;
  for (let i = 1; i < points.length; i++) {
    const span = Math.hypot(nth(points, i)[0] - nth(points, i - 1)[0], nth(points, i)[1] - nth(points, i - 1)[1]);
    while (result.length < count && walked + span >= (result.length * total) / count) {
      result.push(between(nth(points, i - 1), nth(points, i), ((result.length * total) / count - walked) / span));
    }
    walked += span;
  }
  return [...result, nth(points, points.length - 1)];
}

/** A natural course through the given points; its two ends are kept exactly. Step in metres. */
export function meander(name: string, through: LonLat[], step: number, bends: Bend[]): LonLat[] {
  const plane = planeAt(nth(through, Math.floor(through.length / 2)));
  const knots = through.map(plane.to);
  const dense = knots.slice(1).flatMap((_, i) => Array.from({ length: 60 }, (__, k) => catmullRom(knots, i, k / 60)));
  const line = evenly([...dense, nth(knots, -1)], step);
  const waves = bends.map((bend, k) => ({ ...bend, drift: noiseFrom(`${name} drift ${k}`), size: noiseFrom(`${name} size ${k}`) }));
  const total = step * (line.length - 1);
  const bent = line.map((p, i): Metres => {
    const [before, after] = [nth(line, Math.max(0, i - 1)), nth(line, Math.min(line.length - 1, i + 1))];
    const span = Math.hypot(after[0] - before[0], after[1] - before[1]);
    const s = i * step;
    const calm = Math.min(1, s / 600, (total - s) / 600);
    const off = waves.reduce((sum, w) => sum + w.width * (0.75 + 0.5 * w.size(s / w.length / 2))
      * Math.sin((2 * Math.PI * s) / w.length + 2.2 * w.drift(s / w.length / 2.5)), 0) * Math.max(0, calm);
    return [p[0] - ((after[1] - before[1]) / span) * off, p[1] + ((after[0] - before[0]) / span) * off];
  });
  return [roundPoint(nth(through, 0)), ...bent.slice(1, -1).map((p) => roundPoint(plane.from(p))), roundPoint(nth(through, through.length - 1))];
}

/** Metres along the line at each vertex. */
export function runningLength(line: LonLat[]): number[] {
  const result = [0];
  for (let i = 1; i < line.length; i++) result.push(nth(result, i - 1) + metresBetween(nth(line, i - 1), nth(line, i)));
  return result;
}

export function nearestVertex(line: LonLat[], p: LonLat): number {
  let best = 0;
  line.forEach((q, i) => { if (metresBetween(p, q) < metresBetween(p, nth(line, best))) best = i; });
  return best;
}

/** Part of a line between two vertices, ends included. */
export const part = (line: LonLat[], from: number, to: number): LonLat[] =>
  line.slice(Math.max(0, from), Math.min(line.length, to + 1));

/** Part of a line between two distances in metres, cut at vertices. */
export function stretch(line: LonLat[], from: number, to: number): LonLat[] {
  const along = runningLength(line);
  return line.filter((_, i) => nth(along, i) >= from && nth(along, i) <= to);
}

function normalAt(line: LonLat[], i: number): Metres {
  const plane = planeAt(nth(line, i));
  const a = plane.to(nth(line, Math.max(0, i - 1)));
  const b = plane.to(nth(line, Math.min(line.length - 1, i + 1)));
  const span = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return [-(b[1] - a[1]) / span, (b[0] - a[0]) / span];
}

/** A point beside the line, metres along and metres off it (left of the flow is positive); continuous in both. */
export function beside(line: LonLat[], along: number[], s: number, off: number): LonLat {
  let i = along.findIndex((x) => x > s);
  i = i === -1 ? line.length - 2 : Math.max(0, i - 1);
  const t = (s - nth(along, i)) / (nth(along, i + 1) - nth(along, i));
  const plane = planeAt(nth(line, i));
  const [x, y] = between([0, 0], plane.to(nth(line, i + 1)), t);
  const [nx, ny] = between(normalAt(line, i), normalAt(line, i + 1), t);
  const norm = Math.hypot(nx, ny);
  return roundPoint(plane.from([x + (nx / norm) * off, y + (ny / norm) * off]));
}
