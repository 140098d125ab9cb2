import { endReader } from '../server/imports/reading/reader';
import { type RunningApp, startApp } from './harness';
import { commit, previewed } from './imports/client';

const CITY = '231081';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(async () => { await endReader(); await app.close(); });

/** What is told of the rows: line of the file, column, reason up to its English. */
const told = async (job: { id: number }) => (await app.db.knex.raw(`
  SELECT r.n, p ->> 'column' AS column, split_part(p ->> 'reason', ' (', 1) AS reason, p ->> 'level' AS level
  FROM import_row r CROSS JOIN LATERAL jsonb_array_elements(coalesce(r.problems, '[]') || coalesce(r.checked, '[]')) p
  WHERE r.job_id = ? AND NOT p ->> 'reason' LIKE '命名%' ORDER BY r.n, 2, 3`, [job.id])).rows.map(({ n, column, reason, level }: Record<string, unknown>) => [n, column, reason, level]);

const HEAD = '名称,类型,经度,纬度';
const row = (n: number, rest: string, at = `131.1${n},44.41`) => `绥芬河市示意${n}排污口,其他排污口,${at},${rest}\n`;

test('what the table would refuse is told by row before anything is committed; the sound rows go in', async () => {
  const job = await previewed(app, '流量.csv', `${HEAD},流量,使用状态,排放标准,执行标准级别\n${row(1, '-5,,,')}${row(2, '30,,,一级A')}${row(3, '40,,GB 18918-2002,一级A')}`, { region: CITY, layer: 'outfalls', mapping: { 流量: 'flow_m3d', 排放标准: 'discharge_standard', 执行标准级别: 'discharge_grade' } });
  expect(await told(job)).toEqual([[1, 'flow_m3d', '须不小于 0', 'error'], [2, 'discharge_grade', '写明排放标准的级别，须写明标准', 'error']].map(([n, column, reason, level]) => [n, expect.stringMatching(column === 'flow_m3d' ? /^flow_m3d$/ : /^discharge_/), reason, level]));
  expect((await commit(app, job.id)).body.errors).toMatchObject([{ field: 'rows', value: [1, 2] }]);
  expect((await commit(app, job.id, { rows: 'sound' })).body.outcome).toMatchObject({ created: 1, skipped: 2 });
});

test('a changed row is held against what stands, too: a removal without proof is told, with the proof on record it is not', async () => {
  const { rows: [outfall] } = await app.db.knex.raw("SELECT local_code FROM outfall WHERE region_code LIKE '231081%' AND status = 'in_use' AND status_proof IS NULL ORDER BY id LIMIT 1");
  const text = `排污口编码,使用状态\n${outfall.local_code},removed\n`;
  const mapping = { 排污口编码: 'code', 使用状态: 'status' };
  const refused = await previewed(app, '取缔.csv', text, { region: CITY, layer: 'outfalls', mapping });
  expect(await told(refused)).toEqual([[1, 'status', '已取缔、封堵或改为雨水口的，须写明凭证 status_proof', 'error']]);
  await app.db.knex('outfall').where({ local_code: outfall.local_code }).update({ status_proof: '示意凭证' });
  const sound = await previewed(app, '取缔2.csv', `${text}\n`, { region: CITY, layer: 'outfalls', mapping });
  expect([await told(sound), sound.counts?.changed]).toEqual([[], 1]);
});

test('days that can hardly be meant, a place that stands twice and doubtful national codes are told', async () => {
  const job = await previewed(app, '疑点.csv', `${HEAD},设置时间,国家编码\n${row(1, '2999-01-01,FA-231081-0001-QT-00')}${row(2, '1001-01-01,FA-231081-0001-QT-00', '131.11,44.41')}${row(3, '2020-01-01,FA-650000-0001-GY-00')}`, { region: CITY, layer: 'outfalls' });
  expect(await told(job)).toEqual([
    [1, 'set_up', '在今天之后，请核对', 'note'],
    [2, 'geometry', '与第 1 条坐标完全相同', 'note'], [2, 'national_code', '国家编码与第 1 条重复', 'error'], [2, 'set_up', '早于 1900-01-01，请核对', 'note'],
    [3, 'national_code', '国家编码的类型码与所填类型不符', 'note'], [3, 'national_code', '国家编码的行政区划段不属于该地市', 'note'],
  ]);
});

