import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import createKnex from 'knex';

const run = promisify(execFile);

/** Word of the ledger → code. */
const KINDS: Record<string, string> = {
  农村生活污水散排口: 'other.rural_scattered', 城镇生活污水散排口: 'other.urban_scattered', 工业企业排污口: 'industrial.enterprise.factory', 城镇雨洪排口: 'other.urban_storm',
  城镇污水处理厂排污口: 'urban_plant', 规模化畜禽养殖排污口: 'agricultural.livestock', 农村污水处理设施排污口: 'other.rural_facility', 规模以下畜禽养殖排污口: 'other.small_livestock',
};
const METHODS: Record<string, string> = { GPS: 'gnss', 影像: 'imagery', RTK: 'rtk', '1:10000': 'map_10k' };
const PAPERS: Record<string, string> = { 已审批: 'approved', 已登记: 'registered', 未审批: 'unapproved' };
const [kinds, methods, papers] = [Object.keys(KINDS), Object.keys(METHODS), [...Object.keys(PAPERS), '']];

/** A number from 0 to 1, the same every time. */
const hash = (n: number, salt: number) => { const x = Math.sin(n * 12.9898 + salt * 78.233) * 43758.5453; return x - Math.floor(x); };

/** A line of a ledger as clerks keep it; all of it is 示意. */
const line = (n: number) => [
  `bo-${n}`, `合成国示意${n}号排污口`, kinds[n % 8], '999900', (100.3 + 19.4 * hash(n, 1)).toFixed(7), (28.3 + 13.4 * hash(n, 2)).toFixed(7), methods[n % 4],
  `${2000 + (n % 23)}-0${1 + (n % 9)}-1${n % 9}`, papers[n % 4], `合成河${n % 500}`, (500 * hash(n, 3)).toFixed(1), '2024-05-01', 'GB 18918-2002',
].join(',');

/** Ledgers of so many outfalls of the synthetic country, as CSV and as GeoPackage. */
export async function makeFiles(folder: string, outfalls: number): Promise<{ csv: string; gpkg: string }> {
  const csv = join(folder, '排污口.csv');
  const gpkg = join(folder, '排污口.gpkg');
  const out = createWriteStream(csv);
  let text = '排污口编码,排污口名称,排污口类型,行政区划代码,经度,纬度,定位方式,设置时间,审批登记,受纳水体,流量,排查日期,执行排放标准\n';
  for (let n = 1; n <= outfalls; n++) {
    text += `${line(n)}\n`;
    if (text.length > 1_000_000) {
      if (!out.write(text)) await new Promise<void>((drained) => { out.once('drain', drained); });
      text = '';
    }
  }
  await new Promise<void>((done) => { out.end(text, () => done()); });
  await run('ogr2ogr', ['-f', 'GPKG', gpkg, csv, ...POINTS, '-nln', 'outfall']);
  return { csv, gpkg };
}

const POINTS = ['-oo', 'X_POSSIBLE_NAMES=经度', '-oo', 'Y_POSSIBLE_NAMES=纬度', '-a_srs', 'EPSG:4490'];

/** As GDAL wants it; it appends to what it is given, so a URL is no use. */
function target(databaseUrl: string): string {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  return `PG:host=${hostname} port=${port || 5432} user=${username} password=${decodeURIComponent(password)} dbname=${pathname.slice(1)}`;
}

/** The yardstick: GDAL's own program loads the same file into a table of its own in the same database. */
export async function loadByGdal(file: string, databaseUrl: string): Promise<void> {
  await run('ogr2ogr', ['-f', 'PostgreSQL', target(databaseUrl), file, '-nln', 'bench_ogr', '-overwrite', '-lco', 'GEOMETRY_NAME=geom', '-lco', 'FID=ogc_fid', ...(file.endsWith('.csv') ? POINTS : [])]);
}

const decoded = (column: string, words: Record<string, string>) => `CASE "${column}" ${Object.entries(words).map(([word, code]) => `WHEN '${word}' THEN '${code}'`).join(' ')} END`;

/** What loading leaves to be done: its rows as outfalls, by one statement, nothing checked but what the table itself checks. */
export async function insertLoaded(databaseUrl: string): Promise<void> {
  const knex = createKnex({ client: 'pg', connection: databaseUrl, pool: { min: 0, max: 1 } });
  await knex.raw(`
    INSERT INTO outfall (local_code, name, category, region_code, position_method, set_up, approval, river_name, flow_m3d, inspected_on, discharge_standard, geom)
    SELECT "排污口编码", "排污口名称", ${decoded('排污口类型', KINDS)}, "行政区划代码", ${decoded('定位方式', METHODS)}, "设置时间"::date, ${decoded('审批登记', PAPERS)}, "受纳水体",
           "流量"::float8, "排查日期"::date, 'GB18918-2002', geom
    FROM bench_ogr ORDER BY ogc_fid`);
  await knex.destroy();
}
