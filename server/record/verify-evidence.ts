import { parse } from 'yaml';
import type { PackBody } from '../rules/pack-files';
import type { RuleHeader } from '../rules/rule-files';
import { readEwkb } from './ewkb';
import { compare, type Line, unchecked } from './line';
import { isArea, isInside, type LonLat, toBoundary } from './measure';
import type { Found, Subject, VerdictRecord } from './shape';
import { type Area, outcomeOf, positionError } from './verify-areas';
import { fieldsOf, listOf } from './verify-input';
import { asText } from './verify-subject';

interface Context { record: VerdictRecord; subject: Subject; finding: Found; header: RuleHeader | undefined; body: PackBody; fields: Record<string, string | null>; parameters: Record<string, unknown> }
type Evidence = Record<string, unknown>;
/** Lines where the fact can be derived; null where it cannot. */
type Check = (evidence: Evidence, context: Context) => Line[] | null;

/** What each finding says beside its areas, again from what is enclosed; and the names of what cannot be derived from it. */
export function checkEvidence(record: VerdictRecord): Line[] {
  const body = record.pack.body as unknown as PackBody;
  const headers = new Map(record.pack.rules.map(({ id, header }) => [id, header as unknown as RuleHeader]));
  return [record.input.subject, ...record.input.variants].flatMap((subject) => subject.findings.flatMap((finding) => {
    const header = headers.get(finding.rule);
    const given = body.rules[finding.rule]?.parameters ?? {};
    const parameters = Object.fromEntries(Object.entries(header?.parameters ?? {}).map(([name, { default: usual }]) => [name, given[name] ?? usual ?? null]));
    return checkFinding({ record, subject, finding, header, body, fields: fieldsOf(subject), parameters });
  }));
}

function checkFinding(context: Context): Line[] {
  const { finding: { rule, evidence }, fields, header } = context;
  const applies = header?.applies ? [compare(`${rule}: 适用 applies`, header.applies.traits.some((trait) => listOf(fields.traits).includes(trait)), true)] : [];
  const names = [...new Set([...Object.keys(evidence), ...(header?.areas && !header.areas.tell_clear ? ['effect', 'effect_possible'] : [])])];
  const told = names.map((name) => ({ name, lines: checkOne(name, context) }));
  const open = [...new Set([...told.filter(({ lines }) => lines === null).map(({ name }) => name), ...openNumbers(context)])];
  return [...applies, ...told.flatMap(({ lines }) => lines ?? []), ...checkError(context), ...unchecked(`${rule} (${context.subject.category})`, open, '所据记录未随附，离线不能核对 (not derivable from what is enclosed)')];
}

function checkOne(name: string, context: Context): Line[] | null {
  const { finding: { rule, evidence }, fields, parameters } = context;
  const what = `${rule}: ${name}`;
  if (DERIVED[name]) return DERIVED[name](evidence, context);
  if (name in fields) return [compare(what, asText(evidence[name]), fields[name])];
  return name in parameters ? [compare(what, evidence[name], parameters[name])] : null;
}

/** Its outcome where no distance decides it; its distance where the nearest area lies too far off to be enclosed. */
function openNumbers({ finding: { areas, distance_m, evidence, outcome }, header }: Context): string[] {
  const byDistance = header?.areas && !header.areas.tell_clear && !/^plant/.test(String(evidence.reason));
  const far = areas.length === 0 && distance_m !== null;
  return [...(byDistance ? [] : [`outcome ${outcome}`]), ...(far ? ['distance_m', 'error_m', 'nearest'] : [])];
}

/** e of the finding: the position's, with that of the boundary measured to. */
function checkError({ finding, subject, header }: Context): Line[] {
  const { rule, error_m: stated, areas, distance_m, evidence } = finding;
  const boundaries = (areas as unknown as Area[]).map(({ boundary_m }) => boundary_m).filter((one) => one !== undefined);
  if (stated === null || (distance_m !== null && areas.length === 0)) return [];
  const place = evidence.place ?? (header?.areas?.locate === 'site' && fieldsOf(subject).site_geom !== null ? 'site' : 'mouth');
  const position = positionError(subject, place);
  const agrees = (distance_m === null || boundaries.length === 0 ? [position] : boundaries.map((one) => Math.hypot(position, one))).some((one) => Math.abs(one - stated) < 1e-6);
  // inside, the boundary can be that of an area in contact which is not enclosed
  return agrees || distance_m === null || distance_m > 0 || !header?.areas ? [{ agrees, what: `${rule}: e = ${stated} m` }] : unchecked(rule, ['error_m']);
}

