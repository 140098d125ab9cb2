import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportJob } from '../server/api-types';
import { onServer, openTestDb } from './harness';
import type { Db } from '../server/db/open';

// A real server process, killed in the middle of an import. The embedded engine has the same transactions; its file is in embedded.test.ts.

const ROOT = join(__dirname, '..');
const CITY = '231081';
const rows = (count: number) => `名称,类型,经度,纬度\n${Array.from({ length: count }, (_, n) => `绥芬河市示意批量${n}排污口,其他排污口,${131.1 + (n % 300) / 3000},${44.38 + Math.floor(n / 300) / 3000}`).join('\n')}\n`;

(onServer ? describe : describe.skip)('a server process that dies in the middle of an import (on a server)', () => {
  let db: Db;
  let url: string;
  const children: ChildProcess[] = [];
  beforeAll(async () => { db = await openTestDb(); });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await db?.close();
  });

  async function serve(): Promise<ChildProcess> {
    const { connectionString } = db.knex.client.config.connection;
    const child = spawn(process.execPath, [join(ROOT, 'server/paikou.cjs'), 'serve'], { cwd: ROOT, env: { ...process.env, DATABASE_URL: connectionString, PORT: '0', PAIKOU_SAMPLE: 'off' } });
    children.push(child);
    let said = '';
    url = await new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { said += data; const at = /排口一张图: (http\S+)/.exec(said)?.[1]; if (at) resolve(at); });
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
    });
    return child;
  }

  const ended = (child: ChildProcess, signal: NodeJS.Signals) => new Promise<number | null>((done) => { child.removeAllListeners('exit'); child.once('exit', done); child.kill(signal); });
  const told = async (id: number) => (await (await fetch(`${url}/api/imports/${id}`)).json()) as ImportJob;

  async function upload(count: number): Promise<number> {
    const form = new FormData();
    form.set('region', CITY);
    form.set('file', new Blob([rows(count)]), '批量.csv');
    return ((await (await fetch(`${url}/api/imports`, { method: 'POST', body: form })).json()) as ImportJob).id;
  }

  /** Until it is so, looked at often. */
  async function until(what: () => Promise<boolean>) {
    for (const started = Date.now(); !(await what());) {
      if (Date.now() - started > 60_000) throw new Error('it never came');
      await new Promise((next) => { setTimeout(next, 20); });
    }
  }

  const left = async (child: ChildProcess) => [Number((await db.knex('outfall').count('* as n').first())?.n), Number((await db.knex('import_row').count('* as n').first())?.n), readdirSync(tmpdir()).filter((name) => name.startsWith(`paikou-import-${child.pid}-`))];

  test('kill -9 while it reads and while it commits, SIGTERM while it reads: the database is as it was, the next start tells the job as failed', async () => {
    const before = Number((await db.knex('outfall').count('* as n').first())?.n);
    const first = await serve();
    const read = await upload(40_000);
    await until(async () => ((await told(read)).progress?.done ?? 0) > 0);
    await ended(first, 'SIGKILL');

    const second = await serve();
    expect([(await told(read)).state, (await told(read)).error?.detail]).toEqual(['failed', expect.stringContaining('没有写入任何数据')]);
    expect(await left(first)).toEqual([before, 0, []]);
    const committed = await upload(5_000);
    await until(async () => (await told(committed)).state === 'previewed');
    fetch(`${url}/api/imports/${committed}/commit`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).catch(() => {});
    await until(async () => ['writing', 'judging'].includes((await told(committed)).progress?.step ?? ''));
    await ended(second, 'SIGKILL');

    const third = await serve();
    await until(async () => (await told(committed)).state === 'failed'); // as soon as the database has noticed that nobody is there
    expect(await left(second)).toEqual([before, 0, []]);
    const stopped = await upload(40_000);
    await until(async () => ((await told(stopped)).progress?.done ?? 0) > 0);
    expect(await ended(third, 'SIGTERM')).toBe(0);
    expect((await db.knex('import_job').where({ id: stopped }).first()).state).toBe('failed');
    expect(await left(third)).toEqual([before, 0, []]);
  }, 120_000);

  test('SIGTERM in the middle of a commit: it ends at once, nothing is written, the job says so and is committed by the next process', async () => {
    const before = Number((await db.knex('outfall').count('* as n').first())?.n);
    const first = await serve();
    const job = await upload(5_000);
    await until(async () => (await told(job)).state === 'previewed');
    const asked = fetch(`${url}/api/imports/${job}/commit`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await until(async () => (await told(job)).progress?.step === 'judging');
    const began = Date.now();
    const over = ended(first, 'SIGTERM');
    const answer = await asked;
    expect([answer.status, await answer.json()]).toMatchObject([503, { detail: expect.stringContaining('没有写入任何数据；可再次确认入库') }]);
    expect(await over).toBe(0);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(await left(first)).toEqual([before, 5_000, []]);

    await serve();
    expect(await told(job)).toMatchObject({ state: 'previewed', error: { detail: expect.stringContaining('服务停止') }, counts: { new: 5_000 } });
    const again = await fetch(`${url}/api/imports/${job}/commit`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect([again.status, await again.json()]).toMatchObject([201, { state: 'committed', error: null, outcome: { created: 5_000 } }]);
    expect(Number((await db.knex('outfall').count('* as n').first())?.n)).toBe(before + 5_000);
  }, 120_000);
});
