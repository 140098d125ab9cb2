import type { EditResult, OutfallFile } from '../server/api-types';
import { changeRow } from '../server/edits/edit';
import { editable } from '../server/edits/resources';
import { runPack } from '../server/rule-runs/run';
import { lockForEdit } from '../server/rules/city-lock';
import { readLayers } from '../server/layers/layer-files';
import { activePack } from '../server/packs/active';
import type { Pack } from '../server/rules/pack-files';
import { afresh, differences, inForce } from './edits/equivalence';
import { onServer, type RunningApp, startApp } from './harness';

const CITY = '231081';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(async () => {
  expect(differences(await inForce(app.db.knex, CITY), await afresh(app.db, app.catalog, CITY))).toEqual([]);
  await app.close();
});

interface Answer<T = EditResult> { status: number; etag: string | null; location: string | null; body: T }

async function send<T = EditResult>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const answer = await fetch(app.url + path, {
    method, body: body === undefined ? undefined : JSON.stringify(body), headers: { ...(body === undefined ? {} : { 'content-type': 'application/geo+json' }), ...headers },
  });
  return { status: answer.status, etag: answer.headers.get('etag'), location: answer.headers.get('location'), body: (await answer.json()) as T };
}

const feature = (geometry: unknown, properties: Record<string, unknown> = {}) => ({ type: 'Feature', ...(geometry ? { geometry } : {}), properties });
const point = (coordinates: number[]) => ({ type: 'Point', coordinates });
const square = (lon: number, lat: number, half: number) => ({
  type: 'Polygon', coordinates: [[[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]]],
});

/** A place where no demonstration area of the city is near. */
const FAR: [number, number] = [131.3, 44.6];
const OUTFALL = { name: '示意新口', region_code: '231081100', category: 'other.misc', position_method: 'rtk', set_up: '2020-01-01', approval: 'approved', inspected_on: '2026-05-01' };
const ZONE = { name: '示意水源地', region_code: CITY, source_name: '示意水源地', level: 'class_1', edition: '231081-ed-dw', designated_on: '2015-01-01' };

const create = (at: number[] = FAR, more: object = {}) => send('POST', '/api/outfalls', feature(point(at), { ...OUTFALL, ...more }));

test('a new outfall: its code is issued, it is judged in the same transaction, who did it is kept', async () => {
  const made = await send('POST', '/api/outfalls', feature(point(FAR), OUTFALL), { 'x-paikou-actor': encodeURIComponent('录入员') });
  expect(made).toMatchObject({ status: 201, location: `/api/outfalls/${made.body.id}`, etag: made.body.etag });
  expect(made.body).toMatchObject({ action: 'create', layer: 'outfalls', actor: '录入员', runs: [{ region: CITY, outfalls: 1, changed: 1 }] });
  expect(made.body.feature?.properties).toMatchObject({ ...OUTFALL, local_code: expect.stringMatching(/^231081-\d{4}$/), status: 'in_use', entry: null });
  expect(made.body.flips).toEqual([{ outfall: made.body.id, code: made.body.feature?.properties.local_code, name: '示意新口', from: null, to: expect.any(String), why: expect.any(Array) }]);
  const file = await send<OutfallFile>('GET', `/api/outfalls/${made.body.id}`);
  expect(file).toMatchObject({ etag: made.etag, body: { code: made.body.feature?.properties.local_code, location: point(FAR), judged: { run: made.body.runs[0]?.run } } });
  const [kept] = await app.db.knex('audit_log').where({ id: made.body.edit });
  expect(kept).toMatchObject({ actor: '录入员', action: 'create', layer: 'outfalls', row_id: made.body.id, before: null, after: { local_code: file.body.code }, runs: [String(made.body.runs[0]?.run)] });
});

test('codes issued to many at once are different, and none is issued again', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => create()));
  const codes = made.map(({ body }) => body.feature?.properties.local_code as string);
  expect(new Set(codes).size).toBe(6);
  const last = made.find(({ body }) => body.feature?.properties.local_code === [...codes].sort().at(-1)) as Answer;
  expect((await send('DELETE', `/api/outfalls/${last.body.id}`, undefined, { 'if-match': last.etag as string })).status).toBe(200);
  const next = await create();
  expect(codes).not.toContain(next.body.feature?.properties.local_code);
});

test('only who has seen the present version may change a row', async () => {
  const { body: { id }, etag: first } = await create();
  const path = `/api/outfalls/${id}`;
  const patch = (headers: Record<string, string>) => send('PATCH', path, feature(undefined, { name: '示意改名' }), headers);
  expect((await patch({})).status).toBe(428);
  const renamed = await patch({ 'if-match': first as string });
  expect(renamed).toMatchObject({ status: 200, body: { action: 'change', feature: { properties: { name: '示意改名', category: 'other.misc' } } } });
  expect(renamed.etag).not.toBe(first);
  expect(await patch({ 'if-match': first as string })).toMatchObject({ status: 412, body: { errors: [{ field: 'if-match', reason: expect.stringContaining(renamed.etag as string) }] } });
  expect((await send('DELETE', path)).status).toBe(428);
  expect((await send('DELETE', path, undefined, { 'if-match': first as string })).status).toBe(412);
  expect(await send('DELETE', path, undefined, { 'if-match': `"other", ${renamed.etag}` })).toMatchObject({ status: 200, body: { action: 'remove', feature: null, etag: null, flips: [{ outfall: id, to: null }] } });
  expect((await send('GET', path)).status).toBe(404);
  expect((await patch({ 'if-match': renamed.etag as string })).status).toBe(404);
});

