import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../server/db/open';
import { type Layer, readLayers } from '../server/layers/layer-files';
import { runTile } from '../server/tiles/run-tile';
import { onServer, openTestDb } from './harness';
import { type Drawn, decode, hausdorff, inSquare } from './tiles-compare';
import { draw, tileAt } from './tiles-drawn';

// Goldens are made on a server (`npm run bless`). A server must repeat them, the embedded engine come within one unit.

const BLESS = process.env.BLESS === '1';
const DAY = '2025-01-01';
const ZOOMS = Array.from({ length: 15 }, (_, z) => z);
const layers = readLayers();
let db: Db;
let ids: { river: number; area: number };

beforeAll(async () => {
  db = await openTestDb();
  ids = await draw(db.knex);
});
afterAll(() => db.close());

const shapes = [
  { name: 'long-river', layer: 'rivers', id: () => ids.river, lon: 98.5, lat: 38.2 },
  { name: 'huge-area', layer: 'protected_areas', id: () => ids.area, lon: 87.12, lat: 41 },
];

describe.each(shapes)('$name', ({ name, layer, id, lon, lat }) => {
  const file = join(__dirname, 'goldens/tiles', `${name}.json`);
  const golden: Record<string, Pick<Drawn, 'type' | 'parts'>> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

  test.each(ZOOMS)('z%i', async (z) => {
    const { type, parts } = (await featureOf(layer, id(), tileAt(z, lon, lat))) as Drawn;
    if (BLESS && onServer) { golden[z] = { type, parts }; return; }
    const kept = golden[z] as Drawn;
    if (onServer) expect({ type, parts }).toEqual(kept);
    expect(type).toBe(kept.type);
    expect(hausdorff(type, inSquare({ type, parts }), inSquare(kept))).toBeLessThanOrEqual(1);
  });

  test('is in every tile that it crosses, z0–z9', async () => {
    const lost = await lostTiles(layer, id());
    expect(lost).toEqual([]);
  });

  afterAll(() => {
    if (BLESS && onServer) writeFileSync(file, `{\n${Object.entries(golden).map(([z, shape]) => `"${z}": ${JSON.stringify(shape)}`).join(',\n')}\n}\n`);
  });
});

test('a spur that runs back on itself keeps its whole length', async () => {
  const { parts } = (await featureOf('rivers', ids.river, tileAt(5, 98.5, 38.2))) as Drawn;
  const spur = parts.find((part) => part.length === 3 && String(part[0]) === String(part[2]));
  expect(spur).toBeDefined();
});

async function featureOf(layer: string, id: number, address: { z: number; x: number; y: number }) {
  const { bytes } = await runTile(db, { layers: [layers.get(layer) as Layer], address, filter: {} as never, day: DAY });
  return decode(bytes)[layer]?.find((feature) => feature.id === id);
}

/** Tiles whose own square the stored copy of that zoom crosses, yet which lack the feature. */
async function lostTiles(layer: string, id: number): Promise<string[]> {
  const { header } = layers.get(layer) as Layer;
  const { rows } = await db.knex.raw(`
    SELECT z, x, y FROM (SELECT z, ${copyOf('i')} AS shape FROM ${header.from} i, generate_series(0, 9) z WHERE i.id = ?) s,
      LATERAL (SELECT 40075016.685578488 / 2 ^ z AS width) w,
      LATERAL generate_series(floor((ST_XMin(shape) + 20037508.342789244) / width)::int, floor((ST_XMax(shape) + 20037508.342789244) / width)::int) x,
      LATERAL generate_series(floor((20037508.342789244 - ST_YMax(shape)) / width)::int, floor((20037508.342789244 - ST_YMin(shape)) / width)::int) y
    WHERE ST_Intersects(shape, ST_TileEnvelope(z, x, y))`, [id]);
  expect(rows.length).toBeGreaterThan(40);
  const lost: string[] = [];
  for (const address of rows) if (!await featureOf(layer, id, address)) lost.push(Object.values(address).join('/'));
  return lost;
}

const copyOf = (i: string) => `CASE WHEN z >= 8 THEN ${i}.geom_3857_mid ELSE ${i}.geom_3857_low END`;