test('headings that were given a meaning once are known when the layer is not named', async () => {
  const file = (n: number) => `甲乙,丙丁,戊,己\n绥芬河市示意记${n}排污口,其他排污口,131.1${n}5,44.405\n`;
  const first = await previewed(app, 'x.csv', file(1), { region: CITY, layer: 'outfalls', mapping: { 甲乙: 'name', 丙丁: 'category', 戊: 'lon', 己: 'lat' } });
  expect((await commit(app, first.id)).body.outcome).toMatchObject({ created: 1 });
  const second = await previewed(app, 'y.csv', file(2), { region: CITY });
  expect([second.layer, second.remembered, second.counts?.new, second.counts?.errors]).toEqual(['outfalls', true, 1, 0]);
});

test('words that every object has are words like others, as columns and as values', async () => {
  const geojson = { type: 'FeatureCollection', features: [1, 2].map((n) => ({ type: 'Feature', properties: { 名称: `绥芬河市示意${n}排污口`, 类型: n === 1 ? '其他排污口' : 'constructor', ...(n === 1 ? { toString: '甲', ['__proto__']: '乙' } : {}), constructor: 'x' }, geometry: { type: 'Point', coordinates: [131.12, 44.4] } })) };
  const job = await previewed(app, '词.geojson', JSON.stringify(geojson).replace('"constructor":"x"', '"__proto__":"乙","constructor":"x"'), { region: CITY, layer: 'outfalls' });
  expect([job.state, job.rows, job.error]).toEqual(['previewed', 2, null]);
  expect(await told(job)).toEqual([[2, 'geometry', '与第 1 条坐标完全相同', 'note'], [2, '类型', '不认识的写法；可用', 'error']]);
  const towns = await previewed(app, '词.csv', `名称,类型,行政区划,经度,纬度\n绥芬河市示意排污口,其他排污口,constructor,131.12,44.4\n`, { region: CITY, layer: 'outfalls' });
  expect([towns.state, await told(towns)]).toEqual(['previewed', [[1, '行政区划', '没有这个行政区划', 'error']]]);
});

test('a row that names a town lies elsewhere, and swapped axes without a river: told, with how to read it', async () => {
  const { rows: [town] } = await app.db.knex.raw("SELECT code, name, ST_X(ST_PointOnSurface(geom)) AS lon, ST_Y(ST_PointOnSurface(geom)) AS lat FROM region WHERE parent_code = ? ORDER BY code LIMIT 1", [CITY]);
  const { rows: [other] } = await app.db.knex.raw("SELECT ST_X(ST_PointOnSurface(geom)) AS lon, ST_Y(ST_PointOnSurface(geom)) AS lat FROM region WHERE parent_code = ? ORDER BY code DESC LIMIT 1", [CITY]);
  const line = (n: number, lon: number, lat: number) => `绥芬河市示意${n}排污口,其他排污口,${town.code},${lon},${lat}\n`;
  const job = await previewed(app, '镇.csv', `名称,类型,行政区划代码,经度,纬度\n${line(1, town.lon, town.lat)}${line(2, other.lon, other.lat)}${line(3, town.lat, town.lon)}`, { region: CITY, layer: 'outfalls', reading: 'as_given' });
  const found = await told(job);
  expect(found.filter(([n]: [number]) => n === 1)).toEqual([]);
  expect(found).toContainEqual([2, '经度', `不在所填的“${town.name}”范围内`, 'note']);
  expect(found).toContainEqual([3, '经度', expect.stringContaining('坐标疑错：按“'), 'note']);
});

test('a survey that states the wrong zone: the neighbouring one is told with its evidence, nothing is converted by itself', async () => {
  const survey = (zone: number) => `[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=${zone}\r\n[地块坐标]\r\n4,1,1,示意地块,面,,,,@\r\n${[[276, 284], [276, 384], [376, 384], [276, 284]].map(([y, x], n) => `J${n % 3 + 1},1,4918${y! + 344}.276,${zone}432${x}.373`).join('\r\n')}\r\n`;
  const mapping = { 地块名称: 'name' };
  const wrong = await previewed(app, '界址.txt', survey(43), { region: CITY, layer: 'industrial_parks', mapping });
  expect([wrong.crs?.as_given, wrong.crs?.evidence]).toEqual([false, expect.stringMatching(/按所述坐标系不在该市，按“.*44.*”（gk3_zone_44）/)]);
  const right = await previewed(app, '界址2.txt', survey(44), { region: CITY, layer: 'industrial_parks', mapping });
  expect(right.crs?.evidence).not.toContain('不在该市');
});

test('what a spelling could mean is suggested in words, all of it', async () => {
  const job = await previewed(app, '写法.csv', `${HEAD}\n绥芬河市示意排污口,生活污水,131.12,44.4\n`, { region: CITY, layer: 'outfalls' });
  expect(job.decisions.map(({ value, suggestion }) => [value, suggestion?.split(' / ').every((word) => /\p{Script=Han}/u.test(word)), suggestion?.includes('农村')])).toEqual([['生活污水', true, true]]);
});
