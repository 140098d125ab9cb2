import type { ImportGone } from '../server/api-types';
import { endReader } from '../server/imports/reading/reader';
import { afresh, differences, inForce } from './edits/equivalence';
import { type RunningApp, startApp } from './harness';
import { commit, previewed, send, undo } from './imports/client';

const CITY = '231081';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(async () => {
  expect(differences(await inForce(app.db.knex, CITY), await afresh(app.db, app.catalog, CITY))).toEqual([]);
  await endReader();
  await app.close();
});

const CSV = `排污口名称,类型,所在乡镇,经度,纬度,定位方式,设置时间,排水量（m³/d）
绥芬河市阜宁镇示意1#工业企业排污口,工业企业排污口,阜宁镇,131.12,44.41,GPS,2019年5月1日,"1,200"
绥芬河市阜宁镇示意2#雨洪排口,雨水排口,阜宁镇,131.121,44.411,RTK,2018/6/3,５０
合计,,,,,,,1250
`;

const count = async (table = 'outfall') => Number((await app.db.knex(table).count('* as n').first())?.n);

test('a table of outfalls: preview writes nothing, commit writes all with verdicts, again changes nothing, undo takes it back', async () => {
  const before = await count();
  const job = await previewed(app, '台账.csv', CSV);
  expect(job).toMatchObject({
    state: 'previewed', layer: 'outfalls', encoding: { guess: 'UTF-8' }, rows: 2, counts: { new: 2, changed: 0, same: 0, errors: 0 },
    columns: [{ property: 'name' }, { property: 'category' }, { property: 'region_code' }, { property: 'lon' }, { property: 'lat' }, { property: 'position_method' }, { property: 'set_up' }, { property: 'flow_m3d' }],
    notes: [{ zh: expect.stringContaining('合计') }],
  });
  expect(job.first.features.map(({ properties }) => properties)).toMatchObject([
    { category: 'industrial.enterprise.factory', region_code: '231081101', position_method: 'gnss', set_up: '2019-05-01', flow_m3d: 1200 },
    { category: 'other.urban_storm', position_method: 'rtk', set_up: '2018-06-03', flow_m3d: 50 },
  ]);
  expect(await count()).toBe(before);
  const done = await commit(app, job.id);
  expect([done.status, done.body.state, done.body.outcome]).toMatchObject([201, 'committed', { created: 2, changed: 0, flipped: 2 }]);
  expect(await count()).toBe(before + 2);
  const rows = await app.db.knex('outfall').whereRaw("source ->> 'file' = '台账.csv'").orderBy('id');
  expect(rows.map(({ local_code, source }) => [local_code, source.row])).toEqual([[expect.stringMatching(/^231081-\d{4}$/), 2], [expect.stringMatching(/^231081-\d{4}$/), 3]]);
  expect(Number(rows[1].local_code.slice(-4)) - Number(rows[0].local_code.slice(-4))).toBe(1);
  expect(await app.db.knex('verdict_current').whereIn('outfall_id', rows.map(({ id }) => id))).toHaveLength(2);
  const again = await previewed(app, '台账.csv', CSV);
  expect(again).toMatchObject({ remembered: true, counts: { new: 0, changed: 0, same: 2, gone: 0 } });
  expect((await commit(app, again.id)).body).toMatchObject({ state: 'committed', outcome: { created: 0, changed: 0, same: 2, runs: [] } });
  const other = await previewed(app, '台账.csv', CSV.replace('"1,200"', '1300').replace(/.*2#雨洪.*\n/, ''));
  expect(other).toMatchObject({ counts: { new: 0, changed: 1, same: 0, gone: 1 } });
  expect((await send<ImportGone>(app, 'GET', `/api/imports/${other.id}/gone`)).body).toEqual({
    items: [{ id: Number(rows[1].id), code: rows[1].local_code, name: '绥芬河市阜宁镇示意2#雨洪排口', import: job.id, sheet: null, row: 3 }], matched: 1, next: null,
  });
  expect(other.first.features[0]?.properties._changes).toEqual({ flow_m3d: { from: 1200, to: 1300 } });
  expect((await commit(app, other.id)).body.outcome).toMatchObject({ changed: 1 });
  expect((await app.db.knex('outfall').where({ id: rows[0].id }).first()).flow_m3d).toBe(1300);
  expect((await undo(app, job.id)).status).toBe(409);
  expect((await undo(app, other.id)).status).toBe(201);
  expect((await app.db.knex('outfall').where({ id: rows[0].id }).first()).flow_m3d).toBe(1200);
});

test('what is wrong is told by row and column, and nothing is written', async () => {
  const job = await previewed(app, '坏.csv', '名称,类型,所在乡镇,经度,纬度,设置时间\n甲排口,奇怪的类型,阜宁镇,131.12,44.41,2020-02-30\n乙排口,其他排污口,没有镇,131.12,44.41,2020-02-03\n丙排口,其他排污口,阜宁镇,abc,44.41,\n丁排口,其他排污口,阜宁镇,131.13,44.42,\n');
  const errors = job.problems.filter(({ level }) => level === 'error').map(({ row, column, value }) => [row, column, value]);
  expect(errors).toEqual([[2, '类型', '奇怪的类型'], [2, '设置时间', '2020-02-30'], [3, '所在乡镇', '没有镇'], [4, '经度', 'abc, 44.41']]);
  expect(job.decisions).toEqual([{ property: 'category', column: '类型', value: '奇怪的类型', rows: 1, suggestion: null }]);
  const before = await count();
  expect(await commit(app, job.id)).toMatchObject({ status: 422, body: { errors: [{ field: 'rows', value: [1, 2, 3] }] } });
  expect(await count()).toBe(before);
  const { body: decided } = await send(app, 'PATCH', `/api/imports/${job.id}`, { values: { category: { 奇怪的类型: 'undetermined' } } });
  expect(decided).toMatchObject({ decisions: [], counts: { errors: 3 } });
  expect((await commit(app, job.id, { rows: 'sound' })).body.outcome).toMatchObject({ created: 1, skipped: 3 });
  expect((await undo(app, job.id)).body.job.state).toBe('undone');
  expect(await count()).toBe(before);
});

test('a field that another column is given leaves the one that had it; one field for two columns is refused; what is required and lacking is told', async () => {
  const text = '甲,乙,类型,经度,纬度\n绥芬河市示意甲列排污口,绥芬河市示意乙列排污口,其他排污口,131.12,44.41\n绥芬河市示意甲列二排污口,,其他排污口,131.13,44.41\n';
  const job = await previewed(app, '对应.csv', text, { region: CITY });
  expect(job.columns.map(({ name, property, examples }) => [name, property, examples])).toEqual([
    ['甲', null, ['绥芬河市示意甲列排污口', '绥芬河市示意甲列二排污口']], ['乙', null, ['绥芬河市示意乙列排污口']], ['类型', 'category', ['其他排污口']], ['经度', 'lon', ['131.12', '131.13']], ['纬度', 'lat', ['44.41']],
  ]);
  const told = (body: typeof job) => body.fields.filter(({ lacking }) => lacking).map(({ property }) => property);
  expect(told(job)).toEqual(['name']);
  expect(job.fields.find(({ property }) => property === 'lon')).toEqual({ property: 'lon', zh: '经度', en: 'lon', lacking: false });
  const mapped = async (mapping: Record<string, string | null>) => (await send<typeof job>(app, 'PATCH', `/api/imports/${job.id}`, { mapping }));
  expect((await mapped({ 甲: 'name' })).body.columns.slice(0, 2).map(({ property }) => property)).toEqual(['name', null]);
  const { body: second } = await mapped({ 乙: 'name' });
  expect([second.columns.slice(0, 2).map(({ property }) => property), told(second), second.counts?.errors]).toEqual([[null, 'name'], [], 1]);
  expect(await mapped({ 甲: 'name', 乙: 'name' })).toMatchObject({ status: 422, body: { errors: [{ field: expect.stringMatching(/^mapping\.[甲乙]$/), value: 'name' }] } });
  const answer = await fetch(`${app.url}/api/imports/${job.id}/problems.csv`);
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, expect.stringContaining(encodeURIComponent('对应.csv_问题.csv'))]);
  expect((await answer.text()).split('\r\n').slice(0, 2)).toEqual(['\uFEFF工作表,行,列,值,级别,原因,建议'.slice(1), expect.stringMatching(/^,3,.*,错误,/)]);
  await send(app, 'POST', `/api/imports/${job.id}/cancel`);
  expect((await fetch(`${app.url}/api/imports/${job.id}/problems.csv`)).status).toBe(409);
});
