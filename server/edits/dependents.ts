import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { AppError } from '../errors';

/** What goes with an outfall when it is deleted: what this system itself worked out about it. */
const OWN = ['verdict', 'verdict_current', 'finding'];

interface Reference { from: string; column: string; cascades: boolean }

/**
 * A row that others refer to is not deleted, and nothing is deleted along with it in silence.
 * @throws AppError 409 naming the tables and how many of their rows refer to it.
 */
export async function refuseIfReferred(trx: Knex.Transaction, table: string, id: number): Promise<void> {
  const references = await runQuery<Reference>(trx, {
    sql: `SELECT t.relname AS from, a.attname AS column
          FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[cardinality(c.conkey)]
          WHERE c.contype = 'f' AND c.confrelid = to_regclass(:table) AND cardinality(c.conkey) = 1 AND t.relname <> ALL (:own::text[])
          ORDER BY 1, 2`,
    bindings: { table, own: OWN },
  });
  const found: { from: string; column: string; rows: number }[] = [];
  for (const { from, column } of references) found.push({ from, column, rows: Number((await trx(from).where(column, id).count('* as n').first())?.n) });
  if (table === 'discharger') {
    found.push({ from: 'outfall', column: 'shared_with', rows: Number((await trx('outfall').whereRaw('? = ANY (shared_with)', [id]).count('* as n').first())?.n) });
  }
  const standing = found.filter(({ rows }) => rows > 0);
  if (standing.length === 0) return;
  throw new AppError('conflict', '仍被引用，不能删除 (still referred to)', standing.map(({ from, column, rows }) => ({
    field: 'id', reason: `${from}.${column}: ${rows} 行引用 (rows refer to it)；请先改动或删除 (change or delete these first)`, value: id,
  })));
}
