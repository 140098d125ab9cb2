import { type CheckPoint, checkFeatures } from '../../server/checks/evaluate';
import { runJob } from '../../server/db/query';
import { runPack } from '../../server/rule-runs/run';
import { evaluate, TOLD_REACH_M } from '../../server/rules/engine';
import { today } from '../../server/today';
import { makeCountry, scaled, WHOLE } from './country';
import { type Figure, figure, median, time } from './figure';

type Country = Awaited<ReturnType<typeof makeCountry>>;

/** Figures of the rule engine over the synthetic country; `scale` 1 = a million outfalls. */
export async function rules(serverUrl: string, scale: number, tell: (line: string) => void): Promise<Figure[]> {
  const size = scaled(WHOLE, scale);
  tell(`合成国 (synthetic country): ${JSON.stringify(size)}`);
  const country = await makeCountry(serverUrl, 'paikou_bench', size);
  try {
    const full = await time(() => runPack(country.db, country.catalog, country.pack, { reason: 'bench' }));
    tell(`全量研判 (full evaluation): ${(full / 1000).toFixed(1)} s`);
    const bare = await bareWork(country, tell);
    return [
      figure('full_evaluation', full, 'ms', bare),
      figure('edit_one', await editOne(country), 'ms'),
      figure('check_one', await median(15, (n) => check(country, [n])), 'ms'),
      figure('check_thousand', await median(3, () => check(country, Array.from({ length: 1000 }, (_, k) => k))), 'ms'),
    ];
  } finally {
    await country.db.close();
  }
}

/** The joins alone, un-subdivided, and a bare insert of as many rows as the run stored. */
async function bareWork({ db }: Country, tell: (line: string) => void): Promise<number> {
  return runJob(db.knex, async (trx) => {
    const joins = await time(async () => {
      const zones = await trx.raw('SELECT count(*) AS n FROM outfall o JOIN drinking_water_zone z ON ST_Intersects(z.geom, o.geom)');
      const sewers = await trx.raw('SELECT count(*) AS n FROM outfall o JOIN sewer_coverage s ON ST_Intersects(s.geom, o.geom)');
      if (zones.rows[0].n === 0 || sewers.rows[0].n === 0) throw new Error('the synthetic country has no hits');
      tell(`命中 (hits): zones ${zones.rows[0].n}, sewers ${sewers.rows[0].n}`);
    });
    await trx.raw('CREATE TABLE bare_verdict AS TABLE verdict WITH NO DATA');
    await trx.raw('CREATE TABLE bare_finding AS TABLE finding WITH NO DATA');
    const insert = await time(async () => {
      await trx.raw('INSERT INTO bare_verdict SELECT * FROM verdict');
      await trx.raw('INSERT INTO bare_finding SELECT * FROM finding');
    });
    tell(`裸连接 (bare joins): ${(joins / 1000).toFixed(1)} s; 裸写入 (bare insert): ${(insert / 1000).toFixed(1)} s`);
    return joins + insert;
  });
}

async function editOne({ db, catalog, pack }: Country): Promise<number> {
  const ids: number[] = await db.knex('outfall').orderBy('id').limit(40).pluck('id');
  const judging = { pack, rules: catalog.rules, asOf: today(), reachM: TOLD_REACH_M, withClear: false };
  return median(15, (n) => runJob(db.knex, async (trx) => {
    await trx('outfall').where({ id: ids[n] }).update({ geom: trx.raw('ST_Translate(geom, 0.0005, 0)') });
    await evaluate(trx, judging, { reason: 'bench', ids: [ids[n] as number] });
  }));
}

const check = ({ db, catalog, pack }: Country, indexes: number[]) => checkFeatures(db, catalog, pack, { shapes: [], points: indexes.map((n, index): CheckPoint => ({
  index, lon: 100.5 + (n % 37) * 0.5, lat: 28.5 + Math.floor(n / 37) * 0.47, category: 'other.urban_scattered', status: 'existing', set_up: '2015-01-01',
  position_method: 'gnss', error_m: null, discharger: null,
})) });
