import type { OutfallItem, OutfallList, Override, Verdict } from '../server/api-types';
import { runQuery } from '../server/db/query';
import { demandOf, type Standing } from '../server/overrides/demand';
import { outfallItems } from '../server/outfalls/filters';
import { activePack } from '../server/packs/active';
import { runPack } from '../server/rule-runs/run';
import { currentStamps, versionOf, versionsOf } from '../server/tiles/versions';
import { tablesOf } from '../server/tiles/tile-query';
import { today } from '../server/today';
import { type RunningApp, startApp } from './harness';

// 复核改判: what counts is the override in force; the engine's verdict stands beside it.

let app: RunningApp;
beforeEach(async () => { app = await startApp(); });
afterEach(() => app.close());

type Answer<T> = { status: number; body: T & { detail: string; errors: { field: string; reason: string; value: unknown }[] } };
async function call<T>(method: string, path: string, body?: unknown, actor?: string): Promise<Answer<T>> {
  const answer = await fetch(app.url + path, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(actor && { 'x-paikou-actor': encodeURIComponent(actor) }) },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() as Answer<T>['body'] };
}
const inDays = (days: number) => new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10);
const ask = (id: number, body: object, actor = '复核员甲') => call<Override>('POST', `/api/outfalls/${id}/overrides`, { reason: '现场复核（示意）', expires_on: inDays(90), ...body }, actor);
const confirm = (id: number, override: number, actor = '复核员乙') => call<Override>('POST', `/api/outfalls/${id}/overrides/${override}/confirm`, undefined, actor);
const withdraw = (id: number, override: number, actor = '复核员乙') => call<Override>('POST', `/api/outfalls/${id}/overrides/${override}/withdraw`, { reason: '情况有变（示意）' }, actor);
const overrides = async (id: number) => (await call<{ items: Override[] }>('GET', `/api/outfalls/${id}/overrides`)).body.items;
const verdict = async (id: number, query = '') => (await call<Verdict>('GET', `/api/outfalls/${id}/verdict${query}`)).body;
const item = async (id: number) => (await call<OutfallItem>('GET', `/api/outfalls/${id}`)).body;
const matched = async (filter: string) => (await call<OutfallList>('GET', `/api/outfalls?limit=1&${filter}`)).body.matched;

/** The first outfall of a city with a verdict that this rule decided, a merge it alone. */
async function judged(city: string, kind: string, rule: string, outcome = 'conflict'): Promise<number> {
  const { rows: [row] } = await app.db.knex.raw(`
    SELECT o.id FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
    JOIN finding f ON (f.outfall_id, f.verdict_id) = (c.outfall_id, c.verdict_id)
    WHERE o.region_code LIKE ? AND c.verdict = ? AND f.rule = ? AND f.outcome = ? AND o.category <> 'undetermined'
      AND NOT EXISTS (SELECT FROM finding g WHERE (g.outfall_id, g.verdict_id) = (c.outfall_id, c.verdict_id) AND g.class = f.class AND f.class = 'merge' AND g.rule <> f.rule AND g.outcome = 'conflict')
    ORDER BY o.id LIMIT 1`, [`${city}%`, kind, rule, outcome]);
  if (!row) throw new Error(`no ${kind} by ${rule} in ${city}`);
  return row.id;
}
const evaluate = async (city: string) => runPack(app.db, app.catalog, (await activePack(app.db.knex, app.catalog, city))!, { reason: 'test' });

test('a ban is lifted by two persons, the second not the first; then it counts everywhere', async () => {
  const id = await judged('231081', 'ban', 'ban-drinking-water-class-1');
  const [bans, reviews] = [await matched('verdict=ban&region=231081'), await matched('verdict=review&region=231081')];
  const asked = await ask(id, { verdict: 'review' });
  expect([asked.status, asked.body]).toMatchObject([201, { state: 'pending', kind: 'override', needs: 'second_person', judged: 'ban', requested_by: '复核员甲', confirmed_by: null, facts_changed: false }]);
  expect(asked.body.clauses[0]).toMatchObject({ rule: 'ban-drinking-water-class-1', citation: { modality: '应', quote: expect.stringContaining('取缔') } });
  expect(await verdict(id)).toMatchObject({ verdict: 'ban', engine_verdict: 'ban', override: null });
  const self = await confirm(id, asked.body.id, '复核员甲');
  expect([self.status, self.body.errors[0]]).toMatchObject([409, { field: 'x-paikou-actor', value: '复核员甲' }]);
  expect((await confirm(id, asked.body.id, '复核员 甲 ')).status).toBe(409); // the same name, written otherwise
  const done = await confirm(id, asked.body.id);
  expect([done.status, done.body]).toMatchObject([200, { state: 'in_force', confirmed_by: '复核员乙', in_force_at: expect.any(String) }]);
  expect(await verdict(id)).toMatchObject({ verdict: 'review', engine_verdict: 'ban', provisional: null, override: done.body });
  expect(await item(id)).toMatchObject({ verdict: 'review', engine_verdict: 'ban', overridden: true, stage: expect.not.stringMatching('judged') });
  expect([await matched('verdict=ban&region=231081'), await matched('verdict=review&region=231081')]).toEqual([bans - 1, reviews + 1]);
  expect((await confirm(id, asked.body.id, '复核员丙')).status).toBe(409);
});

