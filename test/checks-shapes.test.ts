import { startApp, type RunningApp } from './harness';

// Lines and areas against zones drawn for the test: rectangles along parallels and meridians, so that lengths and areas
// inside are known in closed form on the ellipsoid.

let app: RunningApp;
const E2 = 0.006694380022903416; // GRS80
const A = 6378137;

/** Class 1 west and class 1 east abut; quasi has a hole; class 2 lies apart, its boundary drawn with an error of 30 m. */
const ZONES = [
  { code: 't-west', level: 'class_1', error: 0, wkt: box(77, 40.1, 77.02, 40.12) },
  { code: 't-east', level: 'class_1', error: 0, wkt: box(77.02, 40.1, 77.04, 40.12) },
  { code: 't-quasi', level: 'quasi', error: 0, wkt: box(77, 40.2, 77.04, 40.24, [77.01, 40.21, 77.03, 40.23]) },
  { code: 't-drawn', level: 'class_2', error: 30, wkt: box(77.1, 40.1, 77.12, 40.12) },
];

function box(west: number, south: number, east: number, north: number, hole?: [number, number, number, number]): string {
  const ring = (w: number, s: number, e: number, n: number) => `(${[[w, s], [e, s], [e, n], [w, n], [w, s]].map((p) => p.join(' ')).join(',')})`;
  return `MULTIPOLYGON((${[ring(west, south, east, north), ...(hole ? [ring(...hole)] : [])].join(',')}))`;
}

beforeAll(async () => {
  app = await startApp();
  const { knex } = app.db;
  const [{ id }] = await knex('layer_edition').insert({ code: 't-edition', layer: 'drinking_water_zones', region_code: '653001', name: '示意版', valid_from: '2000-01-01', boundary_error_m: 0 }).returning('id');
  for (const { code, level, error, wkt } of ZONES) {
    await knex('drinking_water_zone').insert({ code, region_code: '653001', name: code, source_name: '示意', level, boundary_error_m: error, edition_id: id, geom: knex.raw('ST_GeomFromText(?, 4490)', [wkt]) });
  }
});
afterAll(() => app.close());

const radians = (degrees: number) => (degrees * Math.PI) / 180;
/** Metres along a parallel; straight in lon/lat, so not the geodesic between its ends. */
const alongParallel = (lat: number, degrees: number) => (radians(degrees) * A * Math.cos(radians(lat))) / Math.sqrt(1 - E2 * Math.sin(radians(lat)) ** 2);
const alongMeridian = (lat: number, degrees: number) => (radians(degrees) * A * (1 - E2)) / (1 - E2 * Math.sin(radians(lat)) ** 2) ** 1.5;
/** Area between two meridians and two parallels, square metres. */
function quadrangle(west: number, south: number, east: number, north: number): number {
  const e = Math.sqrt(E2);
  const below = (lat: number) => { const s = Math.sin(radians(lat)); return s / (1 - E2 * s * s) + Math.log((1 + e * s) / (1 - e * s)) / (2 * e); };
  return (A * A * (1 - E2) * radians(east - west) * (below(north) - below(south))) / 2;
}

const feature = (type: string, coordinates: unknown, properties: object = { position_method: 'rtk', error_m: 0 }) => ({ type: 'Feature', geometry: { type, coordinates }, properties });
const line = (...coordinates: number[][]) => feature('LineString', coordinates);
const area = (w: number, s: number, e: number, n: number) => feature('Polygon', [[[w, s], [e, s], [e, n], [w, n], [w, s]]]);

async function check(...features: unknown[]): Promise<any[]> {
  const answer = await fetch(`${app.url}/api/checks?region=653001`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'FeatureCollection', features }),
  });
  const body = await answer.json() as any;
  expect([answer.status, body.errors]).toEqual([200, undefined]);
  return body.features;
}
const finding = (checked: any, rule: string) => checked.findings.find((one: any) => one.rule === rule);
const within = (value: number, wanted: number, share = 0.001) => expect(Math.abs(value / wanted - 1)).toBeLessThan(share);
const CLASS_1 = 'ban-drinking-water-class-1';
const CLASS_2 = 'ban-drinking-water-class-2';
const QUASI = 'flag-quasi-zone';

test('a line through two abutting pieces: length inside each and in all, depth in the dissolved union', async () => {
  const [checked] = await check(line([76.99, 40.11], [77.05, 40.11]));
  expect(checked).toMatchObject({ index: 0, verdict: null, provisional: null, screening: null, shape: { area_m2: null } });
  within(checked.shape.length_m, alongParallel(40.11, 0.06));
  expect(checked.zones.map(({ name, level }: any) => [name, level])).toEqual([['t-west', 'class_1'], ['t-east', 'class_1']]);
  for (const zone of checked.zones) within(zone.inside_m, alongParallel(40.11, 0.02));
  const hit = finding(checked, CLASS_1);
  expect(hit).toMatchObject({ outcome: 'conflict', effect: 'ban', error_m: 0, citation: { article: '四（四）' } });
  within(hit.evidence.inside_m, alongParallel(40.11, 0.04));
  within(-hit.distance_m, alongMeridian(40.11, 0.01), 0.002);
  for (const zone of hit.areas) within(-zone.distance_m, alongParallel(40.11, 0.01), 0.002);
  expect(checked.zones[0].part.type).toBe('LineString');
  expect(finding(checked, CLASS_2)).toMatchObject({ outcome: 'conflict' });
});

