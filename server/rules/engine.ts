import type { Knex } from 'knex';
import { type EngineParams, type Query, runKept, runQuery } from '../db/query';
import { isMade, type Together, together } from '../db/together';
import { ENGINE } from './engine-text';
import type { Law, Pack } from './pack-files';
import type { Rule } from './rule-files';
import { dissolveAreas } from './dissolve';
import { wantedLayers } from './layers-wanted';
import { canBan } from './can-ban';
import { absoluteOf, citationsOf } from './citation';
import { engineStatement, gatherStatement, locateStatement, lyingStatement, type Pairs, ruleStatement, type Scope, undeclaredStatement } from './statement';

/** Beyond this a distance is told as "> 5 km". */
export const TOLD_REACH_M = 5000;

export interface Judging extends Scope {
  rules: Map<string, Rule>;
  /** false where nobody asks whether the input is that of a stored verdict: making the hash costs a third of composing. */
  hashing?: boolean;
  /** Told before each step of the work: a rule's id, `compose` or `store`, and how many of how many are done. What it throws ends the work. */
  step?: ((name: string, done: number, of: number) => void) | undefined;
}

/**
 * Gathers subjects by `gather`, runs every rule of the pack over them, composes verdicts. The results stand in the
 * transaction's temporary tables `found_so_far` and `composed`.
 * @returns whether there were many subjects: then a plan that was kept for few is wrong for what follows, too
 */
export async function judge(trx: Knex.Transaction, gather: Gather[], judging: Judging, storing = false): Promise<{ many: boolean }> {
  if (Math.random() < WEAR) await clearWork(trx); // before anything is gathered
  if (gather.every(({ few }) => few)) {
    await judgeFew(trx, gather, judging, storing);
    return { many: false };
  }
  await trx.raw(`${WORK_TABLES} ${EMPTYING.sql}`);
  for (const query of gather) await runQuery(trx, query);
  const subjects = await subjectsOf(trx);
  const many = judging.step !== undefined || subjects >= MANY;
  await (many ? judgeMany(trx, judging, storing, subjects) : judgeFew(trx, [], judging, storing));
  return { many };
}

/** Few subjects: planning and talking cost more than the work, so it is one call. `gather` is empty where they are gathered already. */
async function judgeFew(trx: Knex.Transaction, gather: Gather[], judging: Judging, storing: boolean): Promise<void> {
  const whole = fewAtOnce(gather, judging, storing, (trx.userParams as EngineParams | undefined)?.past ?? false);
  if (!await isMade(trx, whole)) await trx.raw(`${WORK_TABLES} ${whole.definition}`.replace(/\?/g, '\\?'));
  await runQuery(trx, { sql: whole.call, bindings: Object.assign({ ids: null, discharger_ids: null, left_out: null, features: null }, ...gather.map(({ bindings }) => bindings), { as_of: judging.asOf }) });
}

const wholes = new WeakMap<Judging['rules'], WeakMap<Pack, Map<string, Together>>>();

function fewAtOnce(gather: Gather[], judging: Judging, storing: boolean, past: boolean): Together {
  const { rules, pack, reachM, withClear, hashing } = judging;
  const key = [gather.map(({ sql }) => sql), reachM, withClear, hashing, storing, past].join();
  const ofRules = wholes.get(rules) ?? new WeakMap();
  const ofPack = ofRules.get(pack) ?? new Map<string, Together>();
  wholes.set(rules, ofRules.set(pack, ofPack));
  const made = ofPack.get(key) ?? together([
    ...(gather.length ? [EMPTYING, ...gather] : []),
    engineStatement('expand-variants'),
    ...stepsOf(judging, storing, 'pairs-by-place').flatMap(({ queries }) => queries),
  ], { as_of: 'date', ids: 'bigint[]', discharger_ids: 'bigint[]', left_out: 'bigint[]', features: 'jsonb' }, past ? { ...FEW_SETTINGS, ...PAST_SETTINGS } : FEW_SETTINGS);
  ofPack.set(key, made);
  return made;
}

interface Step {
  name?: string;
  queries: Query[];
  /** Where there are many, and `from` subjects on. */
  analyze?: string;
  from?: number;
  /** Of many it joins what it has found itself, whose size no planner can tell: row by row that would grow with the square. */
  hashed?: boolean;
}

