import type { Knex } from 'knex';
import { type Query, runQuery } from '../db/query';
import type { Judging } from './engine';
import type { Rule } from './rule-files';
import { engineStatement, shapeRuleStatement } from './statement';

/**
 * Gathers lines and areas by `gather` and runs the pack's rules about areas over them, by the same rule files as for
 * outfalls. The findings stand in the transaction's temporary table `found_so_far`.
 */
export async function judgeShapes(trx: Knex.Transaction, gather: Query, judging: Judging, withParts: boolean): Promise<void> {
  await trx.raw(`${engineStatement('work-tables').sql} ${engineStatement('empty-work-tables').sql}`);
  await runQuery(trx, engineStatement('shape-table'));
  await runQuery(trx, gather);
  for (const [id, rule] of judging.rules) {
    if (id in judging.pack.rules && tellsOfShapes(rule)) await runQuery(trx, shapeRuleStatement(rule, judging, withParts));
  }
}

/** A rule that fires on what lies clear of its areas is about an outfall there, not about what a shape crosses. */
const tellsOfShapes = ({ header }: Rule): boolean => header.areas !== undefined && !header.areas.tell_clear;

export const clearShapes = (trx: Knex.Transaction) => trx.raw('TRUNCATE posted_shape');