const DERIVED: Record<string, Check> = {
  layer: ({ layer }, { finding: { rule }, header }) => (header?.areas ? [compare(`${rule}: layer`, layer, header.areas.layer)] : null),
  place: ({ place }, { finding: { rule, areas }, record }) => (areas.length === 0 ? null : [compare(`${rule}: place`, Boolean(record.places[String(place) as 'mouth']), true)]),
  nearest: ({ nearest }, { finding: { rule, areas, distance_m }, record }) => {
    if (areas.length === 0 || distance_m === null) return null;
    const shapes = (areas as unknown as Area[]).flatMap(({ layer, id }) => record.areas.filter((one) => one.layer === layer && one.id === id)).map(({ geometry }) => readEwkb(geometry.ewkb));
    const agrees = shapes.some((shape) => toBoundary(nearest as LonLat, shape) <= 0.02);
    return agrees || distance_m > 0 ? [{ agrees, what: `${rule}: 最近点在边界上 the nearest point is on a boundary` }] : null; // that of an area in contact
  },
  effect: ({ effect }, context) => checkEffect('effect', effect, ['conflict'], context),
  effect_possible: ({ effect_possible: effect }, context) => checkEffect('effect_possible', effect, ['conflict', 'borderline'], context),
  beyond_m: ({ beyond_m }, { finding: { rule, distance_m } }) => [compare(`${rule}: beyond_m`, [beyond_m, distance_m], [5000, null])],
  reason: ({ reason }, context) => (String(reason).startsWith('coverage_') ? checkCoverage(String(reason), context) : checkReason(String(reason), context)),
  declared_on: ({ declared_on }, { finding: { rule, evidence: { layer } }, record }) => {
    const at = (['mouth', 'entry', 'site'] as const).filter((name) => record.places[name]);
    const days = record.coverages.filter((one) => one.layer === layer && at.some((name) => isInside(pointOf(record, name), readEwkb(one.geometry.ewkb)))).map(({ facts }) => facts.as_of);
    return [compare(`${rule}: declared_on`, days.includes(declared_on), true)];
  },
  problems: ({ problems }, { finding: { rule }, fields, parameters }) =>
    [compare(`${rule}: problems`, [...problems as string[]].sort(), listOf(fields.problems).filter((one) => (parameters.problems as string[]).includes(one)).sort())],
  modality: ({ modality, apart_m }, { finding: { rule }, parameters }) =>
    [compare(`${rule}: modality`, modality, Number(apart_m) > Number(parameters.far_apart_m ?? Infinity) ? '应尽可能' : null)],
  threshold_m3d: ({ threshold_m3d }, { finding: { rule }, parameters }) => [compare(`${rule}: threshold_m3d`, threshold_m3d, parameters.flow_m3d)],
  within_km: ({ within_km }, { finding: { rule }, parameters }) => [compare(`${rule}: within_km`, within_km, Number(parameters.within_m) / 1000)],
  km: ({ km }, { finding: { rule, distance_m } }) => [compare(`${rule}: km`, Math.abs(Number(km) * 1000 - (distance_m ?? Number.NaN)) <= 0.501, true)],
  standard: ({ standard }, { finding: { rule }, record }) => [compare(`${rule}: standard`, standard, record.outfall.facts.discharge_standard)],
  grade: ({ grade }, { finding: { rule }, record }) => [compare(`${rule}: grade`, grade, record.outfall.facts.discharge_grade ?? 'all')],
  sharers: ({ sharers }, { finding: { rule }, record }) => [compare(`${rule}: sharers`, sharers, (record.outfall.facts.shared_with as unknown[]).length)],
  shared_declared: ({ shared_declared }, { finding: { rule }, record }) => [compare(`${rule}: shared_declared`, shared_declared, record.outfall.facts.shared_declared)],
  limit: (evidence, context) => [checkLimit(evidence, evidence, context)],
  exceedances: (evidence, context) => [
    ...(evidence.exceedances as Evidence[]).map((one) => checkLimit(one, evidence, context)), ...unchecked(context.finding.rule, ['exceedances'], '样品与测值未随附 (samples are not enclosed)'),
  ],
  factor: () => [], // with the limit
};

/** A limit as the archived table has it for standard, grade and pollutant; the factor from value and limit. */
function checkLimit({ pollutant, value, limit, factor }: Evidence, { standard, grade }: Evidence, { record, finding: { rule } }: Context): Line {
  const { standards } = parse(record.pack.codes['limits.yaml'] ?? '{}') as { standards?: { standard: string; limits: { grade: string; pollutant: string; value: number; cold?: number }[] }[] };
  const rows = (standards ?? []).filter((one) => one.standard === standard).flatMap(({ limits }) => limits).filter((one) => one.grade === grade && one.pollutant === pollutant);
  const known = rows.some((one) => one.value === limit || one.cold === limit);
  const exact = Number(value) / Number(limit) - 1;
  return compare(`${rule}: limit, factor of ${String(pollutant)}`, [known, factor === undefined || Math.abs(exact - Number(factor)) <= 0.00501], [true, true]);
}

