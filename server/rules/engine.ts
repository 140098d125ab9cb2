import type { Knex } from 'knex';
import { type Query, runKept, runQuery } from '../db/query';
import { ENGINE } from './engine-text';
import type { Pack } from './pack-files';
import type { Rule } from './rule-files';
import { engineStatement, ruleStatement, type Scope } from './statement';

/** Beyond this a distance is told as "> 5 km". */
export const TOLD_REACH_M = 5000;

export interface Judging extends Scope {
  rules: Map<string, Rule>;
  /** Told before each step of the work: a rule's id, `compose` or `store`, and how many of how many are done. What it throws ends the work. */
  step?: ((name: string, done: number, of: number) => void) | undefined;
}

/**
 * Gathers subjects by `gather`, runs every rule of the pack over them, composes verdicts. The results stand in the
 * transaction's temporary tables `found_so_far` and `composed`.
 */
export async function judge(trx: Knex.Transaction, gather: Query[], judging: Judging): Promise<void> {
  await runQuery(trx, engineStatement('work-tables'));
  for (const query of gather) await runQuery(trx, query);
  await runQuery(trx, engineStatement('expand-variants'));
  const many = await isMany(trx);
  await trx.raw(many ? 'ANALYZE subject; SET LOCAL enable_nestloop = off' : 'SET LOCAL plan_cache_mode = force_generic_plan');
  const run = many ? runQuery : runKept;
  const rules = rulesOf(judging);
  for (const [done, rule] of rules.entries()) {
    judging.step?.(rule.header.id, done, rules.length + 2);
    await run(trx, ruleStatement(rule, judging));
  }
  judging.step?.('compose', rules.length, rules.length + 2);
  if (many) await trx.raw('ANALYZE found_so_far');
  await run(trx, composeStatement(judging));
  if (many) await trx.raw('ANALYZE composed');
}

const rulesOf = ({ rules, pack }: Judging) => [...rules.values()].filter(({ header }) => header.id in pack.rules);

/** Dead rows of many small evaluations, bytes: autovacuum does not see temporary tables. */
const WORN = 8 * 1024 * 1024;

/** Gives back what a large evaluation, or many small ones, left in the session's work tables. */
export async function clearWork(trx: Knex.Transaction): Promise<void> {
  const [row] = await runQuery<{ bytes: number }>(trx, { sql: "SELECT pg_relation_size('found_so_far') + pg_relation_size('subject') AS bytes", bindings: {} });
  if ((row as { bytes: number }).bytes > WORN) await trx.raw('TRUNCATE subject, found_so_far, composed');
}

/** From here on the planner must know the size of the work tables; below, planning costs more than the work, so plans are kept. */
const MANY = 200;

async function isMany(trx: Knex.Transaction): Promise<boolean> {
  const [row] = await runQuery<{ n: number }>(trx, { sql: 'SELECT count(*) AS n FROM subject', bindings: {} });
  return (row as { n: number }).n >= MANY;
}

export const gatherOutfalls = (pack: Pack, ids: number[] | null, dischargerIds: number[] | null = null): Query =>
  engineStatement('gather-outfalls', {
    region: pack.region, ids, discharger_ids: dischargerIds, position_errors: JSON.stringify(pack.position_errors),
  });

function composeStatement({ pack, rules }: Judging): Query {
  const never = (measure: 'merge' | 'block') => pack.forbids.filter((one) => one.measures.includes(measure)).map((one) => one.trait);
  const judged = new Set(Object.keys(pack.rules).map((id) => rules.get(id)?.header.aspect));
  return engineStatement('compose', {
    pack_hash: pack.hash,
    never_block: never('block'),
    never_merge: never('merge'),
    aspects_complete: pack.aspects.every((aspect) => judged.has(aspect)),
  });
}

export interface Why {
  reason: string;
  actor?: string | undefined;
  ids?: number[] | undefined;
  /** The row of a run that is on record already. */
  run?: number | undefined;
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
 * a run that is killed leaves the former verdicts in force.
 */
export async function evaluate(trx: Knex.Transaction, judging: Judging, why: Why): Promise<RunResult> {
  const { pack, asOf } = judging;
  const run = why.run ?? await newRun(trx, judging, why);
  await judge(trx, [gatherOutfalls(pack, why.ids ?? null)], judging);
  const rules = rulesOf(judging).length;
  judging.step?.('store', rules + 1, rules + 2);
  const [stored] = await runQuery<{ outfalls: number; changed: number }>(trx, engineStatement('store', {
    run_id: run, pack_id: pack.id, pack_version: pack.version, as_of: asOf,
  }));
  const { outfalls, changed } = stored as { outfalls: number; changed: number };
  await trx('rule_run').where({ id: run }).update({ finished_at: trx.raw('clock_timestamp()'), outfalls, changed, engine_hash: ENGINE.hash });
  await clearWork(trx);
  return { run, outfalls, changed };
}
