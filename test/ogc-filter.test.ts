import type { Feature } from 'geojson';
import * as turf from '@turf/turf';
import { CRS84, clientOf, epsg, linksOf } from './ogc/client';
import { type RunningApp, startApp } from './harness';

// Named after the abstract test suites of OGC API - Features Part 3 (19-079r2) and of CQL2 (21-065r2).
// Their own test data are not ours: what a filter must find is worked out here from the unfiltered items.

let app: RunningApp;
let client: ReturnType<typeof clientOf>;
let collections: { id: string; extent: { spatial: { bbox: [number, number, number, number][] } }; links: never[] }[];
let everything: Record<string, (Feature & { id: number })[]>;

beforeAll(async () => {
  app = await startApp();
  client = clientOf(app);
  collections = (await client.get('/ogc/collections')).body.collections;
  everything = Object.fromEntries(await Promise.all(collections.map(async ({ id }) => [id, await client.all(id)] as const)));
});
afterAll(() => app.close());

type Props = Record<string, any>;
const those = (collection: string, test: (properties: Props, feature: Feature) => boolean) =>
  everything[collection]!.filter((feature) => test(feature.properties as Props, feature)).map(({ id }) => id);
const refused = async (filter: string, more: Record<string, string> = {}) => {
  const { status, type, body } = await client.items('outfalls', { filter, ...more });
  return [status, type, (body as any).errors?.[0]?.field];
};
const REFUSED = [400, 'application/problem+json', 'filter'];

describe('Part 3, queryables', () => {
  test('/conf/queryables/get-conformance and those that follow from it', async () => {
    const { conformsTo } = (await client.get('/ogc/conformance')).body;
    for (const each of ['queryables', 'filter', 'features-filter']) expect(conformsTo).toContain(`http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/${each}`);
    for (const each of ['cql2-text', 'cql2-json', 'basic-cql2', 'arithmetic', 'array-functions', 'accent-insensitive-comparison']) expect(conformsTo).toContain(`http://www.opengis.net/spec/cql2/1.0/conf/${each}`);
  });

  test('/conf/queryables/get-queryables-uris: by the header Link of every filterable resource', async () => {
    for (const { id } of collections) {
      const answer = await fetch(`${app.url}/ogc/collections/${id}/items`, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('link')).toContain(`<${app.url}/ogc/collections/${id}/queryables>; rel="http://www.opengis.net/def/rel/ogc/1.0/queryables"`);
    }
  });

  test('/conf/queryables/get-queryables: a JSON Schema whose every property has a type or is a geometry', async () => {
    for (const { id } of collections) {
      const url = `${app.url}/ogc/collections/${id}/queryables`;
      const { status, type, body } = await client.get(url, { accept: 'application/schema+json' });
      expect([status, type]).toEqual([200, 'application/schema+json']);
      expect(body).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: url, type: 'object', additionalProperties: false });
      for (const property of Object.values<Props>(body.properties)) expect(property.type ?? property.format).toMatch(/^(string|integer|number|boolean|geometry-.*)$/);
      const item = everything[id]![0];
      if (item) expect(Object.keys(body.properties).sort()).toEqual([...Object.keys(item.properties as object), 'geometry'].sort());
    }
  });
});

