import type { PackBody } from '../rules/pack-files';
import type { RuleHeader } from '../rules/rule-files';
import { readEwkb } from './ewkb';
import { compare, type Line, unchecked } from './line';
import { isInside, type LonLat, toBoundary } from './measure';
import type { Found, Subject, VerdictRecord } from './shape';
import { fieldsOf } from './verify-input';

export interface Area {
  layer: string; id: number; name: string; level: string | null; place?: string; distance_m: number | null; error_m?: number; boundary_m?: number;
  outcome?: string; designated_on?: string | null;
}

/** Levels of layers that have but one. */
const ONE_LEVEL: Record<string, string> = { sewer_coverage: 'sewer_coverage', industrial_parks: 'industrial_park' };
/** To what errors and distances of areas are rounded, metres. */
const ROUNDED_M = 0.0006;

/** Whatever findings say of an area, again from the area's row, its edition and the position's error. */
export function checkAreas(record: VerdictRecord): Line[] {
  const body = record.pack.body as unknown as PackBody;
  const headers = new Map(record.pack.rules.map(({ id, header }) => [id, header as unknown as RuleHeader]));
  return [record.input.subject, ...record.input.variants].flatMap((subject) => [
    ...subject.findings.flatMap((finding) => (finding.areas as unknown as Area[]).flatMap((area) => checkArea(finding, area, subject, record, headers.get(finding.rule), body))),
    ...checkNoneMissing(record, subject, headers),
  ]);
}

function checkArea({ rule }: Found, area: Area, subject: Subject, record: VerdictRecord, header: RuleHeader | undefined, body: PackBody): Line[] {
  const what = `${rule}: ${area.name}`;
  const row = record.areas.find(({ layer, id }) => layer === area.layer && id === area.id);
  if (!row) return [{ agrees: false, what, detail: '未随附该区域 (the area is not enclosed)' }];
  const { facts } = row;
  const edition = record.editions.find(({ id }) => id === facts.edition_id);
  const boundary = (facts.boundary_error_m ?? edition?.boundary_error_m ?? (area.layer === 'flood_defences' ? 0 : null)) as number | null;
  const found: Record<string, unknown> = {
    name: facts.name, level: facts.level ?? ONE_LEVEL[area.layer] ?? facts.kind, edition_id: facts.edition_id, designated_on: facts.designated_on ?? null, plant_id: facts.plant_id ?? null,
    ...(edition || facts.edition_id === null ? { edition: edition?.name ?? null, document: facts.document ?? edition?.document ?? null, boundary_m: boundary } : {}),
  };
  const stated = area as unknown as Record<string, unknown>;
  const told = Object.keys(found).filter((name) => name in stated);
  const layers = header?.areas ? [compare(`${what}: 图层、级别 layer, level`, [area.layer, header.areas.levels.includes(String(area.level))], [header.areas.layer, true])] : [];
  return [
    compare(`${what}: ${told.join(', ')}`, told.map((name) => stated[name]), told.map((name) => found[name])),
    ...layers,
    ...checkError(what, area, boundary, positionError(subject, area.place)),
    ...checkOutcome(what, area, body, facts.kind === 'levee' ? Number(body.rules[rule]?.parameters.near_m ?? header?.parameters.near_m?.default) : 0),
    ...unchecked(what, Object.keys(stated).filter((name) => !told.includes(name) && !(name in CHECKED) && !(name === 'outcome' && area.error_m !== undefined))),
  ];
}

/** Checked by geometry, or by what else the area says. */
const CHECKED = { layer: true, id: true, place: true, distance_m: true, error_m: true };

/** 95 %, metres, of the place that was measured from. */
export function positionError(subject: Subject, place: unknown): number {
  const fields = fieldsOf(subject);
  return Number(place === 'site' ? fields.site_error_m : fields.error_m);
}

function checkError(what: string, { error_m: stated }: Area, boundary: number | null, position: number): Line[] {
  if (stated === undefined || boundary === null) return [];
  const found = Math.hypot(position, boundary);
  return [{ agrees: Math.abs(stated - found) <= ROUNDED_M, what: `${what}: ± ${found.toFixed(3)} m`, detail: Math.abs(stated - found) <= ROUNDED_M ? undefined : `记录为 stated ${stated} m` }];
}

/** `margin`: metres around a levee that count as it. */
function checkOutcome(what: string, { outcome, distance_m: d, error_m: e }: Area, body: PackBody, margin: number): Line[] {
  if (outcome === undefined || d === null || e === undefined || Math.abs(Math.abs(d - margin) - e) <= 2 * ROUNDED_M) return [];
  return [compare(`${what}: 命中情况 outcome`, outcome, outcomeOf(d - margin, e, body))];
}

/** d and e in metres; null = nothing within reach. */
export const outcomeOf = (d: number | null, e: number, { boundary }: Pick<PackBody, 'boundary'>) =>
  (d === null ? 'clear' : d <= -e && (d < 0 || boundary === 'inside') ? 'conflict' : d >= e ? 'clear' : 'borderline');

/** An area enclosed, in force, within the error of a place, is told by every rule about its level. */
function checkNoneMissing(record: VerdictRecord, subject: Subject, headers: Map<string, RuleHeader>): Line[] {
  const traits = fieldsOf(subject).traits ?? '{}';
  if (fieldsOf(subject).judged !== 't') return [];
  return [...headers].filter(([, { areas, applies }]) => areas && (!applies || applies.traits.some((trait) => traits.slice(1, -1).split(',').includes(trait)))).flatMap(([rule, { areas }]) => {
    const told = new Set((subject.findings.find((one) => one.rule === rule)?.areas as unknown as Area[] ?? []).map(({ id }) => id));
    const at = areas?.locate === 'site' && record.places.site ? ['site'] : ['mouth', 'entry'];
    return record.areas.filter(({ layer, facts }) => layer === areas?.layer && areas.levels.includes(String(facts.level ?? ONE_LEVEL[layer])))
      .filter((area) => !told.has(area.id) && at.some((place) => holds(record, area, subject, place)))
      .map(({ facts }) => ({ agrees: areas?.tell_clear ?? false, what: `${rule}: 未列出 does not tell ${String(facts.name)}` }));
  }).filter(({ agrees }) => !agrees);
}

function holds(record: VerdictRecord, { facts, geometry }: VerdictRecord['areas'][number], subject: Subject, place: string): boolean {
  const edition = record.editions.find(({ id }) => id === facts.edition_id);
  const written = record.places[place as 'mouth'];
  if (!edition || !written) return false;
  const point = readEwkb(written.ewkb).coordinates as LonLat;
  const shape = readEwkb(geometry.ewkb);
  const error = Math.hypot(positionError(subject, place), Number(facts.boundary_error_m ?? edition.boundary_error_m));
  return isInside(point, shape) || toBoundary(point, shape) < error - 0.01;
}
