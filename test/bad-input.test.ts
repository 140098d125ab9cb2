import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ROOT } from '../server/sql-file';
import { type RunningApp, startApp } from './harness';

/** Small, so that a body over the limit stays small too. */
const BODY_LIMIT = 200_000;

let app: RunningApp;
let before: Record<string, number>;
beforeAll(async () => {
  app = await startApp({ bodyLimitBytes: BODY_LIMIT });
  before = await rowCounts();
});
afterEach(async () => { expect((await fetch(`${app.url}/healthz`)).status).toBe(200); });
afterAll(async () => {
  expect(await rowCounts()).toEqual(before);
  await app.close();
});

async function rowCounts(): Promise<Record<string, number>> {
  const { knex } = app.db;
  const { rows } = await knex.raw(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`);
  const counts: Record<string, number> = {};
  for (const { relname } of rows) counts[relname] = Number((await knex(relname).count('* as n').first())?.n);
  return counts;
}

interface Refusal { status: number; type: string | null; body: { status: number; title: string; detail: string; errors: { field: string; reason: string; value?: unknown }[] } }

async function refusal(path: string, init?: RequestInit): Promise<Refusal> {
  const answer = await fetch(app.url + path, init);
  return { status: answer.status, type: answer.headers.get('content-type'), body: (await answer.json()) as Refusal['body'] };
}

/** A 4xx problem document one of whose errors is about `field` and says `reason`. */
function expectRefused({ status, type, body }: Refusal, wanted: number, field: string, reason: RegExp = /./) {
  expect([status, type, body.status]).toEqual([wanted, 'application/problem+json; charset=utf-8', wanted]);
  expect(body.title).toMatch(/^\p{Script=Han}/u);
  expect(body.errors).toContainEqual(expect.objectContaining({ field, reason: expect.stringMatching(reason) }));
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|at Object|SELECT /);
}

describe('addresses and parameters', () => {
  test.each<[string, number, string, RegExp?]>([
    ['/api/nothing', 404, 'path'],
    ['/tiles', 404, 'path'],
    ['/api/outfalls/0', 404, 'id'],
    ['/api/outfalls/abc', 404, 'id'],
    ['/api/outfalls/1.5', 404, 'id'],
    ['/api/outfalls/99999999999999999999', 404, 'id'],
    ['/api/outfalls/987654321', 404, 'id', /没有/],
    ['/api/outfalls/987654321/verdict', 404, 'id'],
    ['/api/rules/no-such-rule', 404, 'id'],
    ['/api/regions?x=1', 400, 'x', /unknown parameter/],
    ['/api/rules?region=653001', 400, 'region', /unknown parameter/],
    ['/api/outfalls?limit=0', 400, 'limit', /1/],
    ['/api/outfalls?limit=1001', 400, 'limit', /1000/],
    ['/api/outfalls?limit=ten', 400, 'limit'],
    ['/api/outfalls?limit=10&limit=20', 400, 'limit', /repeated/],
    ['/api/outfalls?limit=', 400, 'limit', /empty/],
    ['/api/outfalls?q=%00', 400, 'q', /control/],
    ['/api/outfalls?q=%FF', 400, 'q', /encoding/],
    [`/api/outfalls?q=${'a'.repeat(101)}`, 400, 'q', /100/],
    ['/api/outfalls?q=%20%20', 400, 'q'],
    ['/api/outfalls?sort=secret', 400, 'sort', /national_code/],
    ['/api/outfalls?sort=--id', 400, 'sort'],
    ['/api/outfalls?sort=constructor', 400, 'sort'],
    ['/api/outfalls?cursor=abc', 400, 'cursor', /not a cursor/],
    [`/api/outfalls?cursor=${Buffer.from('["x",1,1]').toString('base64url')}`, 400, 'cursor'],
    ['/api/outfalls?region=999999', 400, 'region', /653001 阿图什市/],
    ['/api/outfalls?region=653001999', 400, 'region', /653001101/],
    ['/api/outfalls?region=65', 400, 'region'],
    ['/api/outfalls?region=653001,', 400, 'region'],
    ['/api/outfalls?category=industry', 400, 'category', /industrial/],
    ['/api/outfalls?category=%27', 400, 'category'],
    ['/api/outfalls?river=%E9%95%BF%E6%B1%9F', 400, 'river', /示意/],
    ['/api/outfalls?verdict=forbid', 400, 'verdict', /ban, merge, keep, review/],
    ['/api/outfalls?stage=done', 400, 'stage', /surveyed/],
    ['/api/outfalls?department=x', 400, 'department', /allowed.*市畜牧兽医局/],
    ['/api/outfalls?as_of=2024-02-30', 400, 'as_of'],
    ['/api/outfalls?as_of=2024-01-01T00:00:00', 400, 'as_of', /offset/],
    ['/api/outfalls?bbox=1,2,3', 400, 'bbox'],
    ['/api/outfalls?bbox=10,0,5,1', 400, 'bbox'],
    ['/api/outfalls?bbox=0,0,1,91', 400, 'bbox'],
    ['/api/outfalls?bbox=a,b,c,d', 400, 'bbox'],
  ])('%s → %i %s', async (path, status, field, reason = /./) => { // without the default, jest takes a missing fourth value for its callback
    expectRefused(await refusal(path), status, field, reason);
  });

  test('every wrong parameter is named at once', async () => {
    const { body } = await refusal('/api/outfalls?limit=0&sort=x&bbox=1&foo=1&verdict=ban,so');
    expect(body.errors.map(({ field }) => field).sort()).toEqual(['bbox', 'foo', 'limit', 'sort', 'verdict']);
    expect(body.errors.find(({ field }) => field === 'verdict')?.value).toBe('so');
  });

  test('malformed percent encoding in a path', async () => {
    const { status, type } = await refusal('/api/rules/%E0%A4%A');
    expect([status, type]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });
});

describe('tile addresses', () => {
  test.each<[string, number, string]>([
    ['/tiles/outfalls/30/0/0.mvt', 400, 'z'],
    ['/tiles/outfalls/8/256/0.mvt', 400, 'x'],
    ['/tiles/outfalls/8/0/256.mvt', 400, 'y'],
    ['/tiles/outfalls/-1/0/0.mvt', 400, 'z'],
    ['/tiles/outfalls/8/1.5/0.mvt', 400, 'x'],
    ['/tiles/outfalls/a/b/c.mvt', 400, 'z'],
    ['/tiles/outfalls/8/182/97.mvt?verdict=no', 400, 'verdict'],
    ['/tiles/outfalls/8/182/97.mvt?region=999999', 400, 'region'],
    ['/tiles/outfalls/8/182/97.mvt?foo=1', 400, 'foo'],
    ['/tiles/nothing/8/182/97.mvt', 404, 'layers'],
    ['/tiles/outfalls,nothing.json', 404, 'layers'],
  ])('%s → %i %s', async (path, status, field) => { expectRefused(await refusal(path), status, field); });
});

const feature = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', geometry, properties });
const point = (coordinates: unknown, properties: unknown = {}) => feature({ type: 'Point', coordinates }, properties);
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const good = point([76.17, 39.71], { category: 'other.rural_scattered', status: 'existing', position_method: 'rtk' });
const polygon = (...rings: number[][][]) => feature({ type: 'Polygon', coordinates: rings });
/** 21 times across the city: few positions, 4,000 km and more. */
const zigzag = Array.from({ length: 21 }, (_, n) => [n % 2 ? 78.3 : 75.6, 40 + n / 100]);
const bowTie = [[76, 39.7], [76.1, 39.8], [76.1, 39.7], [76, 39.8], [76, 39.7]];

const post = (body: unknown, query = '?region=653001', type = 'application/json') => refusal(`/api/checks${query}`, {
  method: 'POST', headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('posted features', () => {
  const at = 'features[1].geometry';

  test.each<[string, unknown, string, RegExp]>([
    ['a number', 5, 'type', /FeatureCollection/],
    ['an empty object', {}, 'type', /FeatureCollection/],
    ['a lone feature', good, 'type', /FeatureCollection/],
    ['features not an array', { type: 'FeatureCollection', features: {} }, 'features', /array/],
    ['an empty collection', collection(), 'features', /empty/],
    ['too many features', collection(...new Array(10_001).fill(0)), 'features', /10000/],
    ['another CRS', { ...collection(good), crs: { type: 'name', properties: { name: 'EPSG:4534' } } }, 'crs', /longitude/],
    ['not a feature', collection(good, 7), 'features[1].type', /Feature/],
    ['no geometry', collection(good, { type: 'Feature', properties: {} }), at, /no geometry/],
    ['null geometry', collection(good, feature(null)), at, /no geometry/],
    ['unknown type', collection(good, feature({ type: 'Circle', coordinates: [1, 2] })), `${at}.type`, /Polygon/],
    ['type of the prototype', collection(good, feature({ type: 'constructor', coordinates: [1, 2] })), `${at}.type`, /Polygon/],
    ['no coordinates', collection(good, feature({ type: 'Point' })), `${at}.coordinates`, /array/],
    ['empty point', collection(good, point([])), `${at}.coordinates`, /empty/],
    ['empty polygon', collection(good, polygon()), `${at}.coordinates`, /empty/],
    ['one number', collection(good, point([76.17])), `${at}.coordinates`, /latitude/],
    ['3D', collection(good, point([76.17, 39.71, 1300])), `${at}.coordinates`, /3D/],
    ['text', collection(good, point(['76.17', 39.71])), `${at}.coordinates[0]`, /number/],
    ['longitude out of range', collection(good, point([190, 39])), `${at}.coordinates[0]`, /longitude/],
    ['latitude out of range', collection(good, point([76, -95])), `${at}.coordinates[1]`, /latitude/],
    ['projected metres', collection(good, point([600333.478, 4397984.35])), `${at}.coordinates[0]`, /degrees/],
    ['swapped', collection(good, point([39.71, 76.17])), `${at}.coordinates`, /颠倒.*\[76\.17, 39\.71\]/],
    ['too far', collection(good, point([80, 39.71])), `${at}.coordinates`, /超过 20 km/],
    ['line of one point', collection(good, feature({ type: 'LineString', coordinates: [[76, 39.7]] })), `${at}.coordinates`, /2/],
    ['open ring', collection(good, polygon([[76, 39.7], [76.1, 39.7], [76.1, 39.8], [76, 39.8]])), `${at}.coordinates[0]`, /closed/],
    ['ring of three', collection(good, polygon([[76, 39.7], [76.1, 39.7], [76, 39.7]])), `${at}.coordinates[0]`, /4/],
    ['self-intersection', collection(good, polygon(bowTie)), at, /Self-intersection/],
    ['fault deep in a multipolygon', collection(good, feature({ type: 'MultiPolygon', coordinates: [[[[76, 39.7], [76.1, 39.7], [76.1, null], [76, 39.7]]]] })),
      `${at}.coordinates[0][0][2][1]`, /number/],
    ['several points in one', collection(good, feature({ type: 'MultiPoint', coordinates: [[76, 39.7], [76.1, 39.7]] })), `${at}.type`, /Point, LineString/],
    ['a line that stays where it is', collection(good, feature({ type: 'LineString', coordinates: [[76, 39.7], [76, 39.7]] })), at, /Too few points/],
    ['a line that ends too far off', collection(good, feature({ type: 'LineString', coordinates: [[76, 39.7], [76.1, 39.2]] })), `${at}.coordinates`, /超过 20 km/],
    ['an area that reaches too far off', collection(good, polygon([[76, 39.7], [76.1, 39.7], [76.1, 39.2], [76, 39.7]])), `${at}.coordinates`, /超过 20 km/],
    ['too many lines', collection(...new Array(201).fill(feature({ type: 'LineString', coordinates: [[76, 39.7], [76.1, 39.7]] }))), 'features', /200 lines/],
    ['lines too long in all', collection(feature({ type: 'LineString', coordinates: zigzag })), 'features', /20000 positions/],
    ['properties an array', collection(good, point([76.17, 39.71], [])), 'features[1].properties', /object/],
    ['unknown category', collection(good, point([76.17, 39.71], { category: 'x' })), 'features[1].properties.category', /industrial/],
    ['category not text', collection(good, point([76.17, 39.71], { category: 3 })), 'features[1].properties.category', /industrial/],
    ['unknown status', collection(good, point([76.17, 39.71], { status: 'gone' })), 'features[1].properties.status', /proposed/],
    ['unknown method', collection(good, point([76.17, 39.71], { position_method: 'gps' })), 'features[1].properties.position_method', /gnss/],
    ['negative error', collection(good, point([76.17, 39.71], { error_m: -1 })), 'features[1].properties.error_m', /米/],
    ['error as text', collection(good, point([76.17, 39.71], { error_m: '5' })), 'features[1].properties.error_m', /米/],
    ['no such day', collection(good, point([76.17, 39.71], { set_up: '2024-02-30' })), 'features[1].properties.set_up', /date/],
    ['unknown discharger', collection(good, point([76.17, 39.71], { discharger: 'X-1' })), 'features[1].properties.discharger', /code/],
  ])('%s', async (_, body, field, reason) => {
    expectRefused(await post(body), 422, field, reason);
  });

  test('an infinite coordinate is told as such', async () => {
    expectRefused(await post('{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1e999,39]}}]}'),
      422, 'features[0].geometry.coordinates[0]', /finite/);
  });

  test('every fault of every feature is told', async () => {
    const { body } = await post(collection(point([76.17, 39.71, 5], { category: 'x', error_m: -2 }), good, point([39.71, 76.17]), point([90, 39])));
    expect(body.errors.map(({ field }) => field)).toEqual([
      'features[0].geometry.coordinates', 'features[0].properties.category', 'features[0].properties.error_m',
      'features[2].geometry.coordinates', 'features[3].geometry.coordinates',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['not GeoJSON', { hello: 1 }, 'type'],
    ['empty', collection(), 'features'],
    ['swapped', collection(point([39.71, 76.17])), 'features[0].geometry.coordinates'],
    ['far from every city', collection(point([100, 30])), 'features[0].geometry.coordinates'],
    ['no geometry', collection(feature(null)), 'features[0].geometry'],
  ])('without a region: %s', async (_, body, field) => { expectRefused(await post(body, ''), 422, field); });

  test.each<[string, string, RegExp]>([
    ['?region=999999', 'region', /653001/],
    ['?region=65', 'region', /./],
    ['?region=653001&pack=none', 'pack', /653001/],
    ['?region=653001&pack=231081', 'pack', /./],
    ['?region=653001&packs=1', 'packs', /unknown parameter/],
  ])('%s', async (query, field, reason) => { expectRefused(await post(collection(good), query), 400, field, reason); });

  test('19 km outside the box is taken, 21 km is refused', async () => {
    const { rows: [{ north, lon }] } = await app.db.knex.raw(`SELECT ST_YMax(geom) AS north, ST_X(ST_Centroid(geom)) AS lon FROM region WHERE code = '653001'`);
    const metresNorth = (metres: number) => collection(point([lon, north + metres / 111_040])); // a degree of latitude there, metres
    expect((await post(metresNorth(19_000))).status).toBe(200);
    expectRefused(await post(metresNorth(21_000)), 422, 'features[0].geometry.coordinates', /20\.\d|21\.0/);
  });
});

describe('bodies', () => {
  test.each<[string, string | undefined, string, number, string]>([
    ['cut off', '{"type": "FeatureCollection", ', 'application/json', 400, ''],
    ['empty', '', 'application/json', 400, 'body'],
    ['text', 'hello', 'text/plain', 415, 'content-type'],
    ['a form', 'a=1', 'application/x-www-form-urlencoded', 415, 'content-type'],
    ['of another charset', '{}', 'application/json; charset=gbk', 415, ''],
    ['over the limit', JSON.stringify(collection(...new Array(2000).fill(good))), 'application/json', 413, 'body'],
  ])('%s', async (_, body, type, status, field) => {
    const answer = await refusal('/api/checks?region=653001', { method: 'POST', headers: { 'content-type': type }, body });
    if (field) expectRefused(answer, status, field);
    else expect([answer.status, answer.type]).toEqual([status, 'application/problem+json; charset=utf-8']);
  });

  test('GeoJSON by its own content type is taken', async () => {
    expect((await post(collection(good), '?region=653001', 'application/geo+json')).status).toBe(200);
  });
});

const HINTS = join(ROOT, '../shared/data/geojsonhint');
const hintFiles = ['bad', 'good'].flatMap((folder) => (existsSync(join(HINTS, folder))
  ? readdirSync(join(HINTS, folder)).filter((name) => name.endsWith('.geojson')).map((name) => `${folder}/${name}`) : []));

(hintFiles.length ? describe : describe.skip)('GeoJSON files of a public collection, none of them in either city', () => {
  test.each(hintFiles.length ? hintFiles : ['(files not present)'])('%s', async (name) => {
    const { status, type, body } = await post(readFileSync(join(HINTS, name), 'utf8'), '');
    expect([type, [400, 413, 422].includes(status) || status]).toEqual(['application/problem+json; charset=utf-8', true]);
    expect(body.errors.length + body.detail.length).toBeGreaterThan(0);
  });
});

describe('nonsense never breaks the server', () => {
  const SEED = { seed: 653001, numRuns: 150 };
  const words = fc.constantFrom('region', 'river', 'category', 'verdict', 'stage', 'as_of', 'q', 'bbox', 'sort', 'limit', 'cursor', 'department', 'x', 'v');
  const values = fc.oneof(
    fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('653001', 'ban', 'id', '-name', '2024-05-01', '0,0,90,80', '5', '--', "';", '%', '1e9', 'NaN', '\\', ':id', '?'),
  );
  const paths = fc.constantFrom('/api/outfalls', '/api/outfalls', '/api/outfalls/1', '/api/outfalls/1/verdict', '/api/layers', '/tiles/outfalls/8/182/97.mvt', '/tiles/outfalls.json', '/api/rules');

  test('query strings', async () => {
    await fc.assert(fc.asyncProperty(paths, fc.array(fc.tuple(words, values), { maxLength: 4 }), async (path, pairs) => {
      const { status } = await fetch(`${app.url}${path}?${new URLSearchParams(pairs)}`);
      expect(status).toBeLessThan(500);
    }), SEED);
  });

  test('raw query text and paths', async () => {
    const raw = fc.array(fc.constantFrom('%', '&', '=', '+', '%0', '%00', '%FF', '[', ']', '/', '.', '..', 'a', 'limit', '%2F', ';', ','), { maxLength: 12 }).map((parts) => parts.join(''));
    await fc.assert(fc.asyncProperty(fc.constantFrom('/api/outfalls?', '/api/outfalls/', '/api/rules/', '/tiles/', '/'), raw, async (start, text) => {
      const { status } = await fetch(app.url + start + text);
      expect(status).toBeLessThan(500);
    }), SEED);
  });

  test('bodies', async () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const nearly = fc.record({ type: fc.constant('FeatureCollection'), features: fc.array(fc.oneof(anything, fc.record({
      type: fc.constant('Feature'),
      geometry: fc.oneof(anything, fc.record({ type: fc.constantFrom('Point', 'Polygon', 'MultiPoint', 'GeometryCollection'), coordinates: anything })),
      properties: anything,
    })), { maxLength: 3 }) });
    await fc.assert(fc.asyncProperty(fc.oneof(anything, nearly), fc.constantFrom('', '?region=653001'), async (body, query) => {
      expect((await post(body, query)).status).toBeLessThan(500);
    }), SEED);
  });
});
