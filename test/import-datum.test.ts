import proj4 from 'proj4';
import { endReader } from '../server/imports/reading/reader';
import { type RunningApp, startApp } from './harness';
import { commit, previewed } from './imports/client';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(async () => { await endReader(); await app.close(); });

const ZONE_26 = '+proj=tmerc +lat_0=0 +lon_0=78 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs';

/** Outfalls east of 76.5° as a designer lists them: 3° zone 26, the number of the zone before the easting. */
async function table(number: 25 | 26): Promise<string> {
  const { rows } = await app.db.knex.raw(`SELECT o.river_name, r.name AS town, ST_X(o.geom) AS lon, ST_Y(o.geom) AS lat FROM outfall o JOIN region r ON r.code = o.region_code
    WHERE o.region_code LIKE '653001%' AND length(o.region_code) = 9 AND o.river_name IS NOT NULL AND ST_X(o.geom) > 76.5 ORDER BY o.id LIMIT 6`);
  const lines = rows.map(({ river_name, town, lon, lat }: { river_name: string; town: string; lon: number; lat: number }, n: number) => {
    const [east, north] = proj4(ZONE_26, [lon, lat]) as [number, number];
    return `阿图什市示意${n + 1}号排污口,其他排污口,${town},${river_name},${(number * 1_000_000 + east).toFixed(2)},${north.toFixed(2)}`;
  });
  return `排污口名称,类型,所在乡镇,受纳水体,横坐标,纵坐标\n${lines.join('\n')}\n`;
}

const count = async () => Number((await app.db.knex('outfall').count('* as n').first())?.n);

test('situation 19: zone 25 typed for 26 is found out by town and river, and nothing is taken in without consent', async () => {
  const before = await count();
  const wrong = await previewed(app, '带号填错.csv', await table(25), { region: '653001' });
  expect(wrong.rows).toBeGreaterThan(2);
  expect(wrong.crs).toMatchObject({ guess: expect.stringMatching(/zone_26/) });
  expect(JSON.stringify(wrong.crs?.evidence)).toMatch(/26/);
  const refused = await commit(app, wrong.id);
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused.body)).toMatch(/26/);
  expect(await count()).toBe(before);
});

test('the same rows with the right number lie where they are', async () => {
  const right = await previewed(app, '带号正确.csv', await table(26), { region: '653001' });
  expect(right.crs?.guess).toMatch(/zone_26/);
  expect(right.first.features.every(({ geometry }) => (geometry as { coordinates: number[] }).coordinates[0]! > 76.5)).toBe(true);
});