test('原则上: the reasons recorded are enough; 应尽可能: the statement of why not must be confirmed', async () => {
  const principle = await judged('653001', 'merge', 'merge-sewer-coverage');
  expect((await ask(principle, { verdict: 'keep' })).body).toMatchObject({ state: 'in_force', needs: 'nobody', clauses: [{ citation: { modality: '原则上' } }] });
  const effort = await judged('231081', 'merge', 'merge-park');
  const waiting = await ask(effort, { verdict: 'keep' });
  expect(waiting.body).toMatchObject({ state: 'pending', needs: 'confirmation', clauses: [{ citation: { modality: '应尽可能' } }] });
  expect((await confirm(effort, waiting.body.id, '复核员甲')).body).toMatchObject({ state: 'in_force' });
  expect((await ask(effort, { verdict: 'keep', statement_confirmed: true })).body).toMatchObject({ state: 'in_force' });
  expect((await overrides(effort)).map(({ state }) => state)).toEqual(['in_force', 'superseded']);
});

test('应: a merge that is an order takes two', async () => {
  const id = await judged('231081', 'merge', 'merge-sewer-coverage');
  expect((await ask(id, { verdict: 'keep', statement_confirmed: true })).body).toMatchObject({ state: 'pending', needs: 'second_person' });
});

test('严禁: nobody can, and the clause is quoted', async () => {
  const id = await judged('231081', 'ban', 'ban-drinking-water-class-1');
  await app.db.knex.raw(`UPDATE rule_pack SET body = jsonb_set(body, '{rules,ban-drinking-water-class-1,basis,0,modality}', '"严禁"') WHERE id = '231081'`);
  const refused = await ask(id, { verdict: 'keep' });
  expect([refused.status, refused.body.detail]).toEqual([422, expect.stringMatching(/严禁.*取缔/)]);
  expect((await ask(id, { verdict: 'ban' })).body).toMatchObject({ kind: 'confirm', state: 'in_force' });
});

test('a warning that a pack raises to a ban decides like a ban: its 严禁 holds, its clause is quoted', () => {
  const citation = { basis: 'plan', document: '示意条例', article: '第九条', quote: '严禁在准保护区内设置排污口。', modality: '严禁', dated: null, confidence: 'high' };
  const raised = { rule: 'flag-quasi-zone', title: { zh: '示意', en: '' }, class: 'flag', outcome: 'conflict', effect: 'ban', evidence: {}, citation, also: [] };
  const standing = (modality: string, also: object[] = []) => ({ judged: 'ban', strictest: null, mildest: null, effective: 'ban', traits: [], pack: { forbids: [] },
    banning: new Set(['flag-quasi-zone']), findings: [{ ...raised, also, citation: { ...citation, modality } }] }) as unknown as Standing;
  expect(() => demandOf(standing('严禁'), 'keep')).toThrow(/严禁在准保护区/);
  expect(demandOf(standing('应'), 'keep')).toMatchObject({ needs: 'second_person', clauses: [{ rule: 'flag-quasi-zone' }] });
  // of several clauses of the city's own the absolute one holds; a national one beside them leaves them their modality
  expect(() => demandOf(standing('应', [{ ...citation, quote: '本市严禁设置。' }]), 'keep')).toThrow(/本市严禁设置/);
  expect(demandOf(standing('应', [{ ...citation, basis: 'national' }]), 'keep')).toMatchObject({ needs: 'second_person' });
});

