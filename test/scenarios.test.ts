import type { ScenarioResult } from '../server/api-types';
import type { Pack } from '../server/rules/pack-files';
import { runScenario } from '../server/scenarios/scenario';
import { scenarioSchema } from '../server/scenarios/body';
import { type RunningApp, startApp } from './harness';

const CITY = '231081';
const TILE = '/tiles/outfalls,drinking_water_zones/8/221/92.mvt';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

async function post<T = ScenarioResult>(body: unknown): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${app.url}/api/scenarios`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T };
}

const around = ([lon, lat]: number[], half: number) => ({
  type: 'Polygon', coordinates: [[[lon! - half, lat! - half], [lon! + half, lat! - half], [lon! + half, lat! + half], [lon! - half, lat! + half], [lon! - half, lat! - half]]],
});
const zone = (at: number[], half: number, more: object = {}) => ({ type: 'Feature', layer: 'drinking_water_zones', geometry: around(at, half), properties: { level: 'class_1', ...more } });

interface Known { id: number; code: string; at: [number, number]; verdict: string }
const outfalls = async (verdict: string): Promise<Known[]> => (await app.db.knex.raw(`
  SELECT o.id, o.local_code AS code, json_build_array(ST_X(o.geom), ST_Y(o.geom)) AS at, c.verdict FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
  WHERE o.region_code LIKE '${CITY}%' AND c.verdict = ? AND o.entry_geom IS NULL AND o.status = 'in_use' ORDER BY o.id`, [verdict])).rows;

/** Everything that a committed edit would have changed. */
async function state() {
  const { rows } = await app.db.knex.raw(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`);
  const tables: Record<string, string> = {};
  for (const { relname } of rows) tables[relname] = (await app.db.knex.raw(`SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM "${relname}" t`)).rows[0].sum;
  const tile = await fetch(app.url + TILE);
  return { tables, etag: tile.headers.get('etag') };
}

test('a draft zone bans what lies in it, and nothing of it stays', async () => {
  const [kept] = await outfalls('keep');
  const before = await state();
  const { status, body } = await post({ region: CITY, draft_areas: [zone((kept as Known).at, 0.0004)] });
  expect(status).toBe(200);
  expect(body).toMatchObject({ region: CITY, pack: { id: CITY }, drafts: [] });
  expect(body.flips).toContainEqual({ outfall: kept?.id, code: kept?.code, name: expect.any(String), from: 'keep', to: 'ban', why: expect.arrayContaining([{ rule: 'ban-drinking-water-class-1', from: null, to: 'conflict' }]) });
  expect(await state()).toEqual(before);
});

test('every answer is what the same edits would give', async () => {
  const [banned] = await outfalls('ban');
  const [kept] = await outfalls('keep');
  const moved = await post({ region: CITY, moved: [{ outfall: kept?.code, location: { type: 'Point', coordinates: banned?.at } }] });
  const edit = await fetch(`${app.url}/api/outfalls/${kept?.id}`, {
    method: 'PATCH', headers: { 'content-type': 'application/json', 'if-match': '*' }, body: JSON.stringify({ type: 'Feature', geometry: { type: 'Point', coordinates: banned?.at } }),
  });
  const made = await edit.json() as { edit: number; flips: unknown };
  expect(moved.body.flips).toEqual(made.flips);
  expect(moved.body.flips).toMatchObject([{ outfall: kept?.id, to: 'ban' }]);
  expect((await fetch(`${app.url}/api/edits/${made.edit}/undo`, { method: 'POST' })).status).toBe(201);
});

test('zones taken away lift bans; outfalls taken away are told as gone', async () => {
  const { rows: zones } = await app.db.knex.raw(`SELECT 'drinking_water_zones' AS layer, id FROM drinking_water_zone WHERE region_code LIKE '${CITY}%'
    UNION ALL SELECT CASE class WHEN 'nature' THEN 'protected_areas' ELSE 'special_waters' END, id FROM protected_area WHERE region_code LIKE '${CITY}%'`);
  const banned = await outfalls('ban');
  const gone = banned.at(-1) as Known;
  const { body } = await post({ removed_areas: zones, removed_outfalls: [gone.id] });
  expect(body.flips.filter(({ from }) => from === 'ban').map(({ outfall }) => outfall)).toEqual(banned.map(({ id }) => id));
  expect(body.flips.find(({ outfall }) => outfall === gone.id)).toMatchObject({ code: gone.code, to: null });
  expect(body.flips.some(({ to }) => to === 'ban')).toBe(false);
});

/** Lists of what rules say, by rule: reasons of one weight have no order of their own. */
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder).sort((a, b) => String((a as { rule?: string })?.rule ?? '').localeCompare(String((b as { rule?: string })?.rule ?? '')));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inOrder(one)])) : value;
};

