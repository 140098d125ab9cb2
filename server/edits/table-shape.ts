import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { schemaFact } from '../db/schema-facts';
import { type Column, columnsOf, propertyOf } from '../loading/geojson-table';

export interface Constraint { name: string; kind: 'c' | 'f' | 'u' | 'p'; columns: string[]; definition: string; /** What it asks, as the migrations say it. */ words: string | null; target: string | null; key: string | null }

/** What a table takes. */
export interface TableShape {
  table: string;
  /** Every column that is stored and not made by the database itself. */
  columns: Column[];
  /** Those that a caller may give, by the name of their property. */
  given: Map<string, Column>;
  constraints: Constraint[];
}

/** Columns that no caller gives. */
const OWN = ['id', 'recorded_at', 'geom'];

export const tableShape = (trx: Knex.Transaction, table: string): Promise<TableShape> => schemaFact(trx, `shape of ${table}`, () => readShape(trx, table));

async function readShape(trx: Knex.Transaction, table: string): Promise<TableShape> {
  const all = await columnsOf(trx, table);
  // besides what is generated, what counts up is the database's own, all but the id
  const columns = all.filter((column) => column.name === 'id' || !(column.generated || column.usual?.startsWith('nextval(')));
  const given = new Map(columns.filter(({ name }) => !OWN.includes(name)).map((column) => [propertyOf(column), column]));
  return { table, columns, given, constraints: await constraintsOf(trx, table) };
}

const constraintsOf = (trx: Knex.Transaction, table: string) => runQuery<Constraint>(trx, {
  sql: `SELECT c.conname AS name, c.contype AS kind, pg_get_constraintdef(c.oid) AS definition, obj_description(c.oid, 'pg_constraint') AS words, r.relname AS target,
               (SELECT attname FROM pg_attribute WHERE attrelid = c.confrelid AND attnum = c.confkey[1]) AS key,
               ARRAY(SELECT a.attname::text FROM unnest(c.conkey) k JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k) AS columns
        FROM pg_constraint c LEFT JOIN pg_class r ON r.oid = c.confrelid
        WHERE c.conrelid = to_regclass(:table) AND c.contype IN ('c', 'f', 'u', 'p') ORDER BY c.conname`,
  bindings: { table },
});
