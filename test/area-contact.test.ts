import type { Db } from '../server/db/open';
import { runQuery } from '../server/db/query';
import { openTestDb } from './harness';
import { type LonLat, ring, seeded } from './oracle/geodesic';

// Areas within 2e-7 degrees of each other are dissolved into one. What is compared in pieces must say what the whole would.

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

const polygon = (...rings: LonLat[][]) => JSON.stringify({ type: 'Polygon', coordinates: rings });

async function compared(pairs: [string, string][]) {
  return runQuery<{ touch: boolean; whole: boolean; turned: boolean }>(db.knex, {
    sql: `SELECT areas_touch(a, b) AS touch, areas_touch(b, a) AS turned, ST_Intersects(a, b) OR ST_DWithin(a, b, 2e-7) AS whole
          FROM jsonb_array_elements(:pairs::jsonb) WITH ORDINALITY AS pair (one, n)
          CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_GeomFromGeoJSON(one ->> 0), 4490) AS a, ST_SetSRID(ST_GeomFromGeoJSON(one ->> 1), 4490) AS b) g
          ORDER BY n`,
    bindings: { pairs: JSON.stringify(pairs) },
  });
}

test('neighbours at gaps about the tolerance, in any direction', async () => {
  const random = seeded(21);
  const pairs = [0, 0.5, 1.5, 1.9, 2.1, 3, 100].flatMap((gap) => Array.from({ length: 12 }, (_, k): [string, string] => {
    // a side of many vertices, and the same side again, pushed off by the gap along one axis
    const side = Array.from({ length: 40 }, (_, i): LonLat => [131.1 + random() * 1e-4, 44.4 + i * 1e-4]);
    const push = (away: number, far: number): LonLat[] => {
      const near = side.map(([x, y]): LonLat => [x + away, y]);
      const all = [...near, [131.1 + far, 44.404], [131.1 + far, 44.4], near[0] as LonLat] as LonLat[];
      return k % 2 ? all.map(([x, y]): LonLat => [y - 44.4 + 131.1, x - 131.1 + 44.4]) : all;
    };
    return [polygon(push(0, -1e-3)), polygon(push(gap * 1e-7, 2e-3))];
  }));
  const rows = await compared(pairs);
  for (const { touch, turned, whole } of rows) expect([touch, turned]).toEqual([whole, whole]);
  expect(new Set(rows.map(({ whole }) => whole)).size).toBe(2);
});

test('one inside the other, one in the hole of the other, and stars whose boxes overlap', async () => {
  const random = seeded(5);
  const outer = ring([131.1, 44.4], 300, 3000, random);
  const hole = ring([131.1, 44.4], 40, 800, random).reverse();
  const small = ring([131.1, 44.4], 30, 200, random);
  const stars = Array.from({ length: 20 }, (): [string, string] => [
    polygon(ring([131.1, 44.4], 80, 3000, random)), polygon(ring([131.1 + 0.1 * random(), 44.4 + 0.06 * random()], 80, 3000, random))]);
  const rows = await compared([[polygon(outer), polygon(small)], [polygon(outer, hole), polygon(small)], ...stars]);
  expect(rows.slice(0, 2).map(({ touch }) => touch)).toEqual([true, false]);
  for (const { touch, turned, whole } of rows) expect([touch, turned]).toEqual([whole, whole]);
});
