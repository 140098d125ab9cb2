import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalog, readCatalog } from '../../server/catalog';
import { type Db, openDatabase } from '../../server/db/open';
import { runJob, runQuery } from '../../server/db/query';
import { prepare } from '../../server/loading/set-up';
import { dissolveAreas } from '../../server/rules/dissolve';
import type { Pack } from '../../server/rules/pack-files';
import { today } from '../../server/today';
import createKnex from 'knex';

export interface Size { outfalls: number; zones: number; sewers: number; parks: number; dischargers: number }

/** The size that the figures are promised for. */
export const WHOLE: Size = { outfalls: 1_000_000, zones: 20_000, sewers: 3_000, parks: 500, dischargers: 50_000 };

export const scaled = (size: Size, by: number): Size =>
  Object.fromEntries(Object.entries(size).map(([name, n]) => [name, Math.max(1, Math.round(n * by))])) as unknown as Size;

export interface Country { db: Db; catalog: Catalog; pack: Pack }

/**
 * A database of its own on the server of DATABASE_URL, filled anew with the synthetic country.
 * @param dissolved unions of touching areas are written too: rules read them, tiles do not
 */
export async function makeCountry(serverUrl: string, name: string, size: Size, dissolved = true): Promise<Country> {
  const admin = createKnex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
  await admin.raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.raw(`CREATE DATABASE ${name}`);
  await admin.destroy();
  const db = await openCountry(serverUrl, name);
  const catalog = readCatalog();
  const [model] = catalog.packs;
  const pack = { ...(model as Pack), id: '999900', region: '999900', hash: `bench-${(model as Pack).hash}` };
  await prepare(db, { ...catalog, packs: [pack] }, () => {});
  await runJob(db.knex, async (trx) => {
    for (const statement of statements()) await runQuery(trx, { sql: statement, bindings: { first: 1, ...size } });
    await trx.raw('ANALYZE');
    if (dissolved) await dissolveAreas(trx, catalog.rules, pack, today()); // as loading does: written with the areas
  });
  return { db, catalog, pack };
}

function openCountry(serverUrl: string, name: string): Promise<Db> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return openDatabase({ databaseUrl: url.href, dataFolder: '', pool: 4, statementTimeoutMs: 0 });
}

/** The same country by connections of their own: what is measured of their processes says nothing of its making. */
export async function reopened(serverUrl: string, country: Country): Promise<Country> {
  const name = await nameOf(country);
  await country.db.close();
  return { ...country, db: await openCountry(serverUrl, name) };
}

const nameOf = async ({ db }: Country): Promise<string> => (await db.knex.raw('SELECT current_database() AS name')).rows[0].name;

/** The same country with more outfalls, in another database. @param size the first of them are those that the country has */
export async function withMoreOutfalls(serverUrl: string, country: Country, name: string, size: Size): Promise<{ fewer: Country; more: Country }> {
  const had = Number((await country.db.knex('outfall').count({ n: '*' }).first())?.n);
  const from = await nameOf(country);
  await country.db.close();
  const admin = createKnex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
  await admin.raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.raw(`CREATE DATABASE ${name} TEMPLATE ${from}`);
  await admin.destroy();
  const db = await openCountry(serverUrl, name);
  await runJob(db.knex, async (trx) => {
    const wanted = statements().filter((text) => /^(CREATE FUNCTION|INSERT INTO outfall) /.test(text));
    for (const statement of wanted) await runQuery(trx, { sql: statement, bindings: { ...size, first: had + 1 } });
    await trx.raw('ANALYZE');
  });
  return { fewer: { ...country, db: await openCountry(serverUrl, from) }, more: await reopened(serverUrl, { ...country, db }) };
}

const statements = () => readFileSync(join(__dirname, 'country.sql'), 'utf8').split(/;\n\n/)
  .map((text) => text.replace(/^\s*--.*$/gm, '').trim()).filter((text) => text !== '');
