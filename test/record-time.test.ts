import { readCatalog } from '../server/catalog';
import { lockForEdit, lockForRun } from '../server/rules/city-lock';
import { evaluate, TOLD_REACH_M } from '../server/rules/engine';
import type { Pack } from '../server/rules/pack-files';
import { today } from '../server/today';
import { onServer, type RunningApp, startApp } from './harness';

// What a verdict has read is what was on record at the moment that it names, whoever began or waited first.

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

/** Two transactions at once: the embedded engine has one connection. */
const served = onServer ? test : test.skip;

const catalog = readCatalog();
const pack = catalog.packs.find(({ region }) => region === '653001') as Pack;
const judging = { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false };

const get = async (path: string) => (await fetch(app.url + path)).json() as Promise<any>;
async function move(id: number): Promise<void> {
  const { location: { coordinates: [lon, lat] } } = await get(`/api/outfalls/${id}`);
  const answer = await fetch(`${app.url}/api/outfalls/${id}`, {
    method: 'PATCH', headers: { 'content-type': 'application/json', 'if-match': '*', 'x-paikou-actor': 'tester' },
    body: JSON.stringify({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon + 0.0004, lat] }, properties: {} }),
  });
  expect(answer.status).toBe(200);
}
const outfalls = (): Promise<number[]> => app.db.knex('outfall').where('region_code', 'like', '653001%').orderBy('id').limit(3).pluck('id');

served('a run that began before an edit and judged after it replays to the same hash', async () => {
  const [id] = await outfalls() as [number];
  await app.db.knex.transaction(async (trx) => {
    await trx.raw('SELECT 1'); // the transaction begins here
    await move(id);
    await lockForRun(trx, pack.region);
    await trx('outfall').where({ id }).update({ flow_m3d: 4321 });
    await evaluate(trx, judging, { reason: 'test', ids: [id] });
  });
  expect(await get(`/api/outfalls/${id}/verdict/replay`)).toMatchObject({ same: true, differences: [] });
});

served('an edit that began before a run and wrote after it does not enter what the run had read', async () => {
  const [, id] = await outfalls() as [number, number];
  await app.db.knex.transaction(async (early) => {
    await early.raw('SELECT 1');
    await app.db.knex.transaction(async (trx) => {
      await lockForRun(trx, pack.region);
      await trx('outfall').where({ id }).update({ flow_m3d: 1234 });
      await evaluate(trx, judging, { reason: 'test', ids: [id] });
    });
    await lockForEdit(early, 'test');
    await early('layer_coverage').del();
  });
  expect(await get(`/api/outfalls/${id}/verdict/replay`)).toMatchObject({ same: true, differences: [] });
});
