import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onServer, openTestDb } from './harness';

const COMMITTED = join(__dirname, '../sql/schema.sql');

/** The dump of one major version only: others write the same schema differently. */
const MAJOR = '15';

function dump(database: string): string {
  const url = new URL(process.env.DATABASE_URL as string);
  url.pathname = `/${database}`;
  return execFileSync('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', '--restrict-key=paikou', url.href], { encoding: 'utf8' })
    .replace(/^-- Dumped (from|by).*\n/gm, '');
}

const skip = !onServer && 'the dump is made on a PostgreSQL server';

(skip ? test.skip : test)(`sql/schema.sql is what the migrations make${skip ? ` (skipped: ${skip})` : ''}`, async () => {
  const db = await openTestDb();
  const { rows } = await db.knex.raw('SELECT current_database() AS name');
  const made = dump(rows[0].name);
  await db.close();
  if (!db.abilities.postgres.startsWith(MAJOR)) return console.warn(`schema drift is checked on PostgreSQL ${MAJOR} only`);
  if (process.env.BLESS) writeFileSync(COMMITTED, made);
  expect(made).toBe(readFileSync(COMMITTED, 'utf8'));
});
