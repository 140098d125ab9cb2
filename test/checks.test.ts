import { defaultPack } from '../server/catalog';
import { checkPoints, type CheckPoint } from '../server/checks/evaluate';
import { readCategories } from '../server/rules/categories';
import { startApp, type RunningApp } from './harness';

// The same rule files serve the inventory and a check of geometry that is not in the database.

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

interface Row { id: number; lon: number; lat: number; category: string; set_up: string | null; position_method: CheckPoint['position_method']; error_m: number | null; discharger: string | null; findings: Record<string, { outcome: string; d: number | null; e: number | null }> }

/** Outfalls that a posted point can say all of: no entry point, a category, in use. */
async function outfalls(city: string): Promise<Row[]> {
  const { rows } = await app.db.knex.raw(`
    SELECT o.id, ST_X(o.geom) AS lon, ST_Y(o.geom) AS lat, o.category, o.set_up, o.position_method, d.code AS discharger,
           CASE WHEN o.whole_seconds THEN position_error(o.position_error_m, o.position_method, true, p.body -> 'position_errors')
                ELSE o.position_error_m END AS error_m,
           coalesce((SELECT jsonb_object_agg(f.rule, jsonb_build_object('outcome', f.outcome, 'd', f.distance_m, 'e', f.error_m))
                     FROM finding f WHERE f.outfall_id = o.id AND f.verdict_id = c.verdict_id), '{}') AS findings
    FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
    JOIN rule_pack p ON p.region_code = ?
    LEFT JOIN discharger d ON d.id = o.discharger_id
    WHERE o.region_code LIKE ? AND o.entry_geom IS NULL AND o.category <> 'undetermined' AND o.status IN ('in_use', 'stopped')
    ORDER BY o.id`, [city, `${city}%`]);
  return rows;
}

test.each(['653001', '231081'])('%s: checking an outfall’s own place gives what is stored of it', async (city) => {
  const pack = defaultPack(app.catalog, city)!;
  const rules = Object.keys(pack.rules).filter((id) => app.catalog.rules.get(id)!.header.areas);
  const rows = await outfalls(city);
  const points = rows.map((row, index): CheckPoint => ({ index, lon: row.lon, lat: row.lat, category: row.category, status: 'existing', set_up: row.set_up, position_method: row.position_method, error_m: row.error_m, discharger: row.discharger }));
  const checked = await checkPoints(app.db, app.catalog, pack, points);
  expect(checked.features).toHaveLength(rows.length);
  const close = (a: number | null, b: number | null) => (a === null || b === null ? a === b : Math.abs(a - b) < 0.001);
  const differing = rows.flatMap((row, index) => checked.features[index]!.findings.filter(({ rule }) => rules.includes(rule)).filter((finding) => {
    const stored = row.findings[finding.rule];
    if (!stored) return finding.outcome !== 'clear' && finding.outcome !== 'not_applicable';
    return finding.outcome !== stored.outcome || (stored.d !== null && !close(finding.distance_m, stored.d)) || !close(finding.error_m, stored.e);
  }).map((finding) => ({ id: row.id, finding: finding.rule, checked: [finding.outcome, finding.distance_m, finding.error_m], stored: row.findings[finding.rule] })));
  expect(differing).toEqual([]);
});

test('an existing outfall that is checked with its discharger is not counted beside itself; what the point cannot say is taken from what is stored', async () => {
  const rows = (await outfalls('653001')).filter(({ discharger }) => discharger);
  expect(rows.length).toBeGreaterThan(5);
  const rules = ['merge-one-enterprise-one-outfall', 'merge-park', 'keep-legality'];
  const said = new Set<string>();
  for (const row of rows) { // each alone, as a user would ask
    const answer = await post([feature([Number(row.lon.toFixed(7)), Number(row.lat.toFixed(7))], { category: row.category, status: 'existing', set_up: row.set_up, position_method: row.position_method, error_m: row.error_m, discharger: row.discharger })]);
    const { features: [checked] } = await answer.json() as any;
    expect(checked.stands_for.id).toBe(row.id);
    for (const rule of rules) {
      const { outcome } = checked.findings.find((finding: any) => finding.rule === rule);
      said.add(`${rule} ${outcome}`);
      expect({ id: row.id, rule, outcome: ['clear', 'not_applicable'].includes(outcome) ? undefined : outcome }).toEqual({ id: row.id, rule, outcome: row.findings[rule]?.outcome });
    }
  }
  expect(said).toContain('merge-one-enterprise-one-outfall conflict');
  expect(said).toContain('merge-one-enterprise-one-outfall clear');
  // a further outfall of the same enterprise somewhere else is one more
  const [first] = rows as [Row];
  const further = await (await post([feature([first.lon, first.lat + 0.001], { category: first.category, status: 'existing', discharger: first.discharger })])).json() as any;
  expect(further.features[0].stands_for).toBeNull();
});

const post = (features: unknown[], query = '?region=653001') => fetch(`${app.url}/api/checks${query}`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'FeatureCollection', features }),
});
const feature = (coordinates: number[], properties: object) => ({ type: 'Feature', geometry: { type: 'Point', coordinates }, properties });