describe('Part 3, filter', () => {
  test('/conf/features-filter/get-collection: every collection links to its queryables', () => {
    for (const collection of collections) {
      expect(linksOf(collection as never, 'http://www.opengis.net/def/rel/ogc/1.0/queryables').map(({ href }) => href)).toEqual([`${app.url}/ogc/collections/${collection.id}/queryables`]);
    }
  });

  test('/conf/filter/filter-param, filter-lang-default, /conf/features-filter/filter-on-items', async () => {
    for (const { id } of collections) {
      const expected = those(id, ({ sample }) => sample === null);
      expect(await client.filtered(id, 'sample IS NULL')).toEqual(expected);
      expect(await client.filtered(id, 'sample IS NULL', { 'filter-lang': 'cql2-text' })).toEqual(expected);
      expect(await client.filtered(id, '{"op":"isNull","args":[{"property":"sample"}]}', { 'filter-lang': 'cql2-json' })).toEqual(expected);
    }
    expect(await refused('THIS IS NOT A FILTER')).toEqual(REFUSED);
    expect(await refused('sample IS NULL', { 'filter-lang': 'cql2-json' })).toEqual(REFUSED);
    expect((await client.items('outfalls', { filter: 'true', 'filter-lang': 'sql' })).status).toBe(400);
  });

  test('/conf/filter/expression-construction: an unknown queryable is refused', async () => {
    expect(await refused('this_is_not_a_queryable IS NULL')).toEqual(REFUSED);
  });

  test('/conf/filter/filter-crs-wgs84: shapes are in CRS84 unless said', async () => {
    for (const { id, extent } of collections) {
      const [west, south, east, north] = extent.spatial.bbox[0]!;
      const wide = [west - 1e-6, south - 1e-6, east + 1e-6, north + 1e-6];
      expect([id, await client.filtered(id, `S_INTERSECTS(geometry,BBOX(${wide}))`)]).toEqual([id, those(id, () => true)]);
    }
    expect(await refused('S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))')).toEqual(REFUSED);
  });

  test('/conf/filter/filter-crs-param: the same shape in the order of each CRS; an unknown CRS is refused', async () => {
    const expected = those('outfalls', (_, { geometry }) => { const [lon, lat] = (geometry as any).coordinates; return lon > 76 && lon < 76.3 && lat > 39.6 && lat < 39.8; });
    expect(expected.length).toBeGreaterThan(5);
    const boxes: [string, string][] = [[CRS84, '76,39.6,76.3,39.8'], [epsg(4490), '39.6,76,39.8,76.3'], [epsg(4326), '39.6,76,39.8,76.3'], [epsg(3857), '8460281.3,4807416.5,8493677.1,4836340.6']];
    for (const [crs, box] of boxes) expect([crs, await client.filtered('outfalls', `S_INTERSECTS(geometry,BBOX(${box}))`, { 'filter-crs': crs })]).toEqual([crs, expected]);
    const city = those('outfalls', ({ region }) => region.startsWith('653001'));
    expect(await client.filtered('outfalls', 'S_WITHIN(geometry,POLYGON((4300000 25500000,4300000 25800000,4500000 25800000,4500000 25500000,4300000 25500000)))', { 'filter-crs': epsg(4513) })).toEqual(city);
    expect((await client.items('outfalls', { filter: 'true', 'filter-crs': 'http://www.opengis.net/def/crs/OGC/0/does_not_exist' })).status).toBe(400);
  });

  test('/conf/features-filter/mixing-expression: filter, bbox and the other filters are all asked for', async () => {
    const box = '130,44,132,45';
    expect(await client.filtered('outfalls', `S_INTERSECTS(geometry,BBOX(${box}))`, { bbox: box })).toEqual(those('outfalls', ({ region }) => region.startsWith('231081')));
    expect(await client.filtered('outfalls', `S_INTERSECTS(geometry,BBOX(${box}))`, { bbox: '0,0,1,1' })).toEqual([]);
    expect(await client.filtered('outfalls', `verdict = 'ban'`, { region: '653001' })).toEqual(those('outfalls', ({ verdict, region }) => verdict === 'ban' && region.startsWith('653001')));
    expect(await client.ids('outfalls', { verdict: 'ban,merge' })).toEqual(those('outfalls', ({ verdict }) => ['ban', 'merge'].includes(verdict)));
  });

  test('a filter leads through its pages, and the count is its own', async () => {
    const expected = those('outfalls', ({ verdict }) => verdict === 'review');
    expect(await client.filtered('outfalls', `verdict = 'review'`, { limit: '9' })).toEqual(expected);
    expect((await client.items('outfalls', { filter: `verdict = 'review'`, limit: 2 })).body).toMatchObject({ numberMatched: expected.length, numberReturned: 2 });
    const { body } = await client.items('outfalls', { filter: `verdict = 'review'`, limit: 2 });
    const cursor = new URL(linksOf(body, 'next')[0]!.href).searchParams.get('cursor') as string;
    expect((await client.items('outfalls', { filter: `verdict = 'ban'`, cursor })).status).toBe(400);
  });
});

const QUERIED: Record<string, [string, (properties: Props) => any][]> = {
  outfalls: [['code', (p) => p.code], ['verdict', (p) => p.verdict], ['id', (p) => p.id]],
  drinking_water_zones: [['name', (p) => p.name], ['designated_on', (p) => p.designated_on], ['boundary_error_m', (p) => p.boundary_error_m]],
  treatment_plants: [['design_m3d', (p) => p.design_m3d], ['kind', (p) => p.kind]],
};
const literal = (name: string, value: any) => (name.endsWith('_on') ? `DATE('${value}')` : typeof value === 'string' ? `'${value}'` : String(value));
const bytes = (value: any) => (typeof value === 'string' ? Buffer.from(value) : value);
const compare = (a: any, b: any) => (typeof a === 'string' ? Buffer.compare(bytes(a), bytes(b)) : a - b);
const SIGNS: Record<string, (order: number) => boolean> = { '=': (o) => o === 0, '<>': (o) => o !== 0, '<': (o) => o < 0, '>': (o) => o > 0, '<=': (o) => o <= 0, '>=': (o) => o >= 0 };

