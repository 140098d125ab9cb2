import type { Activation, PackList, PackPreview } from '../server/api-types';
import { activePack, packForDay } from '../server/packs/active';
import { runPack } from '../server/rule-runs/run';
import { type RunningApp, onServer, startApp, startSecond } from './harness';
import { catalogWithThird, loadThird, THIRD } from './third-city';

// A city that is a folder of packs and rows of data: judged, previewed under another edition, that edition activated.

let app: RunningApp;
const catalog = catalogWithThird();
beforeEach(async () => {
  app = await startApp({}, catalog);
  await loadThird(app.db, catalog);
  const pack = await activePack(app.db.knex, catalog, THIRD);
  await runPack(app.db, catalog, pack!, { reason: 'test' });
});
afterEach(() => app.close());

const ACTOR = { 'x-paikou-actor': encodeURIComponent('审定人（示意）') };
async function post<T>(path: string, body?: unknown, headers: Record<string, string> = {}, url = app.url) {
  const answer = await fetch(url + path, { method: 'POST', headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() as T & { detail: string; errors: { field: string; reason: string }[] } };
}
const preview = (version = '2026.1', url = app.url) => post<PackPreview>(`/api/packs/${THIRD}/${version}/preview`, undefined, {}, url);
const activate = (body: unknown, headers: Record<string, string> = ACTOR, version = '2026.1') => post<Activation>(`/api/packs/${THIRD}/${version}/activate`, body, headers);
const list = async (url = app.url) => (await fetch(`${url}/api/packs`)).json() as Promise<PackList>;
const verdicts = async () => Object.fromEntries((await app.db.knex('outfall_item').where('region_code', THIRD).orderBy('local_code').select('local_code', 'verdict'))
  .map(({ local_code, verdict }) => [local_code.replace('THIRD-', ''), verdict]));
const written = async () => (await app.db.knex.raw('SELECT (SELECT count(*) FROM verdict) AS v, (SELECT count(*) FROM finding) AS f, (SELECT count(*) FROM rule_run) AS r, (SELECT count(*) FROM pack_activation) AS a')).rows[0];

const BEFORE = { far: 'keep', 'in-class-1': 'ban', 'in-class-2': 'ban', 'in-sewer': 'merge' };
const AFTER = { far: 'keep', 'in-class-1': 'ban', 'in-class-2': 'review', 'in-sewer': 'keep' };

test('the city is judged by its own pack', async () => {
  expect(await verdicts()).toEqual(BEFORE);
  const { rows: [{ id }] } = await app.db.knex.raw("SELECT id FROM outfall WHERE local_code = 'THIRD-in-class-1'");
  const verdict = await (await fetch(`${app.url}/api/outfalls/${id}/verdict`)).json() as { pack: unknown; findings: { rule: string; citation: { document: string } }[] };
  expect(verdict.pack).toEqual({ id: THIRD, version: '2023.1' });
  expect(verdict.findings.find(({ rule }) => rule === 'ban-drinking-water-class-1')!.citation.document).toContain('虚政办发〔2023〕9号');
});

test('a preview tells every flip with what differs and why, and writes nothing', async () => {
  const was = await written();
  const { status, body } = await preview();
  expect(status).toBe(200);
  expect(body).toMatchObject({ pack: { id: THIRD, version: '2026.1' }, former: { version: '2023.1' }, region: THIRD, outfalls: 4, stays: { same: 2, other_findings: 0 } });
  expect(body.counts).toEqual(expect.arrayContaining([{ from: 'ban', to: 'review', count: 1 }, { from: 'merge', to: 'keep', count: 1 }]));
  expect(body.flips.map(({ code, from, to }) => [code, from, to])).toEqual([['THIRD-in-class-2', 'ban', 'review'], ['THIRD-in-sewer', 'merge', 'keep']]);
  const [second, sewer] = body.flips.map(({ findings }) => findings);
  expect(second).toMatchObject([{ rule: 'ban-drinking-water-class-2', before: { outcome: 'conflict', effect: 'ban' }, after: { outcome: 'conflict', effect: 'review' } }]);
  expect(second![0]!.after!.citation!.quote).toContain('取缔');
  expect(sewer).toMatchObject([{ rule: 'merge-sewer-coverage', before: { outcome: 'conflict', citation: { modality: '应', quote: expect.stringContaining('城镇污水收集管网') } }, after: null }]);
  expect(await written()).toEqual(was);
  expect(await verdicts()).toEqual(BEFORE);
});

test('a preview marks what an override goes on deciding', async () => {
  const { rows: [{ id }] } = await app.db.knex.raw("SELECT id FROM outfall WHERE local_code = 'THIRD-in-class-2'");
  const asked = await post<{ id: number }>(`/api/outfalls/${id}/overrides`, { verdict: 'ban', reason: '示意', expires_on: '2099-01-01' }, ACTOR);
  expect(asked.status).toBe(422); // too far off
  const expires_on = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  expect((await post(`/api/outfalls/${id}/overrides`, { verdict: 'ban', reason: '示意', expires_on }, ACTOR)).status).toBe(201);
  const { flips } = (await preview()).body;
  expect(flips.map(({ code, from, to, override }) => [code, from, to, override])).toEqual([
    ['THIRD-in-class-2', 'ban', 'review', { id: expect.any(Number), verdict: 'ban', expires_on }], ['THIRD-in-sewer', 'merge', 'keep', null]]);
});

test('what stays but is found otherwise is counted', async () => {
  await app.db.knex('outfall').where({ local_code: 'THIRD-far' }).update({ problems: ['no_sign'] });
  expect((await preview()).body.stays).toEqual({ same: 1, other_findings: 1 });
});

test('an activation judges the city at once, is on record, and every process follows', async () => {
  const second = onServer ? await startSecond(app, catalog) : undefined;
  const { token } = (await preview()).body;
  const { status, body } = await activate({ token, reason: '二级保护区逐口研判（示意）' });
  expect([status, body]).toMatchObject([201, { region: THIRD, pack: { id: THIRD, version: '2026.1' }, actor: '审定人（示意）', reason: '二级保护区逐口研判（示意）', outfalls: 4 }]);
  expect(await verdicts()).toEqual(AFTER);
  for (const url of [app.url, second?.url ?? app.url]) {
    const packs = await list(url);
    expect(packs.items.filter(({ region, active }) => region === THIRD && active).map(({ version, activation }) => [version, activation])).toEqual([['2026.1', body]]);
    expect(packs.activations).toEqual([body]);
    expect(packs.items.filter(({ active }) => active).map(({ region }) => region)).toEqual(['231081', '653001', THIRD]);
  }
  const run = await post<{ pack: unknown; changed: number }>('/api/rule-runs', { region: THIRD, wait: true }, {}, second?.url ?? app.url);
  expect(run.body).toMatchObject({ pack: { id: THIRD, version: '2026.1' }, changed: 0 });
  await second?.close();
});

test('and can be taken back the same way', async () => {
  await activate({ token: (await preview()).body.token, reason: '试行（示意）' });
  expect((await activate({ token: (await preview('2023.1')).body.token, reason: '恢复（示意）' }, ACTOR, '2023.1')).status).toBe(201);
  expect(await verdicts()).toEqual(BEFORE);
  expect((await list()).activations.map(({ pack }) => pack.version)).toEqual(['2023.1', '2026.1']);
  expect((await activate({ token: (await preview()).body.token, reason: '再试行（示意）' })).status).toBe(201);
  expect((await activate({ token: (await preview('2023.1')).body.token, reason: '再恢复（示意）' }, ACTOR, '2023.1')).status).toBe(201);
  expect((await list()).items.filter(({ region, active }) => region === THIRD && active).map(({ version }) => version)).toEqual(['2023.1']);
  const run = await post<{ pack: unknown; changed: number }>('/api/rule-runs', { region: THIRD, wait: true });
  expect(run.body).toMatchObject({ pack: { version: '2023.1' }, changed: 0 });
  expect(await verdicts()).toEqual(BEFORE);
});

test('without the preview of what would happen now it is refused, with the reason', async () => {
  const { token } = (await preview()).body;
  expect(await activate({ token: 'x'.repeat(32), reason: '未预览' })).toMatchObject({ status: 409, body: { errors: [{ field: 'token' }] } });
  expect(await activate({ token: (await preview('2023.1')).body.token, reason: '别的版本' })).toMatchObject({ status: 409 });
  await app.db.knex('outfall').where({ local_code: 'THIRD-far' }).update({ category: 'undetermined', category_candidates: ['other.misc'] });
  expect(await activate({ token, reason: '数据已变' })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('预览') } });
  expect(await activate({ token: (await preview('2023.1')).body.token, reason: '已是现行' }, ACTOR, '2023.1')).toMatchObject({ status: 409, body: { detail: expect.stringContaining('已是现行') } });
  expect((await activate({ token, reason: '没有人' }, {})).status).toBe(422);
  expect((await activate({ token, reason: ' ' })).status).toBe(422);
  expect((await activate({ token, reason: '没有此版本' }, ACTOR, '1999.1'))).toMatchObject({ status: 404, body: { errors: [{ field: 'version' }] } });
  expect((await list()).activations).toEqual([]);
  expect(await verdicts()).toEqual(BEFORE);
});

