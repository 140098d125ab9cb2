import { defaultPack, readCatalog } from '../server/catalog';
import type { Db } from '../server/db/open';
import { runJob } from '../server/db/query';
import { evaluate, TOLD_REACH_M } from '../server/rules/engine';
import { verdictOf } from '../server/rules/verdict-of';
import { today } from '../server/today';
import { openTestDb } from './harness';

let db: Db;
const catalog = readCatalog();
const pack = defaultPack(catalog, '653001')!;
beforeEach(async () => { db = await openTestDb(); });
afterEach(() => db.close());

const run = (ids?: number[], asOf = today()) => runJob(db.knex, (trx) =>
  evaluate(trx, { pack, rules: catalog.rules, laws: catalog.laws, asOf, reachM: TOLD_REACH_M, withClear: false }, { reason: 'test', ids }));
const one = async (code: string) => (await db.knex('outfall_item').where({ local_code: code }).first('id', 'verdict'));
const banned = async () => db.knex('outfall_item').where({ verdict: 'ban' }).where('region_code', 'like', '653001%').orderBy('id').first('id', 'local_code');


test('a second run over unchanged facts writes nothing', async () => {
  expect(await run()).toMatchObject({ changed: 0 });
});

test('a run that finds the work tables worn out judges all the same', async () => {
  await runJob(db.knex, async (trx) => {
    const judging = { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false };
    await evaluate(trx, judging, { reason: 'test' });
    await trx.raw(`INSERT INTO found_so_far SELECT n, 'none', 'flag', 'clear', 0, 0, '[]', jsonb_build_object('much', repeat('x', 200)) FROM generate_series(1, 40000) n`);
    const luck = jest.spyOn(Math, 'random').mockReturnValue(0); // or in one of fifty evaluations
    try {
      expect(await evaluate(trx, judging, { reason: 'test' })).toMatchObject({ outfalls: 158, changed: 0 });
      const { rows: [left] } = await trx.raw('SELECT pg_relation_size(\'found_so_far\')::integer AS bytes');
      expect(left.bytes).toBeLessThan(2_000_000);
    } finally {
      luck.mockRestore();
    }
  });
});

test('an incremental run of any outfall comes to what the full run stored', async () => {
  const ids: number[] = await db.knex('outfall').where('region_code', 'like', '653001%').orderBy('id').pluck('id');
  for (const id of ids.filter((_, n) => n % 7 === 0)) expect(await run([id])).toMatchObject({ outfalls: 1, changed: 0 });
});

test('only what changed is written, the former verdict stays on record', async () => {
  const { id, local_code: code } = await banned();
  const before = await verdictOf(db, catalog, id);
  await db.knex('outfall').where({ id }).update({ status: 'removed', status_proof: '现场拆除照片（示意）' });
  expect((await run()).changed).toBeGreaterThanOrEqual(1);
  expect(await one(code)).toMatchObject({ verdict: 'keep' });
  expect(await verdictOf(db, catalog, id)).toMatchObject({ verdict: 'keep', no_action: true });
  const then = await verdictOf(db, catalog, id, { known_at: new Date(before.decided_at as string) });
  expect(then).toMatchObject({ verdict: 'ban', run: before.run, recomputed: false });
  expect(then.findings.filter(({ outcome }) => outcome === 'conflict')).toEqual(before.findings.filter(({ outcome }) => outcome === 'conflict'));
});

test('without a declaration of completeness nothing is clear', async () => {
  await db.knex('layer_coverage').where({ layer: COVERED }).where('region_code', 'like', '653001%').del();
  await run();
  const kept = await db.knex('outfall_item').where('region_code', 'like', '653001%').whereIn('status', ['in_use', 'stopped']).whereIn('verdict', ['merge', 'keep']);
  expect(kept).toEqual([]);
});

test('a declaration older than the pack allows does not count, and the finding says so', async () => {
  await db.knex('layer_coverage').where({ layer: COVERED }).update({ as_of: '2001-01-01' });
  await run();
  const { rows } = await db.knex.raw(`SELECT DISTINCT f.evidence ->> 'reason' AS reason FROM finding f
    JOIN verdict_current c ON c.outfall_id = f.outfall_id AND c.verdict_id = f.verdict_id
    WHERE f.rule = 'ban-drinking-water-class-1' AND f.outcome = 'unknown' AND f.evidence ->> 'reason' <> 'coverage_missing'`);
  expect(rows).toEqual([{ reason: 'coverage_stale' }]);
});

test('a zone cut into two abutting pieces gives the same distances', async () => {
  const stored = () => db.knex('finding as f').join('verdict_current as c', (on) => on.on('c.outfall_id', 'f.outfall_id').on('c.verdict_id', 'f.verdict_id'))
    .where('f.rule', 'like', 'ban-drinking-water%').where('f.outcome', 'conflict').orderBy(['f.outfall_id', 'f.rule']).select('f.outfall_id', 'f.rule', 'f.outcome', 'f.distance_m');
  const before = await stored();
  await db.knex.raw(`
    WITH cut AS (SELECT id, geom, ST_XMin(geom) AS w, (ST_XMin(geom) + ST_XMax(geom)) / 2 AS m, ST_XMax(geom) AS e, ST_YMin(geom) AS s, ST_YMax(geom) AS n
                 FROM drinking_water_zone),
    east AS (INSERT INTO drinking_water_zone (code, region_code, name, source_name, level, designated_on, document, boundary_error_m, edition_id, geom)
             SELECT z.code || '-east', z.region_code, z.name, z.source_name, z.level, z.designated_on, z.document, z.boundary_error_m, z.edition_id,
                    ST_Multi(ST_CollectionExtract(ST_Intersection(z.geom, ST_MakeEnvelope(c.m, c.s - 1, c.e + 1, c.n + 1, 4490)), 3))
             FROM drinking_water_zone z JOIN cut c ON c.id = z.id)
    UPDATE drinking_water_zone z SET geom = ST_Multi(ST_CollectionExtract(ST_Intersection(z.geom, ST_MakeEnvelope(c.w - 1, c.s - 1, c.m, c.n + 1, 4490)), 3))
    FROM cut c WHERE c.id = z.id`);
  await run();
  const after = await stored();
  expect(after.map(({ distance_m, ...rest }) => rest)).toEqual(before.map(({ distance_m, ...rest }) => rest));
  const worst = Math.max(...before.map(({ distance_m }, n) => Math.abs(distance_m - after[n].distance_m)));
  expect(worst).toBeLessThan(0.01);
});

/** As layer_coverage names the layer of drinking-water zones. */
const COVERED = 'drinking_water_zones';
