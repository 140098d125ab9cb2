import type { Db } from '../server/db/open';
import { type Layer, readLayers } from '../server/layers/layer-files';
import type { LayerFilter } from '../server/layers/layer-filter';
import { runTile, runTileFromRows } from '../server/tiles/run-tile';
import { openTestDb } from './harness';
import { decode, inSquare } from './tiles-compare';

// Counts per cell are kept by triggers; whatever is done to outfalls and verdicts, they must be what counting anew gives.

const outfalls = readLayers().get('outfalls') as Layer;
let db: Db;

beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

async function expectExact() {
  const { rows } = await db.knex.raw(`
    WITH anew AS (
      SELECT l.level, l.cell, o.region_code, coalesce(v.verdict, '') AS verdict, count(*)::int AS outfalls,
             sum(round(ST_X(o.geom_3857))) AS east, sum(round(ST_Y(o.geom_3857))) AS north
      FROM outfall o LEFT JOIN verdict_current v ON v.outfall_id = o.id
      CROSS JOIN LATERAL (VALUES (12, o.cell_12), (8, parent_cell(o.cell_12))) l (level, cell) GROUP BY 1, 2, 3, 4
    ), kept AS (SELECT level, cell, region_code, verdict, outfalls, east, north FROM outfall_cell WHERE outfalls <> 0 OR east <> 0 OR north <> 0)
    (TABLE anew EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE anew)`);
  expect(rows).toEqual([]);
}

const place = (lon: number, lat: number) => db.knex.raw('ST_SetSRID(ST_Point(?, ?), 4490)', [lon, lat]);

test('after loading and judging', async () => {
  expect((await db.knex('outfall_cell').count('* as n'))[0]?.n).toBeGreaterThan(10);
  await expectExact();
});

test('after moving, adding, judging otherwise, taking verdicts away and deleting', async () => {
  const ids: number[] = await db.knex('outfall').orderBy('id').limit(12).pluck('id');
  await db.knex('outfall').whereIn('id', ids.slice(0, 4)).update({ geom: place(120, 35) });
  await expectExact();
  await db.knex('outfall').whereIn('id', ids.slice(2, 6)).update({ region_code: '999999' });
  await expectExact();
  await db.knex('outfall').whereIn('id', ids).update({ name: '只改名称' });
  await expectExact();
  await db.knex('outfall').insert([1, 2, 3].map((n) => ({ local_code: `cell-${n}`, name: '新', region_code: '999999', category: 'other.misc', geom: place(120 + n / 3, 35) })));
  await expectExact();
  await db.knex('verdict_current').whereIn('outfall_id', ids.slice(1, 7)).update({ verdict: 'merge' });
  await expectExact();
  await db.knex('verdict_current').whereIn('outfall_id', ids.slice(5, 9)).delete();
  await expectExact();
  await db.knex.raw(`INSERT INTO verdict_current (outfall_id, verdict_id, verdict, input_hash)
    SELECT outfall_id, max(id), 'keep', 'x' FROM verdict WHERE outfall_id = ANY (?) GROUP BY outfall_id
    ON CONFLICT (outfall_id) DO UPDATE SET verdict = 'ban'`, [ids]);
  await expectExact();
  await db.knex('outfall').where('local_code', 'like', 'cell-%').delete();
  await expectExact();
  await db.knex.transaction(async (trx) => {
    await trx('outfall').update({ geom: place(1, 1) });
    throw new Error('back');
  }).catch(() => {});
  await expectExact();
});

test('after judging most of a region at once, where cells are counted anew', async () => {
  await db.knex.raw('CREATE OR REPLACE FUNCTION many_cells() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT 20 $$');
  await db.knex.raw('CREATE TABLE judged AS TABLE verdict_current');
  await db.knex('verdict_current').whereRaw('outfall_id % 5 < 4').delete();
  await db.knex.raw(`INSERT INTO verdict_current SELECT * FROM judged ON CONFLICT (outfall_id) DO UPDATE SET verdict = 'review'`);
  await expectExact();
  await db.knex('verdict_current').whereRaw('outfall_id % 5 = 1').delete();
  await db.knex.raw('INSERT INTO verdict_current SELECT * FROM judged WHERE outfall_id % 5 = 1');
  await expectExact();
  await db.knex.raw('DROP TABLE judged');
});

test('cells of one number stand for the same place near to the pole, on the date line and on every edge of tiles', async () => {
  const edges = [[-180, 0], [180, 0], [0, 90], [0, -90], [0, 85.06], [0, 0], [90, 66.51326044311186], [112.5, 40.97989806962013], [-0.0001, -0.0001]];
  for (const [n, [lon, lat]] of edges.entries()) {
    const { rows: [{ cell }] } = await db.knex.raw(`INSERT INTO outfall (local_code, name, region_code, category, geom)
      VALUES (?, '边', '999998', 'other.misc', ?) RETURNING cell_12 AS cell`, [`pole-${n}`, place(lon as number, Math.min(Math.max(lat as number, -89.9), 89.9))]);
    expect(cell).toBeGreaterThanOrEqual(0);
    expect(cell).toBeLessThan(4096 * 4096);
  }
  await expectExact();
  const filter = { region: ['999998'] } as unknown as LayerFilter;
  for (const z of [0, 3, 5]) {
    let sum = 0;
    for (let x = 0; x < 2 ** z; x++) {
      for (let y = 0; y < 2 ** z; y++) {
        const { bytes } = await runTile(db, { layers: [outfalls], address: { z, x, y }, filter, day: '2025-01-01' });
        for (const feature of decode(bytes).outfalls ?? []) sum += inSquare(feature).length ? Number(feature.properties.count) : 0;
      }
      if (z === 5 && x > 20) break; // half of the world at the closest zoom is enough, it is the slowest
    }
    if (z < 5) expect(sum).toBe(edges.length);
  }
});

