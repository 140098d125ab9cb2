import createKnex, { type Knex } from 'knex';
import { types } from 'pg';
import type { Config } from '../config';
import { type EmbeddedEngine, openEmbedded } from './embedded';
import { lockFolder } from './folder-lock';
import { type EngineParams, runJob } from './query';

// Ids are JSON integers, numbers are numbers, dates are 'YYYY-MM-DD'.
types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(types.builtins.NUMERIC, Number);
types.setTypeParser(types.builtins.DATE, String);

export interface Abilities {
  postgres: string;
  postgis: string;
  /** PostGIS was built with protobuf, so ST_AsMVT works. */
  mvt: boolean;
}

export interface Db {
  knex: Knex;
  /**
   * Connections for tiles alone, on a server: plans are kept and hold for any tile (planning a tile of all layers costs more
   * than drawing it), and reading a tile never waits behind other requests. Of a whole country they hash a million rows, each
   * parallel worker for itself: memory for that, and one worker. Embedded: the one connection there is.
   */
  tiles: Knex;
  engine: 'server' | 'embedded';
  abilities: Abilities;
  /** Tells a second process where the running server is (embedded engine). */
  announce(url: string): void;
  close(): Promise<void>;
}

type Settings = Pick<Config, 'databaseUrl' | 'dataFolder' | 'pool' | 'statementTimeoutMs'>;

/** Opens the database that the settings name; PostGIS is created if it is missing. */
export async function openDatabase(settings: Settings): Promise<Db> {
  const opened = settings.databaseUrl ? openServer(settings) : await openFolder(settings);
  try {
    const abilities = await runJob(opened.knex, async (trx) => {
      await trx.raw('CREATE EXTENSION IF NOT EXISTS postgis');
      return probe(trx);
    });
    return { ...opened, abilities };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function openServer({ databaseUrl, pool, statementTimeoutMs }: Settings) {
  const connections = (name: string, options = '') => createKnex({
    client: 'pg',
    compileSqlOnError: false, // values stay out of logs
    connection: {
      connectionString: databaseUrl,
      statement_timeout: statementTimeoutMs,
      application_name: name,
      options: `-c jit=off -c client_min_messages=warning${options}`,
    },
    pool: { min: 0, max: pool },
  }).withUserParams({ keepsPlans: true } satisfies EngineParams);
  const knex = connections('paikou');
  const tiles = connections('paikou tiles', ' -c plan_cache_mode=force_generic_plan -c work_mem=64MB -c max_parallel_workers_per_gather=1');
  const close = async () => { await Promise.all([knex.destroy(), tiles.destroy()]); };
  return { knex, tiles, engine: 'server' as const, announce: () => {}, close };
}

async function openFolder({ dataFolder, statementTimeoutMs }: Settings) {
  const lock = lockFolder(dataFolder);
  try {
    const engine = await openEmbedded(dataFolder);
    const knex = createKnex({
      client: 'pg',
      compileSqlOnError: false,
      connection: { host: engine.socketFolder, port: 5432, user: 'postgres', database: 'postgres' },
      // While the engine reopens (4 s) its socket is missing: keep trying instead of failing the request.
      pool: { min: 0, max: 1, propagateCreateError: false, createRetryIntervalMillis: 100 },
      log: { warn: () => {}, error: () => {} }, // knex prints lost connections; the query itself already fails with them
    }).withUserParams({ keepsPlans: false } satisfies EngineParams);
    watch(knex, engine, statementTimeoutMs);
    const close = async () => { await knex.destroy(); await engine.close(); lock.release(); };
    return { knex, tiles: knex, engine: 'embedded' as const, announce: lock.announce, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** SQLSTATE of a statement ended by its time limit, as a server gives it. */
const QUERY_CANCELED = '57014';

/** BEGIN, COMMIT and ROLLBACK come without a uid and without a response event. */
interface QueryEvent { __knexQueryUid?: string; __knexTxId?: string; sql: string }

/**
 * `statement_timeout` does not fire in the embedded engine, so a statement that runs too long ends its thread.
 * `SET LOCAL statement_timeout = ms` in a transaction is honoured as on a server (0 = no limit).
 */
function watch(knex: Knex, engine: EmbeddedEngine, limitMs: number) {
  const timers = new Map<string, NodeJS.Timeout>();
  const ended = new Set<string>();
  const limits = new Map<string, number>();
  knex.on('query', (q: QueryEvent) => {
    const own = /^SET LOCAL statement_timeout = (\d+)/.exec(q.sql);
    if (own && q.__knexTxId) limits.set(q.__knexTxId, Number(own[1]));
    if (/^(COMMIT|ROLLBACK);?$/.test(q.sql)) limits.delete(q.__knexTxId ?? '');
    const limit = limits.get(q.__knexTxId ?? '') ?? limitMs;
    const uid = q.__knexQueryUid;
    if (limit > 0 && uid) timers.set(uid, setTimeout(() => { ended.add(uid); engine.restart(); }, limit));
  });
  const done = (q: QueryEvent) => {
    clearTimeout(timers.get(q.__knexQueryUid ?? ''));
    timers.delete(q.__knexQueryUid ?? '');
  };
  knex.on('query-response', (_rows: unknown, q: QueryEvent) => done(q));
  knex.on('query-error', (error: { code?: string }, q: QueryEvent) => {
    if (ended.delete(q.__knexQueryUid ?? '')) error.code = QUERY_CANCELED;
    done(q);
  });
}

async function probe(knex: Knex): Promise<Abilities> {
  const { rows } = await knex.raw(`SELECT current_setting('server_version') AS postgres,
    postgis_lib_version() AS postgis, postgis_full_version() LIKE '%LIBPROTOBUF%' AS mvt`);
  return rows[0];
}
