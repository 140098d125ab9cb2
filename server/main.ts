import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { readCatalog } from './catalog';
import { type Config, readConfig } from './config';
import { type Db, openDatabase } from './db/open';
import { httpServer } from './http/server';
import { setUp } from './loading/set-up';
import { endLiveJobs } from './imports/live-jobs';
import { endReader } from './imports/reading/reader';
import { endLiveRuns } from './rule-runs/live-runs';
import { drawSprites } from './styles/routes';
import { buildViewer } from './viewer/build';

/** Longest time that requests under way may take once the process is told to stop, ms. */
const DRAIN_MS = 10_000;

const started = Date.now();
const tell = (step: string) => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s] ${step}`);

/** Sets everything up, serves until SIGTERM or SIGINT, drains. */
export async function serve(config: Config = readConfig()): Promise<void> {
  const catalog = readCatalog();
  tell(config.databaseUrl ? '连接 PostgreSQL 数据库…' : `打开内置数据库 ${config.dataFolder}（首次约 20 秒）…`);
  const viewer = buildViewer(tell);
  viewer.catch(() => {}); // reported where it is awaited
  const db = await openDatabase(config);
  tell(`数据库就绪: PostgreSQL ${db.abilities.postgres}, PostGIS ${db.abilities.postgis}`);
  try {
    await setUp(db, catalog, config, tell);
    await viewer;
    await drawSprites(catalog);
    const server = await listen(httpServer(await createApp({ db, config, catalog })), config);
    const url = `http://${config.host}:${(server.address() as AddressInfo).port}`;
    db.announce(url);
    tell(`排口一张图: ${url}`);
    stopOnSignal(server, db);
  } catch (error) {
    await db.close();
    throw error;
  }
}

function listen(server: Server, { host, port }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function stopOnSignal(server: Server, db: Db) {
  const stop = async () => {
    const runs = Promise.all([endLiveRuns(db), endLiveJobs(db)]); // their streams end with them
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await new Promise((done) => { server.close(done); server.closeIdleConnections(); });
    clearTimeout(late);
    await runs;
    await endReader();
    await db.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  serve().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