test('a zone drawn over an outfall flips it, and taken back flips it back', async () => {
  const { body: { id } } = await create([131.31, 44.61]);
  const drawn = await send('POST', '/api/drinking_water_zones', feature(square(131.31, 44.61, 0.01), ZONE));
  expect(drawn).toMatchObject({ status: 201, body: { flips: [{ outfall: id, to: 'ban', why: expect.arrayContaining([{ rule: 'ban-drinking-water-class-1', from: 'unknown', to: 'conflict' }]) }] } });
  expect(drawn.body.feature?.geometry?.type).toBe('MultiPolygon');
  const smaller = await send('PATCH', `/api/drinking_water_zones/${drawn.body.id}`, feature(square(131.318, 44.61, 0.001)), { 'if-match': drawn.etag as string });
  expect(smaller.body.flips).toMatchObject([{ outfall: id, from: 'ban' }]);
  const undone = await send('POST', `/api/edits/${smaller.body.edit}/undo`);
  expect(undone).toMatchObject({ status: 201, body: { feature: drawn.body.feature, flips: [{ outfall: id, to: 'ban' }] } });
  expect((await send('POST', `/api/edits/${drawn.body.edit}/undo`)).body.flips).toMatchObject([{ outfall: id, from: 'ban' }]);
  expect((await send('GET', `/api/drinking_water_zones/${drawn.body.id}`)).status).toBe(404);
  expect(await send('POST', `/api/edits/${smaller.body.edit}/undo`)).toMatchObject({ status: 409, body: { errors: [{ field: 'id' }] } });
  const back = await send('POST', `/api/edits/${(await send('POST', '/api/intakes', feature(point(FAR), { name: '示意取水口', region_code: CITY, kind: 'surface' }))).body.edit}/undo`);
  expect(back.body).toMatchObject({ action: 'remove', feature: null });
});

test('what a row refers to by code comes back by code, and what is referred to is not deleted', async () => {
  const { body: discharger } = await send('POST', '/api/dischargers', feature(undefined, { name: '示意单位', region_code: CITY, kind: '企业' }));
  const code = discharger.feature?.properties.code;
  expect(code).toMatch(/^231081-discharger-\d{4}$/);
  const { body: outfall } = await create(FAR, { discharger: code, category: 'industrial.enterprise.factory', shared_with: ['231081-d-001'], entry: [131.301, 44.601] });
  expect(outfall.feature?.properties).toMatchObject({ discharger: code, shared_with: ['231081-d-001'], entry: [131.301, 44.601] });
  const refused = await send<{ errors: unknown[] }>('DELETE', `/api/dischargers/${discharger.id}`, undefined, { 'if-match': '*' });
  expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: 'id', reason: expect.stringContaining('outfall.discharger_id: 1') }] } });
  const emptied = await send('PATCH', `/api/outfalls/${outfall.id}`, feature(undefined, { discharger: null, entry: null, shared_with: [] }), { 'if-match': '*' });
  expect(emptied.body.feature?.properties).toMatchObject({ discharger: null, entry: null, shared_with: [] });
  expect((await send('DELETE', `/api/dischargers/${discharger.id}`, undefined, { 'if-match': '*' })).status).toBe(200);
});

test('an outfall that goes to another discharger changes both groups', async () => {
  const codes = [];
  for (const name of ['甲', '乙']) codes.push((await send('POST', '/api/dischargers', feature(undefined, { name: `示意${name}`, region_code: CITY, kind: '企业' }))).body.feature?.properties.code);
  const factory = { category: 'industrial.enterprise.factory', compliant: true };
  const ids: number[] = [];
  for (const discharger of [codes[0], codes[0], codes[1]]) ids.push((await create(FAR, { ...factory, discharger, flow_m3d: 10 - ids.length })).body.id);
  const merges = async () => (await app.db.knex('finding').join('verdict_current', 'verdict_current.verdict_id', 'finding.verdict_id')
    .whereIn('finding.outfall_id', ids).where({ rule: 'merge-one-enterprise-one-outfall', outcome: 'conflict' }).orderBy('finding.outfall_id').pluck('finding.outfall_id'));
  expect(await merges()).toEqual([ids[1]]);
  const moved = await send('PATCH', `/api/outfalls/${ids[0]}`, feature(undefined, { discharger: codes[1] }), { 'if-match': '*' });
  expect(moved.body.runs).toMatchObject([{ outfalls: 3 }]);
  expect(await merges()).toEqual([ids[2]]);
});