test('a storm outfall is never banned or merged by a reviewer either', async () => {
  const { rows: [{ id }] } = await app.db.knex.raw(`SELECT o.id FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id WHERE o.category = 'other.urban_storm' AND o.region_code LIKE '231081%' AND c.verdict = 'keep' ORDER BY o.id LIMIT 1`);
  for (const wanted of ['merge', 'ban']) {
    const refused = await ask(id, { verdict: wanted });
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining('严禁合并、封堵城镇雨洪排口')]);
  }
});

test('a review is settled within its bounds by one person, not outside them', async () => {
  const { rows: [{ id, strictest, mildest }] } = await app.db.knex.raw(`SELECT outfall_id AS id, strictest, mildest FROM verdict_current WHERE verdict = 'review' AND strictest = 'merge' AND mildest = 'keep' ORDER BY outfall_id LIMIT 1`);
  const outside = await ask(id, { verdict: 'ban' });
  expect([outside.status, outside.body.detail]).toEqual([422, expect.stringContaining(`${mildest}–${strictest}`)]);
  expect((await ask(id, { verdict: 'merge' })).body).toMatchObject({ kind: 'confirm', state: 'in_force', needs: 'nobody', judged: 'review' });
  expect(await verdict(id)).toMatchObject({ verdict: 'merge', engine_verdict: 'review', settle: [], provisional: null });
});

test('reason, expiry and person are required and held against today', async () => {
  const id = await judged('653001', 'merge', 'merge-sewer-coverage');
  for (const wrong of [{ reason: ' ' }, { reason: undefined }, { expires_on: today() }, { expires_on: inDays(367) }, { expires_on: '2020-01-01' }, { expires_on: 'soon' }, { verdict: 'nothing' }]) {
    expect([wrong, (await ask(id, { verdict: 'keep', ...wrong })).status]).toEqual([wrong, 422]);
  }
  expect((await call('POST', `/api/outfalls/${id}/overrides`, { verdict: 'keep', reason: '示意', expires_on: inDays(1) })).status).toBe(422);
  expect((await ask(id, { verdict: 'keep', expires_on: inDays(366) })).status).toBe(201);
  expect((await ask(99999999, { verdict: 'keep' })).status).toBe(404);
  expect((await confirm(id, 99999999)).status).toBe(404);
  expect((await call('GET', '/api/outfalls/99999999/overrides')).status).toBe(404);
});

test('it survives a run, and says when the facts under it have changed', async () => {
  const id = await judged('653001', 'merge', 'merge-sewer-coverage');
  await ask(id, { verdict: 'keep' });
  await evaluate('653001');
  expect((await verdict(id)).override).toMatchObject({ state: 'in_force', facts_changed: false, changed: [] });
  await app.db.knex('sewer_coverage').del();
  await evaluate('653001');
  const after = await verdict(id);
  expect(after).toMatchObject({ verdict: 'keep', override: { state: 'in_force', judged: 'merge', facts_changed: true } });
  expect(after.override!.changed).toEqual(expect.arrayContaining([expect.objectContaining({ rule: 'merge-sewer-coverage', before: 'conflict' })]));
});

test('what one person has signed does not lift a ban that comes later', async () => {
  const { rows: [{ id, x, y }] } = await app.db.knex.raw(`SELECT o.id, ST_X(o.geom) AS x, ST_Y(o.geom) AS y FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
    WHERE o.region_code LIKE '231081%' AND c.verdict = 'keep' AND o.category = 'other.rural_facility' ORDER BY o.id LIMIT 1`);
  const { body: { id: override } } = await ask(id, { verdict: 'keep' });
  expect(await verdict(id)).toMatchObject({ verdict: 'keep', override: { id: override, kind: 'confirm', needs: 'nobody' } });
  const ring = [[x - 0.003, y - 0.003], [x + 0.003, y - 0.003], [x + 0.003, y + 0.003], [x - 0.003, y + 0.003], [x - 0.003, y - 0.003]];
  const zone = { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] },
    properties: { name: '示意', region_code: '231081', source_name: '示意', level: 'class_1', edition: '231081-ed-dw', designated_on: '2020-01-01' } };
  expect((await call('POST', '/api/drinking_water_zones', zone)).status).toBe(201);
  expect(await verdict(id)).toMatchObject({ verdict: 'ban', engine_verdict: 'ban', override: null });
  expect(await item(id)).toMatchObject({ verdict: 'ban', overridden: false });
  expect((await overrides(id))[0]).toMatchObject({ id: override, state: 'withdrawn', withdrawn: { actor: '系统', reason: expect.stringContaining('须两人') } });
  const two = await ask(id, { verdict: 'keep' });
  expect((await confirm(id, two.body.id)).body).toMatchObject({ state: 'in_force' });
  await evaluate('231081');
  expect(await verdict(id)).toMatchObject({ verdict: 'keep', engine_verdict: 'ban', override: { state: 'in_force', facts_changed: false } });
  // another edition of the plan forbids absolutely: then two persons do not lift it either
  const pack = (await activePack(app.db.knex, app.catalog, '231081'))!;
  const stricter = structuredClone({ ...pack, version: '示意', hash: '0123456789abcdef' });
  Object.assign(stricter.rules['ban-drinking-water-class-1']!.basis[0]!, { modality: '严禁' });
  await app.db.knex.raw(`INSERT INTO rule_pack (id, version, region_code, title, hash, body, valid_from)
    SELECT id, ?, region_code, title, ?, ?, valid_from FROM rule_pack WHERE id = '231081'`, [stricter.version, stricter.hash, JSON.stringify(stricter)]);
  await runPack(app.db, app.catalog, stricter, { reason: 'test' });
  expect(await verdict(id)).toMatchObject({ verdict: 'ban', override: null });
  expect((await overrides(id))[0]).toMatchObject({ id: two.body.id, state: 'withdrawn', withdrawn: { actor: '系统', reason: expect.stringContaining('“严禁”条款') } });
});

