import type { RuleRun } from '../server/api-types';
import { readCatalog } from '../server/catalog';
import { prepare } from '../server/loading/set-up';
import { endLiveRuns } from '../server/rule-runs/live-runs';
import { ALIVE, WORKING } from '../server/rule-runs/watch';
import { onServer, type RunningApp, startApp, startSecond } from './harness';

let app: RunningApp;
let runs = 0;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const CITY = '231081';
const post = (path: string, body?: unknown, headers: Record<string, string> = {}, url = app.url) => fetch(url + path, {
  method: 'POST', headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, body: JSON.stringify(body),
});
const start = (body: unknown, headers?: Record<string, string>, url?: string) => post('/api/rule-runs', body, headers, url);
const begin = async (body: object = {}, url?: string) => (await start({ region: CITY, ...body }, undefined, url)).json() as Promise<RuleRun>;
const read = async (id: number, url = app.url) => (await fetch(`${url}/api/rule-runs/${id}`)).json() as Promise<RuleRun>;
interface Sent { event: string; data: RuleRun & { step: string | null; done: number; of: number; elapsed_ms: number } }

/** Every event of a run, to its end. */
async function events(id: number, url = app.url): Promise<Sent[]> {
  const answer = await fetch(`${url}/api/rule-runs/${id}/events`);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  return (await answer.text()).split('\n\n').flatMap((block) => {
    const found = /^event: (\w+)\ndata: (.*)$/m.exec(block);
    return found ? [{ event: found[1] as string, data: JSON.parse(found[2] as string) }] : [];
  });
}
const ended = async (id: number, url?: string) => (await events(id, url)).at(-1)!.data;

/** An outfall that a run would now judge otherwise: 取缔 is no more where it has been removed. */
async function unsettled(): Promise<{ id: number; verdict: () => Promise<string>; settle: () => Promise<void> }> {
  const { id } = await app.db.knex('verdict_current as c').join('outfall as o', 'o.id', 'c.outfall_id')
    .where('o.region_code', 'like', `${CITY}%`).where({ verdict: 'ban', status: 'in_use' }).orderBy('o.id').offset(runs++ % 2).first('o.id');
  await app.db.knex('outfall').where({ id }).update({ status: 'removed', status_proof: '现场照片（示意）' });
  return {
    id,
    verdict: async () => (await app.db.knex('verdict_current').where({ outfall_id: id }).first()).verdict,
    settle: async () => { await app.db.knex('outfall').where({ id }).update({ status: 'in_use', status_proof: null }); },
  };
}

test('a run that is waited for is answered when done, names who asked, and stands on record', async () => {
  const answer = await start({ region: CITY, wait: true }, { 'x-paikou-actor': encodeURIComponent('值班员') });
  expect(answer.status).toBe(201);
  const run = await answer.json() as RuleRun;
  expect(run).toMatchObject({ state: 'finished', region: CITY, pack: { id: CITY }, actor: '值班员', changed: 0, flips: [], finished_at: expect.any(String), error: null });
  expect(await read(run.id)).toEqual(run);
});

test('what cannot be run is refused by name', async () => {
  expect((await start({ region: '110000' })).status).toBe(422);
  expect((await start({ region: 'x' })).status).toBe(422);
  expect((await start({})).status).toBe(422);
  expect((await start({ region: CITY, as_of: '2999-01-01' })).status).toBe(422);
  expect((await start({ region: CITY, pack: '653001@2023.1' })).status).toBe(409);
  expect((await fetch(`${app.url}/api/rule-runs/99999`)).status).toBe(404);
  expect((await fetch(`${app.url}/api/rule-runs/99999/events`)).status).toBe(404);
  expect((await post('/api/rule-runs/99999/cancel')).status).toBe(404);
});

