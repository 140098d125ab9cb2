import type { Knex } from 'knex';
import type { ContradictionList } from '../api-types';
import { type Query, runQuery } from '../db/query';
import { type OutfallFilter, outfallItems, outfallWhere } from '../outfalls/filters';
import { refuseUnknownCodes } from '../outfalls/known-codes';
import { ITEM_COLUMNS, type ItemRow, itemOf } from '../outfalls/list';
import { type Contradiction, contradictionsOf, READINGS, sayContradiction } from '../rules/contradiction-words';

export const CONTRADICTION_KINDS = ['outside_city', 'town', 'river_unknown', 'river_far', 'waterbody', 'in_zone', 'datum'] as const;
export const CONTRADICTION_SORTS = ['id', 'code', 'region', 'metres', 'count'] as const;

export interface ContradictionRequest {
  filter: OutfallFilter;
  kind?: (typeof CONTRADICTION_KINDS)[number][] | undefined;
  sort: { by: (typeof CONTRADICTION_SORTS)[number]; descending: boolean };
  limit: number;
  offset: number;
}

interface Row extends ItemRow { outcome: 'conflict' | 'borderline'; evidence: Record<string, unknown>; matched: number }

/** 疑点核对: outfalls whose verdict in force has a flag-contradiction finding, each with what the ledger and what the ground says. */
export async function listContradictions(knex: Knex, request: ContradictionRequest): Promise<ContradictionList> {
  await refuseUnknownCodes(knex, request.filter);
  const rows = await runQuery<Row>(knex, listQuery(request));
  const found = rows.filter((row) => row.id !== null);
  const matched = rows[0]?.matched ?? 0;
  const next = request.offset + request.limit;
  return { items: found.map(shape), matched, next: next < matched ? String(next) : null };
}

/** Largest difference in metres first, or last; what has none comes last. */
const SORTS: Record<ContradictionRequest['sort']['by'], string> = {
  id: 'i.id', code: 'i.local_code COLLATE "C"', region: 'i.region_code COLLATE "C"', metres: 'd.metres', count: 'd.count',
};

function listQuery({ filter, kind, sort, limit, offset }: ContradictionRequest): Query {
  const items = outfallItems(filter);
  const where = outfallWhere(filter);
  const from = `FROM ${items.sql} i
    JOIN verdict_current v ON v.outfall_id = i.id
    JOIN finding f ON f.outfall_id = v.outfall_id AND f.verdict_id = v.verdict_id AND f.rule = 'flag-contradiction' AND f.outcome IN ('conflict', 'borderline')
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS count, max(abs((c ->> 'metres')::double precision)) AS metres, array_agg(c ->> 'kind') AS kinds
      FROM jsonb_array_elements(f.evidence -> 'contradictions') c) d
    WHERE ${where.sql} AND (:kinds::text[] IS NULL OR d.kinds && :kinds::text[])`;
  return {
    sql: `SELECT page.*, total.matched FROM (SELECT count(*)::integer AS matched ${from}) total
      LEFT JOIN (
        SELECT ${ITEM_COLUMNS}, f.outcome, f.evidence, row_number() OVER (ORDER BY ${SORTS[sort.by]} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, i.id) AS place
        ${from}
        ORDER BY place LIMIT :page_size OFFSET :page_start
      ) page ON true
      ORDER BY page.place`,
    bindings: { ...items.bindings, ...where.bindings, kinds: kind ?? null, page_size: limit, page_start: offset },
  };
}

function shape(row: Row): ContradictionList['items'][number] {
  const { evidence } = row;
  const datum = evidence.datum as ContradictionList['items'][number]['datum'] | undefined;
  return {
    outfall: itemOf(row),
    outcome: row.outcome,
    contradictions: (evidence.contradictions as Contradiction[]).map((one) => ({
      kind: one.kind, ledger: one.ledger ?? null, ledger_name: one.ledger_name ?? null, computed: one.computed ?? null,
      computed_name: one.computed_name ?? one.zone ?? null, metres: one.metres ?? null, note: sayContradiction(one),
    })),
    datum: datum ? { ...datum, name: READINGS[datum.reading] ?? { zh: datum.reading, en: datum.reading } } : null,
    note: contradictionsOf(evidence),
  };
}
