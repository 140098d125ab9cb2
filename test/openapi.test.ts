import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { editBodies, editedId } from './edits/copies';
import { type RunningApp, startApp } from './harness';
import { previewed } from './imports/client';
import { endReader } from '../server/imports/reading/reader';

// The document is walked: every path and method that it has is called for real, rightly and wrongly,
// and what comes back must be what it says.

interface Media { schema?: object }
interface Answer { $ref?: string; content?: Record<string, Media> }
interface Parameter { name: string; in: 'path' | 'query'; required: boolean }
interface Operation { operationId: string; parameters: Parameter[]; requestBody?: object; responses: Record<string, Answer> }
interface Document { paths: Record<string, Record<string, Operation>>; components: { responses: Record<string, Answer> } }

let app: RunningApp;
let document: Document;
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);

beforeAll(async () => {
  app = await startApp();
  document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as Document;
  ajv.addSchema(document, 'openapi');
  Object.assign(BODIES, await editBodies(app));
  const { outfall_id: id, verdict } = await app.db.knex('verdict_current').orderBy('outfall_id').first();
  BODIES['/api/outfalls/{id}/overrides'] = { verdict, reason: '确认（示意）', expires_on: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) };
  expect(await call('/api/outfalls/{id}/overrides', 'post', `/api/outfalls/${id}/overrides`, BODIES['/api/outfalls/{id}/overrides'])).toBe(201);
});
afterAll(async () => {
  await endReader();
  await app.close();
});

const IMPORTED = '名称,类型,所在乡镇,经度,纬度\n绥芬河市示意排污口,其他排污口,阜宁镇,131.12,44.41\n';

/** A value of each path parameter that names something there. A new parameter needs one here. */
const PRESENT: Record<string, (path: string, method: string) => string | Promise<string>> = {
  name: () => 'sewer_coverage',
  symbol: () => 'verdict-ban.svg',
  id: async (path, method) => (path.startsWith('/api/imports') ? String((await previewed(app, '示意.csv', IMPORTED)).id) : String(await editedId(app, path, method) ?? '') || (path.startsWith('/api/rules') ? 'ban-drinking-water-class-1'
    : path.startsWith('/api/packs') ? '653001'
      : String((await app.db.knex('outfall').min('id as id').first())?.id))),
  version: () => '2023.1',
  override: async () => String((await app.db.knex('verdict_override').max('id as id').first())?.id),
  layers: () => 'outfalls,regions',
  z: () => '8',
  x: () => '182',
  y: () => '97',
  collectionId: () => 'outfalls',
  featureId: async () => String((await app.db.knex('outfall').min('id as id').first())?.id),
  tileMatrixSetId: () => 'WebMercatorQuad',
  tileMatrix: () => '8',
  tileRow: () => '97',
  tileCol: () => '182',
  styleId: () => 'onemap',
  fontstack: () => 'Paikou Sans',
  range: () => '0-255.pbf',
};

/** A value that names nothing, of the right form. */
const ABSENT: Record<string, string> = { name: 'nothing', id: '999999999', override: '999999999', version: '1999.1', layers: 'nothing', z: '8', x: '182', y: '97',
  collectionId: 'nothing', featureId: '999999999', tileMatrixSetId: 'NothingQuad', tileMatrix: '8', tileRow: '97', tileCol: '182', styleId: 'nothing', fontstack: 'nothing', range: '0-255.pbf' };

const BODIES: Record<string, unknown> = {
  '/api/datum-guesses': { coordinates: [76.17, 39.71], region: '653001' },
  '/api/rule-runs': { region: '653001', wait: true },
  '/api/packs/{id}/{version}/activate': { token: 'none', reason: '示意' },
  '/api/outfalls/{id}/overrides/{override}/withdraw': { reason: '示意' },
  '/api/checks': {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [76.17, 39.71] }, properties: { category: 'other.rural_scattered', status: 'proposed' } },
      { type: 'Feature', geometry: { type: 'LineString', coordinates: [[76.2, 39.75], [76.4, 39.8]] }, properties: null },
      { type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[76.2, 39.75], [76.4, 39.75], [76.4, 39.8], [76.2, 39.75]]] }, properties: null }],
  },
};
/** What cannot succeed with a body that stands here, and the refusal that answers it. */
const REFUSED: Record<string, number> = { '/api/imports': 415, '/api/imports/{id}/undo': 409, '/api/packs/{id}/{version}/activate': 409, '/api/rule-runs/{id}/cancel': 409, '/api/outfalls/{id}/overrides/{override}/confirm': 409 };
const REQUIRED: Record<string, string> = { region: '653001', follow: 'a-name-of-yours' };
/** What has to happen while an operation is asked, for it to answer soon. */
const MEANWHILE: Record<string, () => Promise<unknown>> = {
  '/api/exports/events': async () => {
    await new Promise((heard) => { setTimeout(heard, 200); });
    return (await fetch(`${app.url}/api/exports/rivers.csv?follow=${REQUIRED.follow}`)).arrayBuffer();
  },
};
/** What an address answers only with more than its document requires. */
const WANTED: Record<string, string> = { '/api/exports/{name}.dxf': 'crs=EPSG:4513' };