test('a local edit judges what is near, not the city', async () => {
  const total = Number((await app.db.knex('outfall').where('region_code', 'like', `${CITY}%`).count('* as n').first())?.n);
  const zone = await send('POST', '/api/protected_areas', feature(square(131.3, 44.6, 0.005), { name: '示意保护地', region_code: CITY, kind: 'nature_reserve', level: 'core_protection', edition: '231081-ed-pa' }));
  const near = zone.body.runs[0]?.outfalls as number;
  expect(near).toBeGreaterThan(5);
  expect(near).toBeLessThan(total / 4);
  const name = await send('PATCH', '/api/outfalls/1', feature(undefined, { river_name: '示意河' }), { 'if-match': '*' });
  expect(name.body.runs.map(({ outfalls }) => outfalls).reduce((sum, n) => sum + n, 0)).toBeLessThan(5);
  const unread = await send('POST', '/api/monitoring_sections', feature(point(FAR), { name: '示意断面', region_code: CITY, level: 'city' }));
  expect(unread.body).toMatchObject({ runs: expect.any(Array), flips: [] });
});

test.each(editable(readLayers()))('a row of $id can be read, changed and put back as it was', async ({ id: layer, table, fixed, shapes }) => {
  const rows = app.db.knex(table).where(fixed);
  const [first] = await (shapes ? rows.whereRaw('GeometryType(geom) = ANY (?)', [shapes.map((one) => one.toUpperCase())]) : rows).orderBy('id').limit(1).pluck('id');
  const before = layer === 'outfalls' ? undefined : await send<Record<string, unknown>>('GET', `/api/${layer}/${first}`);
  expect(before?.status ?? 200).toBe(200);
  const same = { type: 'Feature', geometry: before?.body.geometry, properties: before?.body.properties };
  const changed = await send('PATCH', `/api/${layer}/${first}`, before ? same : feature(undefined, { mouth_form: '涵' }), { 'if-match': before?.etag ?? '*' });
  expect([changed.status, changed.body.feature ?? changed.body]).toEqual([200, before?.body ?? expect.anything()]);
  expect((await send('POST', `/api/edits/${changed.body.edit}/undo`)).status).toBe(201);
});

const waiting = () => app.db.knex.raw("SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").then(({ rows }) => rows[0].n as number);
const until = async (holds: () => Promise<boolean>) => { while (!(await holds())) await new Promise((next) => { setTimeout(next, 20); }); };

(onServer ? describe : describe.skip)('two writers at once (on a server; the embedded engine has one connection)', () => {
  const resource = (id: string) => editable(app.catalog.layers).find((one) => one.id === id) as never;
  const editing = (layer: string) => ({ catalog: app.catalog, resource: resource(layer), actor: undefined });
  const pack = async () => (await activePack(app.db.knex, app.catalog, CITY)) as Pack;

  test('an edit under way keeps another and a run waiting; in the end what stands is what a full run finds', async () => {
    const { body: zone } = await send('POST', '/api/drinking_water_zones', feature(square(131.35, 44.65, 0.003), ZONE));
    const { body: outfall } = await create([131.36, 44.65]);
    const inForcePack = await pack();
    const holder = await app.db.knex.transaction();
    await lockForEdit(holder, 'test');
    const edits = Promise.all([
      changeRow(app.db, editing('drinking_water_zones'), zone.id, '*', feature(square(131.36, 44.65, 0.003))),
      changeRow(app.db, editing('outfalls'), outfall.id, '*', feature(point([131.3601, 44.6501]))),
      runPack(app.db, app.catalog, inForcePack, { reason: 'test' }),
    ]);
    await until(async () => (await waiting()) === 3);
    await holder.commit();
    await edits;
    expect(await app.db.knex('verdict_current').where({ outfall_id: outfall.id }).first()).toMatchObject({ verdict: 'ban' });
    expect(differences(await inForce(app.db.knex, CITY), await afresh(app.db, app.catalog, CITY))).toEqual([]);
  });

  test('who waits too long is told for whom', async () => {
    const holder = await app.db.knex.transaction();
    await lockForEdit(holder, 'edit somewhere');
    const late = app.db.knex.transaction((trx) => lockForEdit(trx, 'edit elsewhere', 100));
    await expect(late).rejects.toMatchObject({ kind: 'conflict', detail: expect.stringContaining('edit elsewhere'), errors: [{ field: 'lock', reason: expect.stringContaining('edit somewhere') }] });
    await holder.rollback();
  });

  test('outfalls of one discharger moved by two at once', async () => {
    const { body: discharger } = await send('POST', '/api/dischargers', feature(undefined, { name: '示意并发', region_code: CITY, kind: '企业' }));
    const made = [];
    for (let n = 0; n < 4; n++) made.push((await create([131.3 + n / 1000, 44.6], { discharger: discharger.feature?.properties.code, category: 'industrial.enterprise.factory' })).body.id);
    await Promise.all(made.map((id, n) => changeRow(app.db, editing('outfalls'), id, '*', feature(undefined, { flow_m3d: 10 * (n + 1), compliant: n % 2 === 0 }))));
    expect(differences(await inForce(app.db.knex, CITY), await afresh(app.db, app.catalog, CITY))).toEqual([]);
  });
});
