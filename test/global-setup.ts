import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex from 'knex';
import { readCatalog } from '../server/catalog';
import { type Db, openDatabase } from '../server/db/open';
import { setUp } from '../server/loading/set-up';
import { buildViewer } from '../server/viewer/build';
import { keepPristine } from './pristine';

/** Two runs may share a server. */
const TEMPLATE = `paikou_test_template_${process.pid}`;

/**
 * One evaluated database with both demonstration cities per run: on a server a template that each test file clones,
 * embedded one instance (outside jest's VM, where PGlite cannot open) that is put back after each file.
 */
export default async function globalSetup() {
  const started = Date.now();
  const viewer = buildViewer(() => {});
  const given = process.env.DATABASE_URL;
  const db = given ? await openTemplate(given) : await openFolder();
  await setUp(db, readCatalog(), { sample: true }, () => {});
  if (!given) await keepPristine(db.knex);
  await db.knex.destroy();
  await viewer;
  process.env.PAIKOU_TEST_ABILITIES = JSON.stringify(db.abilities);
  if (given) await db.close();
  else (globalThis as { paikouTestDb?: Db }).paikouTestDb = db;
  console.log(`\n测试数据库 (test database): ${db.engine}, PostgreSQL ${db.abilities.postgres}, PostGIS ${db.abilities.postgis}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function openTemplate(given: string): Promise<Db> {
  const admin = createKnex({ client: 'pg', connection: given, pool: { min: 0, max: 1 } });
  await admin.raw(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await admin.raw(`CREATE DATABASE ${TEMPLATE}`);
  await admin.destroy();
  const url = new URL(given);
  url.pathname = `/${TEMPLATE}`;
  process.env.PAIKOU_TEST_TEMPLATE = TEMPLATE;
  return openDatabase({ databaseUrl: url.href, dataFolder: '', pool: 4, statementTimeoutMs: 60_000 });
}

async function openFolder(): Promise<Db> {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-test-'));
  process.env.PAIKOU_TEST_FOLDER = folder;
  return openDatabase({ databaseUrl: undefined, dataFolder: folder, pool: 1, statementTimeoutMs: 60_000 });
}