const escapePointer = (text: string) => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));

const validators = new Map<string, ValidateFunction>(); // compiling costs more than calling

function validatorOf(path: string, method: string, status: number, type: string): ValidateFunction | undefined {
  const answer = document.paths[path]?.[method]?.responses[status];
  if (!answer) throw new Error(`${method} ${path} answered ${status}, which the document does not have`);
  const at = answer.$ref ?? `#/paths/${escapePointer(path)}/${method}/responses/${status}`;
  const content = answer.$ref ? document.components.responses.Problem?.content : answer.content;
  if (!content) return undefined;
  const named = Object.keys(content).find((each) => each.split(';')[0] === type);
  if (!named) throw new Error(`${method} ${path} ${status} is ${type}, the document has ${Object.keys(content)}`);
  if (!content[named]?.schema) return undefined;
  const ref = `openapi${at}/content/${escapePointer(named)}/schema`;
  const kept = validators.get(ref) ?? ajv.compile({ $ref: ref });
  validators.set(ref, kept);
  return kept;
}

/** Calls and holds the answer to the document. @returns its status */
async function call(path: string, method: string, url: string, body?: unknown, type = 'application/json'): Promise<number> {
  const actor = { 'x-paikou-actor': encodeURIComponent('值班员'), ...(['patch', 'delete'].includes(method) && { 'if-match': '*' }) };
  const init = body === undefined ? { headers: actor } : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { ...actor, 'content-type': type } };
  const answer = await fetch(app.url + url, { ...init, method: method.toUpperCase() });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const given = (answer.headers.get('content-type') ?? '').split(';')[0] as string;
  const validate = validatorOf(path, method, answer.status, given);
  if (!validate) {
    if (bytes.length > 0) throw new Error(`${url} has a body that the document does not describe`);
    return answer.status;
  }
  const value: unknown = /json$/.test(given) ? JSON.parse(bytes.toString()) : bytes.toString();
  if (!validate(value)) throw new Error(`${method} ${url} → ${answer.status}: ${ajv.errorsText(validate.errors?.slice(0, 5), { separator: '\n' })}`);
  return answer.status;
}

async function fill(path: string, value: (name: string) => string | Promise<string>): Promise<string> {
  let url = path;
  for (const [placeholder, name] of path.matchAll(/\{(\w+)\}/g)) url = url.replace(placeholder, await value(name as string));
  return url;
}

async function present(path: string, method: string, operation: Operation): Promise<string> {
  const url = await fill(path, (name) => {
    const known = PRESENT[name];
    if (!known) throw new Error(`${path}: this test has no value for {${name}}`);
    return known(path, method);
  });
  const required = operation.parameters.filter((one) => one.in === 'query' && one.required).map(({ name }): [string, string] => [name, REQUIRED[name] ?? '']);
  const query = [WANTED[path], required.length ? new URLSearchParams(required).toString() : undefined].filter(Boolean).join('&');
  return query ? `${url}?${query}` : url;
}

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation, body: operation.requestBody && (BODIES[path] ?? {}) })));

