import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const KINDS = ['农村生活污水散排口', '城镇生活污水散排口', '工业企业排污口', '城镇雨洪排口', '城镇污水处理厂排污口', '规模化畜禽养殖排污口', '农村污水处理设施排污口', '规模以下畜禽养殖排污口'];
const METHODS = ['GPS', '影像', 'RTK', '1:10000'];
const PAPERS = ['已审批', '已登记', '未审批', ''];

/** A number from 0 to 1, the same every time. */
const hash = (n: number, salt: number) => { const x = Math.sin(n * 12.9898 + salt * 78.233) * 43758.5453; return x - Math.floor(x); };

/** A line of a ledger as clerks keep it; all of it is 示意. */
const line = (n: number) => [
  `bo-${n}`, `合成国示意${n}号排污口`, KINDS[n % 8], '999900', (100.3 + 19.4 * hash(n, 1)).toFixed(7), (28.3 + 13.4 * hash(n, 2)).toFixed(7), METHODS[n % 4],
  `${2000 + (n % 23)}-0${1 + (n % 9)}-1${n % 9}`, PAPERS[n % 4], `合成河${n % 500}`, (500 * hash(n, 3)).toFixed(1), '2024-05-01', 'GB 18918-2002',
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
  await run('ogr2ogr', ['-f', 'PostgreSQL', target(databaseUrl), file, '-nln', 'bench_ogr', '-overwrite', ...(file.endsWith('.csv') ? POINTS : [])]);
}
