import type { Db } from '../server/db/open';
import { type Layer, readLayers } from '../server/layers/layer-files';
import type { LayerFilter } from '../server/layers/layer-filter';
import { runTile } from '../server/tiles/run-tile';
import { openTestDb } from './harness';
import { decode, inSquare } from './tiles-compare';

const outfalls = readLayers().get('outfalls') as Layer;
const ZOOMS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
let db: Db;

beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

const filters: { words: string; filter: Partial<LayerFilter>; sql: string }[] = [
  { words: 'all', filter: {}, sql: 'true' },
  { words: 'one city', filter: { region: ['653001'] }, sql: `region_code LIKE '653001%'` },
  { words: 'two verdicts', filter: { verdict: ['ban', 'merge'] }, sql: `verdict IN ('ban', 'merge')` },
  { words: 'a branch of categories', filter: { category: ['other'] }, sql: `category = 'other' OR category LIKE 'other.%'` },
];

describe.each(filters)('sums, $words', ({ filter, sql }) => {
  test.each(ZOOMS)('z%i', async (z) => {
    const { rows: [expected] } = await db.knex.raw(`SELECT count(*) AS count, count(*) FILTER (WHERE verdict = 'ban') AS ban,
      count(*) FILTER (WHERE verdict = 'merge') AS merge, count(*) FILTER (WHERE verdict = 'keep') AS keep,
      count(*) FILTER (WHERE verdict = 'review') AS review FROM outfall_item WHERE ${sql}`);
    expect(expected.count).toBeGreaterThan(0);
    expect(await sums(z, filter)).toEqual(expected);
  });
});

test('outfalls on a tile corner, on its edges and on one spot are each counted once', async () => {
  // 112.5 E, 0 and 90 E are tile edges from z4 on; the equator is one from z1 on.
  const places = [[112.5, 40.97989806962013], [112.5, 30], [90, 0], [112.5, 30], [179.9, -10]];
  for (const [n, [lon, lat]] of places.entries()) {
    await db.knex('outfall').insert({ local_code: `edge-${n}`, name: '边界', region_code: '999999', category: 'other.misc',
      geom: db.knex.raw('ST_SetSRID(ST_Point(?, ?), 4490)', [lon as number, lat as number]) });
  }
  for (const z of ZOOMS) expect((await sums(z, { region: ['999999'] })).count).toBe(5);
  const [seen] = [await featuresOf(9, { region: ['999999'] })];
  expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
  expect(seen.filter((feature) => inSquare(feature).length).length).toBe(5);
});

async function sums(z: number, filter: Partial<LayerFilter>) {
  const features = await featuresOf(z, filter);
  for (const feature of features) {
    expect(feature.properties.aggregate).toBe(true);
    expect(inSquare(feature)).toHaveLength(1);
    expectShares(feature.properties);
  }
  const sum = (name: string) => features.reduce((total, { properties }) => total + Number(properties[name]), 0);
  return { count: sum('count'), ban: sum('ban'), merge: sum('merge'), keep: sum('keep'), review: sum('review') };
}

/** Eighths for ban, merge, review, keep, not judged: eight in all, one at least where there is any, and not far from the exact share. */
function expectShares(properties: Record<string, unknown>) {
  const counts = ['ban', 'merge', 'review', 'keep', 'unjudged'].map((name) => Number(properties[name] ?? 0));
  const shares = String(properties.shares).split('-').map(Number);
  expect(shares).toHaveLength(5);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(8);
  for (const [n, count] of counts.entries()) {
    expect((shares[n] as number) > 0).toBe(count > 0);
    expect(Math.abs((shares[n] as number) - (8 * count) / Number(properties.count))).toBeLessThan(4);
  }
}

/** From every tile in or beside which an outfall lies. */
async function featuresOf(z: number, filter: Partial<LayerFilter>) {
  const { rows } = await db.knex.raw(`SELECT DISTINCT x + dx AS x, y + dy AS y FROM outfall,
      LATERAL (SELECT floor((ST_X(geom_3857) + 20037508.342789244) / 40075016.685578488 * 2 ^ CAST(? AS int))::int AS x,
                      floor((20037508.342789244 - ST_Y(geom_3857)) / 40075016.685578488 * 2 ^ CAST(? AS int))::int AS y) t,
      generate_series(-1, 1) dx, generate_series(-1, 1) dy
    WHERE x + dx BETWEEN 0 AND 2 ^ CAST(? AS int) - 1 AND y + dy BETWEEN 0 AND 2 ^ CAST(? AS int) - 1`, [z, z, z, z]);
  const features = [];
  for (const { x, y } of rows) {
    const { bytes } = await runTile(db, { layers: [outfalls], address: { z, x, y }, filter: filter as LayerFilter, day: '2025-01-01' });
    features.push(...(decode(bytes).outfalls ?? []));
  }
  return features;
}