test('an override in force counts as it says, from its first to its last day', async () => {
  const { rows: [{ id, region }] } = await db.knex.raw(`SELECT o.id, o.region_code AS region FROM outfall o JOIN verdict_current v ON v.outfall_id = o.id WHERE v.verdict = 'keep' ORDER BY o.id LIMIT 1`);
  const { rows: [kept] } = await db.knex.raw('SELECT verdict_id FROM verdict_current WHERE outfall_id = ?', [id]);
  await db.knex.transaction(async (trx) => {
    await trx.raw('SET LOCAL session_replication_role = replica'); // the record behind it is not what is tested
    await trx('override_current').insert({ outfall_id: id, override_id: kept.verdict_id, verdict: 'ban', expires_on: '2025-06-30' });
  });
  const filter = { region: [region] } as unknown as LayerFilter;
  const sums = async (day: string, more: object = {}) => {
    const { bytes } = await runTile(db, { layers: [outfalls], address: { z: 0, x: 0, y: 0 }, filter: { ...filter, ...more } as LayerFilter, day });
    const features = decode(bytes).outfalls ?? [];
    return ['count', 'ban', 'keep'].map((name) => features.reduce((sum, { properties }) => sum + Number(properties[name]), 0)) as [number, number, number];
  };
  const [count, ban, keep] = await sums('2025-07-01');
  expect(await sums('2025-06-30')).toEqual([count, ban + 1, keep - 1]);
  expect(await sums('2025-06-30', { verdict: ['ban'] })).toEqual([ban + 1, ban + 1, 0]);
  // the same by counting the outfalls themselves, as any other filter does
  expect(await sums('2025-06-30', { bbox: [-180, -85, 180, 85] })).toEqual([count, ban + 1, keep - 1]);
});

describe('a crowded tile', () => {
  const N = 3_000;
  const zones = readLayers().get('special_waters') as Layer;
  const layers = [outfalls, zones];

  beforeAll(async () => {
    await db.knex.raw(`INSERT INTO outfall (local_code, name, region_code, category, geom)
      SELECT 'crowd-' || n, '很长的排污口名称，使瓦片变大 ' || n, '999997', 'other.misc', ST_SetSRID(ST_Point(20 + (n % 60) * 0.001, 10 + n / 60 * 0.001), 4490)
      FROM generate_series(1, ?) n`, [N]);
    await db.knex.raw(`INSERT INTO protected_area (code, region_code, name, class, kind, level, edition_id, geom)
      SELECT 'crowd-' || n, '999997', '水域 ' || n, 'special', p.kind, p.level, e.id,
             ST_Multi(ST_Expand(ST_SetSRID(ST_Point(20 + (n % 60) * 0.01, 10 + n / 60 * 0.01), 4490), 0.002))
      FROM generate_series(1, ?) n, (SELECT kind, level FROM protected_area WHERE class = 'special' LIMIT 1) p,
           (SELECT id FROM layer_edition WHERE valid_from < '2025-01-01' AND valid_to IS NULL LIMIT 1) e`, [N]);
  });

  test.each([0, 4, 8, 9, 10, 11, 12, 14])('z%i: every one is counted, none is lost, and it stays below 500 kB', async (z) => {
    const filter = { region: ['999997'] } as unknown as LayerFilter;
    const n = 2 ** z;
    const at = (lon: number, lat: number) => [Math.floor(((lon + 180) / 360) * n), Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n)] as const;
    const [west, south] = at(20, 10);
    const [east, north] = z <= 10 ? at(20.6, 10.51) : at(20.06, 10.051); // closer in where the outfalls are, for the areas are hundreds of tiles
    const total = { outfalls: 0, special_waters: 0 };
    for (let x = west; x <= east; x++) {
      for (let y = north; y <= south; y++) {
        const request = { layers, address: { z, x, y }, filter, day: '2025-01-01' };
        const { bytes } = await runTile(db, request);
        expect(bytes.length).toBeLessThan(500_000);
        for (const [layer, features] of Object.entries(decode(bytes))) {
          expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
          for (const feature of features) {
            if (!inSquare(feature).length && feature.type === 1) continue;
            expect([layer, feature.type, feature.properties.drawn_as]).toEqual([layer, feature.type, layer !== 'outfalls' && feature.type === 1 ? 'point' : undefined]);
            if (feature.type === 1) total[layer as 'outfalls'] += Number(feature.properties.count ?? 1);
          }
        }
        if (z === 10 || z === 4) expect((await runTileFromRows(db, request)).stamps).toBeDefined();
      }
    }
    expect(total.outfalls).toBe(N);
    if (z <= 8) expect(total.special_waters).toBe(N); // all of them smaller than a cell there: nothing but points
  }, 120_000);
});
