import type { Knex } from 'knex';
import type { Bilingual, Finding, Override, Verdict } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { type ArchivedPack, archivedPack, packKnownAt } from '../history/archived-pack';
import { changesBetween } from '../history/dated-changes';
import { endOf, lookBack } from '../history/past';
import { currentVerdict, type StoredVerdict, verdictOn } from '../history/stored-verdict';
import { dayOf } from '../http/query';
import { noOutfall } from '../outfalls/file';
import { dayAsked, type Moments } from '../outfalls/filters';
import { overrideInForce } from '../overrides/on-record';
import { packForDay } from '../packs/active';
import { distancesByPlace } from './by-place';
import { clearWork, gatherOutfalls, judge, TOLD_REACH_M } from './engine';
import { type FindingRow, findingsOf } from './finding-shape';
import { settleOf } from './finding-words';
import { bothDuties } from './never-blocked';
import type { Law, Pack } from './pack-files';
import type { Rule } from './rule-files';
import { engineStatement } from './statement';
import { withWaysOut } from './ways-out';

interface OutfallRow { region_code: string; set_up: string | null }

/**
 * The verdict of an outfall: in force now, or that held on a day as known at a moment. Stored findings as they were
 * stored; findings that were clear are recomputed from the rows, pack and rules of then. Where no verdict of that day is
 * stored, or something dated changed between, it is evaluated for that day from what was known, and says so (`recomputed`).
 * @throws AppError not_found when there is no such outfall, or no verdict.
 */
export async function verdictOf(db: Db, catalog: Catalog, outfallId: number, moments: Moments = {}): Promise<Verdict> {
  return db.knex.transaction(async (trx) => {
    if (!moments.as_of && !moments.known_at) {
      const row = await currentVerdict(trx, outfallId);
      if (!row) throw (await trx('outfall').where({ id: outfallId }).first('id')) ? noVerdict(outfallId) : noOutfall(outfallId);
      return storedVerdict(trx, catalog, row, moments);
    }
    const known = moments.known_at ? endOf(moments.known_at) : undefined;
    if (known) await lookBack(trx, known);
    const outfall = await outfallKnown(trx, outfallId, moments);
    const day = dayAsked(moments);
    const row = await verdictOn(trx, outfallId, day, known ?? 'infinity');
    if (row && !(await mayDiffer(trx, row, day))) return storedVerdict(trx, catalog, row, moments);
    const judged = await packOf(trx, catalog, outfall.region_code, known, day);
    if (!judged) throw noVerdict(outfallId);
    const live = await recompute(trx, judged, outfallId, day);
    const [composed] = await runQuery<ComposedRow>(trx, { sql: 'SELECT * FROM composed WHERE own AND variant_of IS NULL', bindings: {} });
    await clearWork(trx);
    if (row && row.input_hash === composed?.input_hash) return storedVerdict(trx, catalog, row, moments);
    const override = await overrideInForce(trx, outfallId, { at: moments.known_at, day, verdictId: row?.id });
    const recomputed = shapeRecomputed(outfallId, composed as ComposedRow, live, judged, catalog, day, override);
    return { ...recomputed, findings: await withPlaces(trx, judged, outfallId, day, recomputed.findings) };
  });
}

const noVerdict = (id: number) => new AppError('not_found', '该排污口此时尚无研判结论 (no verdict at that time)', [{ field: 'id', reason: 'no verdict', value: id }]);

async function outfallKnown(trx: Knex.Transaction, id: number, { as_of }: Moments): Promise<OutfallRow> {
  const [row] = await runQuery<OutfallRow>(trx, { sql: 'SELECT region_code, set_up FROM outfall WHERE id = :id', bindings: { id } });
  if (!row) throw new AppError('not_found', `此时没有编号为 ${id} 的排污口 (no outfall ${id} on record then)`, [{ field: 'id', reason: '没有此排污口 (no such outfall)', value: id }]);
  if (as_of && row.set_up && row.set_up > dayOf(as_of)) {
    throw new AppError('not_found', `排污口设置于 ${row.set_up}，当日尚不存在 (the outfall was set up later)`, [{ field: 'as_of', reason: `设置于 (set up) ${row.set_up}`, value: dayOf(as_of) }]);
  }
  return row;
}

async function mayDiffer(trx: Knex.Transaction, row: StoredVerdict, day: string): Promise<boolean> {
  const { pack } = await archivedPack(trx, packRef(row));
  return changesBetween(trx, row.as_of, day, pack.coverage_max_age_days);
}

const packRef = (row: StoredVerdict) => ({ id: row.pack_id, version: row.pack_version, hash: row.pack_hash });

interface Judged { pack: Pack; rules: Map<string, Rule>; laws: Map<string, Law> }

/** The pack for a day as it is seen now, or that judged when `known` was now; undefined where there was none, or its rules were not kept. */
async function packOf(trx: Knex.Transaction, catalog: Catalog, region: string, known: string | undefined, day: string): Promise<Judged | undefined> {
  if (!known) {
    const pack = await packForDay(trx, catalog, region, day);
    return pack && { pack, rules: catalog.rules, laws: catalog.laws };
  }
  const ref = await packKnownAt(trx, region, known);
  return ref && withRules(await archivedPack(trx, ref), catalog);
}

/** A pack with its rules: of today's files where they have it, else as they were kept. */
function withRules({ pack, rules, laws }: ArchivedPack, catalog: Catalog): Judged | undefined {
  if (catalog.packs.some(({ hash }) => hash === pack.hash)) return { pack, rules: catalog.rules, laws: catalog.laws };
  return rules ? { pack, rules, laws: laws ?? catalog.laws } : undefined;
}

