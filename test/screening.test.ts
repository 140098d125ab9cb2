import type { CheckResult } from '../server/api-types';
import { type RunningApp, startApp } from './harness';

// What is advised on proposed outfalls: every grade is reached, each with its reason.

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const screened = async (features: unknown[], region: string) => {
  const answer = await fetch(`${app.url}/api/checks?region=${region}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'FeatureCollection', features }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as CheckResult).features;
};
const proposed = (coordinates: number[], more: object = {}) =>
  ({ type: 'Feature', geometry: { type: 'Point', coordinates }, properties: { status: 'proposed', category: 'other.rural_facility', position_method: 'rtk', ...more } });

/** Places ten metres or so beside reaches all over a city, one every 400 m. */
async function banks(region: string): Promise<[number, number][]> {
  const { rows } = await app.db.knex.raw(`
    SELECT ST_X(p) AS x, ST_Y(p) + 0.0001 AS y FROM reach r, LATERAL (SELECT 0.05 + n * 400 / r.length_m AS f FROM generate_series(0, 400) n) s,
      LATERAL ST_LineInterpolatePoint(r.geom, least(f, 1)) p WHERE f <= 0.95 AND r.region_code LIKE ? || '%'
      AND EXISTS (SELECT FROM region c WHERE c.code = ? AND ST_Contains(c.geom, p)) ORDER BY r.id, f`, [region, region]);
  return rows.map(({ x, y }: { x: number; y: number }) => [x, y]);
}

test('refused, undecided, restricted, consult and passes are all reached, each with the reason that makes it so', async () => {
  const places = (await banks('653001')).filter((_, n) => n % 3 === 0).slice(0, 220);
  const features = await screened(places.map((place) => proposed(place)), '653001');
  const grades = new Map(features.map((one) => [one.screening, one]));
  expect([...grades.keys()].sort()).toEqual(['consult', 'passes', 'refused', 'restricted', 'undecided']);
  expect(grades.get('passes')!.proposal).toMatchObject({ reasons: [], regime: 'registration', authority: null, receiving: { reach: expect.any(String), function_zone: expect.any(String) } });
  expect(grades.get('passes')!.proposal!.not_examined.length).toBeGreaterThan(0);
  expect(grades.get('restricted')!.proposal!.reasons[0]).toMatchObject({ screening: 'restricted', rule: 'flag-water-short-of-target' });
  for (const one of features) if (one.screening !== 'passes') expect([one.index, one.proposal!.reasons[0]?.screening]).toEqual([one.index, one.screening]);
  for (const one of features) expect(one.proposal!.receiving.off_m).toBeLessThan(60);
});

test('situation 34: a factory mouth where the function zone falls short is restricted; a plant of the city is not for that reason', async () => {
  const { rows: [one] } = await app.db.knex.raw("SELECT ST_X(geom) AS x, ST_Y(geom) AS y FROM permit_application WHERE situation = '34'");
  const owner = await app.db.knex('discharger').where({ situation: '34' }).first();
  const [factory, plant] = await screened([
    proposed([one.x, one.y], { category: 'industrial.enterprise.factory', discharger: owner.code }), proposed([one.x, one.y], { category: 'urban_plant' })], '231081');
  const of = (feature: typeof factory) => feature!.proposal!.reasons.filter(({ rule }) => rule === 'flag-water-short-of-target').map(({ screening }) => screening);
  expect(of(factory)).toEqual(['restricted']);
  expect(of(plant)).toEqual([]);
  expect(factory!.proposal).toMatchObject({ regime: 'approval', authority: { name: expect.stringContaining('牡丹江市'), through: '牡丹江市绥芬河生态环境局', article: '四（三）1(1)' } });
});

test('far from every reach the receiving water is open, with the distance and the limit', async () => {
  const { rows: [far] } = await app.db.knex.raw(`SELECT ST_X(p) AS x, ST_Y(p) AS y FROM region c, LATERAL ST_Dump(ST_GeneratePoints(c.geom, 400, 7)) d, LATERAL (SELECT d.geom AS p) g
    WHERE c.code = '653001' AND (SELECT min(n.metres) FROM reach r, nearest_on(p, r.geom, 5000) n WHERE r.geom && box_around(p, 5000)) BETWEEN 800 AND 4000 LIMIT 1`);
  const [feature] = await screened([proposed([far.x, far.y])], '653001');
  expect(['refused', 'undecided']).toContain(feature!.screening);
  expect(feature!.proposal!.receiving).toMatchObject({ reach: null, limit_m: 500 });
  expect(feature!.proposal!.receiving.off_m).toBeGreaterThan(800);
  expect(feature!.findings.find(({ rule }) => rule === 'flag-upstream-of-intake')).toMatchObject({ outcome: 'unknown', evidence: { reason: 'reach_too_far' } });
});

test('in a quasi zone a proposed mouth is consulted about, and refused where it pollutes severely or adds load', async () => {
  const { rows } = await app.db.knex.raw(`SELECT ST_X(p) AS x, ST_Y(p) AS y FROM drinking_water_zone z, reach r, LATERAL ST_Intersection(r.geom, z.geom) i, LATERAL ST_PointOnSurface(i) p
    WHERE z.level = 'quasi' AND z.region_code LIKE '653001%' AND ST_Length(i) > 0.01 ORDER BY z.id, r.id LIMIT 1`);
  const place = [rows[0].x, rows[0].y];
  const [plain, severe, load] = await screened([proposed(place), proposed(place, { severe_pollution: true }), proposed(place, { adds_load: true })], '653001');
  expect(plain!.proposal!.reasons.find(({ rule }) => rule === 'flag-quasi-zone')).toMatchObject({ screening: 'consult' });
  for (const one of [severe, load]) {
    expect(one!.screening).toBe('refused');
    expect(one!.proposal!.reasons[0]).toMatchObject({ screening: 'refused', rule: 'flag-quasi-zone' });
  }
});

test('what is typed of the place is compared with it; an existing mouth is not screened', async () => {
  const place = [76.4, 39.6525];
  const [wrong, right, existing] = await screened([proposed(place, { river: '布谷孜河' }), proposed(place, { river: '阿恰牙勒克河' }), proposed(place, { status: 'existing' })], '653001');
  expect(wrong!.findings.find(({ rule }) => rule === 'flag-contradiction')!.outcome).toBe('conflict');
  expect(right!.findings.find(({ rule }) => rule === 'flag-contradiction')!.outcome).toBe('clear');
  expect(existing).toMatchObject({ screening: null, proposal: null });
});
