import type { City } from './city';
import { type LonLat, type Metres, nearestToOrigin, nth, planeAt } from './plane';
import { beside } from './course';
import { metresAt, reachAt } from './rivers';
import { type Areal, merged, parts } from './shapes';

/** A mouth on a bank. The entry point, where given, is at the waterline. */
export interface Place { mouth: LonLat; entry?: LonLat; river: string; reach: string; bank: 'left' | 'right'; along: number }

/** Metres from the centre line to the mouth; negative is the right bank. */
export function onBank(city: City, key: string, s: number, off: number, entryOff?: number): Place {
  const river = city.river(key);
  return {
    mouth: beside(river.line, river.along, s, off),
    entry: entryOff === undefined ? undefined : beside(river.line, river.along, s, entryOff),
    river: key, reach: reachAt(river, s), bank: off > 0 ? 'left' : 'right', along: s,
  };
}

export const onBankNear = (city: City, key: string, near: LonLat, off: number, entryOff?: number): Place =>
  onBank(city, key, metresAt(city.river(key), near), off, entryOff);

function inRing(p: Metres, ring: Metres[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [nth(ring, i), nth(ring, j)];
    if (yi > p[1] !== yj > p[1] && p[0] < ((xj - xi) * (p[1] - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Planar signed metres to the boundary, negative inside: for looking, never for judging. */
export function roughDistance(p: LonLat, rings: LonLat[][]): number {
  const plane = planeAt(p);
  let [inside, best] = [false, Infinity];
  for (const ring of rings) {
    const flat = ring.map(plane.to);
    if (inRing([0, 0], flat)) inside = !inside;
    for (let i = 1; i < flat.length; i++) best = Math.min(best, Math.hypot(...nearestToOrigin(nth(flat, i - 1), nth(flat, i))));
  }
  return inside ? -best : best;
}

export interface Search { river: string; near: LonLat; within: number; off: number; entryOff?: number; area: Areal[]; metres: number; by?: 'mouth' | 'entry' }

/** Walks a bank and stops where the signed distance to an area's boundary is the wanted one; nearest such place. */
export function atDistance(city: City, want: Search): Place {
  const river = city.river(want.river);
  const rings = parts(merged(...want.area)).flat();
  const centre = metresAt(river, want.near);
  const off = want.by === 'entry' ? (want.entryOff ?? want.off) : want.off;
  const excess = (s: number) => roughDistance(beside(river.line, river.along, s, off), rings) - want.metres;
  const found: number[] = [];
  const [low, high] = [Math.max(1, centre - want.within), Math.min(nth(river.along, river.along.length - 1) - 1, centre + want.within)];
  for (let s = low; s + 5 <= high; s += 5) {
    const [a, b] = [excess(s), excess(s + 5)];
    if (a === 0 || a * b < 0) found.push(bisect(excess, s, s + 5));
  }
  const best = found.filter((s) => Math.abs(excess(s)) < 0.5).sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre))[0];
  if (best === undefined) throw new Error(`no place on ${want.river} near ${want.near} at ${want.metres} m`);
  return onBank(city, want.river, best, want.off, want.entryOff);
}

function bisect(f: (s: number) => number, low: number, high: number): number {
  const rising = f(low) < 0;
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0 === rising) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export function townOf(city: City, p: LonLat): { code: string; name: string } | null {
  return city.towns.find((town) => roughDistance(p, parts(town.geometry).flat()) < 0) ?? null;
}