/** What is done once the subjects stand there. */
function stepsOf(judging: Judging, storing: boolean, pairs: Pairs): Step[] {
  const rules = rulesOf(judging);
  const layers = wantedLayers(rules);
  return [
    { queries: [engineStatement('places')], analyze: 'CREATE INDEX place_point ON place USING gist (point); ANALYZE subject (id, discharger_id, variant_of, traits); ANALYZE place (subject_id, place)' },
    { queries: [undeclaredStatement(judging, layers)] },
    ...layers.map((layer) => ({ name: layer.layer, queries: [lyingStatement(judging, layer, pairs)] })),
    { queries: [], analyze: 'ANALYZE lying (layer, subject_id, stamp); ANALYZE undeclared' },
    { queries: [locateStatement(judging, rules)], hashed: true, analyze: 'ANALYZE located_so_far (rule, outfall_id)' },
    ...rules.map((rule) => ({ name: rule.header.id, queries: [ruleStatement(rule, judging)] })),
    { queries: [], analyze: 'ANALYZE found_so_far (subject_id, rule, class, outcome)', from: ANALYZED_FINDINGS },
    { name: 'compose', queries: [composeStatement(judging, storing)], analyze: 'ANALYZE composed (subject_id, outfall_id); DROP INDEX place_point' },
  ];
}

/** Many subjects: each step is planned for the sizes of what stands there. */
async function judgeMany(trx: Knex.Transaction, judging: Judging, storing: boolean, subjects: number): Promise<void> {
  await trx.raw(MANY_SETTINGS);
  await runQuery(trx, engineStatement('expand-variants'));
  const steps = stepsOf(judging, storing, subjects < LOOKING_FOR_AREAS ? 'pairs-by-place' : 'pairs-by-area');
  const told = steps.filter(({ name }) => name).length + 1; // and storing
  let done = 0;
  for (const { name, queries, analyze, from = 0, hashed } of steps) {
    if (name) judging.step?.(name, done++, told);
    if (hashed) await trx.raw(`SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '${HASHED_MEM}'`);
    for (const query of queries) await runQuery(trx, query);
    if (hashed) await trx.raw(`SET LOCAL enable_nestloop = on; SET LOCAL work_mem = '${WORK_MEM}'`);
    if (analyze && subjects >= from) await trx.raw(analyze);
  }
}

/** Gathers subjects; `few` = there are fewer of them than MANY. */
export interface Gather extends Query { few?: boolean }