async function recompute(trx: Knex.Transaction, { pack, rules }: Judged, id: number, asOf: string): Promise<FindingRow[]> {
  await judge(trx, [gatherOutfalls(pack, [id])], { pack, rules, asOf, reachM: TOLD_REACH_M, withClear: true });
  return withWaysOut(trx, await runQuery<FindingRow>(trx, engineStatement('read-findings')), { rules, asOf });
}

/** Findings with the distances of mouth and entry point, each by itself. */
async function withPlaces(trx: Knex.Transaction, { pack, rules }: Judged, id: number, asOf: string, findings: Finding[]): Promise<Finding[]> {
  const byPlace = await distancesByPlace(trx, { pack, rules, asOf, reachM: TOLD_REACH_M, withClear: true }, id);
  return findings.map((finding) => ({ ...finding, places: finding.outcome === 'not_applicable' ? null : byPlace.get(finding.rule) ?? null }));
}

/** What was stored; what was clear then comes from the rows of then, or of now for the verdict in force. */
async function storedVerdict(trx: Knex.Transaction, catalog: Catalog, row: StoredVerdict, moments: Moments): Promise<Verdict> {
  if (!row.in_force) await lookBack(trx, row.known_at);
  const kept = await runQuery<FindingRow>(trx, engineStatement('stored-findings', { outfall_id: row.outfall_id, verdict_id: row.id }));
  const archived = await archivedPack(trx, packRef(row));
  const judged = withRules(archived, catalog);
  const stored = judged ? await withWaysOut(trx, kept, { rules: judged.rules, asOf: row.as_of }) : kept;
  const clear = judged ? await recompute(trx, judged, row.outfall_id, row.as_of) : [];
  if (judged) await clearWork(trx);
  const catalogThen = { ...catalog, rules: judged?.rules ?? catalog.rules, laws: archived.laws ?? catalog.laws };
  const found = new Set(stored.map(({ rule }) => rule));
  const rows = [...stored, ...clear.filter(({ rule, outcome }) => outcome === 'clear' && !found.has(rule))];
  const override = await overrideInForce(trx, row.outfall_id, { at: moments.known_at, day: dayAsked(moments), verdictId: row.id });
  const findings = findingsOf(rows, archived.pack, catalogThen, row.as_of);
  return {
    id: row.id,
    outfall_id: row.outfall_id,
    ...conclusion(row, rows, override, archived.pack, catalog),
    pack: { id: row.pack_id, version: row.pack_version },
    run: row.run_id,
    as_of: row.as_of,
    decided_at: row.decided_at.toISOString(),
    recomputed: false,
    findings: judged ? await withPlaces(trx, judged, row.outfall_id, row.as_of, findings) : findings,
  };
}

type ComposedRow = Pick<StoredVerdict, 'verdict' | 'strictest' | 'mildest' | 'no_action' | 'by_category' | 'input_hash'>;

/** What counts: an override on record, else what the rules came to. */
function conclusion(row: ComposedRow, rows: FindingRow[], override: Override | null, pack: Pack, catalog: Catalog) {
  const verdict = override?.verdict ?? row.verdict;
  const stands = verdict === row.verdict;
  return {
    verdict,
    engine_verdict: row.verdict,
    override,
    provisional: stands && row.strictest && row.mildest ? { strictest: row.strictest, mildest: row.mildest } : null,
    no_action: stands ? row.no_action : null,
    by_category: row.by_category,
    settle: verdict === 'review' && stands ? stepsToSettle(rows, row.by_category !== null, pack, catalog) : [],
  };
}

const shapeRecomputed = (
  outfallId: number, row: ComposedRow, rows: FindingRow[], { pack, rules, laws }: Judged, catalog: Catalog, day: string, override: Override | null,
): Verdict => ({
  id: null,
  outfall_id: outfallId,
  ...conclusion(row, rows, override && { ...override, facts_changed: override.input_hash !== row.input_hash }, pack, catalog),
  pack: { id: pack.id, version: pack.version },
  run: null,
  as_of: day,
  decided_at: null,
  recomputed: true,
  findings: findingsOf(rows, pack, { ...catalog, rules, laws }, day),
});

const TWO_DUTIES: Bilingual = { zh: '由复核人确定截流、改道措施与期限（不封堵、不合并）', en: 'The reviewer decides how and until when it is diverted or intercepted (never blocked or merged)' };

/** What would settle a review, one step per open ban or merge finding. */
export function stepsToSettle(rows: FindingRow[], categoryOpen: boolean, pack: Pack, { layers }: Pick<Catalog, 'layers'>): Bilingual[] {
  const declaring = { maxAgeDays: pack.coverage_max_age_days, titleOf: (layer: string) => layers.get(layer)?.header.title ?? { zh: layer, en: layer } };
  const raised = ({ evidence }: FindingRow) => ['ban', 'review'].includes(String(evidence.effect_possible));
  const steps: Bilingual[] = rows.filter((row) => row.class === 'ban' || row.class === 'merge' || (row.class === 'flag' && raised(row))).flatMap((row) => settleOf(row, declaring));
  if (rows.some((row) => row.outcome === 'conflict' && bothDuties(row, pack))) steps.push(TWO_DUTIES);
  if (categoryOpen || steps.length === 0) steps.unshift({ zh: '核定排污口类别', en: 'Decide the category' });
  return [...new Map(steps.map((step) => [step.zh, step])).values()];
}
