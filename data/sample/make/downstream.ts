import type { Point } from 'geojson';
import { booleanPointInPolygon, point } from '@turf/turf';
import type { City } from './city';
import { positionError } from './check';
import { ground, signedDistance } from './measure';
import type { Outcome } from './outcome';
import type { Placed } from './outfall';
import { type LonLat, nearestToOrigin, nth, planeAt } from './plane';

// flag-upstream-of-intake told again: the rivers walked in steps of ten metres, each step asked what lies there, edges halved.

const WITHIN = 10_000, BANK = 50, BESIDE = 500, STEP = 10;
/** Degrees that hold a reach's edge and the bank. */
const NEAR = 0.01;
/** Metres by which an answer may not hang on how things were measured. */
const SLACK = [-0.5, 0, 0.5];

type Span = [from: number, to: number];
/** One reach and what lies on it, as metres from its start. */
interface Walked { from: string; to: string; length: number; line: LonLat[]; along: number[]; water: string; target: Span[]; blank: Span[]; ends: boolean }

const networks = new WeakMap<City, Map<string, Walked>>();

function networkOf(city: City): Map<string, Walked> {
  const known = networks.get(city);
  if (known) return known;
  const kinds = new Map((city.rows.get('reach_node') ?? []).map((row) => [row.properties?.code, row.properties?.kind]));
  const walked = new Map((city.rows.get('reach') ?? []).map((row): [string, Walked] => {
    const line = (row.geometry as unknown as { coordinates: LonLat[] }).coordinates;
    const along = [0];
    for (let i = 1; i < line.length; i++) along.push(nth(along, i - 1) + Math.hypot(...planeAt(nth(line, i - 1)).to(nth(line, i))));
    const { code, from_node: from, to_node: to, waterbody: water } = row.properties as Record<string, string>;
    return [String(code), { from: String(from), to: String(to), length: nth(along, -1), line, along, water: String(water), target: [], blank: [], ends: false }];
  }));
  const starts = new Set([...walked.values()].map((reach) => reach.from));
  for (const reach of walked.values()) reach.ends = !starts.has(reach.to) && kinds.get(reach.to) !== 'outlet';
  look(city, walked);
  takeIn(city, walked);
  networks.set(city, walked);
  return walked;
}

function pointAt({ line, along }: Walked, s: number): LonLat {
  let i = along.findIndex((x) => x > s);
  i = i < 0 ? line.length - 2 : Math.max(0, i - 1);
  const [a, b] = [nth(line, i), nth(line, i + 1)];
  const t = (s - nth(along, i)) / (nth(along, i + 1) - nth(along, i));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** Metres along and off a reach of the place nearest to a point. */
function footOn({ line, along }: Walked, p: LonLat): { at: number; off: number } {
  const plane = planeAt(p);
  let best = { at: 0, off: Infinity };
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [plane.to(nth(line, i - 1)), plane.to(nth(line, i))];
    const q = nearestToOrigin(a, b);
    const off = Math.hypot(...q);
    if (off < best.off) best = { at: nth(along, i - 1) + Math.hypot(q[0] - a[0], q[1] - a[1]), off };
  }
  return best;
}

/** Stretches of a reach where `inside` holds at some step. */
function spans(reach: Walked, inside: (p: LonLat) => boolean): Span[] {
  const steps = Array.from({ length: Math.ceil(reach.length / STEP) + 1 }, (_, i) => Math.min(i * STEP, reach.length));
  const held = steps.map((s) => inside(pointAt(reach, s)));
  const edge = (s: number, t: number, at: boolean): number =>
    (t - s < 0.05 ? t : inside(pointAt(reach, (s + t) / 2)) === at ? edge((s + t) / 2, t, at) : edge(s, (s + t) / 2, at));
  const result: Span[] = [];
  steps.forEach((s, i) => {
    if (nth(held, i) && (i === 0 || !held[i - 1])) result.push([i === 0 ? 0 : edge(nth(steps, i - 1), s, false), reach.length]);
    if (i > 0 && !held[i] && held[i - 1]) nth(result, -1)[1] = edge(nth(steps, i - 1), s, true);
  });
  return result;
}

