import { Geodesic } from 'geographiclib-geodesic';
import type { Knex } from 'knex';
import { readCatalog } from '../server/catalog';
import { type CheckPoint, checkPoints } from '../server/checks/evaluate';
import type { Db } from '../server/db/open';
import { evaluate, TOLD_REACH_M } from '../server/rules/engine';
import type { Pack } from '../server/rules/pack-files';
import { today } from '../server/today';
import { openTestDb } from './harness';
import { type LonLat, seeded } from './oracle/geodesic';
import { cut, draw, geometryOf, type Ground, narrow, placesAt, shuffled, thereAndBack, truly, turned } from './oracle/shapes';

// Random zones and places: what the engine says of each place against libraries that share no code with PostGIS, and
// against what it says when the same ground is written differently. ORACLE_SEED draws others.

const SEED = Number(process.env.ORACLE_SEED ?? 20261122);
const GROUNDS = 12;
const PLACES = 18;
const RULE = 'ban-drinking-water-class-1';
const REGION = '999902';

interface Told { outcome: string; d: number | null; e: number | null; change: { metres: number; bearing_deg: number } | null }
interface Place { at: LonLat; ground: Ground; error: number }

const catalog = readCatalog();
const pack = { ...catalog.packs.find(({ region }) => region === '231081'), id: REGION, region: REGION, rules: { [RULE]: { parameters: {}, basis: [] } }, hash: 'oracle' } as unknown as Pack;
const grounds = draw(SEED, GROUNDS);
const random = seeded(SEED + 1);
const places: Place[] = grounds.flatMap((ground) => placesAt(ground, PLACES, random).map((at, k) => ({ at, ground, error: k % 4 === 3 ? 10 : 0 })));

let db: Db;
let trx: Knex.Transaction;
let told: Told[];
beforeAll(async () => {
  db = await openTestDb();
  trx = await db.knex.transaction();
  await trx('layer_edition').insert({ code: 'oracle', layer: 'drinking_water_zones', region_code: REGION, name: '示意', valid_from: '2000-01-01' });
  await trx('layer_coverage').insert({
    code: 'oracle', layer: 'drinking_water_zones', region_code: REGION, name: '示意', statement: 'complete', as_of: today(), declared_by: '示意',
    geom: trx.raw('ST_Multi(ST_MakeEnvelope(98, 34, 104, 40, 4490))'),
  });
  await lay(grounds);
  told = await checked(places);
});
afterAll(async () => {
  await trx.rollback();
  await db.close();
});

async function lay(drawn: Ground[]) {
  await trx('drinking_water_zone').where({ region_code: REGION }).delete();
  const { id } = await trx('layer_edition').where({ code: 'oracle' }).first('id');
  const rows = drawn.flatMap(({ rows }, n) => rows.map((row, k) => ({ code: `oracle-${n}-${k}`, row })));
  for (const { code, row } of rows) {
    await trx('drinking_water_zone').insert({
      code, region_code: REGION, name: code, source_name: '示意', level: 'class_1', edition_id: id,
      geom: trx.raw('ST_SetSRID(ST_GeomFromGeoJSON(?), 4490)', [JSON.stringify(geometryOf(row))]),
    });
  }
  await trx.raw('ANALYZE drinking_water_zone');
}

async function checked(asked: Place[]): Promise<Told[]> {
  const points = asked.map(({ at: [lon, lat], error }, index): CheckPoint =>
    ({ index, lon, lat, category: 'other.misc', status: 'existing', set_up: '2015-01-01', position_method: 'rtk', error_m: error, discharger: null }));
  const { features } = await checkPoints({ ...db, knex: trx }, catalog, pack, points);
  return features.map(({ findings: [finding] }) => ({ outcome: finding!.outcome, d: finding!.distance_m, e: finding!.error_m, change: finding!.change }));
}

/** Areas that touch are dissolved on a grid of 1 cm, metres; how many are dissolved depends on what else is asked. */
const GRID = 0.01;

/** Places of which two answers say different things: another outcome, or distances more than so many metres apart. */
const apart = (one: Told[], other: Told[], metres: number, asked = places) => one.flatMap((a, k) => {
  const b = other[k] as Told;
  const sure = Math.abs(Math.abs(a.d ?? 5000) - (a.e ?? 0)) > metres;
  const same = (a.outcome === b.outcome || !sure) && (a.d === null || b.d === null ? Math.abs((a.d ?? b.d ?? 5000) - 5000) <= metres : Math.abs(a.d - b.d) <= metres);
  return same ? [] : [{ place: asked[k]!.at, a, b }];
});