test('a run is answered at once, tells its steps, and says what it changed', async () => {
  const outfall = await unsettled();
  const answer = await start({ region: CITY, pack: CITY });
  expect(answer.status).toBe(202);
  const run = await answer.json() as RuleRun;
  expect(run).toMatchObject({ state: 'running', region: CITY, finished_at: null, flips: null });
  const told = await events(run.id);
  expect(told.slice(0, -1).every(({ event, data }) => event === 'progress' && data.id === run.id && data.state === 'running')).toBe(true);
  const steps = told.slice(0, -1).map(({ data }) => data.step);
  expect(steps).toEqual(expect.arrayContaining(['compose', 'store']));
  const done = told.slice(1, -1).map(({ data }) => data.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(told.at(-1)).toMatchObject({ event: 'end', data: { id: run.id, state: 'finished', flips: expect.arrayContaining([{ from: 'ban', to: 'keep', count: 1 }]) } });
  expect(await outfall.verdict()).toBe('keep');
  await outfall.settle();
  expect(await ended((await begin()).id)).toMatchObject({ state: 'finished', flips: [{ from: 'keep', to: 'ban', count: 1 }] });
});

test('who comes after the end is told the end', async () => {
  const run = await ended((await begin()).id);
  expect(await events(run.id)).toEqual([{ event: 'end', data: run }]);
  const cancel = await post(`/api/rule-runs/${run.id}/cancel`);
  expect([cancel.status, await cancel.json()]).toMatchObject([409, { detail: expect.stringContaining('已结束') }]);
});

test('while one is under way a second of the same city is refused, naming it; another city’s is not', async () => {
  const first = await begin();
  const second = await start({ region: CITY });
  expect([second.status, await second.json()]).toMatchObject([409, { detail: expect.stringContaining(`/api/rule-runs/${first.id}`) }]);
  const other = await begin({ region: '653001' });
  expect([await ended(first.id), await ended(other.id)]).toMatchObject([{ state: 'finished' }, { state: 'finished' }]);
});

test('a cancelled run leaves the former verdicts, and its state is told from memory at once', async () => {
  const outfall = await unsettled();
  const run = await begin();
  const answer = await post(`/api/rule-runs/${run.id}/cancel`, undefined, { 'x-paikou-actor': encodeURIComponent('值班员') });
  expect([answer.status, await answer.json()]).toMatchObject([202, { id: run.id, state: 'running', cancelling: true, cancelled_by: '值班员' }]);
  expect(await ended(run.id)).toMatchObject({ state: 'cancelled', cancelled_by: '值班员', finished_at: null, ended_at: expect.any(String), changed: null });
  expect(await outfall.verdict()).toBe('ban');
  await outfall.settle();
});

test('a failed run leaves the former verdicts and says so', async () => {
  const outfall = await unsettled();
  await app.db.knex.raw(`CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no verdict is stored'; END $$`);
  await app.db.knex.raw('CREATE TRIGGER fail_here BEFORE INSERT ON verdict EXECUTE FUNCTION fail_here()');
  const run = await ended((await begin()).id);
  await app.db.knex.raw('DROP TRIGGER fail_here ON verdict; DROP FUNCTION fail_here()');
  expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('服务器出错') });
  expect(await outfall.verdict()).toBe('ban');
  await outfall.settle();
});

test('a run of a process that has gone is marked failed when it is asked for, and at the next start', async () => {
  const [pack] = await app.db.knex('rule_pack').where({ region_code: CITY });
  const left = async () => (await app.db.knex('rule_run').insert({
    pack_id: pack.id, pack_version: pack.version, pack_hash: pack.hash, region_code: CITY, as_of: '2026-01-01', reason: 'test', detached: true,
  }).returning('id'))[0].id as number;
  expect(await read(await left())).toMatchObject({ state: 'failed', error: expect.stringContaining('进程中途结束') });
  const again = await left();
  const told: string[] = [];
  await prepare(app.db, readCatalog(), (line) => told.push(line));
  expect(told.join()).toContain(String(again));
  expect((await app.db.knex('rule_run').where({ id: again }).first()).state).toBe('failed');
});

