import { SORT_KEYS } from '../server/outfalls/sort';
import { today } from '../server/today';
import { type RunningApp, startApp } from './harness';

interface Item { id: number; code: string; name: string; region: string; category: string; verdict: string | null; stage: string; location: { coordinates: [number, number] } }
interface List { items: Item[]; matched: number; next: string | null }

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const get = async (path: string) => {
  const answer = await fetch(app.url + path);
  return { status: answer.status, body: (await answer.json()) as any };
};

async function list(query: Record<string, string>): Promise<List> {
  const { status, body } = await get(`/api/outfalls?${new URLSearchParams(query)}`);
  expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
  return body;
}

async function everyPage(query: Record<string, string>, limit: number): Promise<List[]> {
  const pages = [await list({ ...query, limit: String(limit) })];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await list({ ...query, limit: String(limit), cursor: next }));
  return pages;
}

const idsOf = async (where: string): Promise<number[]> =>
  (await app.db.knex.raw(`SELECT i.id FROM outfall_item i LEFT JOIN discharger d ON d.id = i.discharger_id
    LEFT JOIN waterbody w ON w.id = i.waterbody_id WHERE ${where} ORDER BY i.id`)).rows.map((row: { id: number }) => row.id);

describe('sorting and paging', () => {
  const sorts = Object.keys(SORT_KEYS).flatMap((key) => [key, `-${key}`]);

  test.each(sorts)('sort=%s: pages of 37 together are the one long page', async (sort) => {
    const whole = await list({ sort, limit: '1000' });
    const pages = await everyPage({ sort }, 37);
    expect(whole.next).toBeNull();
    expect(whole.items).toHaveLength(whole.matched);
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(whole.items.map(({ id }) => id));
    expect(new Set(pages.map(({ matched }) => matched))).toEqual(new Set([whole.matched]));
  });

  test('verdicts sort from the strictest, what is unknown last either way', async () => {
    const ranks = async (sort: string) => [...new Set((await list({ sort, limit: '1000' })).items.map(({ verdict }) => verdict))];
    expect(await ranks('verdict')).toEqual(['ban', 'merge', 'keep', 'review']);
    expect(await ranks('-verdict')).toEqual(['review', 'keep', 'merge', 'ban']);
  });

  test.each([['national_code', [1, 2, 3]], ['-national_code', [3, 2, 1]]])('sort=%s: rows without a value come last', async (sort, first) => {
    await app.db.knex('outfall').whereIn('id', [1, 2, 3]).update({ national_code: app.db.knex.raw("'AA-231081-000' || id || '-QT-00'") });
    const ids = (await everyPage({ sort }, 2)).flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids.slice(0, 3)).toEqual(first);
    expect(ids.slice(3)).toEqual((await idsOf('i.id > 3')));
  });

  test('a filter on the last page still counts everything', async () => {
    const pages = await everyPage({ region: '653001', sort: '-name' }, 50);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.at(-1)?.matched).toBe((await idsOf(`i.region_code LIKE '653001%'`)).length);
  });

  test.each([
    ['another sort', { sort: 'name' }, { sort: '-name' }],
    ['another filter', { verdict: 'keep' }, { verdict: 'merge' }],
    ['no filter', { verdict: 'keep' }, {}],
  ])('a cursor does not fit %s', async (_, first, second) => {
    const { next } = await list({ ...(first as Record<string, string>), limit: '1' });
    const { status, body } = await get(`/api/outfalls?${new URLSearchParams({ ...(second as Record<string, string>), cursor: next as string })}`);
    expect([status, body.errors[0].field]).toEqual([400, 'cursor']);
  });

  test('a cursor outlives the row that it ended on', async () => {
    const first = await list({ sort: 'name', limit: '10' });
    const second = await list({ sort: 'name', limit: '10', cursor: first.next as string });
    await app.db.knex('outfall').where({ id: first.items.at(-1)?.id }).del();
    const again = await list({ sort: 'name', limit: '10', cursor: first.next as string });
    expect(again.items.map(({ id }) => id)).toEqual(second.items.map(({ id }) => id));
    expect(again.matched).toBe(second.matched - 1);
  });
});

