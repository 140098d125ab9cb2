import type { Knex } from 'knex';
import type { Citation, Finding, Verdict } from '../../api-types';
import type { Catalog } from '../../catalog';
import { type Query, runQuery } from '../../db/query';
import { AppError } from '../../errors';
import { archivedPack } from '../../history/archived-pack';
import { type OutfallFilter, outfallItems, outfallWhere } from '../../outfalls/filters';
import { citationsOf } from '../../rules/citation';

/** A ban or merge rule that holds, or may hold, of one outfall. */
export interface Conflict {
  code: string; name: string; category: string; river: string | null; verdict: Verdict['verdict']; city: string;
  rule: string; title: string; class: 'ban' | 'merge'; outcome: 'conflict' | 'borderline'; effect: string | null;
  distance_m: number | null; beyond_m: number | null; error_m: number | null; areas: Finding['areas'];
  citations: Citation[];
}

type Row = Omit<Conflict, 'citations' | 'title'> & { pack_id: string; pack_version: string; pack_hash: string; as_of: string };

/** Lines that a report holds: more are for a table, not for paper. */
const LINES = 5000;

/** Every such finding of the verdicts in force, bans first, each with the clauses of the pack that judged. @throws AppError 413 for more than a report holds */
export async function conflictsOf(trx: Knex.Transaction, catalog: Catalog, filter: OutfallFilter): Promise<Conflict[]> {
  const rows = await runQuery<Row>(trx, query(filter));
  if (rows.length > LINES) throw new AppError('too_large', `报告至多 ${LINES} 行，请缩小范围，或导出台账 (narrow the filter, or export the ledger)`, [{ field: 'region', reason: `多于 ${LINES} 行 (more lines than a report holds)`, value: filter.region ?? null }]);
  const packs = new Map<string, Awaited<ReturnType<typeof archivedPack>>>();
  const found: Conflict[] = [];
  for (const { pack_id: id, pack_version: version, pack_hash: hash, as_of, ...row } of rows) {
    const archived = packs.get(hash) ?? await archivedPack(trx, { id, version, hash });
    packs.set(hash, archived);
    const header = (archived.rules?.get(row.rule) ?? catalog.rules.get(row.rule))?.header;
    found.push({ ...row, title: header?.title.zh ?? row.rule, citations: citationsOf(archived.pack, row.rule, archived.laws ?? catalog.laws, as_of) });
  }
  return found;
}

function query(filter: OutfallFilter): Query {
  const items = outfallItems(filter);
  const where = outfallWhere(filter);
  return {
    sql: `SELECT i.local_code AS code, i.name, (SELECT name FROM category WHERE code = i.category) AS category, coalesce((SELECT name FROM waterbody WHERE id = i.waterbody_id), i.river_name) AS river, i.verdict,
            (SELECT name FROM region WHERE code = left(i.region_code, 6)) AS city,
            f.rule, f.class, f.outcome, f.effect, f.distance_m, f.beyond_m, f.error_m, f.areas, v.pack_id, v.pack_version, r.pack_hash, v.as_of
          FROM ${items.sql} i JOIN verdict_current c ON c.outfall_id = i.id JOIN verdict v ON v.outfall_id = i.id AND v.id = c.verdict_id JOIN rule_run r ON r.id = v.run_id
          JOIN finding f ON f.outfall_id = v.outfall_id AND f.verdict_id = v.id AND f.class IN ('ban', 'merge') AND f.outcome IN ('conflict', 'borderline')
          WHERE ${where.sql}
          ORDER BY i.region_code COLLATE "C", f.class, f.rule, f.outcome DESC, i.local_code COLLATE "C" LIMIT ${LINES + 1}`,
    bindings: { ...items.bindings, ...where.bindings },
  };
}

/** Outfalls that the filter lets through, by city and verdict. */
export function countsOf(trx: Knex.Transaction, filter: OutfallFilter): Promise<{ city: string; verdict: string | null; n: number }[]> {
  const items = outfallItems(filter);
  const where = outfallWhere(filter);
  return runQuery(trx, {
    sql: `SELECT c.name AS city, i.verdict, count(*)::integer AS n FROM ${items.sql} i JOIN region c ON c.code = left(i.region_code, 6) WHERE ${where.sql} GROUP BY c.code, c.name, i.verdict ORDER BY c.code COLLATE "C"`,
    bindings: { ...items.bindings, ...where.bindings },
  });
}
