import { type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const get = async (path: string) => {
  const answer = await fetch(app.url + path);
  return { status: answer.status, body: (await answer.json()) as any };
};
const run = async (body: object) => {
  const answer = await fetch(`${app.url}/api/rule-runs`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-paikou-actor': 'tester' }, body: JSON.stringify({ ...body, wait: true }) });
  return { status: answer.status, body: (await answer.json()) as any };
};
const pause = () => new Promise((done) => { setTimeout(done, 5); });
const outfalls = (where: string): Promise<number[]> => app.db.knex.raw(`SELECT id FROM outfall_item WHERE ${where} ORDER BY id`).then(({ rows }) => rows.map(({ id }: { id: number }) => id));
const CITY = '653001';

test('verdicts are replayed from the archive to the same hash and findings, as stored and after everything has changed', async () => {
  const ids = await outfalls('true');
  const some = ids.filter((_, n) => n % 40 === 0);
  const told = async (id: number) => { const { body } = await get(`/api/outfalls/${id}/verdict/replay`); return { id, same: body.same, differences: body.differences, engine: body.engine?.same }; };
  for (const id of some) expect(await told(id)).toEqual({ id, same: true, differences: [], engine: true });
  await pause();
  await app.db.knex.transaction(async (trx) => {
    await trx.raw(`UPDATE drinking_water_zone SET geom = ST_Translate(geom, 0.01, 0)`);
    await trx.raw(`UPDATE layer_edition SET valid_from = valid_from - 1`);
    await trx.raw(`UPDATE sewer_coverage SET geom = ST_Translate(geom, 0, 0.01)`);
    await trx.raw(`UPDATE outfall SET geom = ST_Translate(geom, 0.002, 0), flow_m3d = 999`);
    await trx.raw(`UPDATE discharger SET geom = ST_Translate(geom, 0.002, 0)`);
    await trx.raw(`UPDATE category SET traits = '{}'`);
    await trx.raw(`UPDATE discharge_limit SET value = value / 2, at_least = at_least / 2`);
    await trx.raw('DELETE FROM layer_coverage');
    await trx.raw('DELETE FROM monitoring_value');
    await trx('outfall').where({ id: some[0] }).del();
  });
  for (const id of some) expect(await told(id)).toEqual({ id, same: true, differences: [], engine: true });
}, 240_000);

describe('after a run over changed facts', () => {
  let id: number;
  let before: string;
  let first: any;

  beforeAll(async () => {
    await app.close();
    app = await startApp();
    [id] = (await outfalls(`verdict = 'ban' AND region_code LIKE '${CITY}%' AND set_up IS NOT NULL`)) as [number];
    first = (await get(`/api/outfalls/${id}/verdict`)).body;
    before = new Date().toISOString();
    await pause();
    await app.db.knex.transaction(async (trx) => {
      await trx.raw("SELECT set_config('paikou.actor', '值班员', true)");
      await trx('outfall').where({ id }).update({ status: 'removed', status_proof: '拆除照片（示意）' });
    });
    await run({ region: CITY });
  });

  test('the present and what was known before are told apart, findings and all', async () => {
    expect((await get(`/api/outfalls/${id}/verdict`)).body).toMatchObject({ verdict: 'keep', recomputed: false });
    expect((await get(`/api/outfalls/${id}/verdict?known_at=${before}`)).body).toEqual(first);
    expect((await get(`/api/outfalls/${id}/verdict?as_of=${first.as_of}&known_at=${before}`)).body).toEqual(first);
    expect((await get(`/api/outfalls/${id}?known_at=${before}`)).body).toMatchObject({ verdict: 'ban', status: 'in_use' });
    expect((await get(`/api/outfalls/${id}/verdict?known_at=2020-01-01`)).status).toBe(404);
  });

  test('history tells each verdict with its run, what it changed, and the edit behind it', async () => {
    const { body } = await get(`/api/outfalls/${id}/history`);
    expect(body.verdicts.map(({ verdict, in_force, run: { reason, actor } }: any) => [verdict, in_force, reason, actor])).toEqual([['ban', false, 'inventory', null], ['keep', true, 'requested', 'tester']]);
    expect(body.verdicts[0].changes).toBeNull();
    expect(body.verdicts[1].changes).toMatchObject({ against: body.verdicts[0].id, verdict: { before: 'ban', after: 'keep' }, pack: null });
    const fired = first.findings.filter(({ outcome }: any) => ['conflict', 'borderline', 'unknown'].includes(outcome)).map(({ rule }: any) => rule).sort();
    expect(body.verdicts[1].changes.findings.map(({ rule, after }: any) => [rule, after])).toEqual(fired.map((rule: string) => [rule, null]));
    expect(body.edits.map(({ kind, actor }: any) => [kind, actor])).toEqual([['written', null], ['changed', '值班员']]);
    expect(body.edits[1].fields).toEqual([
      { field: 'status', before: 'in_use', after: 'removed' }, { field: 'status_proof', before: null, after: '拆除照片（示意）' }]);
  });

  test('both verdicts are replayed by number; what was stored otherwise is told', async () => {
    const [one, two] = (await get(`/api/outfalls/${id}/history`)).body.verdicts;
    for (const each of [one, two]) expect((await get(`/api/outfalls/${id}/verdict/replay?verdict=${each.id}`)).body).toMatchObject({ verdict_id: each.id, same: true });
    expect((await get(`/api/outfalls/${id}/verdict/replay?known_at=${before}`)).body).toMatchObject({ verdict_id: one.id, same: true });
    await app.db.knex.raw(`INSERT INTO verdict (outfall_id, run_id, pack_id, pack_version, as_of, verdict, no_action, editions, input_hash)
      SELECT outfall_id, run_id, pack_id, pack_version, '2025-01-01', 'merge', no_action, editions, input_hash FROM verdict WHERE outfall_id = ? AND id = ?`, [id, two.id]);
    const forged = (await get(`/api/outfalls/${id}/verdict/replay?as_of=2025-01-01`)).body;
    expect(forged).toMatchObject({ same: false, differences: expect.arrayContaining([{ rule: null, field: 'verdict', stored: 'merge', replayed: 'keep' }]) });
    expect((await get(`/api/outfalls/${id}/verdict/replay?verdict=999999`)).status).toBe(404);
    expect((await get(`/api/outfalls/${id}/verdict/replay?verdict=${one.id}&as_of=2026-01-01`)).status).toBe(400);
  });

  test('a deleted outfall keeps its history and its replay', async () => {
    await app.db.knex('outfall').where({ id }).del();
    const { body } = await get(`/api/outfalls/${id}/history`);
    expect([body.on_record, body.edits.at(-1).kind, body.verdicts.length]).toEqual([false, 'deleted', 3]);
    expect((await get(`/api/outfalls/${id}/verdict/replay?verdict=${body.verdicts[0].id}`)).body.same).toBe(true);
    expect((await get(`/api/outfalls/${id}`)).status).toBe(404);
    expect((await get(`/api/outfalls/${id}?known_at=${before}`)).body.id).toBe(id);
    expect((await get('/api/outfalls/99999999/history')).status).toBe(404);
  });
});

test('a day without a stored verdict is evaluated for that day by the editions of then, and says so', async () => {
  const [zone] = (await app.db.knex.raw(`SELECT z.edition_id, e.valid_from::text AS from FROM drinking_water_zone z JOIN layer_edition e ON e.id = z.edition_id
    JOIN outfall_item o ON ST_Contains(z.geom, o.geom) AND o.verdict = 'ban' AND o.entry_geom IS NULL WHERE e.valid_to IS NULL AND z.level = 'class_1' ORDER BY z.id LIMIT 1`)).rows;
  const [id] = (await app.db.knex.raw(`SELECT o.id FROM outfall_item o JOIN drinking_water_zone z ON ST_Contains(z.geom, o.geom)
    WHERE z.edition_id = ? AND z.level = 'class_1' AND o.verdict = 'ban' ORDER BY o.id LIMIT 1`, [zone.edition_id])).rows.map((row: { id: number }) => row.id);
  const now = (await get(`/api/outfalls/${id}/verdict`)).body;
  await app.db.knex('outfall').where({ id }).update({ set_up: null });
  await app.db.knex('layer_edition').where({ id: zone.edition_id }).update({ valid_from: '2025-06-01' });
  const conflicts = (verdict: any) => verdict.findings.filter(({ rule, outcome }: any) => rule === 'ban-drinking-water-class-1' && outcome === 'conflict').length;
  const [after, prior] = [(await get(`/api/outfalls/${id}/verdict?as_of=2025-06-01`)).body, (await get(`/api/outfalls/${id}/verdict?as_of=2025-05-31`)).body];
  expect([after.recomputed, after.run, after.as_of, conflicts(after)]).toEqual([true, null, '2025-06-01', 1]);
  expect([prior.recomputed, prior.as_of, conflicts(prior)]).toEqual([true, '2025-05-31', 0]);
  expect(conflicts(now)).toBe(1);
});

test('a run for a past day stores what held then and changes nothing that is in force', async () => {
  const pointer = () => app.db.knex('verdict_current').orderBy('outfall_id');
  const before = await pointer();
  const { status, body } = await run({ region: '231081', as_of: '2025-10-01' });
  expect([status, body.as_of]).toEqual([201, '2025-10-01']);
  expect(body.changed).toBeGreaterThan(0);
  expect(await pointer()).toEqual(before);
  const then = (await get('/api/outfalls?region=231081&as_of=2025-12-31&limit=1000')).body.items;
  expect(then.filter(({ verdict }: any) => verdict !== null).length).toBeGreaterThan(0);
  expect((await get('/api/outfalls?region=231081&as_of=2025-09-30&verdict=ban,merge,keep,review')).body.matched).toBe(0);
  const stored = (await get(`/api/outfalls/${then.find(({ verdict }: any) => verdict).id}/verdict?as_of=2025-10-01`)).body;
  expect(stored).toMatchObject({ recomputed: false, run: body.id, as_of: '2025-10-01' });
  expect((await run({ region: '231081', as_of: '2025-10-01' })).body.changed).toBe(0);
  expect((await run({ region: '231081', as_of: '2999-01-01' })).status).toBe(422);
});