test('a second person cannot confirm what was asked on other facts', async () => {
  const id = await judged('231081', 'merge', 'merge-sewer-coverage');
  const { body: { id: override } } = await ask(id, { verdict: 'keep' });
  await app.db.knex('outfall').where({ id }).update({ inspected_on: '2025-10-01', problems: ['no_sign'] });
  await evaluate('231081');
  const refused = await confirm(id, override);
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('依据已变')]);
});

test('withdrawn, it counts no more and the record stands; the past shows it as it was', async () => {
  const id = await judged('653001', 'merge', 'merge-sewer-coverage');
  const { body: { id: override, in_force_at } } = await ask(id, { verdict: 'keep' });
  expect((await verdict(id)).verdict).toBe('keep');
  const gone = await withdraw(id, override);
  expect([gone.status, gone.body]).toMatchObject([200, { state: 'withdrawn', withdrawn: { actor: '复核员乙', reason: '情况有变（示意）' } }]);
  expect(await verdict(id)).toMatchObject({ verdict: 'merge', override: null });
  expect(await verdict(id, `?known_at=${in_force_at}`)).toMatchObject({ verdict: 'keep', engine_verdict: 'merge', override: { id: override, state: 'in_force' } });
  expect((await call<OutfallItem>('GET', `/api/outfalls/${id}?known_at=${in_force_at}`)).body).toMatchObject({ verdict: 'keep', engine_verdict: 'merge' });
  expect((await withdraw(id, override)).status).toBe(409);
  expect((await overrides(id)).map(({ state }) => state)).toEqual(['withdrawn']);
  await expect(app.db.knex('verdict_override').where({ outfall_id: id }).update({ reason: '改写' })).rejects.toThrow('never changed');
});

test('a ban that stands by an override alone is lifted by two as well', async () => {
  const id = await judged('653001', 'merge', 'merge-sewer-coverage');
  const { body: { id: override, state } } = await ask(id, { verdict: 'ban' });
  if (state === 'pending') await confirm(id, override);
  expect((await ask(id, { verdict: 'merge' })).body).toMatchObject({ state: 'pending', needs: 'second_person' });
  expect((await withdraw(id, override)).body).toMatchObject({ state: 'in_force', withdrawal_asked: { actor: '复核员乙' } });
  expect((await withdraw(id, override)).status).toBe(409);
  expect((await withdraw(id, override, '复核员丙')).body).toMatchObject({ state: 'withdrawn' });
  expect((await verdict(id)).verdict).toBe('merge');
});

