import fc from 'fast-check';
import { CRS84, clientOf, epsg } from './ogc/client';
import { type RunningApp, startApp } from './harness';

let app: RunningApp;
let client: ReturnType<typeof clientOf>;
beforeAll(async () => {
  app = await startApp({ statementTimeoutMs: 5_000 });
  client = clientOf(app);
});
afterAll(() => app.close());

const RUNS = Number(process.env.PAIKOU_FUZZ ?? 60);

/** Asks and holds the answer to: served or refused with a reason, never a fault of ours. */
async function asked(path: string): Promise<number> {
  const started = Date.now();
  const answer = await fetch(app.url + path);
  const text = await answer.text();
  if (answer.status >= 500) throw new Error(`${path} → ${answer.status} ${text}`);
  if (answer.status >= 400) {
    const { errors } = JSON.parse(text) as { errors: { field: string; reason: string }[] };
    if (!errors.length || !errors.every(({ field, reason }) => field && reason)) throw new Error(`${path} → ${answer.status} without a reason: ${text}`);
  }
  if (Date.now() - started > 5_000) throw new Error(`${path} took ${Date.now() - started} ms`);
  return answer.status;
}
const items = (collection: string, parameters: Record<string, string>) => asked(`/ogc/collections/${collection}/items?${new URLSearchParams(parameters)}`);
const filter = (text: string, more: Record<string, string> = {}) => items('outfalls', { filter: text, ...more });

describe('a hostile filter is bounded', () => {
  const deep = (n: number) => `${'('.repeat(n)}id=1${')'.repeat(n)}`;
  test.each<[string, string]>([
    ['brackets', deep(1000)], ['NOT', `${'NOT '.repeat(1500)}id=1`], ['OR of thousands', Array.from({ length: 700 }, (_, n) => `id=${n}`).join(' OR ')],
    ['a huge IN', `id IN (${Array.from({ length: 1500 }, (_, n) => n).join(',')})`], ['a text without end', `name = '${'a'.repeat(5000)}'`],
    ['wildcards', `name LIKE '${'%a'.repeat(200)}%'`], ['underscores', `name LIKE '${'_'.repeat(400)}'`], ['casei in casei', `${'casei('.repeat(500)}name${')'.repeat(500)} = 'a'`],
    ['a shape of thousands', `s_intersects(geometry, LINESTRING(${Array.from({ length: 1100 }, (_, n) => `${n % 9} 1`).join(',')}))`], ['an unclosed text', `name = '${`''`.repeat(2000)}`],
    ['a backslash', `name LIKE 'a\\\\\\'`], ['collections in collections', `s_intersects(geometry, ${'GEOMETRYCOLLECTION('.repeat(200)}POINT(1 1)${')'.repeat(200)})`],
    ['too long', `name = 'x' OR ${' '.repeat(8000)} id = 1`], ['intervals in intervals', `t_after(designated_on, ${'INTERVAL('.repeat(100)}'..','..'${",'..')".repeat(100)})`],
  ])('%s', async (_, text) => { expect(await filter(text)).toBe(400); });

  test('JSON: deep, wide, of wrong kinds', async () => {
    const nest = (n: number): unknown => (n ? { op: 'not', args: [nest(n - 1)] } : true);
    for (const json of [nest(200), { op: 'and', args: Array.from({ length: 300 }, () => true) }, { op: 'in', args: [{ property: 'id' }, Array.from({ length: 600 }, (_, n) => n)] }, {}, [], null, 'x', 1, { op: 'and' }, { op: 'and', args: [] },
      { op: '=', args: [{ property: '__proto__' }, 1] }, { op: 'constructor', args: [true, true] }, { op: '=', args: [{ property: 'constructor' }, 1] }, { op: 's_intersects', args: [{ property: 'geometry' }, { type: 'Point', coordinates: [] }] },
      { op: 's_intersects', args: [{ property: 'geometry' }, { type: 'Polygon', coordinates: [[[0, 0], [1, 1], [1, 0], [5, 5]]] }] }, { op: '=', args: [{ date: '2020-13-01' }, { date: '2020-01-01' }] }, { op: 'isNull', args: [[1]] },
      { op: 't_after', args: [{ interval: [{ interval: ['..', '..'] }, '..'] }, { date: '2020-01-01' }] }, { op: 'like', args: [{ property: 'name' }, { property: 'name' }] }, { op: 'casei', args: ['x'] }, { op: '=', args: ['\u0000', 'x'] }, { op: '=', args: ['\ud800', 'x'] }]) {
      expect([JSON.stringify(json).slice(0, 80), await filter(JSON.stringify(json), { 'filter-lang': 'cql2-json' })]).toEqual([JSON.stringify(json).slice(0, 80), 400]);
    }
  });

  test('nothing of a filter becomes SQL', async () => {
    for (const text of [`name = 'x'; DROP TABLE outfall; --'`, `"name" = 'x' OR 1=1 --`, `p.name = 'x'`, `situation IS NULL`, `"status_proof" IS NULL`, `source IS NOT NULL`, `pg_sleep(10) = 1`, `name = (SELECT 1)`, `name::text = 'x'`, `name = $1`, `name = :cql_0`, `name = ?`]) {
      expect([text, await filter(text)]).toEqual([text, 400]);
    }
    for (const text of [`name = 'x''; DROP TABLE outfall; --'`, `name = ':cql_1 ? $1 \\x'`]) expect(await filter(text)).toBe(200);
    expect((await client.items('outfalls')).body.numberMatched).toBeGreaterThan(200);
  });
});