describe(`${GROUNDS} random grounds, ${GROUNDS * PLACES} places, seed ${SEED}`, () => {
  test('inside or outside as Turf says, as far as GeographicLib says', () => {
    const wrong = places.flatMap(({ at, ground, error }, k) => {
      const d = truly(at, ground);
      const { outcome, d: said } = told[k] as Told;
      const wanted = d <= -error ? 'conflict' : d >= error ? 'clear' : 'borderline';
      const right = said === null ? d > TOLD_REACH_M - 0.01 : Math.abs(said - d) <= 0.01;
      return right && (outcome === wanted || Math.abs(Math.abs(d) - error) <= 0.01) ? [] : [{ at, d, wanted, said, outcome }];
    });
    expect(wrong).toEqual([]);
    // the drawing has places of every kind, else the comparison would show nothing
    expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['conflict', 'clear', 'borderline']));
    expect(told.filter(({ d }) => d === null).length).toBeGreaterThan(0);
    expect(told.filter(({ d }) => d !== null && Math.abs(d) < 1).length).toBeGreaterThan(GROUNDS);
  });

  test('where the outcome is said to change it does', async () => {
    expect(await unchanged(places, told)).toEqual([]);
  });

  test('a place among few is told what it is told among hundreds, in whatever order', async () => {
    const order = shuffled(places.map((_, k) => k), random);
    for (const asked of [order, order.slice(0, 20)]) {
      const those = asked.map((k) => places[k] as Place);
      expect(apart(asked.map((k) => told[k] as Told), await checked(those), GRID, those)).toEqual([]);
    }
  });

  test('rings begun elsewhere and run the other way round, rows in another order: the same', async () => {
    await lay(shuffled(grounds.map((ground) => turned(ground, random)), random));
    expect(apart(told, await checked(places), 0)).toEqual([]);
  });

  test('cut into pieces by lines: the same to 1 cm', async () => {
    await lay(grounds.map((ground) => cut(ground, random)));
    expect(apart(told, await checked(places), GRID)).toEqual([]);
  });

  test('through Gauss-Krüger metres and back: the same to 1 cm', async () => {
    await lay(grounds.map(thereAndBack));
    expect(apart(told, await checked(places), GRID)).toEqual([]);
  });

  // A check looks 5 km around and so dissolves more than an evaluation does.
  test('what is stored of an outfall is what a check of its place says', async () => {
    await lay(grounds);
    await trx('outfall').insert(places.map(({ at, error }, k) => ({
      local_code: `oracle-${k}`, name: `${k}`, region_code: REGION, category: 'other.misc', status: 'in_use', set_up: '2015-01-01',
      position_method: 'rtk', position_error_m: error, geom: trx.raw('ST_SetSRID(ST_MakePoint(?, ?), 4490)', at),
    })));
    await trx('rule_pack').insert({ id: REGION, version: pack.version, region_code: REGION, title: '示意', hash: pack.hash, body: JSON.stringify(pack), valid_from: pack.valid_from });
    await evaluate(trx, { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false }, { reason: 'test' });
    const rows = await trx('finding').join('outfall', 'outfall.id', 'finding.outfall_id').where({ region_code: REGION })
      .select('local_code', 'outcome', 'distance_m', 'error_m') as { local_code: string; outcome: string; distance_m: number; error_m: number }[];
    const stored = new Map(rows.map((row) => [Number(row.local_code.slice(7)), row]));
    const differing = told.flatMap((one, k) => {
      const row = stored.get(k);
      const sure = one.d === null || Math.abs(Math.abs(one.d) - (one.e as number)) > GRID;
      const same = row ? row.outcome === one.outcome && Math.abs(row.distance_m - (one.d as number)) <= GRID && Math.abs(row.error_m - (one.e as number)) <= 0.0005 : one.outcome === 'clear';
      return same || !sure ? [] : [{ k, one, row }];
    });
    expect(differing).toEqual([]);
    expect(stored.size).toBeGreaterThan(GROUNDS * 3);
  });
});

const moved = ([lon, lat]: LonLat, bearing: number, metres: number): LonLat => {
  const { lat2, lon2 } = Geodesic.WGS84.Direct(lat, lon, bearing, metres);
  return [lon2 as number, lat2 as number];
};

/** Places whose outcome is the same after the move that is said to change it. */
async function unchanged(asked: Place[], answers: Told[]) {
  const moves = asked.flatMap((place, k) => { const { change, ...was } = answers[k] as Told; return change ? [{ place, was, change }] : []; });
  const after = await checked(moves.map(({ place, change }) => ({ ...place, at: moved(place.at, change.bearing_deg, change.metres) })));
  return moves.flatMap(({ place: { at, error }, was, change }, n) => (after[n]!.outcome === was.outcome ? [{ at, error, was, change, after: after[n] }] : []));
}

test('among spikes, channels and holes narrower than the error: it changes there, and nowhere much nearer', async () => {
  const grounds = narrow(SEED, 6);
  await lay(grounds);
  const asked = grounds.flatMap((ground) => placesAt(ground, 40, random).filter((_, k) => k % 2).map((at, k) => ({ at, ground, error: [5, 20, 60][k % 3] as number })));
  const answers = await checked(asked);
  const borderline = asked.flatMap((place, k) => (answers[k]!.outcome === 'borderline' ? [{ place, change: answers[k]!.change }] : []));
  expect([borderline.length > 60, borderline.filter(({ change }) => !change)]).toEqual([true, []]);
  expect(await unchanged(asked, answers)).toEqual([]);
  const nearer = borderline.flatMap(({ place, change }) => [0, 60, 120, 180, 240, 300].map((turn) => ({ ...place, at: moved(place.at, change!.bearing_deg + turn, change!.metres * 0.99 - 0.1) })));
  expect((await checked(nearer)).filter(({ outcome }) => outcome !== 'borderline')).toEqual([]);
});

test.each([
  [-10, 10, true, 'conflict'], [-9.999999, 10, true, 'borderline'], [9.999999, 10, true, 'borderline'], [10, 10, true, 'clear'],
  [-10, 10, false, 'conflict'], [0, 10, true, 'borderline'], [0, 0, true, 'conflict'], [0, 0, false, 'clear'],
  [0.000001, 0, true, 'clear'], [-0.000001, 0, false, 'conflict'], [null, 10, true, 'clear'],
])('d %p with an error of %p m, boundary inside %p: %s', async (d, e, inside, wanted) => {
  const { rows } = await trx.raw('SELECT outcome_of(?::float8, ?::float8, ?::boolean) AS outcome', [d, e, inside] as Knex.Value[]);
  expect(rows[0].outcome).toBe(wanted);
});