test('stopping the process ends its runs, and they say so', async () => {
  const run = await begin();
  await endLiveRuns(app.db);
  expect(await read(run.id)).toMatchObject({ state: 'failed', error: expect.stringContaining('服务停止') });
});

const several = onServer ? describe : describe.skip;
several('on a server', () => {
  /** Holds a run up at its last step. */
  async function hold(): Promise<() => Promise<void>> {
    const trx = await app.db.knex.transaction();
    await trx.raw('LOCK TABLE verdict_current IN SHARE ROW EXCLUSIVE MODE');
    return async () => { await trx.rollback(); };
  }
  const pids = async (key: number, id: number) => (await app.db.knex.raw(
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = ? AND objid = ? AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", [key, id])).rows.map(({ pid }: { pid: number }) => pid);
  const kill = (pid: number) => app.db.knex.raw('SELECT pg_terminate_backend(?)', [pid]);
  async function until(holds: () => Promise<boolean> | boolean) {
    for (let turn = 0; turn < 200; turn++) {
      if (await holds()) return;
      await new Promise((done) => { setTimeout(done, 100); });
    }
    throw new Error('it never came to hold');
  }
  const storing = async (id: number) => until(async () => (await read(id)).progress?.step === 'store');

  test('a connection killed in the middle leaves the former verdicts, and the row says failed', async () => {
    const outfall = await unsettled();
    const release = await hold();
    const run = await begin();
    await storing(run.id);
    for (const pid of await pids(WORKING, run.id)) await kill(pid);
    expect(await ended(run.id)).toMatchObject({ state: 'failed', error: expect.any(String) });
    await release();
    expect(await outfall.verdict()).toBe('ban');
    await outfall.settle();
  });

  test('a cancellation interrupts the statement under way', async () => {
    const outfall = await unsettled();
    const release = await hold();
    const run = await begin();
    await storing(run.id);
    await post(`/api/rule-runs/${run.id}/cancel`);
    expect(await ended(run.id)).toMatchObject({ state: 'cancelled' }); // while it is still held up
    await release();
    expect(await outfall.verdict()).toBe('ban');
    await outfall.settle();
  });

  test('another process tells of a run, refuses a second one, and can cancel it', async () => {
    const second = await startSecond(app);
    const release = await hold();
    const run = await begin();
    await storing(run.id);
    expect(await read(run.id, second.url)).toMatchObject({ state: 'running', progress: null });
    expect((await start({ region: CITY }, undefined, second.url)).status).toBe(409);
    const following = ended(run.id, second.url);
    const answer = await post(`/api/rule-runs/${run.id}/cancel`, undefined, { 'x-paikou-actor': encodeURIComponent('别处') }, second.url);
    const told = await answer.json() as RuleRun;
    expect([answer.status, told.cancelling || told.state === 'cancelled', told]).toMatchObject([202, true, { cancelled_by: '别处' }]); // it may have ended before it is told
    expect(await following).toMatchObject({ state: 'cancelled', cancelled_by: '别处' });
    await release();
    await second.close();
  });

  test('a run whose process is gone cannot store any more once it was given up', async () => {
    const outfall = await unsettled();
    const release = await hold();
    const run = await begin();
    await storing(run.id);
    for (const pid of await pids(ALIVE, run.id)) await kill(pid); // as if the process had ended, while its statement still works
    await until(async () => (await pids(ALIVE, run.id)).length === 0);
    const second = await startSecond(app);
    expect(await read(run.id, second.url)).toMatchObject({ state: 'failed' });
    await release();
    expect(await ended(run.id)).toMatchObject({ state: 'failed', finished_at: null, changed: null });
    expect(await outfall.verdict()).toBe('ban');
    await outfall.settle();
    await second.close();
  });
});