/** Plans are kept and made without knowing the sizes of work tables, so areas are to be found by their indexes. */
const FEW_SETTINGS = { jit: 'off', plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' };

/** As `lookBack` has them; so the past has functions of its own, and plans for the present are not made anew after each look back. */
const PAST_SETTINGS = { from_collapse_limit: '1', join_collapse_limit: '1' };

/** Of one sort of a large evaluation; a hash may take twice as much. A million outfalls come to 460 MB at their peak, shared buffers included; twice as much memory is no faster. */
const WORK_MEM = '48MB';
/** Where a statement has a dozen of them at once. */
const HASHED_MEM = '8MB';
/** Fewer subjects look for the areas about them; for more, each area, which is large to read, looks for the places about it. */
const LOOKING_FOR_AREAS = 2000;
const MANY_SETTINGS = `SET LOCAL jit = off; SET LOCAL work_mem = '${WORK_MEM}';`;

const WORK_TABLES = engineStatement('work-tables').sql;
const EMPTYING = engineStatement('empty-work-tables');

const rulesOf = ({ rules, pack }: Pick<Judging, 'rules' | 'pack'>) => [...rules.values()].filter(({ header }) => header.id in pack.rules);

/** Dead rows of many small evaluations, bytes: autovacuum does not see temporary tables. */
const WORN = 8 * 1024 * 1024;

/** How often a small evaluation looks whether those before it have left too much; each time would cost as much as writing it. */
const WEAR = 1 / 50;

/** Gives back what a large evaluation, or many small ones, left in the session's work tables. */
export async function clearWork(trx: Knex.Transaction): Promise<void> {
  const [row] = await runQuery<{ bytes: number | null }>(trx, {
    sql: "SELECT pg_relation_size(to_regclass('pg_temp.found_so_far')) + pg_relation_size(to_regclass('pg_temp.subject')) AS bytes", bindings: {},
  });
  if (Number(row?.bytes) > WORN) await trx.raw('TRUNCATE subject, place, undeclared, lying, located_so_far, found_so_far, composed');
}

/** From here on the planner must know the size of the work tables; below, planning costs more than the work, so plans are kept. */
export const MANY = 200;
/** So few that, whatever siblings they bring, kept plans are right for them. */
export const FEW = 20;

/** From so many subjects on composing gains from knowing more of the findings than their number. */
const ANALYZED_FINDINGS = 10_000;

async function subjectsOf(trx: Knex.Transaction): Promise<number> {
  const [row] = await runQuery<{ n: number }>(trx, { sql: 'SELECT count(*) AS n FROM subject', bindings: {} });
  return (row as { n: number }).n;
}

/**
 * Null = the pack's whole city. Siblings of the same dischargers come in with them: their number is not known before.
 * @param leftOut siblings that something else gathered stands for
 */
export const gatherOutfalls = (pack: Pack, ids: number[] | null, dischargerIds: number[] | null = null, leftOut: number[] = []): Gather => ({
  ...gatherStatement(ids === null ? 'chosen-city' : 'chosen-ids', {
    region: pack.region, ids, discharger_ids: dischargerIds, left_out: leftOut, position_errors: JSON.stringify(pack.position_errors),
  }),
  few: ids !== null && ids.length + (dischargerIds?.length ?? 0) < FEW,
});

/** Rules whose ban rests on a clause that forbids absolutely: nobody can override it. */
const absoluteBans = ({ pack, rules, laws, asOf }: Evaluating): string[] =>
  rulesOf({ rules, pack }).filter((rule) => canBan(rule, pack) && absoluteOf(citationsOf(pack, rule.header.id, laws, asOf))).map(({ header }) => header.id);

function composeStatement({ pack, rules, hashing }: Judging, storing: boolean): Query {
  const never = (measure: 'merge' | 'block') => pack.forbids.filter((one) => one.measures.includes(measure)).map((one) => one.trait);
  const judged = new Set(Object.keys(pack.rules).map((id) => rules.get(id)?.header.aspect));
  return engineStatement('compose', {
    pack_hash: pack.hash,
    storing,
    hashing: hashing ?? true,
    banning: rulesOf({ rules, pack }).filter((rule) => canBan(rule, pack)).map(({ header }) => header.id),
    never_block: never('block'),
    never_merge: never('merge'),
    aspects_complete: pack.aspects.every((aspect) => judged.has(aspect)),
  });
}

/** What is stored can end an override: by its clauses, national ones too. */
export interface Evaluating extends Judging { laws: Map<string, Law> }

export interface Why {
  reason: string;
  actor?: string | undefined;
  ids?: number[] | undefined;
  /** The row of a run that is on record already. */
  run?: number | undefined;
  /** For a day before today: what held then is stored, nothing of it comes into force. */
  past?: boolean;
}

async function newRun(trx: Knex.Transaction, { pack, asOf }: Judging, { reason, actor }: Why): Promise<number> {
  const [{ id }] = await trx('rule_run')
    .insert({ pack_id: pack.id, pack_version: pack.version, pack_hash: pack.hash, region_code: pack.region, as_of: asOf, reason, actor })
    .returning('id');
  return id;
}

export interface RunResult { run: number; outfalls: number; changed: number }

/**
 * Evaluates a pack over its city (or some of its outfalls) and stores what changed, all in the caller's transaction:
 * a run that is killed leaves the former verdicts in force. A run for a `past` day stores what held then; nothing of it comes into force.
 */
export async function evaluate(trx: Knex.Transaction, judging: Evaluating, why: Why): Promise<RunResult> {
  const { pack, asOf } = judging;
  const run = why.run ?? await newRun(trx, judging, why);
  if (!why.ids) await dissolveAreas(trx, judging.rules, pack, asOf);
  const { many } = await judge(trx, [gatherOutfalls(pack, why.ids ?? null)], judging, !why.past);
  const store = many ? runQuery : runKept;
  const told = stepsOf(judging, true, 'pairs-by-area').filter(({ name }) => name).length;
  judging.step?.('store', told, told + 1);
  if (why.past) await runQuery(trx, engineStatement('number-past', { as_of: asOf }));
  await store(trx, engineStatement('store-verdicts', { run_id: run, pack_id: pack.id, pack_version: pack.version, as_of: asOf }));
  await store(trx, engineStatement('store-findings'));
  const [stored] = await store<{ outfalls: number; changed: number }>(trx, why.past ? engineStatement('count-stored') : engineStatement('store-current', { absolute: absoluteBans(judging) }));
  const { outfalls, changed } = stored as { outfalls: number; changed: number };
  await trx('rule_run').where({ id: run }).update({ finished_at: trx.raw('clock_timestamp()'), outfalls, changed, engine_hash: ENGINE.hash });
  if (many) await clearWork(trx);
  return { run, outfalls, changed };
}
