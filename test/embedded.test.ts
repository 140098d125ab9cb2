import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onServer } from './harness';

// The embedded engine as a process of its own, as a user meets it. PGlite cannot open inside jest's VM.

const ROOT = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'paikou-embedded-'));
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL'); // of a test that failed
  rmSync(folder, { recursive: true, force: true });
});

interface Ended { code: number | null; output: string }

function paikou(args: string[], settings: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, DATABASE_URL: '', PAIKOU_DATA: folder, PAIKOU_SAMPLE: 'off', PORT: '0', ...settings };
  const child = spawn(process.execPath, [join(ROOT, 'server/paikou.cjs'), ...args], { cwd: ROOT, env });
  children.add(child);
  child.once('close', () => children.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
  const ended = new Promise<Ended>((done) => { child.on('close', (code) => done({ code, output })); });
  const address = async () => {
    for (let tries = 0; tries < 2400; tries++) {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (found) return found[0];
      await new Promise((next) => { setTimeout(next, 100); });
    }
    throw new Error(`no address was printed:\n${output}`);
  };
  return { child, ended, address };
}

const describeEmbedded = onServer ? describe.skip : describe;

describeEmbedded('embedded engine as a process', () => {
  test('serves an empty database, keeps others out naming the holder, ends slow statements, drains on SIGTERM', async () => {
    const server = paikou(['serve'], { PAIKOU_STATEMENT_TIMEOUT: '10000' });
    const url = await server.address();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/api/outfalls`)).json()).toMatchObject({ items: [], matched: 0, next: null });
    expect(statSync(join(folder, '.s.PGSQL.5432')).mode & 0o777).toBe(0o600);

    const second = await paikou(['migrate']).ended;
    expect(second.code).toBe(1);
    expect(second.output).toContain(String(server.child.pid));
    expect(second.output).toContain(url);
    expect(await paikou(['evaluate']).ended).toMatchObject({ code: 0, output: expect.stringContaining(`asking the running server): ${url}`) });
    expect(await paikou(['tiles', '--out', join(folder, 'all.pmtiles')]).ended).toMatchObject({ code: 1, output: expect.stringMatching(/tiles of the running server\): http[\s\S]*没有任何要素/) });

    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);

    const afterwards = await paikou(['migrate']).ended;
    expect(afterwards).toMatchObject({ code: 0 });
  }, 420_000);

  test('a holder that was killed does not keep the folder', async () => {
    const server = paikou(['serve']);
    await server.address();
    server.child.kill('SIGKILL');
    await server.ended;
    expect(await paikou(['migrate']).ended).toEqual({ code: 0, output: expect.any(String) }); // all of it, where it fails
  }, 300_000);

  test('a statement over the limit is ended and the engine answers again', async () => {
    const script = `
      const { openDatabase } = require('./server/db/open.ts');
      openDatabase({ databaseUrl: undefined, dataFolder: process.env.PAIKOU_DATA, pool: 1, statementTimeoutMs: 4000 }).then(async (db) => {
        const error = await db.knex.raw('SELECT pg_sleep(50)').catch((e) => e);
        const { rows } = await db.knex.raw('SELECT 1 AS one');
        console.log(error.code, rows[0].one);
        await db.close();
      });`;
    const child = spawn(process.execPath, ['-r', 'tsx/cjs', '-e', script], { cwd: ROOT, env: { ...process.env, PAIKOU_DATA: folder } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    await new Promise((done) => { child.on('close', done); });
    expect(output).toContain('57014 1');
  }, 120_000);
});

test('unknown commands and settings are refused by name', async () => {
  expect(await paikou(['paint']).ended).toMatchObject({ code: 2, output: expect.stringContaining('paint') });
  expect(await paikou(['migrate'], { PORT: 'abc' }).ended).toMatchObject({ code: 1, output: expect.stringContaining('PORT') });
});
