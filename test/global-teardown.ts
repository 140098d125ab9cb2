import { rmSync } from 'node:fs';
import createKnex from 'knex';
import type { Db } from '../server/db/open';

export default async function globalTeardown() {
  await (globalThis as { paikouTestDb?: Db }).paikouTestDb?.close();
  if (process.env.PAIKOU_TEST_FOLDER) rmSync(process.env.PAIKOU_TEST_FOLDER, { recursive: true, force: true });
  if (!process.env.PAIKOU_TEST_TEMPLATE) return;
  const admin = createKnex({ client: 'pg', connection: process.env.DATABASE_URL as string, pool: { min: 0, max: 1 } });
  await admin.raw(`DROP DATABASE IF EXISTS ${process.env.PAIKOU_TEST_TEMPLATE} WITH (FORCE)`);
  await admin.destroy();
}