test('draft outfalls answer as checks do, drafts of areas included', async () => {
  const feature = { type: 'Feature', geometry: { type: 'Point', coordinates: [131.3, 44.6] }, properties: { category: 'other.misc', status: 'proposed', position_method: 'rtk' } };
  const checked = await (await fetch(`${app.url}/api/checks?region=${CITY}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'FeatureCollection', features: [feature] }),
  })).json() as { features: unknown[] };
  const alone = await post({ draft_outfalls: { type: 'FeatureCollection', features: [feature] } });
  expect(inOrder(alone.body.drafts)).toEqual(inOrder(checked.features));
  const zoned = await post({ draft_outfalls: [feature], draft_areas: [zone([131.3, 44.6], 0.001)] });
  expect(zoned.body.drafts).toMatchObject([{ index: 0, verdict: 'ban', screening: 'refused' }]);
});

test('a second outfall of an enterprise is seen by its first', async () => {
  const { rows: [own] } = await app.db.knex.raw(`SELECT o.id, d.code FROM outfall o JOIN discharger d ON d.id = o.discharger_id JOIN verdict_current c ON c.outfall_id = o.id
    WHERE o.region_code LIKE '${CITY}%' AND o.category LIKE 'industrial.enterprise%' AND c.verdict = 'keep' AND o.status = 'in_use' AND o.approval IS DISTINCT FROM 'approved' ORDER BY o.id LIMIT 1`);
  const { status, body } = await post({ draft_outfalls: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [131.3, 44.6] }, properties: { category: 'industrial.enterprise.factory', status: 'existing', discharger: own.code, set_up: '2015-01-01' } }] });
  expect([status, body.evaluated > 0, body.drafts.length]).toEqual([200, true, 1]);
});

test('another version of the pack is compared over the whole city', async () => {
  const active = app.catalog.packs.find(({ region }) => region === CITY) as Pack;
  const milder: Pack = { ...active, version: 'draft', active: false, hash: 'draft', effects: { ...active.effects, drinking_water_zones: { ...active.effects.drinking_water_zones, class_2: { before: 'review', after: 'review' } } } };
  const before = await state();
  const result = await runScenario(app.db, { ...app.catalog, packs: [...app.catalog.packs, milder] }, scenarioSchema.parse({ pack: { id: CITY, version: 'draft' } }));
  const total = Number((await app.db.knex('outfall').where('region_code', 'like', `${CITY}%`).count('* as n').first())?.n);
  expect(result).toMatchObject({ region: CITY, pack: { id: CITY, version: 'draft' }, evaluated: total });
  expect(result.flips.length).toBeGreaterThan(0);
  for (const flip of result.flips) expect(flip).toMatchObject({ from: 'ban', to: 'review', why: expect.arrayContaining([expect.objectContaining({ rule: 'ban-drinking-water-class-2' })]) });
  expect((await post({ pack: { id: CITY, version: active.version } })).body).toMatchObject({ flips: [], evaluated: 0 });
  expect(await state()).toEqual(before);
});

const point = { type: 'Point', coordinates: [131.3, 44.6] };
const near = { type: 'Point', coordinates: [131.15, 44.41] };

test('an outfall named tells the city, by id or by code; named by both it is one', async () => {
  const [kept] = await outfalls('keep');
  expect((await post({ moved: [{ outfall: kept!.id, location: near }] })).body).toMatchObject({ region: CITY });
  const { status, body } = await post<{ errors: unknown[] }>({ moved: [{ outfall: kept!.id, location: near }, { outfall: kept!.code, location: near }] });
  expect([status, body.errors]).toMatchObject([422, [{ field: 'moved[1].outfall', value: kept!.code }]]);
});

test.each<[string, unknown, number, string, RegExp]>([
  ['a number', 5, 422, 'body', /./],
  ['an unknown field', { region: CITY, areas: [] }, 422, 'areas', /unknown/],
  ['nothing that tells the city', {}, 422, 'region', /./],
  ['a city without a pack', { region: '110000' }, 422, 'region', /231081/],
  ['an unknown pack', { region: CITY, pack: { id: CITY, version: '1' } }, 422, 'pack', /231081/],
  ['too many areas', { region: CITY, draft_areas: new Array(201).fill(0) }, 422, 'draft_areas', /200/],
  ['areas not a list', { region: CITY, draft_areas: 'x' }, 422, 'draft_areas', /FeatureCollection/],
  ['an area that is none', { region: CITY, draft_areas: [7] }, 422, 'draft_areas[0].layer', /drinking_water_zones/],
  ['an area without a layer', { region: CITY, draft_areas: [{ ...zone([131.3, 44.6], 0.1), layer: 'outfalls' }] }, 422, 'draft_areas[0].layer', /drinking_water_zones/],
  ['an area of the wrong level', { region: CITY, draft_areas: [zone([131.3, 44.6], 0.1), zone([131.3, 44.6], 0.1, { level: 'class_9' })] }, 422, 'draft_areas[1].properties.level', /class_1/],
  ['an area without geometry', { region: CITY, draft_areas: [{ ...zone([131.3, 44.6], 0.1), geometry: null }] }, 422, 'draft_areas[0].geometry', /no geometry/],
  ['an area far off', { region: CITY, draft_areas: [zone([100, 30], 0.1)] }, 422, 'draft_areas[0].geometry', /20 km/],
  ['an area of an unknown edition', { region: CITY, draft_areas: [zone([131.3, 44.6], 0.1, { edition: 'x' })] }, 422, 'draft_areas[0].properties.edition', /code/],
  ['properties that are none', { region: CITY, draft_areas: [{ ...zone([131.3, 44.6], 0.1), properties: [] }] }, 422, 'draft_areas[0].properties', /object/],
  ['levels that do not go together', { region: CITY, draft_areas: [{ type: 'Feature', layer: 'protected_areas', geometry: around([131.3, 44.6], 0.01), properties: { kind: 'scenic_water', level: 'core' } }] }, 422, 'draft_areas[0].properties.kind', /nature protected area/],
  ['an outfall that is a line', { region: CITY, draft_outfalls: [{ type: 'Feature', geometry: { type: 'LineString', coordinates: [[131.3, 44.6], [131.4, 44.6]] }, properties: {} }] }, 422, 'draft_outfalls[0].geometry.type', /point/],
  ['an outfall of no category', { region: CITY, draft_outfalls: [{ type: 'Feature', geometry: point, properties: { category: 'x' } }] }, 422, 'draft_outfalls[0].properties.category', /industrial/],
  ['a move to nowhere', { region: CITY, moved: [{ outfall: `${CITY}-0001`, location: { type: 'Point', coordinates: [44.4, 131.2] } }] }, 422, 'moved[0].location.coordinates', /颠倒/],
  ['a move of nothing', { region: CITY, moved: [{ outfall: 999999, location: point }] }, 422, 'moved[0].outfall', /no such outfall/],
  ['an outfall of another city', { region: '653001', removed_outfalls: [`${CITY}-0001`] }, 422, 'removed_outfalls[0]', /no such outfall/],
  ['an area that is not there', { region: CITY, removed_areas: [{ layer: 'drinking_water_zones', id: 999999 }] }, 422, 'removed_areas[0].id', /no row/],
  ['an unknown pack and no city', { pack: { id: '110000', version: '1' } }, 422, 'pack', /231081/],
  ['an area that is not there and no city', { removed_areas: [{ layer: 'drinking_water_zones', id: 999999 }] }, 422, 'removed_areas[0].id', /no row/],
  ['a layer that is not there and no city', { removed_areas: [{ layer: 'zones', id: 1 }] }, 422, 'removed_areas[0].layer', /no such layer/],
  ['a removal of nothing and no city', { removed_outfalls: ['X-1'] }, 422, 'removed_outfalls[0]', /no such outfall/],
  ['a move of nothing and no city', { moved: [{ outfall: 'X-1', location: point }] }, 422, 'moved[0].outfall', /no such outfall/],
  ['one outfall moved twice', { region: CITY, moved: [{ outfall: `${CITY}-0001`, location: near }, { outfall: `${CITY}-0002`, location: near }, { outfall: `${CITY}-0001`, location: { ...near } }] }, 422, 'moved[2].outfall', /moved\[0\]\.outfall/],
  ['one outfall moved and removed', { region: CITY, moved: [{ outfall: `${CITY}-0001`, location: near }], removed_outfalls: [`${CITY}-0001`] }, 422, 'removed_outfalls[0]', /moved\[0\]\.outfall/],
  ['one outfall removed twice', { region: CITY, removed_outfalls: [`${CITY}-0001`, `${CITY}-0002`, `${CITY}-0001`] }, 422, 'removed_outfalls[2]', /removed_outfalls\[0\]/],
  ['one area removed twice', { region: CITY, removed_areas: [{ layer: 'drinking_water_zones', id: 1 }, { layer: 'drinking_water_zones', id: 1 }] }, 422, 'removed_areas[1].id', /removed_areas\[0\]\.id/],
  ['a layer that is not there', { region: CITY, removed_areas: [{ layer: 'zones', id: 1 }] }, 422, 'removed_areas[0].layer', /no such layer/],
])('%s', async (_, body, status, field, reason) => {
  const answer = await post<{ errors: unknown[] }>(body);
  expect([answer.status, answer.body.errors]).toEqual([status, expect.arrayContaining([expect.objectContaining({ field, reason: expect.stringMatching(reason) })])]);
});