describe('CQL2, Basic CQL2', () => {
  test('/conf/basic-cql2/comparison: every operator on text, numbers, dates, against the unfiltered items', async () => {
    for (const [collection, queryables] of Object.entries(QUERIED)) {
      for (const [name, read] of queryables) {
        const known = everything[collection]!.filter((item) => read(item.properties as Props) !== null);
        const value = read(known[Math.floor(known.length / 2)]!.properties as Props);
        for (const [sign, holds] of Object.entries(SIGNS)) {
          const expected = those(collection, (p) => read(p) !== null && holds(compare(read(p), value)));
          expect([name, sign, await client.filtered(collection, `${name} ${sign} ${literal(name, value)}`)]).toEqual([name, sign, expected]);
        }
      }
    }
  }, 60_000);

  test('/conf/basic-cql2/is-null', async () => {
    for (const name of ['verdict', 'engine_verdict', 'river', 'position_error_m']) {
      expect(await client.filtered('outfalls', `${name} IS NULL`)).toEqual(those('outfalls', (p) => p[name] === null));
      expect(await client.filtered('outfalls', `${name} IS NOT NULL`)).toEqual(those('outfalls', (p) => p[name] !== null));
    }
  });

  test('/conf/basic-cql2/boolean, boolean properties', async () => {
    expect(await client.filtered('outfalls', 'true')).toEqual(those('outfalls', () => true));
    expect(await client.filtered('outfalls', 'false')).toEqual([]);
    expect(await client.filtered('outfalls', 'no_action = false')).toEqual(those('outfalls', (p) => p.no_action === false));
    expect(await client.filtered('function_zones', 'attained = true')).toEqual(those('function_zones', (p) => p.attained === true));
  });

  test('/conf/basic-cql2/logical: AND, OR, NOT and brackets, AND before OR, unknown is not false', async () => {
    const ban = `verdict='ban'`;
    const cases: [string, (p: Props) => boolean][] = [
      [`${ban} OR verdict='merge' AND status='in_use'`, (p) => p.verdict === 'ban' || (p.verdict === 'merge' && p.status === 'in_use')],
      [`(${ban} OR verdict='merge') AND status='in_use'`, (p) => ['ban', 'merge'].includes(p.verdict) && p.status === 'in_use'],
      [`NOT ${ban}`, (p) => p.verdict !== 'ban'], [`NOT (${ban} OR NOT status='in_use')`, (p) => p.verdict !== 'ban' && p.status === 'in_use'],
      [`NOT provisional_mildest='ban'`, (p) => p.provisional_mildest !== null && p.provisional_mildest !== 'ban'],
      [`not not ${ban}`, (p) => p.verdict === 'ban'], [`"verdict" = 'ban' and true`, (p) => p.verdict === 'ban'],
    ];
    for (const [filter, test] of cases) expect([filter, await client.filtered('outfalls', filter)]).toEqual([filter, those('outfalls', test)]);
  });

  test('/conf/cql2-text/escaping: quotes in text, by two quotes or a backslash', async () => {
    await app.db.knex('outfall').where({ id: 3 }).update({ name: `it's 'x' 100% \\ a_b` });
    for (const text of [`it''s ''x'' 100% \\ a_b`, `it\\'s \\'x\\' 100% \\ a_b`]) expect(await client.filtered('outfalls', `name = '${text}'`)).toEqual([3]);
    expect(await client.filtered('outfalls', `name LIKE '%100\\% %'`)).toEqual([3]);
    expect(await client.filtered('outfalls', `name LIKE '%a\\_b'`)).toEqual([3]);
    expect(await client.filtered('outfalls', JSON.stringify({ op: '=', args: [{ property: 'name' }, `it's 'x' 100% \\ a_b`] }), { 'filter-lang': 'cql2-json' })).toEqual([3]);
    everything.outfalls = await client.all('outfalls');
  });

  test('/conf/cql2-json/validate: the same answers as from the text encoding', async () => {
    const p = (property: string) => ({ property });
    const pairs: [string, string, unknown][] = [
      ['outfalls', `verdict='ban' AND NOT status='removed'`, { op: 'and', args: [{ op: '=', args: [p('verdict'), 'ban'] }, { op: 'not', args: [{ op: '=', args: [p('status'), 'removed'] }] }] }],
      ['outfalls', 'id BETWEEN 3 AND 9', { op: 'between', args: [p('id'), 3, 9] }],
      ['outfalls', 'id IN (1,5,7)', { op: 'in', args: [p('id'), [1, 5, 7]] }],
      ['outfalls', `CASEI(code) LIKE CASEI('WX%')`, { op: 'like', args: [{ op: 'casei', args: [p('code')] }, { op: 'casei', args: ['WX%'] }] }],
      ['drinking_water_zones', 'S_INTERSECTS(geometry, LINESTRING(130 44,132 45))', { op: 's_intersects', args: [p('geometry'), { type: 'LineString', coordinates: [[130, 44], [132, 45]] }] }],
      ['drinking_water_zones', `T_BEFORE(designated_on, DATE('2015-01-01'))`, { op: 't_before', args: [p('designated_on'), { date: '2015-01-01' }] }],
      ['drinking_water_zones', `T_DURING(designated_on, INTERVAL('2010-01-01','..'))`, { op: 't_during', args: [p('designated_on'), { interval: ['2010-01-01', '..'] }] }],
    ];
    for (const [collection, text, json] of pairs) {
      expect([text, await client.filtered(collection, JSON.stringify(json), { 'filter-lang': 'cql2-json' })]).toEqual([text, await client.filtered(collection, text)]);
    }
  });
});

