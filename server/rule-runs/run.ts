import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob } from '../db/query';
import { lockForRun } from '../rules/city-lock';
import { evaluate, type Judging, type RunResult, TOLD_REACH_M } from '../rules/engine';
import type { Pack } from '../rules/pack-files';
import { today } from '../today';

export interface WholeRun {
  reason: string;
  actor?: string | undefined;
  /** The day whose data count, YYYY-MM-DD; today. Of a day before today, what held then is stored and nothing comes into force. */
  asOf?: string;
  /** Its row, where it is on record already. */
  run?: number;
  step?: Judging['step'];
  /** What must hold before the evaluation, in its transaction: it throws and nothing happens. */
  before?: (trx: Knex.Transaction) => Promise<void>;
  /** What comes into force together with the verdicts. */
  after?: (trx: Knex.Transaction, run: RunResult) => Promise<void>;
}

/** Evaluates a whole city by a pack, in one transaction: killed in the middle, the former verdicts stay in force. */
export function runPack(db: Db, catalog: Catalog, pack: Pack, { reason, actor, asOf = today(), run: row, step, before, after }: WholeRun): Promise<RunResult> {
  const judging = { pack, rules: catalog.rules, laws: catalog.laws, asOf, reachM: TOLD_REACH_M, withClear: false, step };
  return runJob(db.knex, async (trx) => {
    await lockForRun(trx, pack.region);
    await before?.(trx);
    const run = await evaluate(trx, judging, { reason, actor, run: row, past: asOf < today() });
    await after?.(trx, run);
    return run;
  });
}