const NAMES = ['id', 'code', 'name', 'verdict', 'no_action', 'position_error_m', 'geometry', 'nothing', '"name"', '排口'];
const WORDS = [...NAMES, '=', '<>', '<', '>=', '(', ')', ',', 'AND', 'OR', 'NOT', 'LIKE', 'IN', 'BETWEEN', 'IS', 'NULL', 'true', 'false', `'a'`, `'%'`, `'2020-01-01'`, '1', '-2.5', '1e300', '99999999999999999999', 'CASEI(name)', 'casei(',
  `DATE('2020-01-01')`, `TIMESTAMP('2020-01-01T00:00:00Z')`, `INTERVAL('2020-01-01','..')`, 'T_AFTER(', 'S_INTERSECTS(', 'S_TOUCHES(geometry,', 'S_OVERLAPS(', 'POINT(1 2)', 'POINT(131 44)', 'POLYGON((0 0,1 1,0 1,1 0,0 0))', 'POLYGON((0 0,1 0,1 1,0 0))',
  'POLYGON((0 0,0 0,0 0,0 0))', 'LINESTRING(1 1,1 1)', 'BBOX(0,0,1,1)', 'BBOX(170,-90,-170,90)', 'MULTIPOINT(1 1,2 2)', 'GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))', '+', '*', '\\', "'", '"', '\u00a0', '；'];