describe('CQL2, further comparisons', () => {
  test('/conf/advanced-comparison-operators/like, between, in', async () => {
    const cases: [string, (p: Props) => boolean][] = [
      [`code LIKE '231081-%'`, (p) => p.code.startsWith('231081-')], [`code NOT LIKE '231081-%'`, (p) => !p.code.startsWith('231081-')],
      [`code LIKE '______-0001'`, (p) => /^.{6}-0001$/.test(p.code)], [`name LIKE '%水库%'`, (p) => p.name.includes('水库')],
      ['id BETWEEN 10 AND 20', (p) => p.id >= 10 && p.id <= 20], ['id NOT BETWEEN 10 AND 20', (p) => p.id < 10 || p.id > 20],
      [`verdict IN ('ban','keep')`, (p) => ['ban', 'keep'].includes(p.verdict)], [`verdict NOT IN ('ban','keep')`, (p) => !['ban', 'keep'].includes(p.verdict)],
      ['id IN (1, 2, 3.5, -4, 5e0)', (p) => [1, 2, 5].includes(p.id)],
    ];
    for (const [filter, test] of cases) expect([filter, await client.filtered('outfalls', filter)]).toEqual([filter, those('outfalls', test)]);
  });

  test('/conf/case-insensitive-comparison/casei: beyond ASCII too', async () => {
    await app.db.knex('outfall').where({ id: 4 }).update({ name: 'KØBENHAVN Ωmega' });
    for (const filter of [`CASEI(name) = CASEI('københavn ωMEGA')`, `CASEI(name) LIKE CASEI('københ%')`, `CASEI(name) IN (CASEI('København ΩMEGA'), CASEI('x'))`]) expect([filter, await client.filtered('outfalls', filter)]).toEqual([filter, [4]]);
    expect(await client.filtered('outfalls', `name = 'københavn ωmega'`)).toEqual([]);
    everything.outfalls = await client.all('outfalls');
  });

  test('/conf/accent-insensitive-comparison/accenti', async () => {
    await app.db.knex('outfall').where({ id: 5 }).update({ name: 'Čáp à Zürich' });
    for (const filter of [`ACCENTI(name) = ACCENTI('Cap a Zurich')`, `ACCENTI(name) LIKE ACCENTI('Čap%')`, `CASEI(ACCENTI(name)) = CASEI(ACCENTI('ČÁP A ZURICH'))`, `ACCENTI(name) = 'Cap a Zurich'`]) expect([filter, await client.filtered('outfalls', filter)]).toEqual([filter, [5]]);
    expect(await client.filtered('outfalls', JSON.stringify({ op: '=', args: [{ op: 'accenti', args: [{ property: 'name' }] }, { op: 'accenti', args: ['Cap à Zurich'] }] }), { 'filter-lang': 'cql2-json' })).toEqual([5]);
    expect(await client.filtered('outfalls', `name = 'Cap a Zurich'`)).toEqual([]);
    expect(await refused('ACCENTI(id) = 1')).toEqual(REFUSED);
    everything.outfalls = await client.all('outfalls');
  });

  test('/conf/arithmetic: order of operations, every operator, in both encodings', async () => {
    const cases: [string, (p: Props) => boolean][] = [
      ['id = 2 + 3 * 4', (p) => p.id === 14], ['id = (2 + 3) * 4', (p) => p.id === 20], ['id + 1 = 10', (p) => p.id === 9], ['id - 1 = 10', (p) => p.id === 11], ['id-1=10', (p) => p.id === 11],
      ['(id + 2) * 3 < 30', (p) => (p.id + 2) * 3 < 30], ['id % 7 = 3', (p) => p.id % 7 === 3], ['id div 10 = 2', (p) => Math.trunc(p.id / 10) === 2], ['id / 4 = 2.5', (p) => p.id === 10],
      ['id = 2 ^ 3', (p) => p.id === 8], ['id * id = 2 ^ 4 * 4', (p) => p.id === 8], ['id = -(-9)', (p) => p.id === 9], ['-id > -4', (p) => p.id < 4], ['id = 20 - 5 - 3', (p) => p.id === 12], ['id = 100 / 5 / 2', (p) => p.id === 10],
      ['id BETWEEN 2 * 3 AND 2 * 4', (p) => p.id >= 6 && p.id <= 8], ['id IN (1 + 1, 2 * 2)', (p) => p.id === 2 || p.id === 4], ['NOT (id + 1 > 5)', (p) => p.id + 1 <= 5], ['((id + 1) > 5 AND (id < 9))', (p) => p.id > 4 && p.id < 9],
      ['-7 % 4 = -3 AND id = 1', (p) => p.id === 1], ['-7 div 2 = -3 AND id = 1', (p) => p.id === 1], ['position_error_m * 2 > 1', (p) => p.position_error_m !== null && p.position_error_m * 2 > 1],
      // what is divided by zero is unknown
      ['id / 0 = 1', () => false], ['NOT (id / (id - 5) > 0)', (p) => p.id < 5], ['id % 0 = 1 OR id = 3', (p) => p.id === 3],
    ];
    for (const [filter, test] of cases) expect([filter, await client.filtered('outfalls', filter)]).toEqual([filter, those('outfalls', test)]);
    expect(await client.filtered('treatment_plants', 'current_m3d / design_m3d > 0.5')).toEqual(those('treatment_plants', (p) => p.current_m3d !== null && p.design_m3d && p.current_m3d / p.design_m3d > 0.5));
    const id = { property: 'id' };
    for (const [op, test] of Object.entries<(id: number) => number>({ '+': (n) => n + 4, '-': (n) => n - 4, '*': (n) => n * 4, '/': (n) => n / 4, '%': (n) => n % 4, div: (n) => Math.trunc(n / 4), '^': (n) => n ** 4 })) {
      expect([op, await client.filtered('outfalls', JSON.stringify({ op: '<', args: [{ op, args: [id, 4] }, 3] }), { 'filter-lang': 'cql2-json' })]).toEqual([op, those('outfalls', (p) => test(p.id) < 3)]);
    }
  });

  test('arithmetic that is hostile or of other things is refused', async () => {
    const deep = Array(30).fill('id').join(' + ');
    for (const filter of ['name + 1 = 2', `id + 'a' = 2`, 'geometry * 2 = 1', 'true + 1 = 2', 'id + 1', '(id)', 'id + = 2', 'id 2 = 2', `${deep} > 0`, 'id * 1e308 * 10 > 0', '(-id) ^ 0.5 > 0', '9 ^ 9 ^ 9 > 0', '9 ^ (9 ^ 9) > id', `id = ${'('.repeat(2000)}1${')'.repeat(2000)}`]) {
      expect([filter, await refused(filter)]).toEqual([filter, REFUSED]);
    }
    for (const json of [{ op: '+', args: [1, 2] }, { op: '=', args: [{ op: '+', args: [1, 2, 3] }, 6] }, { op: '=', args: [{ op: '+', args: [1] }, 1] }, { op: '=', args: [{ op: '**', args: [1, 1] }, 1] }]) expect(await refused(JSON.stringify(json), { 'filter-lang': 'cql2-json' })).toEqual(REFUSED);
  });

  test('/conf/array-functions: sets of values, in both encodings; with an unknown value nothing is known', async () => {
    const cases: [string, (p: Props) => boolean][] = [
      [`A_CONTAINS(('ban','keep'),(verdict))`, (p) => ['ban', 'keep'].includes(p.verdict)], [`A_CONTAINS(('ban','keep'),verdict)`, (p) => ['ban', 'keep'].includes(p.verdict)],
      [`A_CONTAINEDBY((verdict,status),('ban','in_use','merge'))`, (p) => ['ban', 'merge'].includes(p.verdict) && p.status === 'in_use'], ['A_EQUALS((1,2,3),(3,2,1,1))', () => true], ['A_EQUALS((1,2),(1,2,3))', () => false],
      [`A_OVERLAPS((id,5),(2,3))`, (p) => p.id === 2 || p.id === 3], [`NOT A_OVERLAPS((provisional_mildest),('ban'))`, (p) => p.provisional_mildest !== null && p.provisional_mildest !== 'ban'],
      ['A_CONTAINS((1,2),())', () => true], [`A_CONTAINS((id + 1, 7),(3,7))`, (p) => p.id === 2],
    ];
    for (const [filter, test] of cases) expect([filter, await client.filtered('outfalls', filter)]).toEqual([filter, those('outfalls', test)]);
    const json = { op: 'a_containedBy', args: [[{ property: 'verdict' }], ['ban', 'merge']] };
    expect(await client.filtered('outfalls', JSON.stringify(json), { 'filter-lang': 'cql2-json' })).toEqual(those('outfalls', (p) => ['ban', 'merge'].includes(p.verdict)));
    for (const filter of [`A_CONTAINS((1,'a'),(1))`, 'A_CONTAINS((1),(1),(1))', 'A_CONTAINS((geometry),(1))', `A_EQUALS((${Array(201).fill(1).join()}),(1))`, `('a','b')`, `id = (1,2)`]) expect([filter, await refused(filter)]).toEqual([filter, REFUSED]);
  });

  test('a text beside a date is one: the queryables say text in the form of a date', async () => {
    const expected = those('drinking_water_zones', (p) => p.designated_on > '2010-01-01');
    expect(expected.length).toBeGreaterThan(0);
    expect(await client.filtered('drinking_water_zones', `designated_on > '2010-01-01'`)).toEqual(expected);
    expect(await client.filtered('drinking_water_zones', `designated_on IN ('${everything.drinking_water_zones![0]!.properties!.designated_on}')`)).toContain(everything.drinking_water_zones![0]!.id);
    expect((await client.items('drinking_water_zones', { filter: `designated_on > 'x'` })).status).toBe(400);
  });

  test('heights of shapes are passed over', async () => {
    const expected = await client.filtered('outfalls', 'S_INTERSECTS(geometry,POLYGON((130 44,132 44,132 45,130 45,130 44)))');
    expect(expected.length).toBeGreaterThan(5);
    expect(await client.filtered('outfalls', 'S_INTERSECTS(geometry,POLYGON Z ((130 44 1,132 44 1,132 45 -1,130 45 1,130 44 1)))')).toEqual(expected);
  });

  test('/conf/property-property/comparison-value-property, -property-property, -value-value', async () => {
    expect(await client.filtered('outfalls', `'ban' = verdict`)).toEqual(those('outfalls', (p) => p.verdict === 'ban'));
    expect(await client.filtered('outfalls', '20 > id')).toEqual(those('outfalls', (p) => p.id < 20));
    for (const sign of ['<>', '<', '>']) expect(await client.filtered('outfalls', `code ${sign} code`)).toEqual([]);
    for (const sign of ['=', '<=', '>=']) expect(await client.filtered('outfalls', `code ${sign} code`)).toEqual(those('outfalls', () => true));
    expect(await client.filtered('treatment_plants', 'current_m3d >= design_m3d')).toEqual(those('treatment_plants', (p) => p.current_m3d !== null && p.design_m3d !== null && p.current_m3d >= p.design_m3d));
    expect(await client.filtered('function_zones', 'target_class <> latest_class')).toEqual(those('function_zones', (p) => p.target_class !== null && p.latest_class !== null && p.target_class !== p.latest_class));
    expect(await client.filtered('outfalls', `'a' < 'b' AND 1 <= 1.0 AND DATE('2020-01-01') > DATE('2019-12-31') AND true = true`)).toEqual(those('outfalls', () => true));
    expect(await client.filtered('outfalls', `TIMESTAMP('2020-01-01T00:00:00Z') < TIMESTAMP('2020-01-01T07:00:00+08:00')`)).toEqual([]);
  });
});