const RANKS = [undefined, 'flag', 'review', 'ban'];

/** What the pack makes of the areas: of one area just that; pieces of a union can come to more together than each alone. */
function checkEffect(name: string, stated: unknown, outcomes: string[], { finding, fields, header, body }: Context): Line[] | null {
  if (!header?.areas) return null;
  const effects = body.effects[header.areas.layer] ?? {};
  const areas = (finding.areas as unknown as Area[]).map((area) => ({ ...area, rank: RANKS.indexOf(effectIn(effects[String(area.level)], fields, area.designated_on ?? null)) }));
  const least = Math.max(0, ...areas.filter(({ outcome }) => outcomes.includes(String(outcome))).map(({ rank }) => rank));
  const most = areas.length < 2 ? least : Math.max(...areas.filter(({ outcome }) => outcome !== 'clear').map(({ rank }) => rank), least);
  const rank = RANKS.indexOf(stated as string | undefined);
  return [{ agrees: rank >= least && rank <= most, what: `${finding.rule}: ${name}`, detail: rank >= least && rank <= most ? undefined : `记录为 stated ${String(stated)}，复核为 found ${String(RANKS[least])}` }];
}

function effectIn(effects: { before: string; after: string } | undefined, { existing, set_up }: Context['fields'], designated: string | null): string | undefined {
  if (!effects) return undefined;
  if (effects.before === effects.after || existing !== 't' || (set_up && designated && set_up >= designated)) return effects.after;
  return set_up && designated ? effects.before : 'review';
}

/** Reasons that say that a fact is missing, and the column that has it. */
const MISSING: Record<string, string> = {
  set_up_missing: 'set_up', approval_missing: 'approval', inspection_missing: 'inspected_on', observation_missing: 'dry_flow_hours', flow_missing: 'flow_m3d', discharger_missing: 'discharger_id',
};

function checkReason(reason: string, { finding: { rule }, fields }: Context): Line[] | null {
  const column = MISSING[reason];
  return column ? [compare(`${rule}: ${reason}`, fields[column], null)] : null;
}

/** Against each declaration enclosed, by itself: that one holds the whole error disc, or that none holds the place, settles it. */
function checkCoverage(reason: string, { finding: { rule, evidence }, record, subject, header, body }: Context): Line[] | null {
  const layer = String(evidence.layer ?? header?.areas?.layer);
  if (!header?.areas) return null;
  const names = header.areas.locate === 'site' && record.places.site ? ['site'] as const : (['mouth', 'entry'] as const).filter((name) => record.places[name]);
  const declared = record.coverages.filter((one) => one.layer === layer).map(({ facts, geometry }) => ({ shape: readEwkb(geometry.ewkb), fresh: age(String(facts.as_of), record.verdict.as_of) <= body.coverage_max_age_days }));
  const whole = (list: typeof declared) => names.every((name) => list.some(({ shape }) => holdsDisc(shape, pointOf(record, name), positionError(subject, name))));
  const none = names.every((name) => !declared.some(({ shape }) => isInside(pointOf(record, name), shape)));
  const found = whole(declared.filter(({ fresh }) => fresh)) ? 'declared' : none ? 'coverage_missing' : whole(declared) ? 'coverage_stale' : null;
  return found && [compare(`${rule}: reason`, reason, found)];
}

const pointOf = ({ places }: VerdictRecord, name: 'mouth' | 'entry' | 'site') => readEwkb(places[name]?.ewkb as string).coordinates as LonLat;
const holdsDisc = (shape: ReturnType<typeof readEwkb>, point: LonLat, error: number) => isArea(shape) && isInside(point, shape) && toBoundary(point, shape) >= error + 0.01;
const age = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Of rules about areas: what d and e come to, unless what is declared or known of the outfall leaves it open. */
export function checkOutcome({ rule, outcome, distance_m: d, error_m: e, evidence }: Found, header: RuleHeader | undefined, body: PackBody): Line[] {
  if (!header?.areas || header.areas.tell_clear || e === null) return [];
  const by = outcomeOf(d, e, body);
  const open = String(evidence.reason).startsWith('coverage_') ? by !== 'conflict' : ['set_up_missing', 'plant_missing', 'plant_not_working'].includes(String(evidence.reason)) && by === 'conflict';
  return [compare(`${rule}: d = ${d} m, e = ${e} m`, outcome, open && outcome === 'unknown' ? 'unknown' : by)];
}