describe('no input yields a 500', () => {
  test('filters of random words', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 14 }), async (words) => { await filter(words.join(' ')); }), { numRuns: RUNS * 3 });
  }, 120_000);

  test('filters that hold together', async () => {
    const { condition } = fc.letrec((tie) => ({
      value: fc.oneof(fc.constantFrom('id', 'position_error_m', '1', '-2.5', '1e300', '9007199254740993', '1e-320'), fc.constantFrom('name', 'code', 'verdict', `'a'`, `'\u6392%'`, 'CASEI(name)'), fc.string({ maxLength: 8 }).map((text) => `'${text.replace(/['\\]/g, '')}'`)),
      shape: fc.constantFrom('geometry', 'POINT(131 44)', 'POLYGON((130 44,132 44,132 45,130 45,130 44))', 'LINESTRING(130 44,132 45)', 'BBOX(-180,-90,180,90)', 'BBOX(10,0,-10,1)', 'POINT(0 90)', 'LINESTRING(1 1,1 1)', 'POLYGON((0 0,0 0,0 0,0 0))', 'MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((0 0,1 0,1 1,0 0)))', 'GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))'),
      predicate: fc.oneof(
        fc.tuple(tie('value'), fc.constantFrom('=', '<>', '<', '>', '<=', '>='), tie('value')).map((parts) => parts.join(' ')),
        fc.tuple(fc.constantFrom('S_INTERSECTS', 'S_EQUALS', 'S_DISJOINT', 'S_TOUCHES', 'S_WITHIN', 'S_OVERLAPS', 'S_CROSSES', 'S_CONTAINS'), tie('shape'), tie('shape')).map(([name, a, b]) => `${name}(${a},${b})`),
        fc.tuple(tie('value'), fc.constantFrom('LIKE', 'NOT LIKE'), fc.string({ maxLength: 8 })).map(([a, op, b]) => `${a} ${op} '${b.replace(/'/g, "''")}'`),
        fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `${a} BETWEEN ${b} AND ${c}`), fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `${a} IN (${b},${c})`),
      ),
      condition: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('predicate'), fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition')).map((parts) => `(${parts.join(' ')})`), tie('condition').map((each) => `NOT (${each})`)),
    }));
    await fc.assert(fc.asyncProperty(condition as fc.Arbitrary<string>, fc.constantFrom('outfalls', 'drinking_water_zones', 'rivers'), async (text, collection) => { await items(collection, { filter: text }); }), { numRuns: RUNS * 2 });
  }, 120_000);

  test('random JSON as a filter', async () => {
    const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom({ property: 'name' }, { property: 'geometry' }, { property: 'id' }, { bbox: [1, 2, 3, 4] }, { bbox: [] }, { type: 'Point', coordinates: [1, 2] }, { type: 'Point', coordinates: [1e300, 2] }, { date: '2020-01-01' }, { interval: ['..', '..'] }));
    const operation = fc.record({ op: fc.constantFrom('and', 'or', 'not', '=', '<', 'like', 'in', 'between', 'isNull', 's_intersects', 's_touches', 't_after', 't_during', 'casei', 'a_equals', '+'), args: fc.array(leaf, { maxLength: 3 }) });
    const json = fc.oneof(operation, fc.record({ op: fc.constantFrom('and', 'not', 'or'), args: fc.array(operation, { minLength: 1, maxLength: 3 }) }));
    await fc.assert(fc.asyncProperty(json, async (value) => { await filter(JSON.stringify(value), { 'filter-lang': 'cql2-json' }); }), { numRuns: RUNS * 2 });
  }, 120_000);

  const CRSS = [CRS84, epsg(4490), epsg(4326), epsg(3857), epsg(4513), epsg(4553), epsg(2154), 'x'];
  const number = fc.oneof(fc.double({ min: -200, max: 200, noNaN: true }).map(String), fc.constantFrom('0', '-0', '1e7', '-9.5e6', '9500000', '25500000', '30000000', '21000000', '4500000', '-4000000', '5000000', '20037508', '1e308', 'NaN', 'Infinity', '', '+1', '.5', '1.', '0x10', '１'));

  test('boxes in every CRS, to the edge of what it reaches', async () => {
    await fc.assert(fc.asyncProperty(fc.array(number, { minLength: 3, maxLength: 7 }), fc.constantFrom(...CRSS), fc.constantFrom(...CRSS), async (numbers, bboxCrs, crs) => {
      await items('drinking_water_zones', { bbox: numbers.join(), 'bbox-crs': bboxCrs, crs, limit: '3' });
    }), { numRuns: RUNS * 2 });
    for (const [crs, width] of [[epsg(4553), 500_000], [epsg(4532), 44_500_000], [epsg(3857), 0]] as const) {
      for (const half of [1, 1e5, 3e6, 4.4e6]) for (const north of [9e6, 4e6, 0]) expect([crs, half, north, await items('outfalls', { bbox: crs === epsg(3857) ? [-half, -north, half, north].join() : [-north, width - half, north, width + half].join(), 'bbox-crs': crs })]).toEqual([crs, half, north, 200]);
    }
  }, 120_000);

  test('times, limits, cursors, filters of the list, addresses of tiles', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('2020-01-01', '..', '2020-01-01/..', '/', '//', '../..', '9999-12-31', '0000-00-00', '-0001-01-01', '275760-09-13', '2020-01-01T25:00:00Z', '1', '-1', '1e3', '653001', '999999', 'ban', 'x'));
    const name = fc.constantFrom('datetime', 'limit', 'cursor', 'as_of', 'known_at', 'region', 'river', 'category', 'verdict', 'stage', 'department', 'q', 'f', 'crs', 'bbox', 'filter', 'filter-lang', 'filter-crs', 'bbox-crs');
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 3 }), fc.constantFrom('outfalls', 'rivers', 'regions'), async (pairs, collection) => {
      await asked(`/ogc/collections/${collection}/items?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.replace(/[\ud800-\udfff]/g, ''))}`).join('&')}`);
    }), { numRuns: RUNS * 2 });
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.constantFrom('outfalls', 'WebMercatorQuad', 'WorldCRS84Quad', '0', '1', '22', '23', '-1', '1.5', '%', '%FF', '..', '%2e%2e', 'x'), fc.string({ maxLength: 6 }).map(encodeURIComponent)), { minLength: 1, maxLength: 5 }), async (parts) => {
      await asked(`/ogc/collections/outfalls/tiles/${parts.join('/')}`);
      await asked(`/ogc/collections/${parts.join('/')}`);
      await asked(`/ogc/tiles/${parts.join('/')}`);
    }), { numRuns: RUNS });
  }, 120_000);
});