describe('CQL2, spatial', () => {
  const area = turf.polygon([[[130.9, 44.3], [131.1, 44.3], [131.1, 44.45], [130.9, 44.45], [130.9, 44.3]]]);
  const wkt = 'POLYGON((130.9 44.3,131.1 44.3,131.1 44.45,130.9 44.45,130.9 44.3))';

  test('/conf/basic-spatial-functions/s_intersects: points, and boxes, against Turf', async () => {
    const inside = those('outfalls', (_, feature) => turf.booleanPointInPolygon(feature as never, area));
    expect(inside.length).toBeGreaterThan(5);
    expect(await client.filtered('outfalls', 'S_INTERSECTS(geometry,BBOX(130.9,44.3,131.1,44.45))')).toEqual(inside);
    const [lon, lat] = (everything.outfalls![0]!.geometry as any).coordinates;
    expect(await client.filtered('outfalls', `S_INTERSECTS(geometry,POINT(${lon} ${lat}))`)).toEqual(those('outfalls', (_, { geometry }) => (geometry as any).coordinates.join() === [lon, lat].join()));
    const zones = those('drinking_water_zones', (_, feature) => turf.booleanIntersects(feature as never, area));
    expect(await client.filtered('drinking_water_zones', 'S_INTERSECTS(geometry,BBOX(130.9,44.3,131.1,44.45))')).toEqual(zones);
    expect(zones.length).toBeGreaterThan(0);
  });

  test('/conf/basic-spatial-functions-plus/s_intersects: every kind of shape', async () => {
    for (const shape of [wkt, 'MULTIPOLYGON(((130.9 44.3,131.1 44.3,131.1 44.45,130.9 44.45,130.9 44.3)),((0 0,1 0,1 1,0 0)))', 'GEOMETRYCOLLECTION(POINT(0 0),POLYGON((130.9 44.3,131.1 44.3,131.1 44.45,130.9 44.45,130.9 44.3)))']) {
      expect([shape, await client.filtered('outfalls', `S_INTERSECTS(geometry,${shape})`)]).toEqual([shape, those('outfalls', (_, feature) => turf.booleanPointInPolygon(feature as never, area))]);
    }
    const line = turf.lineString([[130.9, 44.3], [131.2, 44.5]]);
    const crossed = those('drinking_water_zones', (_, feature) => turf.booleanIntersects(feature as never, line));
    for (const shape of ['LINESTRING(130.9 44.3,131.2 44.5)', 'MULTILINESTRING((130.9 44.3,131.2 44.5),(0 0,1 1))']) expect(await client.filtered('drinking_water_zones', `S_INTERSECTS(geometry,${shape})`)).toEqual(crossed);
    const [a, b] = everything.outfalls!.map(({ geometry }) => (geometry as any).coordinates as [number, number]);
    for (const shape of [`MULTIPOINT(${a!.join(' ')},${b!.join(' ')})`, `MULTIPOINT((${a!.join(' ')}),(${b!.join(' ')}))`]) expect((await client.filtered('outfalls', `S_INTERSECTS(geometry,${shape})`)).length).toBeGreaterThanOrEqual(2);
  });

  test('/conf/spatial-functions: s_disjoint, s_within, s_contains, s_equals, s_touches, s_crosses, s_overlaps', async () => {
    const inside = those('outfalls', (_, feature) => turf.booleanPointInPolygon(feature as never, area));
    expect(await client.filtered('outfalls', `S_DISJOINT(geometry,${wkt})`)).toEqual(those('outfalls', () => true).filter((id) => !inside.includes(id)));
    expect(await client.filtered('outfalls', `S_WITHIN(geometry,${wkt})`)).toEqual(inside);
    expect(await client.filtered('outfalls', `S_CONTAINS(${wkt},geometry)`)).toEqual(inside);
    const { id, geometry } = everything.drinking_water_zones![0]!;
    const own = JSON.stringify({ op: 's_equals', args: [{ property: 'geometry' }, geometry] });
    expect(await client.filtered('drinking_water_zones', own, { 'filter-lang': 'cql2-json' })).toEqual([id]);
    const across = turf.bbox(everything.drinking_water_zones![0] as never);
    const middle = `LINESTRING(${across[0] - 1} ${(across[1] + across[3]) / 2},${across[2] + 1} ${(across[1] + across[3]) / 2})`;
    const half = `POLYGON((${across[0] - 1} ${across[1] - 1},${(across[0] + across[2]) / 2} ${across[1] - 1},${(across[0] + across[2]) / 2} ${across[3] + 1},${across[0] - 1} ${across[3] + 1},${across[0] - 1} ${across[1] - 1}))`;
    expect(await client.filtered('drinking_water_zones', `S_CROSSES(${middle},geometry)`)).toContain(id);
    expect(await client.filtered('drinking_water_zones', `S_OVERLAPS(geometry,${half})`)).toContain(id);
    const beside = `POLYGON((${across[0] - 1} ${across[1]},${across[0]} ${across[1]},${across[0]} ${across[3]},${across[0] - 1} ${across[3]},${across[0] - 1} ${across[1]}))`;
    expect(await client.filtered('drinking_water_zones', `S_TOUCHES(geometry,${beside})`)).toContain(id);
    expect(await client.filtered('drinking_water_zones', `S_EQUALS(geometry,geometry)`)).toEqual(those('drinking_water_zones', () => true));
  });
});