describe('filters', () => {
  test.each([
    ['region=653001', `i.region_code LIKE '653001%'`],
    ['region=653001101', `i.region_code = '653001101'`],
    ['region=653001101,231081', `i.region_code = '653001101' OR i.region_code LIKE '231081%'`],
    ['category=industrial', `i.category = 'industrial' OR i.category LIKE 'industrial.%'`],
    ['category=industrial.enterprise', `i.category = 'industrial.enterprise' OR i.category LIKE 'industrial.enterprise.%'`],
    ['category=urban_plant,undetermined', `i.category IN ('urban_plant', 'undetermined')`],
    ['verdict=ban,review', `i.verdict IN ('ban', 'review')`],
    ['stage=judged', `i.stage = 'judged'`],
    ['stage=closed', `i.local_code LIKE '231081%' AND i.situation = '35'`],
    ['stage=reopened', `i.situation = '20'`],
    ['stage=planned,remediating', `i.situation = '33'`],
    ['department=livestock', `i.region_code LIKE '653001%' AND (i.category IN ('agricultural.livestock', 'other.small_livestock') OR i.category_candidates && '{agricultural.livestock,other.small_livestock}')`],
    ['department=市住建局', `i.region_code LIKE '653001%' AND (i.category IN ('urban_plant', 'other.urban_scattered', 'other.urban_storm') OR i.category_candidates && '{urban_plant,other.urban_scattered,other.urban_storm}')`],
    ['q=排污口', `i.name LIKE '%排污口%' OR i.local_code LIKE '%排污口%' OR d.name LIKE '%排污口%'`],
    ['q=231081-000', `i.local_code LIKE '231081-000%'`],
    ['q=%25', 'false'],
    ['q=_', `position('_' in i.local_code || i.name || coalesce(d.name, '') || coalesce(i.national_code, '')) > 0`],
    ['bbox=75.5,39,78.5,41', 'ST_X(i.geom) BETWEEN 75.5 AND 78.5 AND ST_Y(i.geom) BETWEEN 39 AND 41'],
    ['bbox=76,39.6,76.3,39.8', 'ST_X(i.geom) BETWEEN 76 AND 76.3 AND ST_Y(i.geom) BETWEEN 39.6 AND 39.8'],
    ['bbox=0,0,1,1', 'false'],
    ['region=231081&verdict=merge&category=other&q=示意', `i.region_code LIKE '231081%' AND i.verdict = 'merge' AND i.category LIKE 'other%' AND i.name LIKE '%示意%'`],
  ])('%s', async (query, where) => {
    const { status, body } = await get(`/api/outfalls?limit=1000&${query}`);
    const wanted = await idsOf(where);
    expect([status, body.matched]).toEqual([200, wanted.length]);
    expect(body.items.map(({ id }: Item) => id)).toEqual(wanted);
  });

  test('river: by code or by name', async () => {
    const { rows: [river] } = await app.db.knex.raw('SELECT w.id, w.code, w.name FROM waterbody w JOIN outfall o ON o.waterbody_id = w.id ORDER BY w.id LIMIT 1');
    const wanted = await idsOf(`i.waterbody_id = ${river.id}`);
    for (const value of [river.code, river.name]) {
      expect((await list({ river: value, limit: '1000' })).items.map(({ id }) => id)).toEqual(wanted);
    }
  });
});

