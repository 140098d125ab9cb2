import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';

interface Counts { outfalls: number; evaluated: number }

/** What the server needs before its answers mean anything. @throws AppError 503 naming what is missing. */
export async function readiness({ knex, engine, abilities: { postgres, postgis } }: Db) {
  const [schema] = await runQuery<{ there: boolean }>(knex, { sql: "SELECT to_regclass('verdict_current') IS NOT NULL AS there", bindings: {} });
  if (!schema?.there) throw notReady('schema', '数据库结构尚未建立 (the schema is missing)');
  const [counts] = await runQuery<Counts>(knex, {
    sql: 'SELECT (SELECT count(*) FROM outfall) AS outfalls, (SELECT count(*) FROM verdict_current) AS evaluated', bindings: {},
  });
  const { outfalls, evaluated } = counts as Counts;
  if (outfalls > 0 && evaluated === 0) throw notReady('verdicts', '排污口尚未研判 (the outfalls are not evaluated)');
  return { status: 'ready' as const, engine, postgres, postgis, outfalls, evaluated };
}

const notReady = (field: string, reason: string) => new AppError('unavailable', reason, [{ field, reason }]);
