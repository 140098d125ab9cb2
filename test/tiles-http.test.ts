import { gunzipSync } from 'node:zlib';
import { get } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { onServer, type RunningApp, startApp } from './harness';
import { decode } from './tiles-compare';
import { tileAt } from './tiles-drawn';

let app: RunningApp;
let tile: string;

beforeAll(async () => {
  app = await startApp();
  const { rows: [{ lon, lat }] } = await app.db.knex.raw('SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall ORDER BY id LIMIT 1');
  const { z, x, y } = tileAt(12, lon, lat);
  tile = `${z}/${x}/${y}.mvt`;
});
afterAll(() => app.close());

interface Answer { status: number; headers: IncomingHttpHeaders; body: Buffer }

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => new Promise<Answer>((resolve, reject) => {
  get(`${app.url}${path}`, { headers, method }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode as number, headers: response.headers, body: Buffer.concat(chunks) }));
  }).on('error', reject).end();
});
const json = (answer: Answer) => JSON.parse(answer.body.toString());
const versionOf = async (layers: string) => new URL(json(await ask(`/tiles/${layers}.json`)).tiles[0]).searchParams.get('v') as string;

test('a tile, plain and compressed, and its head', async () => {
  const plain = await ask(`/tiles/onemap/${tile}`);
  expect(plain.status).toBe(200);
  expect(plain.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
  const zipped = await ask(`/tiles/onemap/${tile}`, { 'accept-encoding': 'gzip' });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
  expect(Object.keys(decode(plain.body))).toEqual(expect.arrayContaining(['outfalls', 'rivers', 'regions']));
  const head = await ask(`/tiles/onemap/${tile}`, {}, 'HEAD');
  expect([head.status, head.headers.etag, head.body.length]).toEqual([200, plain.headers.etag, 0]);
});

test('outfalls carry what others read, and nothing internal', async () => {
  const [first] = decode((await ask(`/tiles/outfalls/${tile}`)).body).outfalls ?? [];
  expect(first?.properties).toMatchObject({ id: first?.id, code: expect.any(String), name: expect.any(String), category: expect.any(String), verdict: expect.any(String), stage: expect.any(String), region: expect.any(String) });
  for (const hidden of ['source', 'status_proof', 'credit_code', 'discharger_id']) expect(first?.properties).not.toHaveProperty(hidden);
});

test('revalidation, the current version for a year, another version never', async () => {
  const plain = await ask(`/tiles/outfalls/${tile}`);
  expect(plain.headers['cache-control']).toBe('no-cache');
  const tag = { 'if-none-match': plain.headers.etag as string };
  expect((await ask(`/tiles/outfalls/${tile}`, tag)).status).toBe(304);
  expect((await ask(`/tiles/outfalls/${tile}?verdict=ban`, tag)).status).not.toBe(304);
  const v = await versionOf('outfalls');
  expect((await ask(`/tiles/outfalls/${tile}?v=${v}`)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect((await ask(`/tiles/outfalls/${tile}?v=older`)).headers['cache-control']).toBe('no-store');
});

test('304 without touching the database', async () => {
  const { headers: { etag } } = await ask(`/tiles/outfalls/${tile}`);
  await told();
  await ask(`/tiles/outfalls/${tile}`);
  let statements = 0;
  const count = () => { statements++; };
  for (const pool of [app.db.knex, app.db.tiles]) pool.on('query', count);
  const again = await ask(`/tiles/outfalls/${tile}`, { 'if-none-match': etag as string });
  const kept = await ask(`/tiles/outfalls/${tile}`);
  for (const pool of [app.db.knex, app.db.tiles]) pool.removeListener('query', count);
  expect([again.status, kept.status, statements]).toEqual([304, 200, 0]);
});

test('a change shows in the next tile, and only in its own layers', async () => {
  const [before, rivers] = [await ask(`/tiles/outfalls/${tile}`), await versionOf('rivers')];
  const v = await versionOf('outfalls');
  await app.db.knex('outfall').where({ id: app.db.knex('outfall').min('id') }).update({ name: '改名' });
  await told();
  const after = await ask(`/tiles/outfalls/${tile}?v=${v}`, { 'if-none-match': before.headers.etag as string });
  expect(after.status).toBe(200);
  expect(after.headers['cache-control']).toBe('no-store');
  expect(decode(after.body).outfalls?.map(({ properties }) => properties.name)).toContain('改名');
  expect(await versionOf('outfalls')).not.toBe(v);
  expect(await versionOf('rivers')).toBe(rivers);
});

test('a change that is rolled back changes no version', async () => {
  const v = await versionOf('outfalls');
  await app.db.knex.transaction(async (trx) => { await trx('outfall').update({ flow_m3d: 1 }); throw new Error('back'); }).catch(() => {});
  await told();
  expect(await versionOf('outfalls')).toBe(v);
});

test('as known before a change a tile shows what was; verdicts stored for a past day void the tiles of that day', async () => {
  const [{ id, name }] = await app.db.knex('outfall').orderBy('id').limit(1).select('id', 'name');
  const then = new Date().toISOString();
  await new Promise((done) => { setTimeout(done, 5); });
  await app.db.knex('outfall').where({ id }).update({ name: '后来的名称' });
  await told();
  const nameAt = async (query: string) => decode((await ask(`/tiles/outfalls/${tile}?${query}`)).body).outfalls?.find((each) => each.properties.id === id)?.properties.name;
  expect([await nameAt('region=231081,653001'), await nameAt(`known_at=${then}`)]).toEqual(['后来的名称', name]);
  expect((await ask('/tiles/outfalls/0/0/0.mvt?known_at=2020-01-01')).status).toBe(204);
  expect(json(await ask(`/tiles/onemap.json?known_at=${then}`)).tiles[0]).toContain('known_at=');
  const ofDay = '/tiles/outfalls/0/0/0.mvt?as_of=2025-07-01';
  const before = await ask(ofDay);
  await app.db.knex.raw(`INSERT INTO verdict (outfall_id, run_id, pack_id, pack_version, as_of, verdict, input_hash)
    SELECT outfall_id, run_id, pack_id, pack_version, '2025-06-30', 'merge', 'x' FROM verdict WHERE outfall_id = ? LIMIT 1`, [id]);
  await told();
  const after = await ask(ofDay, { 'if-none-match': before.headers.etag as string });
  expect(after.status).toBe(200);
  const merged = (answer: typeof before) => (decode(answer.body).outfalls ?? []).reduce((sum, { properties }) => sum + Number(properties.merge), 0);
  expect([merged(before), merged(after)]).toEqual([0, 1]);
});

test('an empty tile is 204 with the same headers', async () => {
  const empty = await ask('/tiles/rivers/6/0/0.mvt');
  expect([empty.status, empty.body.length, empty.headers['cache-control']]).toEqual([204, 0, 'no-cache']);
  expect(empty.headers.etag).toMatch(/^W\//);
});

test('many at once are drawn once', async () => {
  let drawn = 0;
  const count = ({ sql }: { sql: string }) => { if (sql.includes('item AS NOT MATERIALIZED')) drawn++; };
  app.db.tiles.on('query', count);
  const answers = await Promise.all(Array.from({ length: 12 }, () => ask(`/tiles/outfalls,reaches/${tile}`)));
  app.db.tiles.removeListener('query', count);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(drawn).toBe(1);
});

test('TileJSON names every layer and field', async () => {
  const document = json(await ask('/tiles/onemap.json'));
  expect(document).toMatchObject({ tilejson: '3.0.0', scheme: 'xyz', minzoom: 0, attribution: expect.any(String) });
  expect(document.vector_layers).toHaveLength(19);
  expect(document.vector_layers.find(({ id }: { id: string }) => id === 'outfalls').fields).toHaveProperty('provisional_strictest');
  const [west, south, east, north] = document.bounds;
  expect(west < 76.2 && east > 131.1 && south < 39.8 && north > 44.3).toBe(true);
  const address = document.tiles[0].replace('{z}/{x}/{y}.mvt', tile).replace(app.url, '');
  expect((await ask(address)).headers['cache-control']).toContain('immutable');
});

test('filters of the list; region for the others', async () => {
  const { rows: [{ n }] } = await app.db.knex.raw(`SELECT count(*) AS n FROM outfall_item WHERE region_code LIKE '231081%' AND verdict = 'keep'`);
  const one = decode((await ask('/tiles/outfalls/0/0/0.mvt?region=231081&verdict=keep')).body).outfalls ?? [];
  expect(one.reduce((sum, { properties }) => sum + Number(properties.count), 0)).toBe(n);
  const rivers = decode((await ask('/tiles/rivers/0/0/0.mvt?region=231081')).body).rivers ?? [];
  expect(new Set(rivers.map(({ properties }) => String(properties.region).slice(0, 6)))).toEqual(new Set(['231081']));
});

test.each([
  ['outfalls/0/0/1.mvt', 400, 'y'], ['outfalls/3/8/0.mvt', 400, 'x'], ['outfalls/23/0/0.mvt', 400, 'z'], ['outfalls/-1/0/0.mvt', 400, 'z'],
  ['outfalls/1.5/0/0.mvt', 400, 'z'], ['outfalls/a/0/0.mvt', 400, 'z'], ['outfalls/4//0.mvt', 400, 'x'], ['outfalls/4/0x1/0.mvt', 400, 'x'],
  ['outfalls/99999999999999999999/0/0.mvt', 400, 'z'], ['outfalls/1/0/0.png', 400, 'path'], ['outfalls', 400, 'path'], ['', 400, 'path'],
  ['nowhere/1/0/0.mvt', 404, 'layers'], ['outfalls,nowhere/1/0/0.mvt', 404, 'layers'], ['outfalls,outfalls/1/0/0.mvt', 400, 'layers'],
  ['nowhere.json', 404, 'layers'], ['%E0%A4%A/1/0/0.mvt', 400, undefined],
  ['outfalls/1/0/0.mvt?colour=red', 400, 'colour'], ['outfalls/1/0/0.mvt?verdict=burn', 400, 'verdict'], ['outfalls/1/0/0.mvt?region=12', 400, 'region'],
  ['outfalls/1/0/0.mvt?region=999999', 400, 'region'], ['outfalls/1/0/0.mvt?category=none', 400, 'category'], ['rivers/1/0/0.mvt?verdict=ban', 400, 'verdict'],
  ['outfalls/1/0/0.mvt?v=1&v=2', 400, 'v'], ["outfalls/1/0/0.mvt?q=%00", 400, 'q'],
])('%s is refused with %i naming %s', async (path, status, field) => {
  const answer = await ask(`/tiles/${path}`);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.headers['cache-control']).toBe('no-store');
  const problem = json(answer);
  expect(problem).toMatchObject({ status, title: expect.any(String), errors: expect.any(Array) });
  if (field) expect(problem.errors[0]).toMatchObject({ field, reason: expect.any(String) });
});

test('other methods are refused, and words cannot become SQL', async () => {
  expect((await ask('/tiles/outfalls/0/0/0.mvt', {}, 'POST')).status).toBe(405);
  const words = encodeURIComponent(`'; DROP TABLE outfall; -- :z ?`);
  expect((await ask(`/tiles/outfalls/0/0/0.mvt?q=${words}`)).status).toBe(204);
});

(onServer ? test : test.skip)('while the connection that listens is lost, the database is asked', async () => {
  const before = await ask(`/tiles/outfalls/${tile}`);
  await app.db.knex.raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'paikou versions' AND datname = current_database()`);
  await told();
  await app.db.knex('outfall').where({ id: app.db.knex('outfall').min('id') }).update({ name: '再改名' });
  const after = await ask(`/tiles/outfalls/${tile}`, { 'if-none-match': before.headers.etag as string });
  expect(after.status).toBe(200);
  expect((await ask(`/tiles/outfalls/${tile}`, { 'if-none-match': after.headers.etag as string })).status).toBe(304);
});

/** NOTIFY and the connection that listens take a moment. */
const told = () => new Promise((done) => { setTimeout(done, 300); });
