import type { Knex } from 'knex';
import type { RuleRun } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';
import { evaluate, type RunResult, TOLD_REACH_M } from '../rules/engine';
import type { Pack } from '../rules/pack-files';
import { today } from '../today';

export interface WholeRun {
  reason: string;
  actor?: string;
  /** What must hold before the evaluation, in its transaction: it throws and nothing happens. */
  before?: (trx: Knex.Transaction) => Promise<void>;
  /** What comes into force together with the verdicts. */
  after?: (trx: Knex.Transaction, run: RunResult) => Promise<void>;
}

/** Evaluates a whole city by a pack, in one transaction: killed in the middle, the former verdicts stay in force. */
export function runPack(db: Db, catalog: Catalog, pack: Pack, { reason, actor, before, after }: WholeRun): Promise<RunResult> {
  const judging = { pack, rules: catalog.rules, asOf: today(), reachM: TOLD_REACH_M, withClear: false };
  return runJob(db.knex, async (trx) => {
    await before?.(trx);
    const run = await evaluate(trx, judging, { reason, actor });
    await after?.(trx, run);
    return run;
  });
}

/** A run on record, or undefined. */
export async function readRun(db: Db, id: number): Promise<RuleRun | undefined> {
  const [row] = await runQuery<RuleRun>(db.knex, {
    sql: `SELECT id, json_build_object('id', pack_id, 'version', pack_version) AS pack, region_code AS region, as_of, reason, actor,
                 started_at, finished_at, outfalls, changed
          FROM rule_run WHERE id = :id`,
    bindings: { id },
  });
  return row;
}