describe('CQL2, temporal', () => {
  const days = () => everything.drinking_water_zones!.map(({ properties }) => properties!.designated_on as string | null).filter((each) => each !== null).sort();

  test('/conf/temporal-functions: instants', async () => {
    const day = days()[Math.floor(days().length / 2)] as string;
    const cases: [string, (day: string) => boolean][] = [
      [`T_AFTER(designated_on,DATE('${day}'))`, (d) => d > day], [`T_BEFORE(designated_on,DATE('${day}'))`, (d) => d < day],
      [`T_EQUALS(designated_on,DATE('${day}'))`, (d) => d === day], [`T_DISJOINT(designated_on,DATE('${day}'))`, (d) => d !== day],
      [`T_INTERSECTS(designated_on,DATE('${day}'))`, (d) => d === day], [`T_AFTER(DATE('${day}'),designated_on)`, (d) => d < day],
      [`T_EQUALS(designated_on,TIMESTAMP('${day}T10:00:00+08:00'))`, (d) => d === day],
      [`T_INTERSECTS(designated_on,INTERVAL('${day}','..'))`, (d) => d >= day], [`T_INTERSECTS(designated_on,INTERVAL('..','${day}'))`, (d) => d <= day],
      [`T_DURING(designated_on,INTERVAL('1990-01-01','${day}'))`, (d) => d > '1990-01-01' && d < day],
      [`T_STARTS(designated_on,INTERVAL('${day}','2090-01-01'))`, (d) => d === day], [`T_FINISHES(designated_on,INTERVAL('1900-01-01','${day}'))`, (d) => d === day],
    ];
    for (const [filter, test] of cases) expect([filter, await client.filtered('drinking_water_zones', filter)]).toEqual([filter, those('drinking_water_zones', (p) => p.designated_on !== null && test(p.designated_on))]);
  });

  // Allen's relations of [2, 4] to intervals of each relation, by hand.
  const I = (a: number, b: number) => `INTERVAL('2020-01-0${a}','2020-01-0${b}')`;
  test.each<[string, [number, number], boolean]>([
    ['T_AFTER', [0 + 1, 1], true], ['T_AFTER', [1, 2], false], ['T_BEFORE', [5, 6], true], ['T_BEFORE', [4, 6], false], ['T_CONTAINS', [3, 3], true], ['T_CONTAINS', [2, 3], false],
    ['T_DURING', [1, 5], true], ['T_DURING', [2, 5], false], ['T_DISJOINT', [5, 6], true], ['T_DISJOINT', [4, 6], false], ['T_EQUALS', [2, 4], true], ['T_EQUALS', [2, 5], false],
    ['T_FINISHEDBY', [3, 4], true], ['T_FINISHEDBY', [1, 4], false], ['T_FINISHES', [1, 4], true], ['T_FINISHES', [3, 4], false], ['T_INTERSECTS', [4, 9], true], ['T_INTERSECTS', [5, 9], false],
    ['T_MEETS', [4, 6], true], ['T_MEETS', [5, 6], false], ['T_METBY', [1, 2], true], ['T_METBY', [1, 1], false], ['T_OVERLAPPEDBY', [1, 3], true], ['T_OVERLAPPEDBY', [1, 2], false],
    ['T_OVERLAPS', [3, 6], true], ['T_OVERLAPS', [4, 6], false], ['T_STARTEDBY', [2, 3], true], ['T_STARTEDBY', [2, 5], false], ['T_STARTS', [2, 5], true], ['T_STARTS', [2, 3], false],
  ])('/conf/temporal-functions: %s of days 2–4 and %j is %s', async (name, [from, to], holds) => {
    expect((await client.filtered('regions', `${name}(${I(2, 4)},${I(from, to)})`)).length).toBe(holds ? everything.regions!.length : 0);
  });
});
