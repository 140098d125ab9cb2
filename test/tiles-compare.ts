import { VectorTile } from '@mapbox/vector-tile';
import Pbf from 'pbf';

type Point = [number, number];

export interface Drawn {
  id: number;
  type: number;
  properties: Record<string, unknown>;
  /** Rings or lines, tile units. */
  parts: Point[][];
}

/** Features by layer as a client decodes them. */
export function decode(bytes: Uint8Array): Record<string, Drawn[]> {
  const { layers } = new VectorTile(new Pbf(Uint8Array.from(bytes)) as never); // pbf 4 reads doubles from the start of a shared buffer
  return Object.fromEntries(Object.entries(layers).map(([id, layer]) => [id, Array.from({ length: layer.length }, (_, n) => {
    const feature = layer.feature(n);
    const parts = feature.loadGeometry().map((ring) => ring.map(({ x, y }): Point => [x, y]));
    return { id: feature.id as number, type: feature.type, properties: feature.properties, parts };
  })]));
}

const EXTENT = 4096;

/** What of a feature lies in the tile's own square, half-open for points; no parts if nothing does. */
export function inSquare({ type, parts }: Pick<Drawn, 'type' | 'parts'>): Point[][] {
  if (type === 1) return parts.map((part) => part.filter(([x, y]) => x >= 0 && y >= 0 && x < EXTENT && y < EXTENT)).filter((part) => part.length);
  if (type === 2) return parts.flatMap(clipLine);
  return parts.map(clipRing).filter((ring) => Math.abs(areaOf(ring)) >= 4); // areas under 4 square units are exempt
}

/** Farthest that a vertex of one lies from the other, in units. */
export function hausdorff(type: number, a: Point[][], b: Point[][]): number {
  if (!a.length && !b.length) return 0;
  if (!a.length || !b.length) return Number.POSITIVE_INFINITY;
  return Math.max(farthest(type, a, b), farthest(type, b, a));
}

function farthest(type: number, from: Point[][], to: Point[][]): number {
  const segments = to.flatMap((part) => (type === 1 ? part.map((point) => [point, point] as [Point, Point]) : pairs(part)));
  return Math.max(...from.flat().map((point) => Math.min(...segments.map((segment) => distance(point, segment)))));
}

const pairs = (part: Point[]) => (part.length === 1 ? [[part[0], part[0]] as [Point, Point]] : part.slice(1).map((point, n) => [part[n], point] as [Point, Point]));

function distance([px, py]: Point, [[ax, ay], [bx, by]]: [Point, Point]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length)) : 0;
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

/** Liang–Barsky, segment by segment. */
function clipLine(line: Point[]): Point[][] {
  return pairs(line).flatMap(([[ax, ay], [bx, by]]) => {
    let [from, to] = [0, 1];
    for (const [p, q] of [[ax - bx, ax], [bx - ax, EXTENT - ax], [ay - by, ay], [by - ay, EXTENT - ay]] as Point[]) {
      if (p === 0 && q < 0) return [];
      if (p < 0) from = Math.max(from, q / p);
      if (p > 0) to = Math.min(to, q / p);
    }
    const at = (t: number): Point => [ax + t * (bx - ax), ay + t * (by - ay)];
    return from > to ? [] : [[at(from), at(to)]];
  });
}

/** Sutherland–Hodgman against the four edges. */
function clipRing(ring: Point[]): Point[] {
  const edges: [number, (point: Point) => number][] = [[0, ([x]) => x], [0, ([x]) => EXTENT - x], [1, ([, y]) => y], [1, ([, y]) => EXTENT - y]];
  return edges.reduce((points, [, inside]) => points.flatMap((point, n) => {
    const before = points[(n + points.length - 1) % points.length] as Point;
    const [d0, d1] = [inside(before), inside(point)];
    const crossing: Point[] = d0 * d1 < 0 ? [[0, 1].map((axis) => (before[axis] as number) + (d0 / (d0 - d1)) * ((point[axis] as number) - (before[axis] as number))) as Point] : [];
    return d1 >= 0 ? [...crossing, point] : crossing;
  }), closedOnce(ring)).flatMap((point, n, all) => (n === all.length - 1 && n > 0 ? [point, all[0] as Point] : [point]));
}

const closedOnce = (ring: Point[]) => (ring.length > 1 && String(ring[0]) === String(ring.at(-1)) ? ring.slice(0, -1) : ring);

export const areaOf = (ring: Point[]) => ring.reduce((sum, [x, y], n) => {
  const [px, py] = ring[(n + ring.length - 1) % ring.length] as Point;
  return sum + (px * y - x * py) / 2;
}, 0);

/** Differences between two engines' tiles, in words; none if they are equivalent. */
export function differences(one: Uint8Array, other: Uint8Array): string[] {
  const [a, b] = [decode(one), decode(other)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((layer) => differencesOfLayer(layer, a[layer] ?? [], b[layer] ?? []));
}

function differencesOfLayer(layer: string, a: Drawn[], b: Drawn[]): string[] {
  const [left, right] = [byId(a), byId(b)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((id) => {
    const [l, r] = [left.get(id), right.get(id)];
    if (!l || !r) return [`${layer} ${id}: only in ${l ? 'the first' : 'the second'}`];
    if (JSON.stringify(sorted(l.properties)) !== JSON.stringify(sorted(r.properties))) return [`${layer} ${id}: ${JSON.stringify(l.properties)} and ${JSON.stringify(r.properties)}`];
    const apart = l.type === r.type ? hausdorff(l.type, inSquare(l), inSquare(r)) : Number.POSITIVE_INFINITY;
    return apart <= 1 ? [] : [`${layer} ${id}: ${apart} units apart`];
  });
}

const byId = (drawn: Drawn[]) => new Map(drawn.filter((each) => inSquare(each).length).map((each) => [each.id, each]));
const sorted = (properties: Record<string, unknown>) => Object.entries(properties).sort(([a], [b]) => a.localeCompare(b));