describe('as_of is valid time, known_at record time', () => {
  const all = async (query: Record<string, string> = {}) => (await list({ ...query, limit: '1000' })).items;

  test('before anything was recorded nothing is known', async () => {
    expect(await list({ known_at: '2020-01-01' })).toEqual({ items: [], matched: 0, next: null });
    expect((await get('/api/outfalls/1?known_at=2020-01-01')).status).toBe(404);
    expect((await get('/api/outfalls?known_at=2999-01-01')).body.errors[0].field).toBe('known_at');
  });

  test('a day before the first verdict: outfalls that stood by then, as known now, not judged', async () => {
    const then = await all({ as_of: '2020-01-01' });
    expect(then.map(({ id }) => id)).toEqual(await idsOf("coalesce(i.set_up <= '2020-01-01', true)"));
    expect(new Set(then.map(({ verdict }) => verdict))).toEqual(new Set([null]));
    const [late] = await idsOf("i.set_up > '2020-01-01'");
    expect((await get(`/api/outfalls/${late}?as_of=2020-01-01`)).status).toBe(404);
  });

  test('in the future, and today, it is as now', async () => {
    const now = await all();
    expect(await all({ as_of: '2999-12-31' })).toEqual(now);
    expect(await all({ as_of: today(), known_at: today() })).toEqual(now);
  });

  test('each keeps to its own axis: a verdict stored later for an earlier day', async () => {
    const { rows: [now] } = await app.db.knex.raw(`SELECT v.* FROM verdict v JOIN verdict_current c ON (c.outfall_id, c.verdict_id) = (v.outfall_id, v.id)
      JOIN outfall o ON o.id = v.outfall_id WHERE v.verdict = 'keep' AND o.set_up IS NULL ORDER BY v.outfall_id LIMIT 1`);
    const { id: _, known_at: _known, ...same } = now;
    const before = new Date(Date.now());
    await new Promise((done) => { setTimeout(done, 5); });
    await app.db.knex('verdict').insert({ ...same, decided_at: app.db.knex.raw("date_trunc('milliseconds', now())"), as_of: '2025-03-01', verdict: 'merge', no_action: null, by_category: null });
    const seen = async (query: string) => (await get(`/api/outfalls/${now.outfall_id}?${query}`)).body.verdict;
    expect(await seen('as_of=2025-02-28')).toBe(null);
    expect(await seen('as_of=2025-03-01')).toBe('merge');
    expect(await seen(`as_of=2025-03-01&known_at=${before.toISOString()}`)).toBe(null);
    expect(await seen(`as_of=${today()}`)).toBe('keep');
    expect((await list({ as_of: '2025-06-01', verdict: 'merge' })).items.map(({ id }) => id)).toEqual([now.outfall_id]);
    expect((await get(`/api/outfalls/${now.outfall_id}?as_of=2025-06-01`)).body.judged.as_of).toBe('2025-03-01');
  });

  test('facts are those that were known', async () => {
    const [id] = await idsOf("i.verdict = 'ban'");
    const old = (await get(`/api/outfalls/${id}`)).body;
    const then = new Date().toISOString();
    await new Promise((done) => { setTimeout(done, 5); });
    await app.db.knex('outfall').where({ id }).update({ name: '改名（示意）', geom: app.db.knex.raw('ST_Translate(geom, 0.001, 0)') });
    const now = (await get(`/api/outfalls/${id}`)).body;
    expect([now.name, now.location]).not.toEqual([old.name, old.location]);
    expect((await get(`/api/outfalls/${id}?known_at=${then}`)).body).toEqual(old);
    expect((await list({ known_at: then, q: old.name })).items.map((item) => item.id)).toContain(id);
    await app.db.knex('outfall').where({ id }).del();
    expect((await get(`/api/outfalls/${id}`)).status).toBe(404);
    expect((await get(`/api/outfalls/${id}?known_at=${then}`)).body).toEqual(old);
  });
});

describe('one outfall', () => {
  test('the file holds the item of the list and more', async () => {
    for (const item of (await list({ limit: '5', sort: '-id' })).items) {
      expect((await get(`/api/outfalls/${item.id}`)).body).toMatchObject(item);
    }
  });

  test('with its river, reach and the offices of its chiefs, discharger and channels', async () => {
    const { rows: [row] } = await app.db.knex.raw(`SELECT o.id, w.name AS water, r.chief_city, d.code AS discharger, c.code AS channel, ST_Length(c.geom::geography) AS metres
      FROM outfall o JOIN waterbody w ON w.id = o.waterbody_id JOIN reach r ON r.id = o.reach_id
      JOIN discharger d ON d.id = o.discharger_id JOIN channel c ON c.outfall_id = o.id ORDER BY o.id LIMIT 1`);
    const { body } = await get(`/api/outfalls/${row.id}`);
    expect(body.waterbody.name).toBe(row.water);
    expect(body.reach.chiefs.city).toBe(row.chief_city);
    expect(body.discharger_file.code).toBe(row.discharger);
    expect(body.channels.find(({ code }: { code: string }) => code === row.channel).length_m).toBeCloseTo(row.metres, 1);
  });

  test('category and place are spelled out from the whole to the part', async () => {
    const [id] = await idsOf(`i.category = 'other.rural_scattered' AND length(i.region_code) = 9`);
    const { body } = await get(`/api/outfalls/${id}`);
    expect(body.category_names.map(({ code }: { code: string }) => code)).toEqual(['other', 'other.rural_scattered']);
    expect(body.place.town.code.startsWith(body.place.city.code)).toBe(true);
  });

  test('its judgement names pack, run and findings', async () => {
    const [id] = await idsOf(`i.verdict = 'ban'`);
    const { body } = await get(`/api/outfalls/${id}`);
    expect(body.judged.pack.id).toBe(body.region.slice(0, 6));
    expect(body.judged.findings.some((finding: { class: string; outcome: string }) => finding.class === 'ban' && finding.outcome === 'conflict')).toBe(true);
  });
});
