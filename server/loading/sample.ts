import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { ROOT } from '../sql-file';
import { loadTable } from './geojson-table';

const SAMPLE = join(ROOT, 'data/sample');

/** Folders of demonstration cities: six digits. */
export const sampleCities = (): string[] => readdirSync(SAMPLE).filter((name) => /^\d{6}$/.test(name)).sort();

/** Loads one demonstration city, all or nothing (the caller's transaction). Returns rows per table. */
export async function loadCity(trx: Knex.Transaction, region: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of await tablesInOrder(trx)) {
    const file = join(SAMPLE, region, `${table}.geojson`);
    if (existsSync(file)) rows[table] = await loadTable(trx, file);
  }
  const strange = readdirSync(join(SAMPLE, region)).find((name) => name.endsWith('.geojson') && !(name.slice(0, -8) in rows));
  if (strange) throw new Error(`data/sample/${region}/${strange}: there is no such table`);
  return rows;
}

/** Tables so that each comes after those it refers to. */
async function tablesInOrder(trx: Knex.Transaction): Promise<string[]> {
  const rows = await runQuery<{ name: string; needs: string[] }>(trx, {
    sql: `SELECT t.relname AS name,
                 array(SELECT DISTINCT c.confrelid::regclass::text FROM pg_constraint c
                       WHERE c.conrelid = t.oid AND c.contype = 'f' AND c.confrelid <> t.oid) AS needs
          FROM pg_class t WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace ORDER BY t.relname`,
    bindings: {},
  });
  const done: string[] = [];
  while (done.length < rows.length) {
    const ready = rows.filter(({ name, needs }) => !done.includes(name) && needs.every((need) => done.includes(need)));
    if (ready.length === 0) throw new Error('tables refer to each other in a circle');
    done.push(...ready.map(({ name }) => name));
  }
  return done;
}
