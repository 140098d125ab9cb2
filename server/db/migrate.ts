import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { runJob } from './query';

const SQL = join(__dirname, '../../sql');

/** Any number: what processes starting at once agree on to migrate one after the other. */
const MIGRATION_LOCK = 653001231;

/** Brings the schema up to date: new files of sql/migrations in order of name, then all of sql/functions. */
export async function migrate(knex: Knex): Promise<string[]> {
  return runJob(knex, async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    await trx.raw(`CREATE TABLE IF NOT EXISTS migration (
      name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`);
    const done = new Set((await trx('migration').select('name')).map((row) => row.name));
    const fresh = sqlFiles('migrations').filter((name) => !done.has(name));
    if (fresh.length > 0) await trx.raw('DROP SCHEMA IF EXISTS past CASCADE'); // its views hold columns fast; sql/functions makes them anew
    for (const name of fresh) {
      await runFile(trx, 'migrations', name);
      await trx('migration').insert({ name });
    }
    for (const name of sqlFiles('functions')) await runFile(trx, 'functions', name);
    return fresh;
  });
}

const sqlFiles = (folder: string) => readdirSync(join(SQL, folder)).filter((name) => name.endsWith('.sql')).sort();

async function runFile(trx: Knex.Transaction, folder: string, name: string) {
  try {
    await trx.raw(readFileSync(join(SQL, folder, name), 'utf8').replaceAll('?', '\\?'));
  } catch (error) {
    throw new Error(`sql/${folder}/${name}: ${(error as Error).message}`, { cause: error });
  }
}