/** Zones crossed; those that only border on the reach; ground for which a layer is not declared complete. */
function look(city: City, network: Map<string, Walked>): void {
  const zones = city.areas.filter((a) => a.layer === 'drinking_water_zones').map((a) => ground([a.geometry]));
  const covers = (['drinking_water_zones', 'intakes'] as const).map((layer) => ground(city.cover.filter((c) => c.layer === layer).map((c) => c.geometry)));
  for (const reach of network.values()) {
    for (const zone of zones.filter((one) => one && reach.line.some(([x, y]) => x > one.box[0] - NEAR && x < one.box[2] + NEAR && y > one.box[1] - NEAR && y < one.box[3] + NEAR))) {
      const crossed = spans(reach, (p) => signedDistance(p, zone) < 0);
      reach.target.push(...(crossed.length ? crossed : spans(reach, (p) => signedDistance(p, zone) <= BANK)));
    }
    reach.blank.push(...covers.flatMap((one) => spans(reach, (p) => !one || !booleanPointInPolygon(point(p), one.geometry))));
    if (reach.ends) reach.blank.push([reach.length, reach.length]);
  }
}

/** Each intake on one reach: of its own water or the river that this belongs to, else the nearest. */
function takeIn(city: City, network: Map<string, Walked>): void {
  const parents = new Map((city.rows.get('waterbody') ?? []).map((row) => [row.properties?.code, row.properties?.parent]));
  for (const row of city.rows.get('intake') ?? []) {
    const water = row.properties?.waterbody;
    const own = (reach: Walked) => water !== undefined && (reach.water === water || reach.water === parents.get(water));
    const near = [...network.values()].map((reach) => ({ reach, ...footOn(reach, (row.geometry as Point).coordinates as LonLat) })).filter(({ off }) => off <= BESIDE)
      .sort((a, b) => Number(own(b.reach)) - Number(own(a.reach)) || a.off - b.off);
    if (!near[0] && row.properties?.kind === 'surface') throw new Error(`${row.properties.name} lies on no reach`);
    if (near[0]) near[0].reach.target.push([near[0].at, near[0].at]);
  }
}

/** Shortest metres from the end of a reach to what `found` names on those below it, up to the limit. */
function below(network: Map<string, Walked>, node: string, found: (reach: Walked) => Span[], gone: number, seen: string[]): number {
  if (gone > WITHIN || seen.includes(node)) return Infinity;
  const next = [...network.values()].filter((reach) => reach.from === node);
  return Math.min(Infinity, ...next.map((reach) =>
    Math.min(gone + Math.min(Infinity, ...found(reach).map(([from]) => from)), below(network, reach.to, found, gone + reach.length, [...seen, node]))));
}

/** Outcome on one outfall. Throws where half a metre would change it. */
export function downstream(city: City, o: Placed): Outcome {
  const answers = new Set(SLACK.map((slack) => outcomeAt(city, o, slack)));
  if (answers.size > 1) throw new Error(`${o.code} ${o.situation ?? '-'}: what lies downstream is ${[...answers].join(' or ')}`);
  return nth([...answers], 0);
}

function outcomeAt(city: City, o: Placed, slack: number): Outcome {
  const network = networkOf(city);
  const reach = network.get(o.place.reach) as Walked;
  const e = positionError(o.facts.position_method, o.facts.position_error_m, o.facts.whole_seconds) + slack;
  const { at } = footOn(reach, o.place.entry ?? o.place.mouth);
  const nearest = (found: (reach: Walked) => Span[], past: number) => Math.min(
    ...found(reach).filter(([, to]) => to >= past).map(([from]) => Math.max(from - at, 0)), below(network, reach.to, found, reach.length - at, []));
  if (nearest((r) => r.target, at + e) + e <= WITHIN) return 'conflict';
  if (nearest((r) => r.blank, at - e) - e < WITHIN) return 'unknown';
  return nearest((r) => r.target, at - e) - e < WITHIN ? 'borderline' : 'clear';
}
