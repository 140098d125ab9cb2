import type { Knex } from 'knex';
import type { DisposalRecordList } from '../api-types';
import { runQuery } from '../db/query';

export const DESTINATIONS = ['sewer', 'hauled', 'reused', 'fields', 'outfall', 'none', 'unknown'] as const;

export interface LedgerRequest { region?: string[] | undefined; department?: string[] | undefined; destination?: string[] | undefined; limit: number; cursor?: string | undefined }

type Item = DisposalRecordList['items'][number];

/** 污水（粪液）排放去向台账, in order of id. `region` 6 or 9 digits with what lies below; positions CGCS2000 lon, lat. */
export async function listDisposalRecords(knex: Knex, { region, department, destination, limit, cursor }: LedgerRequest): Promise<DisposalRecordList> {
  const [row] = await runQuery<{ items: Item[]; matched: number }>(knex, {
    sql: `WITH ledger AS MATERIALIZED (
      SELECT r.* FROM disposal_record r
      WHERE (:region::text[] IS NULL OR EXISTS (SELECT FROM unnest(:region::text[]) AS code WHERE starts_with(r.region_code, code)))
        AND (:department::text[] IS NULL OR r.department = ANY (:department::text[]))
        AND (:destination::text[] IS NULL OR r.destination = ANY (:destination::text[]))
    )
    SELECT (SELECT count(*) FROM ledger) AS matched, coalesce(json_agg(json_build_object(
      'id', r.id, 'code', r.code, 'name', r.name, 'region', r.region_code, 'unit_kind', r.unit_kind, 'destination', r.destination, 'department', r.department,
      'outfall', (SELECT json_build_object('id', o.id, 'code', o.local_code, 'name', o.name) FROM outfall o WHERE o.id = r.outfall_id),
      'location', CASE WHEN r.geom IS NOT NULL THEN json_build_object('type', 'Point', 'coordinates', json_build_array(ST_X(r.geom), ST_Y(r.geom))) END,
      'sample', r.sample) ORDER BY r.id), '[]') AS items
    FROM (SELECT * FROM ledger WHERE id > :after ORDER BY id LIMIT :limit + 1) r`,
    bindings: { region: region ?? null, department: department ?? null, destination: destination ?? null, after: Number(cursor ?? 0), limit },
  });
  const { items, matched } = row as { items: Item[]; matched: number };
  const page = items.slice(0, limit);
  return { items: page, matched, next: items.length > limit ? String(page.at(-1)?.id) : null };
}
