import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { readConfig } from '../../server/config';
import { runPack } from '../../server/rule-runs/run';
import { type Country, makeCountry, scaled, WHOLE, withMoreOutfalls } from './country';
import { type Figure, figure, median, time } from './figure';
import { turfLoop } from './turf-loop';

type Tell = (line: string) => void;

/**
 * Figures of the rule engine over the synthetic country; `scale` 1 = a million outfalls. What a tenth of the outfalls takes is measured
 * among the same areas.
 */
export async function rules(serverUrl: string, scale: number, tell: Tell): Promise<Figure[]> {
  const size = scaled(WHOLE, scale);
  tell(`合成国 (synthetic country): ${JSON.stringify(size)}`);
  const started = performance.now();
  const { fewer, more } = await withMoreOutfalls(serverUrl, await makeCountry(serverUrl, 'paikou_bench_tenth', { ...size, outfalls: Math.round(size.outfalls / 10) }), 'paikou_bench', size);
  tell(`生成 (made): ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const tenth = await fullEvaluation(fewer, tell);
  await fewer.db.close();
  const { full, memory } = await fullEvaluation(more, tell);
  try {
    const { joins, insert } = await bareWork(more, tell);
    const figures = [
      figure('full_evaluation', full, 'ms', joins + insert),
      figure('full_against_joins', full, 'ms', joins),
      figure('full_against_turf', full, 'ms', await turfLoop(more.db)),
      figure('growth_10x', full / tenth.full, 'times'),
      ...memory,
    ];
    for (const one of figures) tell(`${one.name}: ${one.value.toFixed(1)} ${one.unit}${one.ratio === null ? '' : ` (${one.ratio.toFixed(2)} ×)`}`);
    return [...figures, ...await overHttp(more)];
  } finally {
    await more.db.close();
  }
}

async function fullEvaluation({ db, catalog, pack }: Country, tell: Tell) {
  let backend = 0;
  let last = performance.now();
  const full = await time(() => runPack(db, catalog, pack, {
    reason: 'bench',
    before: async (trx) => { backend = (await trx.raw('SELECT pg_backend_pid() AS pid')).rows[0].pid; },
    step: (name) => {
      const now = performance.now();
      if (now - last > 1000) tell(`  … ${((now - last) / 1000).toFixed(1)} s → ${name}`);
      last = now;
    },
  }));
  tell(`全量研判 (full evaluation): ${(full / 1000).toFixed(1)} s`);
  const memory = [figure('memory_node', process.memoryUsage().rss / 2 ** 20, 'MiB'), ...memoryOf(backend)];
  await db.knex.raw('ANALYZE');
  return { full, memory };
}

/** Peak of the database's process, where it runs on this machine; with the shared buffers that it touched. */
function memoryOf(pid: number): Figure[] {
  const file = `/proc/${pid}/status`;
  const peak = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return peak ? [figure('memory_backend', Number(peak) / 1024, 'MiB')] : [];
}

/** The joins alone, un-subdivided, and a bare insert of as many rows as the run stored. */
async function bareWork({ db }: Country, tell: Tell): Promise<{ joins: number; insert: number }> {
  const joins = await time(async () => {
    const zones = await db.knex.raw('SELECT count(*) AS n FROM outfall o JOIN drinking_water_zone z ON ST_Intersects(z.geom, o.geom)');
    const sewers = await db.knex.raw('SELECT count(*) AS n FROM outfall o JOIN sewer_coverage s ON ST_Intersects(s.geom, o.geom)');
    if (zones.rows[0].n === 0 || sewers.rows[0].n === 0) throw new Error('the synthetic country has no hits');
    tell(`命中 (hits): zones ${zones.rows[0].n}, sewers ${sewers.rows[0].n}`);
  });
  await db.knex.raw('CREATE TABLE bare_verdict AS TABLE verdict WITH NO DATA');
  await db.knex.raw('CREATE TABLE bare_finding AS TABLE finding WITH NO DATA');
  const insert = await time(async () => {
    await db.knex.raw('INSERT INTO bare_verdict SELECT * FROM verdict');
    await db.knex.raw('INSERT INTO bare_finding SELECT * FROM finding');
  });
  const { rows: [stored] } = await db.knex.raw('SELECT (SELECT count(*) FROM bare_verdict) AS verdicts, (SELECT count(*) FROM bare_finding) AS findings');
  tell(`裸连接 (bare joins): ${(joins / 1000).toFixed(1)} s; 裸写入 (bare insert): ${(insert / 1000).toFixed(1)} s, ${stored.verdicts} + ${stored.findings} 行 (rows)`);
  await db.knex.raw('DROP TABLE bare_verdict, bare_finding');
  return { joins, insert };
}

/** What a user waits for: edits and checks through the interface, verdicts in the answer. */
async function overHttp(country: Country): Promise<Figure[]> {
  const { db, catalog, pack } = country;
  const server = createServer(await createApp({ db, catalog: { ...catalog, packs: [pack] }, config: { ...readConfig({}), logLevel: 'silent' } }));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const ids: number[] = await db.knex('outfall').where('local_code', 'like', 'bo-%7').orderBy('id').limit(60).pluck('id');
    await median(15, (n) => moveOutfall(country, url, ids[n] as number)); // plans are made and kept
    await median(15, (n) => check(url, pack.region, [n]));
    return [
      figure('edit_one', await median(31, (n) => moveOutfall(country, url, ids[n + 15] as number)), 'ms'),
      figure('edit_zone', await median(5, () => moveZone(country, url)), 'ms'),
      figure('check_one', await median(31, (n) => check(url, pack.region, [n + 40])), 'ms'),
      figure('check_thousand', await median(5, (n) => check(url, pack.region, Array.from({ length: 1000 }, (_, k) => k + n))), 'ms'),
    ];
  } finally {
    await new Promise((resolve) => { server.close(resolve); });
  }
}

async function moveOutfall({ db }: Country, url: string, id: number): Promise<void> {
  const { rows: [{ lon, lat }] } = await db.knex.raw('SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall WHERE id = ?', [id]);
  await send('PATCH', `${url}/api/outfalls/${id}`, { type: 'Feature', geometry: { type: 'Point', coordinates: [lon + 0.0005, lat] }, properties: {} });
}

/** The zone that a thousand outfalls lie in, moved by a few metres. */
async function moveZone({ db }: Country, url: string): Promise<void> {
  const { rows: [{ id, geometry }] } = await db.knex.raw(`SELECT id, ST_AsGeoJSON(ST_Translate(geom, 0.0001, 0), 9)::json AS geometry FROM drinking_water_zone WHERE code = 'bz-1'`);
  const { runs } = await send('PATCH', `${url}/api/drinking_water_zones/${id}`, { type: 'Feature', geometry, properties: {} }) as { runs: { outfalls: number }[] };
  if ((runs[0]?.outfalls ?? 0) < 1000) throw new Error(`only ${runs[0]?.outfalls} outfalls were judged anew`);
}

/** To the last byte of the answer; what a client makes of it is its own. */
const check = (url: string, region: string, indexes: number[]) => sent('POST', `${url}/api/checks?region=${region}`, {
  type: 'FeatureCollection',
  features: indexes.map((n) => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [100.5 + (n % 37) * 0.5, 28.5 + (Math.floor(n / 37) % 28) * 0.47] },
    properties: { category: 'other.urban_scattered', status: 'existing', set_up: '2015-01-01', position_method: 'gnss' },
  })),
});

const send = async (method: string, url: string, body: unknown): Promise<unknown> => JSON.parse((await sent(method, url, body)).toString());

async function sent(method: string, url: string, body: unknown): Promise<Buffer> {
  const answer = await fetch(url, { method, headers: { 'content-type': 'application/json', 'if-match': '*', 'x-paikou-actor': 'bench' }, body: JSON.stringify(body) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${bytes.toString().slice(0, 500)}`);
  return bytes;
}
