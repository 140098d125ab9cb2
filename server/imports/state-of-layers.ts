import type { Knex } from 'knex';
import { runQuery } from '../db/query';

/** Another value whenever any layer was changed by a transaction that has ended: what was compared with them before may be so no more. */
export async function stateOfLayers(trx: Knex.Transaction): Promise<string> {
  const [row] = await runQuery<{ state: string }>(trx, {
    sql: "SELECT count(*) || ' ' || coalesce(max(xid::text::bigint), 0) || ' ' || coalesce(sum(xid::text::numeric), 0) AS state FROM layer_change WHERE layer <> 'verdict_current'", bindings: {},
  });
  return (row as { state: string }).state;
}
