import type { Query } from '../db/query';

/** State of each table as one snapshot sees it: how often it was changed, and by which transaction last. */
export type Stamps = Record<string, string>;

/** Column expression; binding :stamp_tables is a comma list. Rows are only ever added, so equal stamps are equal contents. */
export const STAMPS = `(SELECT coalesce(json_object_agg(layer, stamp), '{}') FROM (
    SELECT layer, count(*) || '.' || max(CAST(CAST(xid AS text) AS bigint)) AS stamp
    FROM layer_change WHERE layer = ANY (string_to_array(:stamp_tables, ',')) GROUP BY layer) s)`;

export const stampsQuery = (tables: string[]): Query => ({ sql: `SELECT ${STAMPS} AS stamps`, bindings: { stamp_tables: tables.join(',') } });