test('a failed evaluation leaves the former pack and verdicts in force', async () => {
  const { token } = (await preview()).body;
  await app.db.knex.raw(`CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no verdict is stored'; END $$`);
  await app.db.knex.raw('CREATE TRIGGER fail_here BEFORE INSERT ON verdict EXECUTE FUNCTION fail_here()');
  try {
    expect((await activate({ token, reason: '失败（示意）' })).status).toBe(500);
  } finally {
    await app.db.knex.raw('DROP TRIGGER fail_here ON verdict; DROP FUNCTION fail_here()');
  }
  expect((await list()).items.find(({ region, active }) => region === THIRD && active)).toMatchObject({ version: '2023.1', activation: null });
  expect(await verdicts()).toEqual(BEFORE);
});

test('an activation on record is never changed', async () => {
  await activate({ token: (await preview()).body.token, reason: '试行（示意）' });
  await expect(app.db.knex('pack_activation').update({ reason: '改写' })).rejects.toThrow('never changed');
  await expect(app.db.knex('pack_activation').del()).rejects.toThrow('never changed');
});

test('an activated edition whose file is gone is told, not replaced by another', async () => {
  await activate({ token: (await preview()).body.token, reason: '试行（示意）' });
  const without = { ...catalog, packs: catalog.packs.filter(({ version }) => version !== '2026.1') };
  await expect(activePack(app.db.knex, without, THIRD)).rejects.toThrow(`${THIRD}@2026.1`);
  expect(await activePack(app.db.knex, without, '231081')).toMatchObject({ version: '2023.1' });
});

