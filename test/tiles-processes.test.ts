import { get } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { versionsOf } from '../server/tiles/versions';
import { onServer, type RunningApp, startApp, startSecond } from './harness';
import { decode } from './tiles-compare';
import { tileAt } from './tiles-drawn';

// What holds between processes and connections: changes told within a second, nobody's query left running, memory bounded.

let app: RunningApp;
let place: { id: number; lon: number; lat: number };

beforeAll(async () => {
  app = await startApp({ tileCacheBytes: 200_000 });
  ({ rows: [place] } = await app.db.knex.raw('SELECT id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall ORDER BY id LIMIT 1') as { rows: [typeof place] });
});
afterAll(() => app.close());

interface Answer { status: number; headers: IncomingHttpHeaders; body: Buffer }

const ask = (url: string, headers: Record<string, string> = {}) => new Promise<Answer>((resolve, reject) => {
  get(url, { headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode as number, headers: response.headers, body: Buffer.concat(chunks) }));
  }).on('error', reject);
});
const pathOf = (z: number, layers = 'onemap') => { const { x, y } = tileAt(z, place.lon, place.lat); return `/tiles/${layers}/${z}/${x}/${y}.mvt`; };
const until = async (holds: () => Promise<boolean>, ms: number) => {
  const end = Date.now() + ms;
  while (!await holds()) {
    if (Date.now() > end) return false;
    await new Promise((done) => { setTimeout(done, 20); });
  }
  return true;
};

test('gzip, brotli and plain are the same tile, whichever was asked for first; a cache must tell them apart', async () => {
  for (const order of [['br', 'gzip', 'identity'], ['identity', 'gzip', 'br'], ['gzip', 'br', 'identity']]) {
    const path = `${app.url}${pathOf(9 + order.indexOf('br'))}`;
    const answers = new Map<string, Answer>();
    for (const encoding of order) answers.set(encoding, await ask(path, { 'accept-encoding': encoding }));
    const [br, gz, plain] = ['br', 'gzip', 'identity'].map((each) => answers.get(each) as Answer) as [Answer, Answer, Answer];
    expect([br.headers['content-encoding'], gz.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['br', 'gzip', undefined]);
    expect(plain.body.length).toBeGreaterThan(0);
    expect(brotliDecompressSync(br.body).equals(plain.body) && gunzipSync(gz.body).equals(plain.body)).toBe(true);
    expect(new Set([br, gz, plain].map(({ headers }) => headers.etag)).size).toBe(1);
    for (const { headers } of [br, gz, plain]) expect(headers.vary).toBe('Accept-Encoding');
  }
});

test.each([
  ['gzip, deflate, br', 'br'], ['gzip', 'gzip'], ['br;q=0.1, gzip;q=0.9', 'gzip'], ['br;q=0, gzip;q=0', undefined], ['*', 'br'], ['*;q=0', undefined],
  ['', undefined], ['deflate', undefined], ['identity;q=1, gzip;q=0.5', undefined], ['GZIP', 'gzip'], [';;,,q=', undefined], ['gzip;q=x', undefined],
])('Accept-Encoding %s is answered with %s', async (accepted, encoding) => {
  expect((await ask(app.url + pathOf(9), { 'accept-encoding': accepted })).headers['content-encoding']).toBe(encoding);
});

test('the cache keeps to its limit and tells of itself', async () => {
  for (let z = 0; z <= 16; z++) for (const layers of ['onemap', 'outfalls', 'regions', 'rivers,reaches', 'outfalls,regions']) await ask(app.url + pathOf(z, layers), { 'accept-encoding': 'gzip' });
  await ask(app.url + pathOf(16, 'outfalls,regions'), { 'accept-encoding': 'gzip' });
  const metrics = (await ask(`${app.url}/metrics`)).body.toString();
  const value = (name: string) => Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(metrics)?.[1]);
  expect(value('paikou_tile_cache_bytes')).toBeLessThanOrEqual(200_000);
  expect(value('paikou_tile_cache_bytes')).toBeGreaterThan(50_000);
  expect(value('paikou_tile_cache_evicted_total')).toBeGreaterThan(0);
  expect(value('paikou_tile_answers_total{how="drawn"}')).toBeGreaterThan(40);
  expect(value('paikou_tile_answers_total{how="kept"}')).toBeGreaterThan(0);
});

(onServer ? test : test.skip)('a changed row voids the tiles of its layer, and of no other, in every process within a second', async () => {
  const second = await startSecond(app);
  try {
    const tags = async (url: string) => Promise.all(['outfalls', 'rivers', 'onemap'].map(async (layers) => (await ask(url + pathOf(12, layers))).headers.etag as string));
    await tags(second.url); // the first request may come before the second process listens
    await until(async () => (await ask(`${second.url}${pathOf(12)}`, { 'if-none-match': (await tags(second.url))[2] as string })).status === 304, 3_000);
    const before = await tags(second.url);
    expect(await tags(app.url)).toEqual(before);
    await app.db.knex('outfall').where({ id: place.id }).update({ name: '在另一进程改名' });
    expect(await until(async () => versionsOf(second.db).known(['outfall']) === undefined, 1_000)).toBe(true);
    expect(versionsOf(second.db).known(['waterbody'])).toBeDefined();
    expect((await tags(second.url))[0]).not.toBe(before[0]);
    const after = await tags(second.url);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
    expect(decode((await ask(second.url + pathOf(12, 'outfalls'))).body).outfalls?.map(({ properties }) => properties.name)).toContain('在另一进程改名');
    expect(await tags(app.url)).toEqual(after);
  } finally {
    await second.close();
  }
});

(onServer ? test : test.skip)('a hundred abandoned requests leave no query behind, and the next one is answered', async () => {
  // Everybody waits while the table is locked: what is still running afterwards is what nobody cancelled.
  const blocker = await app.db.knex.transaction();
  await blocker.raw('LOCK TABLE outfall IN ACCESS EXCLUSIVE MODE');
  const busy = async () => (await app.db.knex.raw(`SELECT count(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'paikou tiles' AND state = 'active'`)).rows[0].n as number;
  try {
    const { x, y } = tileAt(14, place.lon, place.lat);
    const requests = Array.from({ length: 100 }, (_, n) => get(`${app.url}/tiles/outfalls/14/${x + (n % 10)}/${y + Math.floor(n / 10)}.mvt?v=${n}`).on('error', () => {}));
    expect(await until(async () => await busy() > 2, 20_000)).toBe(true);
    for (const request of requests) request.destroy();
    expect(await until(async () => await busy() === 0, 20_000)).toBe(true);
  } finally {
    await blocker.rollback();
  }
  expect((await ask(`${app.url}${pathOf(14, 'outfalls')}`)).status).toBe(200);
  expect((await ask(`${app.url}/metrics`)).body.toString()).toMatch(/paikou_tile_answers_total\{how="gone"\} [1-9]/);
});
