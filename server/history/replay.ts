import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { Replay } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';
import { AppError } from '../errors';
import { dayAsked, type Moments } from '../outfalls/filters';
import { clearWork, gatherOutfalls, judge, TOLD_REACH_M } from '../rules/engine';
import { ENGINE } from '../rules/engine-text';
import type { FindingRow } from '../rules/finding-shape';
import { engineStatement } from '../rules/statement';
import { type ArchivedPack, archivedPack } from './archived-pack';
import { endOf, lookAtPresent, lookBack } from './past';
import { type StoredVerdict, verdictById, verdictOn } from './stored-verdict';

/** Which verdict: by its number, or the one that held on a day as known at a moment; without either the latest. */
export type VerdictAsked = Moments & { verdict?: number | undefined };

/** @throws AppError not_found when the outfall has no such verdict. */
export async function verdictAsked(trx: Knex, outfallId: number, asked: VerdictAsked): Promise<StoredVerdict> {
  if (asked.verdict !== undefined && (asked.as_of || asked.known_at)) {
    throw new AppError('bad_request', '结论编号与时点只能给一种 (give the number of a verdict or moments, not both)', [{ field: 'verdict', reason: '与 as_of、known_at 互斥 (excludes as_of and known_at)', value: asked.verdict }]);
  }
  const row = asked.verdict !== undefined
    ? await verdictById(trx, outfallId, asked.verdict)
    : await verdictOn(trx, outfallId, asked.as_of || asked.known_at ? dayAsked(asked) : 'infinity', asked.known_at ? endOf(asked.known_at) : 'infinity');
  if (row) return row;
  const field = asked.verdict !== undefined ? 'verdict' : 'id';
  throw new AppError('not_found', '没有这一存档结论 (no such verdict on record)', [{ field, reason: '没有此结论 (no such verdict)', value: asked.verdict ?? outfallId }]);
}

type Conclusion = Pick<StoredVerdict, 'verdict' | 'strictest' | 'mildest' | 'no_action' | 'by_category' | 'editions' | 'input_hash'>;

/**
 * Judges an outfall again from the rows, pack, rules and code tables of a past verdict. Afterwards the transaction sees the
 * past and its work tables hold the replay, until `endReplay`.
 * @throws AppError conflict when the rules of then were not kept.
 */
export async function judgeAgain(trx: Knex.Transaction, row: StoredVerdict): Promise<ArchivedPack & { conclusion: Conclusion | undefined }> {
  const archived = await archivedPack(trx, { id: row.pack_id, version: row.pack_version, hash: row.pack_hash });
  if (!archived.rules) {
    throw new AppError('conflict', '该结论所用规则的文本未存档，无法重演 (the rules of this verdict were not kept, so it cannot be replayed)', [{ field: 'verdict', reason: `${row.pack_id}@${row.pack_version} ${row.pack_hash}`, value: row.id }]);
  }
  await lookBack(trx, row.known_at);
  await judge(trx, [gatherOutfalls(archived.pack, [row.outfall_id])], { pack: archived.pack, rules: archived.rules, asOf: row.as_of, reachM: TOLD_REACH_M, withClear: false });
  const [conclusion] = await runQuery<Conclusion>(trx, {
    sql: 'SELECT verdict, strictest, mildest, no_action, by_category, to_json(editions) AS editions, input_hash FROM composed WHERE outfall_id = :id AND own AND variant_of IS NULL', bindings: { id: row.outfall_id },
  });
  return { ...archived, conclusion };
}

export async function endReplay(trx: Knex.Transaction): Promise<void> {
  await clearWork(trx);
  await lookAtPresent(trx);
}

/** Replays a past verdict and tells where the outcome differs from what was stored. Nothing is written. @throws AppError 404, 409 */
export function replay(db: Db, catalog: Catalog, outfallId: number, asked: VerdictAsked): Promise<Replay> {
  return runJob(db.knex, async (trx) => {
    const row = await verdictAsked(trx, outfallId, asked);
    const { conclusion, pack } = await judgeAgain(trx, row);
    const stored = await runQuery<FindingRow>(trx, engineStatement('stored-findings', { outfall_id: outfallId, verdict_id: row.id }));
    const again = await runQuery<FindingRow>(trx, engineStatement('read-findings'));
    await endReplay(trx);
    const differences = [...conclusionDifferences(row, conclusion), ...findingDifferences(stored, again.filter(({ outcome }) => STORED.includes(outcome)))];
    return {
      outfall_id: outfallId,
      verdict_id: row.id,
      as_of: row.as_of,
      decided_at: row.decided_at.toISOString(),
      pack: { id: pack.id, version: pack.version, hash: pack.hash, in_files: catalog.packs.some(({ hash }) => hash === pack.hash) },
      engine: { of_run: row.engine_hash, now: ENGINE.hash, same: row.engine_hash === ENGINE.hash },
      input_hash: { stored: row.input_hash, replayed: conclusion?.input_hash ?? null },
      same: differences.length === 0,
      differences,
    };
  });
}

const STORED = ['conflict', 'borderline', 'unknown'];

function conclusionDifferences(stored: Conclusion, again: Conclusion | undefined): Replay['differences'] {
  if (!again) return [{ rule: null, field: 'outfall', stored: 'judged', replayed: null }];
  return (['input_hash', 'verdict', 'strictest', 'mildest', 'no_action', 'by_category', 'editions'] as const)
    .filter((field) => !isDeepStrictEqual(stored[field], again[field]))
    .map((field) => ({ rule: null, field, stored: stored[field], replayed: again[field] }));
}

const FIELDS = ['class', 'outcome', 'effect', 'distance_m', 'beyond_m', 'error_m', 'areas', 'evidence'] as const;

function findingDifferences(stored: FindingRow[], again: FindingRow[]): Replay['differences'] {
  const rules = [...new Set([...stored, ...again].map(({ rule }) => rule))].sort();
  return rules.flatMap((rule): Replay['differences'] => {
    const [was, is] = [stored, again].map((rows) => rows.find((row) => row.rule === rule));
    if (!was || !is) return [{ rule, field: 'outcome', stored: was?.outcome ?? null, replayed: is?.outcome ?? null }];
    return FIELDS.filter((field) => !isDeepStrictEqual(was[field], is[field])).map((field) => ({ rule, field, stored: was[field], replayed: is[field] }));
  });
}