test('an edition judges from the day on which it comes into force: days before are those of the former one, a day to come is refused', async () => {
  const [former, later] = ['2023.1', '2026.1'].map((version) => catalog.packs.find((pack) => pack.id === THIRD && pack.version === version)!);
  const dayBefore = new Date(Date.parse(later!.valid_from) - 86_400_000).toISOString().slice(0, 10);
  expect([former!.valid_from < dayBefore, later!.valid_from > former!.valid_from]).toEqual([true, true]);
  await activate({ token: (await preview()).body.token, reason: '示意' });
  expect([await packForDay(app.db.knex, catalog, THIRD, later!.valid_from), await packForDay(app.db.knex, catalog, THIRD, dayBefore)].map((pack) => pack?.version)).toEqual(['2026.1', '2023.1']);
  const run = await post<{ pack: unknown; as_of: string }>('/api/rule-runs', { region: THIRD, as_of: dayBefore, wait: true });
  expect(run.body).toMatchObject({ pack: { version: '2023.1' } });
  const today = later!.valid_from;
  later!.valid_from = '2999-01-01';
  try {
    expect((await activate({ token: (await preview('2023.1')).body.token, reason: '示意' }, ACTOR, '2023.1')).status).toBe(201);
    const early = await activate({ token: (await preview()).body.token, reason: '示意' });
    expect([early.status, early.body.errors[0]!.reason]).toEqual([409, expect.stringContaining('自 2999-01-01 起施行')]);
  } finally {
    later!.valid_from = today;
  }
});