const LISTED = [
  '/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/docs', '/api/settings', '/api/regions', '/api/packs', '/api/packs/{id}/{version}/preview', '/api/packs/{id}/{version}/activate', '/api/rules', '/api/rules/{id}',
  '/api/layers', '/api/outfalls', '/api/outfalls/{id}', '/api/outfalls/{id}/verdict',
  '/api/outfalls/{id}/overrides', '/api/outfalls/{id}/overrides/{override}/confirm', '/api/outfalls/{id}/overrides/{override}/withdraw', '/api/checks', '/api/rule-runs', '/api/rule-runs/{id}', '/api/rule-runs/{id}/events', '/api/rule-runs/{id}/cancel',
  '/tiles/{layers}.json', '/tiles/{layers}/{z}/{x}/{y}.mvt', '/ogc', '/ogc/collections/{collectionId}/items', '/api/scenarios', '/api/edits/{id}/undo', '/api/drinking_water_zones', '/api/drinking_water_zones/{id}', '/api/imports', '/api/imports/{id}', '/api/imports/{id}/commit', '/api/imports/{id}/cancel', '/api/imports/{id}/undo', '/api/imports/{id}/events',
  ...['xlsx', 'gpkg', 'shp.zip', 'geojson', 'kml', 'dxf', 'fgb', 'csv'].map((format) => `/api/exports/{name}.${format}`), '/api/exports/template.xlsx', '/api/exports/conflicts.docx', '/api/exports/conflicts.html', '/api/outfalls/{id}/plan.docx', '/api/outfalls/{id}/file.docx',
];

test('it is OpenAPI 3.1 and has every path of the contract', () => {
  expect(document).toMatchObject({ openapi: '3.1.0' });
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(LISTED));
});

test('operation ids are unique, every $ref leads somewhere', () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, ref] of JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)) expect(ajv.getSchema(`openapi${ref}`)).toBeDefined();
});

test('every operation answers rightly asked, as the document says', async () => {
  for (const { path, method, operation, body } of operations()) {
    const url = await present(path, method, operation);
    const [status] = await Promise.all([call(path, method, url, body), MEANWHILE[path]?.()]);
    expect([path, method, (REFUSED[path] ? [REFUSED[path]] : [200, 201, 202, 204]).includes(status) || status]).toEqual([path, method, true]);
  }
}, 600_000);

test('an unknown parameter is a 400 everywhere', async () => {
  for (const { path, method, operation, body } of operations()) {
    const url = await present(path, method, operation);
    expect([path, await call(path, method, `${url}${url.includes('?') ? '&' : '?'}nonsense=1`, body)]).toEqual([path, 400]);
  }
}, 600_000);

test('a resource that is not there is a 404 everywhere', async () => {
  for (const { path, method, body } of operations().filter((one) => one.path.includes('{'))) {
    expect([path, await call(path, method, await fill(path, (name) => ABSENT[name] ?? 'x'), body)]).toEqual([path, 404]);
  }
});

test('bodies: none, not JSON, of another type, of another shape', async () => {
  for (const { path, method, operation } of operations().filter((one) => one.operation.requestBody)) {
    const url = await present(path, method, operation);
    expect(await call(path, method, url, '')).toBe(400);
    expect(await call(path, method, url, '{"a":')).toBe(400);
    expect(await call(path, method, url, '<a/>', 'text/xml')).toBe(415);
    expect(await call(path, method, url, [])).toBe(422);
  }
});

test('filters and as_of: lists, files and verdicts of another day', async () => {
  const wanted = ['?limit=3&sort=-name', '?region=653001&verdict=review', '?as_of=2001-01-01', `?as_of=2026-01-01&known_at=${new Date().toISOString()}`, '?q=none%20such', '?limit=1000'];
  for (const query of wanted) expect([query, await call('/api/outfalls', 'get', `/api/outfalls${query}`)]).toEqual([query, 200]);
  expect(await call('/api/outfalls/{id}', 'get', '/api/outfalls/1?known_at=2001-01-01')).toBe(404);
  for (const query of ['as_of=2026-01-01', `known_at=${new Date().toISOString()}`]) {
    expect(await call('/api/outfalls/{id}/verdict', 'get', `/api/outfalls/1/verdict?${query}`)).toBe(200);
  }
});

test('the file and verdict of every outfall hold to the document', async () => {
  const ids: number[] = await app.db.knex('outfall').orderBy('id').pluck('id');
  for (const id of ids) {
    expect(await call('/api/outfalls/{id}', 'get', `/api/outfalls/${id}`)).toBe(200);
    if (id % 5 === 0) expect(await call('/api/outfalls/{id}/verdict', 'get', `/api/outfalls/${id}/verdict`)).toBe(200);
  }
});

test('the page of the interface names every path', async () => {
  const page = await (await fetch(`${app.url}/api/docs`)).text();
  for (const path of Object.keys(document.paths)) expect(page).toContain(path);
  expect(page).not.toMatch(/https?:\/\//);
});
