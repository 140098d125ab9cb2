import { editable } from '../server/edits/resources';
import { type RunningApp, startApp } from './harness';

const CITY = '231081';

let app: RunningApp;
let before: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  before = await contents();
});
afterAll(async () => {
  expect(await contents()).toEqual(before); // nothing half-written
  await app.close();
});

async function contents(): Promise<Record<string, string>> {
  const { rows } = await app.db.knex.raw(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`);
  const sums: Record<string, string> = {};
  for (const { relname } of rows) sums[relname] = (await app.db.knex.raw(`SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM "${relname}" t`)).rows[0].sum;
  return sums;
}

interface Refusal { status: number; type: string | null; body: { errors: { field: string; reason: string }[] } }

async function send(method: string, path: string, body: unknown, headers: Record<string, string> = { 'if-match': '*' }): Promise<Refusal> {
  const answer = await fetch(app.url + path, { method, body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return { status: answer.status, type: answer.headers.get('content-type'), body: (await answer.json()) as Refusal['body'] };
}

function expectRefused({ status, type, body }: Refusal, wanted: number, field: string, reason: RegExp) {
  expect([status, type, body.errors]).toEqual([wanted, 'application/problem+json; charset=utf-8', expect.arrayContaining([expect.objectContaining({ field, reason: expect.stringMatching(reason) })])]);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|SELECT /);
}

const AT = [131.2, 44.4];
const point = (coordinates: unknown) => ({ type: 'Point', coordinates });
const GOOD = { name: '示意口', region_code: CITY, category: 'other.misc' };
const feature = (properties: unknown = GOOD, geometry: unknown = point(AT)) => ({ type: 'Feature', geometry, properties });
const outfall = (more: object, geometry?: unknown) => feature({ ...GOOD, ...more }, geometry);
const ring = (...positions: number[][]) => ({ type: 'Polygon', coordinates: [positions] });
const ZONE = { name: '示意', region_code: CITY, source_name: '示意', level: 'class_1', edition: '231081-ed-dw' };
const square = ring([131.2, 44.4], [131.21, 44.4], [131.21, 44.41], [131.2, 44.4]);

test.each<[string, string, unknown, number, string, RegExp]>([
  ['text', 'outfalls', '"x"', 422, 'type', /Feature/],
  ['null', 'outfalls', 'null', 422, 'type', /Feature/],
  ['an array', 'outfalls', [], 422, 'type', /Feature/],
  ['a collection', 'outfalls', { type: 'FeatureCollection', features: [feature()] }, 422, 'type', /Feature/],
  ['a foreign member', 'outfalls', { ...feature(), verdict: 'keep' }, 422, 'verdict', /unknown/],
  ['no properties', 'outfalls', { type: 'Feature', geometry: point(AT) }, 422, 'properties.name', /required/],
  ['properties an array', 'outfalls', feature([]), 422, 'properties', /object/],
  ['an unknown property', 'outfalls', outfall({ verdict: 'keep' }), 422, 'properties.verdict', /unknown field/],
  ['a column of the database', 'outfalls', outfall({ id: 5 }), 422, 'properties.id', /unknown field/],
  ['a column by its own name', 'outfalls', outfall({ discharger_id: 5 }), 422, 'properties.discharger_id', /discharger/],
  ['a property of the prototype', 'outfalls', '{"type":"Feature","geometry":{"type":"Point","coordinates":[131.2,44.4]},"properties":{"name":"a","region_code":"231081","category":"other.misc","__proto__":1}}', 422, 'properties.__proto__', /unknown field/],
  ['constructor', 'outfalls', outfall({ constructor: 1 }), 422, 'properties.constructor', /unknown field/],
  ['a number that vanishes when squared', 'outfalls', outfall({ position_error_m: 1e-200 }), 422, 'properties.position_error_m', /1e-9/],
  ['a number that overflows when squared', 'outfalls', outfall({ flow_m3d: 1e300 }), 422, 'properties.flow_m3d', /size/],
  ['no geometry', 'outfalls', { type: 'Feature', properties: GOOD }, 422, 'geometry', /no geometry/],
  ['null geometry', 'outfalls', outfall({}, null), 422, 'geometry', /no geometry/],
  ['a line for a point', 'outfalls', outfall({}, { type: 'LineString', coordinates: [AT, [131.3, 44.4]] }), 422, 'geometry.type', /Point/],
  ['swapped axes', 'outfalls', outfall({}, point([44.4, 131.2])), 422, 'geometry.coordinates', /颠倒/],
  ['3D', 'outfalls', outfall({}, point([...AT, 5])), 422, 'geometry.coordinates', /3D/],
  ['too far', 'outfalls', outfall({}, point([120, 44])), 422, 'geometry', /20 km/],
  ['entry too far', 'outfalls', outfall({ entry: [120, 44] }), 422, 'properties.entry', /20 km/],
  ['entry that is none', 'outfalls', outfall({ entry: 'here' }), 422, 'properties.entry', /array/],
  ['entry with a hole', 'outfalls', outfall({ entry: [131.2, null] }), 422, 'properties.entry[1]', /number/],
  ['empty name', 'outfalls', outfall({ name: '' }), 422, 'properties.name', /empty/],
  ['a name that is a number', 'outfalls', outfall({ name: 3 }), 422, 'properties.name', /text/],
  ['a name with a control character', 'outfalls', outfall({ name: 'a\u0000b' }), 422, 'properties.name', /text/],
  ['half a character', 'outfalls', '{"type":"Feature","geometry":{"type":"Point","coordinates":[131.2,44.4]},"properties":{"name":"\\ud800","region_code":"231081","category":"other.misc"}}', 422, 'properties.name', /text/],
  ['a name without end', 'outfalls', outfall({ name: 'x'.repeat(5000) }), 422, 'properties.name', /4000/],
  ['null where a value is needed', 'outfalls', outfall({ name: null }), 422, 'properties.name', /null/],
  ['unknown category', 'outfalls', outfall({ category: 'x' }), 422, 'properties.category', /category/],
  ['unknown candidate', 'outfalls', outfall({ category: 'undetermined', category_candidates: ['x'] }), 422, 'properties.category_candidates', /category/],
  ['candidates of what is determined', 'outfalls', outfall({ category_candidates: ['other.misc'] }), 422, 'properties.category_candidates', /undetermined/],
  ['unknown region', 'outfalls', outfall({ region_code: '110000' }), 422, 'properties.region_code', /region/],
  ['unknown discharger', 'outfalls', outfall({ discharger: 'x' }), 422, 'properties.discharger', /discharger/],
  ['unknown sharers', 'outfalls', outfall({ shared_with: ['231081-d-001', 'x'] }), 422, 'properties.shared_with', /discharger/],
  ['sharers no list', 'outfalls', outfall({ shared_with: '231081-d-001' }), 422, 'properties.shared_with', /array/],
  ['unknown problem', 'outfalls', outfall({ problems: ['ugly'] }), 422, 'properties.problems', /no_sign/],
  ['unknown status', 'outfalls', outfall({ status: 'gone' }), 422, 'properties.status', /sealed/],
  ['sealed without proof', 'outfalls', outfall({ status: 'sealed' }), 422, 'properties.status_proof', /proof/],
  ['sealed with a blank for a proof', 'outfalls', outfall({ status: 'sealed', status_proof: ' \u3000' }), 422, 'properties.status_proof', /not empty/],
  ['a blank reporting number', 'outfalls', outfall({ retention_approved: true, retention_report_no: '  ' }), 422, 'properties.retention_report_no', /not empty/],
  ['no such day', 'outfalls', outfall({ set_up: '2023-02-30' }), 422, 'properties.set_up', /date/],
  ['the year 0', 'outfalls', outfall({ set_up: '0000-01-01' }), 422, 'properties.set_up', /date/],
  ['a flow that is text', 'outfalls', outfall({ flow_m3d: '5' }), 422, 'properties.flow_m3d', /number/],
  ['a negative flow', 'outfalls', outfall({ flow_m3d: -5 }), 422, 'properties.flow_m3d', /at least 0/],
  ['an infinite flow', 'outfalls', '{"type":"Feature","geometry":{"type":"Point","coordinates":[131.2,44.4]},"properties":{"name":"a","region_code":"231081","category":"other.misc","flow_m3d":1e999}}', 422, 'properties.flow_m3d', /number/],
  ['a truth that is text', 'outfalls', outfall({ compliant: 'yes' }), 422, 'properties.compliant', /true/],
  ['a source that is text', 'outfalls', outfall({ source: 'x' }), 422, 'properties.source', /object/],
  ['a code that is taken', 'outfalls', outfall({ local_code: '231081-0001' }), 409, 'properties.local_code', /code/],
  ['an open ring', 'drinking_water_zones', feature(ZONE, ring([131.2, 44.4], [131.21, 44.4], [131.21, 44.41], [131.2, 44.41])), 422, 'geometry.coordinates[0]', /closed/],
  ['a bow tie', 'drinking_water_zones', feature(ZONE, ring([131.2, 44.4], [131.21, 44.41], [131.21, 44.4], [131.2, 44.41], [131.2, 44.4])), 422, 'geometry', /Self-intersection/],
  ['unknown level', 'drinking_water_zones', feature({ ...ZONE, level: 'class_3' }, square), 422, 'properties.level', /quasi/],
  ['no edition', 'drinking_water_zones', feature({ ...ZONE, edition: undefined }, square), 422, 'properties.edition', /required/],
  ['a special water among the nature areas', 'protected_areas', feature({ name: '示意', region_code: CITY, class: 'special', kind: 'scenic_water', level: 'scenic_water', edition: '231081-ed-pa' }, square), 422, 'properties.class', /nature/],
  ['a lake among the rivers', 'rivers', feature({ name: '示意', region_code: CITY, kind: 'lake' }, { type: 'LineString', coordinates: [AT, [131.3, 44.4]] }), 422, 'properties.kind', /river/],
  ['a river without length', 'rivers', feature({ name: '示意', region_code: CITY }, { type: 'LineString', coordinates: [AT, AT] }), 422, 'geometry', /invalid/],
  ['an area as a river', 'rivers', feature({ name: '示意', region_code: CITY }, square), 422, 'geometry.type', /LineString/],
  ['a reach of several lines', 'reaches', feature({ name: '示意', region_code: CITY, waterbody: '231081-w-01', from_node: '231081-node-01', to_node: '231081-node-02' }, { type: 'MultiLineString', coordinates: [[AT, [131.3, 44.4]]] }), 422, 'geometry.type', /LineString/],
  ['a reach of unknown nodes', 'reaches', feature({ name: '示意', region_code: CITY, waterbody: '231081-w-01', from_node: 'x', to_node: 'y' }, { type: 'LineString', coordinates: [AT, [131.3, 44.4]] }), 422, 'properties.from_node', /reach_node/],
  ['a declaration about no layer', 'layer_coverage', feature({ name: '示意', region_code: CITY, layer: 'x', statement: 'complete', as_of: '2026-01-01', declared_by: '示意' }, square), 422, 'properties.layer', /drinking_water_zones/],
  ['a declaration of how things will stand', 'layer_coverage', feature({ name: '示意', region_code: CITY, layer: 'reaches', statement: 'complete', as_of: '2999-01-01', declared_by: '示意' }, square), 422, 'properties.as_of', /day to come/],
  ['an edition with a geometry', 'layer_editions', feature({ name: '示意', region_code: CITY, layer: 'reaches', valid_from: '2026-01-01' }, square), 422, 'geometry', /no geometry/],
  ['an edition that ends before it begins', 'layer_editions', feature({ name: '示意', region_code: CITY, layer: 'reaches', valid_from: '2026-01-01', valid_to: '2025-01-01' }, null), 422, 'properties.valid_to', /after valid_from/],
])('POST %s', async (_, layer, body, status, field, reason) => {
  expectRefused(await send('POST', `/api/${layer}`, body), status, field, reason);
});

test('every fault is told at once', async () => {
  const { body } = await send('POST', '/api/outfalls', outfall({ name: 3, category: 'x', discharger: 'y', colour: 'red', flow_m3d: 'z' }, point([44.4, 131.2])));
  expect(body.errors.map(({ field }) => field).sort()).toEqual(['geometry.coordinates', 'properties.category', 'properties.colour', 'properties.discharger', 'properties.flow_m3d', 'properties.name']);
});

test('no layer takes a malformed body, and none answers 500', async () => {
  for (const { id: layer, table, fixed, shapes } of editable(app.catalog.layers)) {
    const rows = app.db.knex(table).where(fixed);
    const [row] = await (shapes ? rows.whereRaw('GeometryType(geom) = ANY (?)', [shapes.map((one) => one.toUpperCase())]) : rows).orderBy('id').limit(1).pluck('id');
    for (const body of ['{}', '[]', '7', '{"type":"Feature"}', '{"type":"Feature","properties":{"x":1}}', '{"type":"Feature","geometry":{"type":"Point"},"properties":{"code":[]}}', '{"type":"Feature","geometry":5}']) {
      const posted = await send('POST', `/api/${layer}`, body);
      expect([layer, body, posted.status, posted.body.errors.length > 0]).toEqual([layer, body, 422, true]);
      if (body === '{"type":"Feature"}') continue; // changes nothing, which is no fault
      expect([layer, body, (await send('PATCH', `/api/${layer}/${row}`, body)).status]).toEqual([layer, body, 422]);
    }
  }
});

test.each<[string, string, Record<string, string>, number, string]>([
  ['PATCH', '/api/outfalls/999999', { 'if-match': '*' }, 404, 'id'],
  ['DELETE', '/api/outfalls/999999', { 'if-match': '*' }, 404, 'id'],
  ['PATCH', '/api/outfalls/1', {}, 428, 'if-match'],
  ['DELETE', '/api/outfalls/1', {}, 428, 'if-match'],
  ['PATCH', '/api/outfalls/1', { 'if-match': '"x"' }, 412, 'if-match'],
  ['PATCH', '/api/outfalls/1', { 'if-match': 'x' }, 412, 'if-match'],
  ['DELETE', '/api/outfalls/1', { 'if-match': '' }, 412, 'if-match'],
  ['PATCH', '/api/protected_areas/999999', { 'if-match': '*' }, 404, 'id'],
  ['POST', '/api/edits/999999/undo', {}, 404, 'id'],
])('%s %s %j → %i', async (method, path, headers, status, field) => {
  expectRefused(await send(method, path, feature({ name: '示意' }, point(AT)), headers), status, field, /./);
});

test('a row of another layer of the same table is not there', async () => {
  const special = await app.db.knex('protected_area').where({ class: 'special' }).first('id');
  expectRefused(await send('PATCH', `/api/protected_areas/${special.id}`, feature({ name: '示意' }, square)), 404, 'id', /protected_areas/);
});
