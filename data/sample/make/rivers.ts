import type { City } from './city';
import { type LonLat, metresBetween, nth } from './plane';
import { nearestVertex, runningLength } from './course';

export interface Course {
  key: string; code: string; name: string; grade: 'trunk' | 'major_tributary' | 'tributary'; parent?: string; line: LonLat[];
  /** Further places where a reach ends, besides junctions. */
  cuts?: LonLat[];
  /** Where the last node leaves the map: an outlet or a border. */
  end?: 'outlet' | 'border';
  situation?: string;
}
export interface River extends Course { along: number[]; reaches: { code: string; from: number; to: number }[] }

const same = (a: LonLat, b: LonLat) => a[0] === b[0] && a[1] === b[1];
const key = (p: LonLat) => p.join(',');

function cutsOf(course: Course, all: Course[]): number[] {
  const ends = all.filter((o) => o !== course).flatMap((o) => [nth(o.line, 0), nth(o.line, -1)]);
  const junctions = ends.map((p) => course.line.findIndex((q) => same(p, q))).filter((i) => i >= 0);
  const wanted = (course.cuts ?? []).map((p) => nearestVertex(course.line, p));
  return [...new Set([0, ...junctions, ...wanted, course.line.length - 1])].sort((a, b) => a - b);
}

interface Piece { course: Course; index: number; from: LonLat; to: LonLat; line: LonLat[] }

function nodesOf(city: City, pieces: Piece[]): Map<string, string> {
  const nodes = new Map<string, string>();
  const starts = new Set(pieces.map((p) => key(p.from)));
  const ends = new Set(pieces.map((p) => key(p.to)));
  for (const piece of pieces) for (const at of [piece.from, piece.to]) {
    if (nodes.has(key(at))) continue;
    const kind = !ends.has(key(at)) ? 'source' : starts.has(key(at)) ? 'junction' : (piece.course.end ?? 'outlet');
    const code = `${city.code}-node-${String(nodes.size + 1).padStart(2, '0')}`;
    nodes.set(key(at), city.add('reach_node', { code, region_code: city.code, kind, sample: true }, { type: 'Point', coordinates: at }));
  }
  return nodes;
}

/** What a reach carries beyond its course: river chiefs by office, and its function zone. */
export interface ReachFacts { label?: string; zone?: { kind: string; target: string; latest: string | null; attained: boolean | null; situation?: string } }

/** Waterbodies, nodes, reaches and one function zone per reach, all from the same vertices. */
export function layRivers(city: City, courses: Course[], editions: { water: string; zone: string }, facts: (course: Course, index: number) => ReachFacts,
  chiefs: (middle: LonLat) => Record<string, string>): void {
  const pieces: Piece[] = courses.flatMap((course) => {
    const cuts = cutsOf(course, courses);
    return cuts.slice(1).map((to, index) => {
      const line = course.line.slice(nth(cuts, index), to + 1);
      return { course, index, line, from: nth(line, 0), to: nth(line, line.length - 1) };
    });
  });
  const nodes = nodesOf(city, pieces);
  for (const course of courses) {
    city.rivers[course.key] = { ...course, along: runningLength(course.line), reaches: [] };
    city.add('waterbody', { code: course.code, region_code: city.code, name: course.name, kind: 'river', grade: course.grade, parent: course.parent, edition: editions.water,
      source: { note: '线位示意，非实测' }, sample: true, situation: course.situation }, { type: 'MultiLineString', coordinates: [course.line] });
  }
  for (const piece of pieces) layReach(city, piece, nodes, editions, facts(piece.course, piece.index), chiefs);
}

function layReach(city: City, piece: Piece, nodes: Map<string, string>, editions: { water: string; zone: string }, facts: ReachFacts, chiefs: (middle: LonLat) => Record<string, string>): void {
  const { course, index, line } = piece;
  const code = `${course.code}-r${index + 1}`;
  const zone = facts.zone && `${code}-fz`;
  const river = city.river(course.key);
  if (facts.zone && zone) {
    city.add('function_zone', { code: zone, region_code: city.code, name: `${course.name.replace('（示意）', '')}${facts.zone.kind}${index + 1}（示意）`, kind: facts.zone.kind, target_class: facts.zone.target,
      latest_class: facts.zone.latest, assessed_on: facts.zone.latest ? '2024-12-31' : undefined, attained: facts.zone.attained, edition: editions.zone, sample: true, situation: facts.zone.situation },
    { type: 'MultiLineString', coordinates: [line] });
  }
  city.add('reach', { code, region_code: city.code, name: `${course.name.replace('（示意）', '')}${facts.label ?? `第${index + 1}河段`}（示意）`, waterbody: course.code,
    from_node: nodes.get(key(piece.from)), to_node: nodes.get(key(piece.to)), function_zone: zone, grade: course.grade, ...chiefs(nth(line, line.length >> 1)), edition: editions.water, sample: true },
  { type: 'LineString', coordinates: line });
  const start = nearestStart(river, nth(line, 0));
  river.reaches.push({ code, from: start, to: start + nth(runningLength(line), -1) });
}

function nearestStart(river: River, p: LonLat): number {
  const i = river.line.findIndex((q) => same(p, q));
  if (i < 0 || metresBetween(nth(river.line, i), p) > 0) throw new Error(`reach of ${river.name} does not start on it`);
  return nth(river.along, i);
}

/** Metres along a river of the vertex nearest to a point. */
export const metresAt = (river: River, p: LonLat): number => nth(river.along, nearestVertex(river.line, p));

export function reachAt(river: River, s: number): string {
  const reach = river.reaches.find((r) => s >= r.from - 0.01 && s <= r.to + 0.01);
  if (!reach) throw new Error(`${river.name} has no reach at ${s} m`);
  return reach.code;
}
