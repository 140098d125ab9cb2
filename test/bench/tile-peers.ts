import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Country } from './country';
import { ask } from './tile-process';
import type { Address } from './tile-views';

interface Peer { name: string; command: string; args: string[]; env: Record<string, string>; tile(address: Address): string; ready: string }

/** Table of its own, so that each peer needs no more configuration than its database: zones as drawn from z12 on. */
const TABLE = 'bench_zone';

/** Each peer has the next one. */
const FIRST_PORT = 39_110;

/** @param folder for what a peer must be given as a file, and may keep */
type PeerOn = (database: string, port: number, folder: string) => Peer;

const PEERS: PeerOn[] = [
  ...[0, 64].map((cache): PeerOn => (database, port) => ({
    name: `martin, cache ${cache} MB`, command: 'martin', args: [database, '--listen-addresses', `127.0.0.1:${port}`, '--cache-size', String(cache)],
    env: {}, ready: '/health', tile: ({ z, x, y }) => `/${TABLE}/${z}/${x}/${y}`,
  })),
  (database, port) => ({
    name: 'pg_tileserv', command: 'pg_tileserv', args: [], env: { DATABASE_URL: database, TS_HTTPHOST: '127.0.0.1', TS_HTTPPORT: String(port) },
    ready: '/index.json', tile: ({ z, x, y }) => `/public.${TABLE}/${z}/${x}/${y}.pbf`,
  }),
  (database, port) => ({
    name: 'tipg', command: 'uvicorn', args: ['tipg.main:app', '--host', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    env: { DATABASE_URL: database, TIPG_DB_SCHEMAS: '["public"]', TIPG_DB_TABLES: JSON.stringify([`public.${TABLE}`]), TIPG_MAX_FEATURES_PER_TILE: '100000' },
    ready: '/healthz', tile: ({ z, x, y }) => `/collections/public.${TABLE}/tiles/WebMercatorQuad/${z}/${x}/${y}`,
  }),
  ...[false, true].map((cached): PeerOn => (database, port, folder) => ({
    name: cached ? 'tegola, cache of files' : 'tegola', command: 'tegola', args: ['serve', '--config', tegolaConfig(database, port, folder, cached)],
    env: {}, ready: '/capabilities', tile: ({ z, x, y }) => `/maps/bench/${z}/${x}/${y}.pbf`,
  })),
];

/** Path of a configuration of the one table. */
function tegolaConfig(database: string, port: number, folder: string, cached: boolean): string {
  const file = join(folder, `tegola-${cached}.toml`);
  writeFileSync(file, `[webserver]
port = "127.0.0.1:${port}"
${cached ? `[cache]\ntype = "file"\nbasepath = "${join(folder, 'tiles')}"\n` : ''}
[[providers]]
name = "bench"
type = "mvt_postgis"
uri = "${database}?pool_min_conns=1&pool_max_conns=4"
  [[providers.layers]]
  name = "${TABLE}"
  geometry_type = "MultiPolygon"
  id_fieldname = "id"
  sql = "SELECT ST_AsMVTGeom(geom, !BBOX!) AS geom, id, code, name, level FROM ${TABLE} WHERE geom && !BBOX!"
[[maps]]
name = "bench"
  [[maps.layers]]
  provider_layer = "bench.${TABLE}"
  min_zoom = 0
  max_zoom = 20
`);
  return file;
}

/** Other tile servers on the same database, one layer, tiles of the same journeys; what is not installed is named. */
export async function comparePeers({ db }: Country, database: string, addresses: Address[], cold: string, warm: string, folder: string | undefined, tell: (line: string) => void) {
  await db.knex.raw(`DROP TABLE IF EXISTS ${TABLE}`);
  await db.knex.raw(`CREATE TABLE ${TABLE} AS SELECT id, code, name, level, ST_SetSRID(geom_3857, 3857)::geometry(MultiPolygon, 3857) AS geom FROM drinking_water_zone`);
  await db.knex.raw(`ALTER TABLE ${TABLE} ADD PRIMARY KEY (id)`);
  await db.knex.raw(`CREATE INDEX ON ${TABLE} USING gist (geom)`);
  await db.knex.raw(`ANALYZE ${TABLE}`);
  const near = addresses.filter(({ z }) => z >= 8).slice(0, 150);
  const ours = ({ z, x, y }: Address) => `/tiles/drinking_water_zones/${z}/${x}/${y}.mvt`;
  const rows: Record<string, unknown>[] = [
    { server: 'Paikou, cache off', ...await measure(cold, ours, near) },
    { server: 'Paikou', ...await measure(warm, ours, near) },
  ];
  const files = mkdtempSync(join(tmpdir(), 'paikou-peers-'));
  for (const [n, peerOn] of PEERS.entries()) {
    const port = FIRST_PORT + n;
    const peer = peerOn(database, port, files);
    const command = find(peer.command, folder);
    if (!command) { tell(`未安装 (absent): ${peer.name}`); continue; }
    const child = spawn(command, peer.args, { env: { ...process.env, ...peer.env }, stdio: 'ignore' });
    try {
      const url = `http://127.0.0.1:${port}`;
      await isUp(url + peer.ready, child);
      rows.push({ server: peer.name, ...await measure(url, peer.tile, near) });
    } catch (error) {
      tell(`${peer.name}: ${(error as Error).message}`);
    } finally {
      child.kill();
    }
  }
  rmSync(files, { recursive: true });
  console.table(rows);
}

const find = (command: string, folder: string | undefined) =>
  [...(folder ? [folder, join(folder, 'bin'), join(folder, 'tipg/bin')] : []), ...(process.env.PATH ?? '').split(delimiter)].map((each) => join(each, command)).find(existsSync);

async function isUp(url: string, child: ChildProcess) {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    if (await ask(url).then(({ status }) => status < 500, () => false)) return;
    await new Promise((done) => { setTimeout(done, 200); });
  }
  throw new Error('did not answer within 20 s');
}

/** Median milliseconds of the first and of a second look at the same tiles. */
async function measure(origin: string, tile: (address: Address) => string, addresses: Address[]) {
  const round = async () => {
    const taken: number[] = [];
    let bytes = 0;
    for (const address of addresses) {
      const started = performance.now();
      const { status, body } = await ask(origin + tile(address), { 'accept-encoding': 'gzip' });
      taken.push(performance.now() - started);
      if (status > 204 && status !== 404) throw new Error(`${tile(address)}: ${status}`);
      bytes += body.length;
    }
    return { ms: taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)]?.toFixed(2), bytes };
  };
  await Promise.all(addresses.slice(0, 8).map((address) => ask(origin + tile({ ...address, x: address.x + 1000 }))));
  const first = await round();
  const second = await round();
  return { 'first look, ms': first.ms, 'second look, ms': second.ms, 'bytes': first.bytes };
}
