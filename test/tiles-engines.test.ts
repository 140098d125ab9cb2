import type { Db } from '../server/db/open';
import { readLayers } from '../server/layers/layer-files';
import { runTile, runTileFromRows } from '../server/tiles/run-tile';
import { onServer, openTestDb } from './harness';
import { decode, differences } from './tiles-compare';
import { draw, tileAt } from './tiles-drawn';

const layers = [...readLayers().values()];
let db: Db;

beforeAll(async () => {
  db = await openTestDb();
  await draw(db.knex);
});
afterAll(() => db.close());

type Address = { z: number; x: number; y: number };
const request = (address: Address) => ({ layers, address, filter: {} as never, day: '2025-01-01' });

/** Every tile of both cities to z9; closer in those of every seventh outfall; and some of the drawn shapes. */
async function addresses(): Promise<Address[]> {
  const cities = await db.knex.raw(`SELECT ST_XMin(geom) AS west, ST_YMin(geom) AS south, ST_XMax(geom) AS east, ST_YMax(geom) AS north FROM region WHERE level = 'city'`);
  const outfalls = await db.knex.raw('SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall WHERE id % 7 = 0 ORDER BY id');
  const far = cities.rows.flatMap((box: Record<'west' | 'south' | 'east' | 'north', number>) => range(0, 9).flatMap((z) => {
    const [first, last] = [tileAt(z, box.west, box.north), tileAt(z, box.east, box.south)];
    return range(first.x, last.x).flatMap((x) => range(first.y, last.y).map((y) => ({ z, x, y })));
  }));
  const near = outfalls.rows.flatMap(({ lon, lat }: { lon: number; lat: number }, n: number) => [tileAt(10 + (n % 5), lon, lat)]);
  const drawn = range(0, 14).flatMap((z) => [tileAt(z, 98.5, 38.2), tileAt(z, 87.12, 41), tileAt(z, 84.6, 41.3)]);
  return [...new Map([...far, ...near, ...drawn].map((address) => [Object.values(address).join('/'), address])).values()];
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

(onServer ? test : test.skip)('ST_AsMVT and geojson-vt draw the same tiles', async () => {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const address of await addresses()) {
    const [native, cut] = [await runTile(db, request(address)), await runTileFromRows(db, request(address))];
    for (const [layer, { length }] of Object.entries(decode(native.bytes))) if (length) seen.add(layer);
    found.push(...differences(native.bytes, cut.bytes).map((words) => `${Object.values(address).join('/')} ${words}`));
    expect(cut.stamps).toEqual(native.stamps);
  }
  expect(found).toEqual([]);
  expect([...seen].sort()).toEqual(layers.map(({ header }) => header.id).sort());
}, 400_000);

test('a tile has the same bytes whenever it is drawn', async () => {
  const { rows: [{ lon, lat }] } = await db.knex.raw('SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall ORDER BY id LIMIT 1');
  for (const z of [4, 9, 13]) {
    const [first, second] = [await runTile(db, request(tileAt(z, lon, lat))), await runTile(db, request(tileAt(z, lon, lat)))];
    expect(first.bytes.length).toBeGreaterThan(0);
    expect(first.bytes.equals(second.bytes)).toBe(true);
  }
});