test('the day after its last day it counts no more: in lists, verdicts and under another tile version', async () => {
  const id = await judged('653001', 'merge', 'merge-sewer-coverage');
  const layers = [app.catalog.layers.get('outfalls')!];
  const stamps = () => currentStamps(app.db, versionsOf(app.db), tablesOf(layers));
  const before = versionOf(layers, await stamps(), today());
  await ask(id, { verdict: 'keep', expires_on: inDays(1) });
  await new Promise((done) => { setTimeout(done, 300); }); // the listener hears of the change
  const after = versionOf(layers, await stamps(), today());
  expect(after).not.toBe(before);
  const on = async (day: string) => {
    const items = outfallItems({ as_of: undefined }, day);
    return (await runQuery<{ verdict: string; override_id: number | null }>(app.db.knex, { sql: `SELECT i.verdict, i.override_id FROM ${items.sql} i WHERE i.id = :id`, bindings: { ...items.bindings, id } }))[0];
  };
  expect([await on(inDays(1)), await on(inDays(2))]).toEqual([{ verdict: 'keep', override_id: expect.any(Number) }, { verdict: 'merge', override_id: null }]);
  expect(versionOf(layers, await stamps(), inDays(2))).not.toBe(versionOf(layers, await stamps(), inDays(1)));
  const { rows: [{ id: past }] } = await app.db.knex.raw(`INSERT INTO verdict_override (outfall_id, verdict_id, judged, input_hash, verdict, kind, needs, clauses, reason, expires_on, requested_by)
    SELECT outfall_id, verdict_id, verdict, 'x', 'keep', 'override', 'nobody', '[]', '示意', '2020-01-01', '示意' FROM verdict_current WHERE outfall_id = ? RETURNING id`, [id]);
  await app.db.knex('verdict_override_act').insert({ outfall_id: id, override_id: past, act: 'in_force', actor: '示意' });
  await app.db.knex('override_current').where({ outfall_id: id }).update({ override_id: past, expires_on: '2020-01-01' });
  expect((await overrides(id)).map(({ state }) => state)).toEqual(['expired', 'superseded']);
  expect(await verdict(id)).toMatchObject({ verdict: 'merge', override: null });
  expect(await item(id)).toMatchObject({ verdict: 'merge', overridden: false });
});

test('the view says of today what the list says', async () => {
  const id = await judged('653001', 'merge', 'merge-sewer-coverage');
  await ask(id, { verdict: 'keep' });
  const items = outfallItems({ as_of: undefined });
  const columns = 'id, verdict, strictest, mildest, no_action, stage, engine_verdict, override_id';
  const listed = await runQuery(app.db.knex, { sql: `SELECT ${columns} FROM ${items.sql} i ORDER BY id`, bindings: items.bindings });
  expect((await app.db.knex.raw(`SELECT ${columns} FROM outfall_item ORDER BY id`)).rows).toEqual(listed);
  expect((await app.db.knex.raw('SELECT * FROM outfall_item LIMIT 0')).fields.map(({ name }: { name: string }) => name))
    .toEqual((await app.db.knex.raw(`SELECT * FROM ${items.sql.replaceAll(':items_day', `'${today()}'`)} i LIMIT 0`)).fields.map(({ name }: { name: string }) => name));
});

test('put together for all outfalls at once they are what they are one by one, today and on any other day', async () => {
  const [merged, kept, banned] = [await judged('653001', 'merge', 'merge-sewer-coverage'), await judged('653001', 'keep', 'keep-legality'), await judged('231081', 'ban', 'ban-drinking-water-class-1')];
  await ask(merged, { verdict: 'keep' });
  const { body: { id: override } } = await ask(banned, { verdict: 'review' });
  await confirm(banned, override);
  const { body: { id: taken } } = await ask(kept, { verdict: 'keep' });
  await withdraw(kept, taken);
  await app.db.knex('outfall').where({ id: kept }).update({ set_up: '2025-01-01' });
  const { rows: days } = await app.db.knex.raw(`SELECT DISTINCT day::text FROM (SELECT unnest(ARRAY[drawn_up_on, started_on, completed_on]) AS day FROM plan UNION SELECT decided_on FROM close_out) d WHERE day IS NOT NULL ORDER BY day`);
  const columns = 'i.id, i.verdict, i.strictest, i.mildest, i.no_action, i.stage, i.engine_verdict, i.override_id';
  const stages = new Set<string>();
  for (const moments of [{}, { as_of: new Date() }, { known_at: new Date() }, ...days.map(({ day }: { day: string }) => ({ as_of: new Date(`${day}T12:00:00+08:00`) }))]) {
    const [few, all] = await Promise.all((['few', 'all'] as const).map((of) => {
      const items = outfallItems({ as_of: undefined, known_at: undefined, ...moments } as never, undefined, of);
      return runQuery<{ stage: string }>(app.db.knex, { sql: `SELECT ${columns} FROM ${items.sql} i ORDER BY i.id`, bindings: items.bindings });
    }));
    expect(all).toEqual(few);
    for (const { stage } of all ?? []) stages.add(stage);
  }
  expect([...stages]).toEqual(expect.arrayContaining(['judged', 'planned', 'remediating', 'completed', 'closed']));
}, 120_000);
