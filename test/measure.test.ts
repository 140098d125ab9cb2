import { booleanPointInPolygon, point as turfPoint, polygon as turfPolygon } from '@turf/turf';
import type { Db } from '../server/db/open';
import { runQuery } from '../server/db/query';
import { openTestDb } from './harness';
import { type LonLat, ring, seeded, toRing } from './oracle/geodesic';

// Oracles: Turf for inside or outside, GeographicLib for distance. Right to 1 cm within 5 km.

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

async function measured(p: LonLat, vertices: LonLat[], reach: number | null) {
  const [row] = await runQuery<{ metres: number | null }>(db.knex, {
    sql: `SELECT (signed_distance(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490),
                                  ST_SetSRID(ST_GeomFromGeoJSON(:area), 4490), :reach)).metres AS metres`,
    bindings: { lon: p[0], lat: p[1], area: JSON.stringify({ type: 'Polygon', coordinates: [vertices] }), reach },
  });
  return row?.metres ?? null;
}

const PLACES: [string, LonLat][] = [
  ['阿图什', [76.17, 39.71]],
  ['绥芬河', [131.15, 44.4]],
  ['the border of two Gauss-Krüger zones', [76.5, 39.9]],
  ['漠河', [122.5, 53.4]],
  ['high latitude', [20, 69.5]],
  ['the equator', [102, 0.01]],
];

describe.each(PLACES)('signed distance at %s', (_, centre) => {
  test('agrees with GeographicLib to 1 cm and with Turf on the sign', async () => {
    const random = seeded(Math.round(centre[0] * 100 + centre[1]));
    for (const n of [4, 60]) {
      const vertices = ring(centre, n, 3000, random);
      for (let k = 0; k < 5; k++) {
        const p: LonLat = [centre[0] + (random() - 0.5) * 0.12, centre[1] + (random() - 0.5) * 0.08];
        const inside = booleanPointInPolygon(turfPoint(p), turfPolygon([vertices]));
        const want = toRing(p, vertices) * (inside ? -1 : 1);
        const got = await measured(p, vertices, null);
        expect(Math.abs((got as number) - want)).toBeLessThan(Math.abs(want) <= 5000 ? 0.01 : 0.02);
      }
    }
  });
});

test('holds beside a polygon of 10,000 vertices', async () => {
  const random = seeded(7);
  const vertices = ring([131.1, 44.4], 10_000, 4000, random);
  for (let k = 0; k < 2; k++) {
    const p: LonLat = [131.1 + (random() - 0.5) * 0.1, 44.4 + (random() - 0.5) * 0.08];
    const inside = booleanPointInPolygon(turfPoint(p), turfPolygon([vertices]));
    expect(Math.abs((await measured(p, vertices, null)) as number - toRing(p, vertices) * (inside ? -1 : 1))).toBeLessThan(0.01);
  }
});

test('an edge of 60 km is straight in lon/lat, not a great circle', async () => {
  const vertices: LonLat[] = [[131, 44.4], [131.75, 44.4], [131.75, 44.3], [131, 44.3], [131, 44.4]];
  const p: LonLat = [131.375, 44.41];
  expect(Math.abs((await measured(p, vertices, 5000)) as number - toRing(p, vertices))).toBeLessThan(0.01);
});

test('beyond the reach nothing is measured; inside there is no limit', async () => {
  const vertices: LonLat[] = [[131, 44.4], [131.2, 44.4], [131.2, 44.3], [131, 44.3], [131, 44.4]];
  expect(await measured([131.1, 44.41], vertices, 1000)).toBeNull();
  expect(await measured([131.1, 44.41], vertices, 1200)).toBeGreaterThan(1100);
  expect(await measured([131.1, 44.35], vertices, 10)).toBeLessThan(-5000);
});

test('on the boundary the distance is zero', async () => {
  const vertices: LonLat[] = [[131, 44.5], [131.5, 44.5], [131.5, 44.25], [131, 44.25], [131, 44.5]];
  expect(Math.abs((await measured([131.25, 44.5], vertices, 100)) as number)).toBeLessThan(1e-6);
});