test('rules about an outfall itself are not applicable', async () => {
  const [checked] = await check(line([76.99, 40.11], [77.05, 40.11]));
  for (const { rule, outcome } of checked.findings.filter(({ rule }: any) => !app.catalog.rules.get(rule)!.header.areas)) expect([rule, outcome]).toEqual([rule, 'not_applicable']);
  expect(finding(checked, 'flag-network-gap')?.outcome ?? 'not_applicable').toBe('not_applicable');
});

test('an area that covers a zone: area inside without the hole, how deep', async () => {
  const [over, corner] = await check(area(76.99, 40.19, 77.05, 40.25), area(76.98, 40.22, 77.005, 40.26));
  const ring = quadrangle(77, 40.2, 77.04, 40.24) - quadrangle(77.01, 40.21, 77.03, 40.23);
  within(over.shape.area_m2, quadrangle(76.99, 40.19, 77.05, 40.25));
  within(over.zones[0].inside_m2, ring);
  expect(over.zones).toMatchObject([{ name: 't-quasi', level: 'quasi' }]);
  expect(over.zones[0].part).toBeUndefined(); // of a single shape only
  // the deepest place is in a corner of the ring, as far from the outer edges as from the corner of the hole
  const [x, y] = [alongParallel(40.205, 0.01), alongMeridian(40.205, 0.01)];
  const depth = x + y - Math.sqrt(2 * x * y);
  within(-finding(over, QUASI).distance_m, depth, 0.003);
  within(corner.zones[0].inside_m2, quadrangle(77, 40.22, 77.005, 40.24));
  expect(finding(over, QUASI)).toMatchObject({ outcome: 'conflict', effect: 'flag' });
});

test('inside the hole is outside', async () => {
  const [checked] = await check(area(77.015, 40.215, 77.025, 40.225));
  expect(finding(checked, QUASI).outcome).toBe('clear');
  within(finding(checked, QUASI).distance_m, alongParallel(40.22, 0.005), 0.002);
  expect(checked.zones).toEqual([]);
});

test('a short line deep inside reaches as deep as its deepest point; a multiline counts whole', async () => {
  const [short, multi] = await check(line([77.005, 40.11], [77.006, 40.11]), feature('MultiLineString', [[[77.005, 40.11], [77.006, 40.11]], [[76.99, 40.105], [77.001, 40.105]]]));
  within(-finding(short, CLASS_1).distance_m, alongParallel(40.11, 0.006), 0.001);
  within(multi.zones[0].inside_m, alongParallel(40.11, 0.001) + alongParallel(40.105, 0.001));
});

test('a line wholly outside is clear at its geodesic distance; beyond 5 km nothing is within', async () => {
  const [near, far] = await check(line([77.05, 40.09], [77.05, 40.13]), line([77.3, 40.3], [77.31, 40.31]));
  const d = alongParallel(40.12, 0.01);
  expect(finding(near, CLASS_1)).toMatchObject({ outcome: 'clear', beyond_m: null });
  within(finding(near, CLASS_1).distance_m, d, 0.001);
  expect(near.zones).toEqual([]);
  expect(finding(far, CLASS_1)).toMatchObject({ outcome: 'clear', distance_m: null, beyond_m: 5000, nearest: null });
});

test('within the combined error, outside or not deeper: borderline', async () => {
  const metre = 1 / 111_040; // degrees of latitude there
  const at = (metresNorth: number) => line([77.105, 40.12 + metresNorth * metre], [77.115, 40.12 + metresNorth * metre]);
  const drawn = (shape: ReturnType<typeof at>) => ({ ...shape, properties: { error_m: 40 } }); // with 30 m: 50 m
  const checked = await check(...[60, 45, 0, -45, -60].map((metres) => drawn(at(metres))));
  expect(checked.map((one) => [finding(one, CLASS_2).outcome, finding(one, CLASS_2).error_m])).toEqual([
    ['clear', 50], ['borderline', 50], ['borderline', 50], ['borderline', 50], ['conflict', 50],
  ]);
  expect(checked.map((one) => Math.round(finding(one, CLASS_2).distance_m))).toEqual([60, 45, 0, -45, -60]);
});

test('not wholly where the layer is declared complete: unknown, unless it is in conflict', async () => {
  const [out, both] = await check(line([76, 39.5], [76.01, 39.5]), line([77.01, 40.11], [77.01, 39.5]));
  expect(finding(out, CLASS_1)).toMatchObject({ outcome: 'unknown', note: { zh: expect.stringContaining('未声明') } });
  expect(finding(both, CLASS_1).outcome).toBe('conflict');
  expect(finding(both, QUASI).outcome).toBe('unknown');
});

test('points and shapes in one request keep their order', async () => {
  const point = { type: 'Feature', geometry: { type: 'Point', coordinates: [77.01, 40.11] }, properties: { category: 'industrial.enterprise.factory', status: 'proposed', position_method: 'rtk' } };
  const checked = await check(area(77, 40.1, 77.001, 40.101), point, line([76.99, 40.11], [77.05, 40.11]), point);
  expect(checked.map(({ index, verdict, shape }) => [index, verdict, shape !== null])).toEqual([[0, null, true], [1, 'ban', false], [2, null, true], [3, 'ban', false]]);
  expect(checked[1].zones.map(({ name }: any) => name)).toEqual(['t-west']);
  const alone = await check(point);
  expect(checked[1].findings).toEqual(alone[0].findings);
});

test('nothing is kept between requests', async () => {
  const once = await check(line([76.99, 40.11], [77.05, 40.11]));
  expect(await check(line([76.99, 40.11], [77.05, 40.11]))).toEqual(once);
});
