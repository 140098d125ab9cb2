import { createHash } from 'node:crypto';
import { Client } from 'pg';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import type { Layer } from '../layers/layer-files';
import { type Stamps, stampsQuery } from './stamps';
import { BUFFER, EXTENT, tablesOf } from './tile-query';

/** Channel on which a statement trigger names the changed table after commit. */
const CHANNEL = 'paikou_layer';

/** What the encoder contributes to a tile beyond layer files and rows; raised when its output changes. */
const ENCODING = `1.${EXTENT}.${BUFFER}`;

const RECONNECT_MS = 5_000;

/**
 * Remembers the stamps of tables while it is told of every change: on a server by LISTEN on a connection of its own,
 * embedded (one process, one connection, NOTIFY reaches nobody) by watching the statements sent. While it is not told,
 * nothing is remembered and every answer asks the database.
 */
export interface Versions {
  /** Stamps of all these tables, if they are remembered. */
  known(tables: string[]): Stamps | undefined;
  /** Version of layers on a day, if the stamps of all their tables are remembered. */
  of(layers: Layer[], day: string): string | undefined;
  /** Rises with every change heard of; `learn` with an older one is ignored, for the stamps may be older than the change. */
  readonly generation: number;
  learn(tables: string[], stamps: Stamps, generation: number): void;
  /** Forgets tables, or all of them: for writers whose statements cannot be recognised. */
  noteChange(tables?: string[]): void;
  close(): Promise<void>;
}

/** Lists of layers whose versions are remembered. */
const NAMED = 1000;

const opened = new WeakMap<Db, Versions>();

/** The one memory of a database. */
export function versionsOf(db: Db): Versions {
  const known = opened.get(db) ?? (db.engine === 'server' ? listening(db) : watching(db));
  opened.set(db, known);
  return known;
}

/** Tells of a change that no statement of this process shows (embedded engine). */
export const noteChange = (db: Db, tables?: string[]) => opened.get(db)?.noteChange(tables);

function memory(isTold: () => boolean, close: () => Promise<void>): Versions {
  const stamps = new Map<string, string>();
  const named = new Map<Layer[], { day: string; generation: number; version: string }>();
  let generation = 0;
  const known = (tables: string[]) => (isTold() && tables.every((table) => stamps.has(table))
    ? Object.fromEntries(tables.map((table) => [table, stamps.get(table) as string])) : undefined);
  return {
    known,
    of: (layers, day) => {
      const found = named.get(layers);
      if (found && found.generation === generation && found.day === day && isTold()) return found.version;
      const read = known(tablesOf(layers));
      if (!read) return undefined;
      const version = versionOf(layers, read, day);
      if (named.size >= NAMED) named.clear();
      named.set(layers, { day, generation, version });
      return version;
    },
    get generation() { return generation; },
    learn: (tables, read, since) => {
      if (since === generation && isTold()) for (const table of tables) stamps.set(table, read[table] ?? '0');
    },
    noteChange: (tables) => {
      generation++;
      if (tables) for (const table of tables) stamps.delete(table);
      else stamps.clear();
    },
    close,
  };
}

function listening({ knex }: Db): Versions {
  let client: Client | undefined;
  let told = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const versions = memory(() => told, async () => { closed = true; clearTimeout(retry); await client?.end().catch(() => {}); });
  const lost = () => {
    told = false;
    versions.noteChange();
    if (!closed) retry = setTimeout(connect, RECONNECT_MS).unref();
  };
  const connect = async () => {
    if (!knex.client.pool) return; // the database was closed
    const mine = new Client({ ...knex.client.config.connection, application_name: 'paikou versions', keepAlive: true });
    client = mine;
    let gone = false;
    const once = () => { if (!gone) { gone = true; lost(); mine.end().catch(() => {}); } };
    mine.on('error', once).on('end', once);
    mine.on('notification', ({ payload }) => versions.noteChange(payload ? [payload] : undefined));
    try {
      await mine.connect();
      (mine as Client & { unref(): void }).unref(); // listening alone keeps no process running; missing in the types
      await mine.query(`LISTEN ${CHANNEL}`);
      versions.noteChange();
      told = !closed && !gone;
    } catch {
      once(); // tiles go on, asking the database for versions, until a later attempt succeeds
    }
  };
  connect();
  return versions;
}

/** Statements that may change rows. A COMMIT is sent before it is done, but whatever is read later waits behind it. */
const WRITES = /\b(insert\s+into|update|delete\s+from|truncate|merge\s+into|commit|create|drop|alter)\b/i;

function watching({ knex }: Db): Versions {
  const versions = memory(() => true, async () => { knex.removeListener('query', heard); });
  const heard = ({ sql }: { sql: string }) => { if (WRITES.test(sql)) versions.noteChange(); };
  knex.on('query', heard);
  return versions;
}

/** Version of a set of layers: their files, the state of their tables, and the day where editions come into force or overrides expire. */
export function versionOf(layers: Layer[], stamps: Stamps, day: string): string {
  const state = `${day} ${Object.entries(stamps)}`;
  const last = hashed.get(layers);
  if (last?.state === state) return last.version;
  const version = hashOf(layers, stamps, day);
  hashed.set(layers, { state, version });
  return version;
}

/** The last version of each list of layers: tile after tile is of the same. */
const hashed = new WeakMap<Layer[], { state: string; version: string }>();

function hashOf(layers: Layer[], stamps: Stamps, day: string): string {
  const hash = createHash('sha1').update(ENCODING);
  for (const { header, hash: file } of layers) {
    hash.update(`|${header.id} ${file} ${header.dated || header.daily ? day : ''} ${header.tables.map((table) => stamps[table] ?? '0')}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Current version of layers, from memory or else from the database. */
export async function currentVersion(db: Db, versions: Versions, layers: Layer[], day: string): Promise<string> {
  return versionOf(layers, await currentStamps(db, versions, tablesOf(layers)), day);
}

/** Stamps of tables, from memory or else from the database. */
export async function currentStamps(db: Db, versions: Versions, tables: string[]): Promise<Stamps> {
  const known = versions.known(tables);
  if (known) return known;
  const { generation } = versions;
  const [row] = await runQuery<{ stamps: Stamps }>(db.knex, stampsQuery(tables));
  versions.learn(tables, row?.stamps ?? {}, generation);
  return row?.stamps ?? {};
}
