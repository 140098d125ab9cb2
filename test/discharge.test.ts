import { defaultPack, readCatalog } from '../server/catalog';
import { readLimits, readPollutants } from '../server/loading/limits';
import { runJob } from '../server/db/query';
import { evaluate, TOLD_REACH_M } from '../server/rules/engine';
import { today } from '../server/today';
import { type RunningApp, startApp } from './harness';

let app: RunningApp;
const catalog = readCatalog();
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const outfalls = (situation: string, city: string) =>
  app.db.knex('outfall').where({ situation }).where('region_code', 'like', `${city}%`).orderBy('local_code').select('id', 'local_code', 'category');
const get = async (path: string) => (await fetch(`${app.url}${path}`)).json() as Promise<any>;
const verdict = (id: number) => get(`/api/outfalls/${id}/verdict`);
const discharge = async (id: number) => (await verdict(id)).findings.find(({ rule }: { rule: string }) => rule === 'keep-discharge');

test('7 mg/L of ammonia nitrogen passes at 8 °C and exceeds at 15 °C', async () => {
  const [cold, warm] = (await outfalls('29', '231081')).filter(({ category }) => category === 'urban_plant');
  expect(await verdict(cold.id)).toMatchObject({ verdict: 'keep', no_action: true });
  expect(await discharge(cold.id)).toMatchObject({ outcome: 'clear', evidence: { temperature_c: 8, bracket: 'cold', limit: 8 } });
  expect(await verdict(warm.id)).toMatchObject({ verdict: 'keep', no_action: false });
  expect(await discharge(warm.id)).toMatchObject({
    outcome: 'conflict', evidence: { pollutant: 'nh3_n', value: 7, limit: 5, factor: 0.4, temperature_c: 15, bracket: 'normal', causes: ['over_limit'] },
    note: { zh: '2024-07-16 氨氮 7 mg/L（限值 5），超标 0.4 倍。' },
  });
});

test('no limit, an unverified limit, a ditch dry in winter: not to be judged, and the finding says why', async () => {
  for (const [situation, category, reason, words] of [
    ['11', 'other.farmland_return', 'limit_missing', '无法判定'], ['12', 'other.farmland_return', 'sample_dry', '排水期'],
    ['13', 'other.rural_facility', 'limit_unverified', '待核实'],
  ] as const) {
    const one = (await outfalls(situation, '653001')).find((o) => o.category === category);
    const found = await discharge(one.id);
    expect([situation, found.outcome, found.evidence.reason]).toEqual([situation, 'unknown', reason]);
    expect(found.note.zh).toContain(words);
    expect(found.evidence).not.toHaveProperty('factor');
    expect((await verdict(one.id)).no_action).not.toBe(true);
  }
});

test('a shared mouth whose duties the permit states is clear; undeclared it is a conflict', async () => {
  const [one] = (await outfalls('30', '231081'));
  expect((await discharge(one.id)).outcome).toBe('clear');
  await app.db.knex('outfall').where({ id: one.id }).update({ shared_declared: false });
  const pack = defaultPack(catalog, '231081')!;
  await runJob(app.db.knex, (trx) => evaluate(trx, { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false }, { reason: 'test', ids: [one.id] }));
  const found = await discharge(one.id);
  expect(found).toMatchObject({ outcome: 'conflict', citation: { quote: expect.stringContaining('共用一个排污口') } });
  expect(found.note.zh).toContain('共用');
});

test('both cities have outfalls with nothing to do', async () => {
  for (const city of ['653001', '231081']) {
    const rows = await app.db.knex('outfall_item').where({ no_action: true, status: 'in_use' }).where('region_code', 'like', `${city}%`);
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(rows.filter((row) => row.verdict !== 'keep')).toEqual([]);
  }
});

test('the file of an outfall has its samples, latest first, with the total', async () => {
  const [, warm] = (await outfalls('29', '231081')).filter(({ category }) => category === 'urban_plant');
  const { samples, discharge_standard: standard, discharge_grade: grade } = await get(`/api/outfalls/${warm.id}`);
  expect([standard, grade, samples.total]).toEqual(['GB 18918-2002', '1A', 2]);
  expect(samples.items.map((one: any) => [one.taken_at, one.water_temperature_c])).toEqual([['2025-01-09T02:30:00.000Z', 8], ['2024-07-16T02:30:00.000Z', 15]]);
  expect(samples.items[1].values).toContainEqual({ pollutant: 'nh3_n', name: '氨氮', name_en: 'Ammonia nitrogen', value: 7, unit: 'mg/L', below_detection: false });
  await app.db.knex.raw(`INSERT INTO monitoring_sample (outfall_id, code, taken_at, kind, method)
    SELECT ?, 'more-' || n, timestamptz '2020-01-01' + n * interval '1 day', 'self', 'grab' FROM generate_series(1, 60) n`, [warm.id]);
  const more = (await get(`/api/outfalls/${warm.id}`)).samples;
  expect([more.total, more.items.length, more.items[0].taken_at]).toEqual([62, 50, '2025-01-09T02:30:00.000Z']);
});

describe('the limits', () => {
  test('are those of the files, units of the pollutants', async () => {
    const [{ n }] = (await app.db.knex.raw('SELECT count(*) AS n FROM discharge_limit l JOIN pollutant p ON (p.code, p.unit) = (l.pollutant, l.unit)')).rows;
    expect(n).toBe(readLimits().length);
    expect(readPollutants().filter(({ required }) => required).map(({ code }) => code)).toEqual(['ph', 'cod', 'nh3_n', 'tp', 'tn']);
  });

  test('hold no receiving-water class, and brackets for cold water', () => {
    const limits = readLimits();
    expect(limits.filter(({ standard }) => standard.startsWith('GB 3838'))).toEqual([]);
    expect(limits.filter((l) => l.standard === 'DB65/4275-2019').every(({ confidence }) => confidence !== 'high')).toBe(true);
    expect(limits.find((l) => l.standard === 'GB 18918-2002' && l.grade === '1B' && l.pollutant === 'nh3_n')).toMatchObject({ value: 8, cold_value: 15, averaging: 'daily_mean' });
  });
});
