import type { Db } from '../server/db/open';
import { readLayers } from '../server/layers/layer-files';
import { GRIDS, WORLD_CRS84_QUAD } from '../server/tiles/grid';
import { runTile, runTileFromRows } from '../server/tiles/run-tile';
import { onServer, openTestDb } from './harness';
import { decode, differences, inSquare } from './tiles-compare';

const layers = [...readLayers().values()];
let db: Db;

beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

/** The tile of WorldCRS84Quad that holds a position, by its definition: 2 × 1 tiles of 180° at zoom 0, from 180° W 90° N. */
const tileAt = (z: number, lon: number, lat: number) =>
  ({ grid: WORLD_CRS84_QUAD, z, x: Math.floor(((lon + 180) / 180) * 2 ** z), y: Math.floor(((90 - lat) / 180) * 2 ** z) });

const request = (address: ReturnType<typeof tileAt>, only?: string) =>
  ({ layers: layers.filter(({ header }) => !only || header.id === only), address, filter: {} as never, day: '2025-01-01' });

const places = async () => (await db.knex.raw('SELECT id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall WHERE id % 9 = 0 ORDER BY id')).rows as { id: number; lon: number; lat: number }[];

test('WorldCRS84Quad: an outfall lies where the grid says, to one unit', async () => {
  for (const { id, lon, lat } of await places()) {
    const address = tileAt(14, lon, lat);
    const found = decode((await runTile(db, request(address, 'outfalls'))).bytes).outfalls?.find((feature) => feature.id === id);
    const [x, y] = (found?.parts[0]?.[0] ?? []) as [number, number];
    const span = 180 / 2 ** 14;
    expect(Math.abs(x - ((lon + 180) / span - address.x) * 4096)).toBeLessThanOrEqual(1);
    expect(Math.abs(y - ((90 - lat) / span - address.y) * 4096)).toBeLessThanOrEqual(1);
  }
});

test('WorldCRS84Quad: far out, sums are exact', async () => {
  const { rows: [{ count }] } = await db.knex.raw('SELECT count(*) AS count FROM outfall');
  for (const z of [0, 1, 3]) {
    let sum = 0;
    for (let x = 0; x < 2 ** (z + 1); x++) {
      for (let y = 0; y < 2 ** z; y++) {
        const features = decode((await runTile(db, request({ grid: WORLD_CRS84_QUAD, z, x, y }, 'outfalls'))).bytes).outfalls ?? [];
        sum += features.filter((feature) => inSquare(feature).length).reduce((total, { properties }) => total + Number(properties.count), 0);
      }
    }
    expect([z, sum]).toEqual([z, Number(count)]);
  }
}, 120_000);

(onServer ? test : test.skip)('WorldCRS84Quad: ST_AsMVT and geojson-vt draw the same tiles', async () => {
  const found: string[] = [];
  for (const [n, { lon, lat }] of (await places()).slice(0, 12).entries()) {
    const address = tileAt(3 + (n % 12), lon, lat);
    const [native, cut] = [await runTile(db, request(address)), await runTileFromRows(db, request(address))];
    expect(native.bytes.length).toBeGreaterThan(0);
    found.push(...differences(native.bytes, cut.bytes).map((words) => `${address.z}/${address.x}/${address.y} ${words}`));
  }
  expect(found).toEqual([]);
}, 120_000);

test('grids are those of the register', () => {
  expect([...GRIDS.keys()]).toEqual(['WebMercatorQuad', 'WorldCRS84Quad']);
});
