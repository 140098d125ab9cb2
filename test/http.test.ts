import { connect } from 'node:net';
import { z } from 'zod';
import { AppError, problem } from '../server/errors';
import { dayOf, readMoment } from '../server/http/query';
import { defineRoute } from '../server/http/route';
import { onServer, type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const ask = (path: string, init?: RequestInit) => fetch(app.url + path, init);
const json = async (path: string) => (await (await ask(path)).json()) as any;

describe('errors', () => {
  test.each([
    ['57014', 503], ['08006', 503], ['53300', 503], ['40001', 503], ['22P02', 400], ['22003', 400],
    ['23505', 409], ['23503', 422], ['23514', 422], ['42601', 500], ['XX000', 500],
  ])('SQLSTATE %s is answered with %i', (code, status) => {
    expect(problem({ code, message: 'secret of the database' }).status).toBe(status);
  });

  test('the words of an unexpected error stay inside', () => {
    const told = JSON.stringify([problem(new Error('secret')), problem({ code: '23505', detail: 'secret' }), problem('secret'), problem(undefined)]);
    expect(told).not.toContain('secret');
  });

  test('what is no request, or too long for one, is a problem document too', async () => {
    const long = await ask(`/api/outfalls?q=${'a'.repeat(20_000)}`);
    expect([long.status, long.headers.get('content-type')]).toEqual([431, 'application/problem+json; charset=utf-8']);
    expect((await long.json() as any).errors[0]).toEqual({ field: 'headers', reason: expect.stringContaining('16 KB'), value: null });
    const raw = await new Promise<string>((done) => {
      let text = '';
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
      socket.on('data', (bytes) => { text += bytes; }).on('close', () => done(text));
    });
    expect(raw).toMatch(/^HTTP\/1\.1 400 Bad request\r\n.*application\/problem\+json.*"field":"request"/s);
  });

  test('a long wrong value is echoed shortened, and says so', () => {
    const { errors } = problem(new AppError('invalid', 'x', [{ field: 'f', reason: 'r', value: 'a'.repeat(5000) }]));
    expect(errors[0]?.value).toBe(`${'a'.repeat(200)}… (5000)`);
  });

  test('a statement over its time is a 503 that names the reason', async () => {
    if (!onServer) return; // the embedded engine's watchdog has a test of its own
    const late = app.db.knex.transaction(async (trx) => {
      await trx.raw('SET LOCAL statement_timeout = 50');
      await trx.raw('SELECT pg_sleep(5)');
    });
    const told = problem(await late.catch((error: unknown) => error));
    expect(told).toMatchObject({ status: 503, type: 'urn:paikou:problem:timeout' });
  });
});

describe('moments', () => {
  test.each([
    ['2024-05-01', '2024-05-01T16:00:00.000Z'],
    ['2024-12-31', '2024-12-31T16:00:00.000Z'],
    ['2024-05-01T08:00:00+08:00', '2024-05-01T00:00:00.000Z'],
    ['2024-05-01T00:00:00.5Z', '2024-05-01T00:00:00.500Z'],
  ])('%s is %s', (text, moment) => { expect(readMoment(text)?.toISOString()).toBe(moment); });

  test.each(['2024-02-30', '2023-02-29', '2024-5-1', '20240501', '2024-05-01T08:00:00', '2024-05-01T25:00:00Z', 'now', ''])(
    '%p is none', (text) => { expect(readMoment(text)).toBeUndefined(); });

  test('the day of a bare date is that date', () => { expect(dayOf(readMoment('2024-05-01') as Date)).toBe('2024-05-01'); });
});

test('a route whose params are not those of its path is refused when the program starts', () => {
  expect(() => defineRoute({ method: 'get', path: '/a/{b}', summary: '', params: { c: z.string() }, response: z.string(), handler: () => '' })).toThrow('/a/{b}');
});

describe('answers', () => {
  test('the process is up, and ready with both cities evaluated', async () => {
    expect(await json('/healthz')).toEqual({ status: 'up' });
    const ready = await json('/readyz');
    expect(ready).toMatchObject({ status: 'ready', engine: onServer ? 'server' : 'embedded' });
    expect(ready.evaluated).toBe(ready.outfalls);
  });

  test('metrics count requests by the pattern of their path', async () => {
    await ask('/api/outfalls/1');
    const text = await (await ask('/metrics')).text();
    expect(text).toContain('paikou_http_request_seconds_count{method="GET",path="/api/outfalls/{id}",status="200"}');
    expect(text).toContain('process_cpu_seconds_total');
  });

  test('security headers, and no word of the framework', async () => {
    const { headers } = await ask('/api/regions');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('tianditu');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  test('HEAD has the headers of GET and no body', async () => {
    const [get, head] = [await ask('/api/regions'), await ask('/api/regions', { method: 'HEAD' })];
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect(await head.text()).toBe('');
    const missing = await ask('/api/nothing', { method: 'HEAD' });
    expect([missing.status, missing.headers.get('content-type'), await missing.text()]).toEqual([404, 'application/problem+json; charset=utf-8', '']);
  });

  test('another method is a 405 that names those there are', async () => {
    const refused = await ask('/api/outfalls', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, POST, GET, HEAD']);
    expect((await ask('/api/outfalls', { method: 'OPTIONS' })).status).toBe(204);
  });

  test('regions: two cities, each with its towns inside its box', async () => {
    const { items } = await json('/api/regions');
    expect(items.map(({ code }: { code: string }) => code)).toEqual(['231081', '653001']);
    expect(items.map(({ towns }: { towns: unknown[] }) => towns.length)).toEqual([2, 11]);
    for (const { bbox, towns } of items) {
      for (const town of towns) {
        expect(town.bbox[0]).toBeGreaterThanOrEqual(bbox[0] - 1e-9);
        expect(town.bbox[3]).toBeLessThanOrEqual(bbox[3] + 1e-9);
      }
    }
  });

  test('settings carry the whole category tree', async () => {
    const { categories, tianditu_key } = await json('/api/settings');
    expect(tianditu_key).toBeNull();
    const codes = new Set(categories.map(({ code }: { code: string }) => code));
    for (const { parent } of categories) expect(parent === null || codes.has(parent)).toBe(true);
  });
});

test('天地图 hosts are let through only with a key', async () => {
  await app.close();
  app = await startApp({ tiandituKey: 'demo' });
  expect((await ask('/api/regions')).headers.get('content-security-policy')).toContain('img-src \'self\' data: blob: https://*.tianditu.gov.cn');
  expect((await json('/api/settings')).tianditu_key).toBe('demo');
});
