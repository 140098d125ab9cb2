import type { OutfallChain } from '../server/api-types';
import { type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const ids = async (): Promise<number[]> => app.db.knex('outfall').whereIn('status', ['in_use', 'stopped']).orderBy('id').pluck('id');
const chain = async (id: number, query = ''): Promise<OutfallChain> => (await (await fetch(`${app.url}/api/outfalls/${id}/chain${query}`)).json()) as OutfallChain;

test('what the chain has within ten kilometres is what flag-upstream-of-intake found, at the same kilometres', async () => {
  let seen = 0;
  for (const id of (await ids()).filter((_, n) => n % 3 === 0)) {
    const { downstream } = await chain(id, '?within_km=10');
    const { rows: [row] } = await app.db.knex.raw(`SELECT f.evidence, f.outcome FROM verdict_current v
      LEFT JOIN finding f ON f.outfall_id = v.outfall_id AND f.verdict_id = v.verdict_id AND f.rule = 'flag-upstream-of-intake' WHERE v.outfall_id = ?`, [id]);
    if (row.outcome === 'borderline') continue;
    const found = new Map(((row.evidence?.downstream ?? []) as { layer: string; id: number; km: number }[]).map(({ layer, id: one, km }) => [`${layer} ${one}`, km]));
    const chained = new Map<string, number>([...downstream.intakes.map((one) => [`intakes ${one.id}`, one.km] as const), ...downstream.zones.map((one) => [`drinking_water_zones ${one.id}`, one.km] as const)]);
    for (const [one, km] of found) expect([id, one, Math.abs((chained.get(one) ?? Number.NaN) - km) < 0.001]).toEqual([id, one, true]);
    // the rule leaves out what the error of the position may put beyond the distance or behind the outfall
    for (const [one, km] of chained) if (!found.has(one)) expect([id, one, km > 9.9 || km < 0.02]).toEqual([id, one, true]);
    seen += found.size;
  }
  expect(seen).toBeGreaterThan(20);
});

test('the chain runs from discharger to sea-ward reaches in order, with offices and function zones, and names what is lacking', async () => {
  const { rows: [one] } = await app.db.knex.raw("SELECT o.id FROM outfall o JOIN channel c ON c.outfall_id = o.id WHERE o.situation = '25' LIMIT 1");
  const whole = await chain(one.id, '?within_km=60');
  expect(whole.dischargers[0]).toMatchObject({ role: 'main', location: { type: 'Point' } });
  expect(whole.channels[0]!.geometry.type).toBe('LineString');
  expect(whole.reach).toMatchObject({ declared: true, function_zone: { geometry: { type: 'MultiLineString' } }, chiefs: { city: expect.stringContaining('河长') } });
  expect(whole.reach!.off_m).toBeLessThan(40);
  const starts = whole.downstream.reaches.map(({ from_km }) => from_km);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(starts[0]).toBe(0);
  whole.downstream.reaches.slice(1).forEach((reach) => expect(reach.path[0]).toBe(whole.reach!.id));
  expect(whole.downstream.sections.map(({ name }) => name)).toEqual(expect.arrayContaining(['寒葱河出境断面（示意）']));
  expect(whole.not_followed.length).toBeGreaterThan(0);
});

test('within_km is bounded; an outfall without a reach says so', async () => {
  expect((await fetch(`${app.url}/api/outfalls/1/chain?within_km=500`)).status).toBe(400);
  expect((await fetch(`${app.url}/api/outfalls/999999999/chain`)).status).toBe(404);
  const [id] = await ids();
  await app.db.knex('outfall').where({ id }).update({ reach_id: null, waterbody_id: null });
  const whole = await chain(id!);
  expect(whole.reach).toBeNull();
  expect(whole.not_followed.map(({ en }) => en)).toContain('Not tied to a reach: nothing downstream can be followed');
});