async function zonePoint(level: string, city: string): Promise<number[]> {
  const { rows } = await app.db.knex.raw(`SELECT ST_X(p) AS x, ST_Y(p) AS y FROM (SELECT ST_PointOnSurface(geom) AS p FROM drinking_water_zone
    WHERE level = ? AND region_code LIKE ? ORDER BY ST_Area(geom) DESC LIMIT 1) z`, [level, `${city}%`]);
  return [rows[0].x, rows[0].y];
}

test('a proposed outfall in a class 1 zone is refused, with clause, zone, edition and distance', async () => {
  const answer = await post([feature(await zonePoint('class_1', '653001'), { category: 'industrial.enterprise.factory', status: 'proposed', position_method: 'rtk' })]);
  expect(answer.status).toBe(200);
  const { features: [checked], pack } = await answer.json() as any;
  expect(pack.id).toBe('653001');
  expect(checked).toMatchObject({ index: 0, verdict: 'ban', screening: 'refused', provisional: null });
  const finding = checked.findings.find(({ rule }: any) => rule === 'ban-drinking-water-class-1');
  expect(finding).toMatchObject({ outcome: 'conflict', class: 'ban', effect: 'ban', citation: { article: '四（四）', modality: '应' } });
  expect(finding.distance_m).toBeLessThan(0);
  expect(finding.areas[0]).toMatchObject({ level: 'class_1', edition: expect.stringContaining('示意') });
  expect(finding.nearest.type).toBe('Point');
  expect(finding.change.metres).toBeCloseTo(-finding.distance_m - finding.error_m + 0.01, 2);
});

test('an urban storm outfall in a zone is for review without bounds; never merged', async () => {
  const { features: [checked] } = await (await post([feature(await zonePoint('class_2', '653001'), { category: 'other.urban_storm', status: 'existing', position_method: 'rtk' })])).json() as any;
  expect(checked).toMatchObject({ verdict: 'review', provisional: null });
});

test('category undetermined: the verdict that each category would give, and the bounds over all of them', async () => {
  const ask = async (at: number[], properties: object) => (await (await post([feature(at, { status: 'existing', position_method: 'rtk', ...properties })])).json() as any).features[0];
  const codes = new Set(readCategories().filter(({ regime }) => regime).map(({ code }) => code));
  const kinds = [...codes].filter((code) => !codes.has(code.slice(0, Math.max(code.lastIndexOf('.'), 0)))).sort();
  for (const at of [[76.17, 39.71], await zonePoint('class_2', '653001')]) {
    const checked = await ask(at, {});
    expect(Object.keys(checked.by_category).sort()).toEqual(kinds);
    const alone = await Promise.all(kinds.map(async (category) => ask(at, { category })));
    expect(checked).toMatchObject({ verdict: 'review', settle: [expect.objectContaining({ zh: '核定排污口类别' })] });
    expect(checked.by_category).toEqual(Object.fromEntries(kinds.map((code, n) => [code, { verdict: alone[n].verdict, provisional: alone[n].provisional }])));
  }
  expect(await ask([76.17, 39.71], {})).toMatchObject({ provisional: { strictest: 'merge', mildest: 'keep' } });
  expect(await ask(await zonePoint('class_2', '653001'), {})).toMatchObject({ provisional: null, by_category: { 'other.urban_storm': { verdict: 'review' }, 'other.misc': { verdict: 'ban' } } });
});

test('an error that vanishes when squared is refused by name', async () => {
  const answer = await fetch(`${app.url}/api/checks?region=653001`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [76.2, 39.7] }, properties: { category: 'other.misc', error_m: 1e-200 } }] }),
  });
  expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ field: 'features[0].properties.error_m' }] }]);
});

test('a position so poor that a zone beyond 5 km could still hold it is borderline, not clear', async () => {
  const { rows: [{ x, y, metres }] } = await app.db.knex.raw(`
    SELECT ST_X(p.geom) AS x, ST_Y(p.geom) AS y, n.metres
    FROM generate_series(75.6, 77.4, 0.02) AS lon, generate_series(39.4, 40.6, 0.02) AS lat
    CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(lon, lat), 4490) AS geom) p
    CROSS JOIN LATERAL (SELECT min(ST_Distance(z.geom::geography, p.geom::geography)) AS metres FROM drinking_water_zone z WHERE level = 'class_1' AND z.geom && ST_Expand(p.geom, 0.1)) n
    WHERE n.metres BETWEEN 5200 AND 5800
      AND disc_within(p.geom, 6100, (SELECT ST_Union(geom) FROM layer_coverage WHERE layer = 'drinking_water_zones' AND region_code = '653001')) LIMIT 1`);
  const { features: [checked] } = await (await post([feature([x, y], { category: 'other.misc', error_m: 6000 })])).json() as any;
  const finding = checked.findings.find(({ rule }: any) => rule === 'ban-drinking-water-class-1');
  expect([checked.verdict, finding.outcome, Math.abs(finding.distance_m - metres) < 20]).toEqual(['review', 'borderline', true]);
});

test('nothing is written by a check', async () => {
  const counts = async () => (await app.db.knex.raw('SELECT (SELECT count(*) FROM outfall) AS o, (SELECT count(*) FROM verdict) AS v, (SELECT count(*) FROM finding) AS f')).rows[0];
  const before = await counts();
  await post([feature([76.17, 39.71], { category: 'other.urban_scattered', status: 'existing', position_method: 'gnss' })]);
  expect(await counts()).toEqual(before);
});
