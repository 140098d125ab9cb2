import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import createKnex from 'knex';
import { createApp } from '../server/app';
import { type Catalog, readCatalog } from '../server/catalog';
import { type Config, readConfig } from '../server/config';
import { type Db, openDatabase } from '../server/db/open';
import { httpServer } from '../server/http/server';
import { dropFiles } from '../server/imports/kept-files';
import { putBack } from './pristine';

export const onServer = process.env.PAIKOU_TEST_TEMPLATE !== undefined;

let clones = 0;

/** The evaluated demonstration database, as if new, for one test file. `close()` gives it back. */
export const openTestDb = (): Promise<Db> => (onServer ? cloneTemplate() : joinEmbedded());

async function cloneTemplate(): Promise<Db> {
  const name = `paikou_test_${process.pid}_${Date.now().toString(36)}_${clones++}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${process.env.PAIKOU_TEST_TEMPLATE}`);
  const url = new URL(process.env.DATABASE_URL as string);
  url.pathname = `/${name}`;
  const db = await openDatabase({ databaseUrl: url.href, dataFolder: '', pool: 6, statementTimeoutMs: 60_000 });
  const close = async () => {
    await db.close();
    await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...db, close };
}

async function asAdmin(sql: string) {
  const admin = createKnex({ client: 'pg', connection: process.env.DATABASE_URL as string, pool: { min: 0, max: 1 } });
  await admin.raw(sql);
  await admin.destroy();
}

async function joinEmbedded(): Promise<Db> {
  const knex = createKnex({
    client: 'pg',
    connection: { host: process.env.PAIKOU_TEST_FOLDER as string, port: 5432, user: 'postgres', database: 'postgres' },
    pool: { min: 0, max: 1 },
  });
  const close = async () => {
    await putBack(knex);
    await knex.destroy();
  };
  return { knex, tiles: knex, engine: 'embedded', abilities: JSON.parse(process.env.PAIKOU_TEST_ABILITIES as string), announce: () => {}, close };
}

export interface RunningApp { url: string; db: Db; catalog: Catalog; close(): Promise<void> }

/** The whole application on a free loopback port, over a database of its own. */
export async function startApp(settings: Partial<Config> = {}, catalog = readCatalog()): Promise<RunningApp> {
  return serveOn(await openTestDb(), catalog, settings);
}

/** Another process's application over the same database: its own connections, its own memory. On a server only. */
export async function startSecond(first: RunningApp, catalog = readCatalog()): Promise<RunningApp> {
  const { connectionString } = first.db.knex.client.config.connection;
  const db = await openDatabase({ databaseUrl: connectionString, dataFolder: '', pool: 4, statementTimeoutMs: 60_000 });
  return serveOn(db, catalog, {});
}

async function serveOn(db: Db, catalog: Catalog, settings: Partial<Config>): Promise<RunningApp> {
  const config = { ...readConfig({}), logLevel: 'silent', ...settings };
  const server = httpServer(await createApp({ db, config, catalog }));
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const close = async () => {
    await stop(server);
    dropFiles(db);
    await db.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, db, catalog, close };
}

const stop = (server: Server) => new Promise((done) => { server.close(done); server.closeAllConnections(); });
