import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { READ_MS } from '../limits';
import { Unreadable } from './source';

/** Of both GDALs: no network, no other file than the one named; codes in GML keep their zeros; a DXF comes here in UTF-8 (dxf.ts). */
export const SETTINGS = [
  ['GDAL_HTTP_TIMEOUT', '1'], ['GML_DOWNLOAD_SCHEMA', 'NO'], ['GML_SKIP_RESOLVE_ELEMS', 'ALL'], ['GML_FIELDTYPES', 'ALWAYS_STRING'], ['DXF_ENCODING', 'UTF-8'],
  ['GDAL_DISABLE_READDIR_ON_OPEN', 'FALSE'],
] as const;

/** No driver that refers to other files. */
const NATIVE_SETTINGS = [...SETTINGS, ['OGR_SKIP', 'VRT,OGR_VRT,WFS,OAPIF,CSW,HTTP,PLSCENES,Carto,AmigoCloud,GPSBabel,MySQL,PostgreSQL,MongoDBv3,ODBC,PGeo,Elasticsearch,NGW'], ['GDAL_NUM_THREADS', '1']];

/** What a reading program said of errors. */
export interface Said { errors: string }

/** The first error, without folders and without what to set. */
export const errorIn = (said: string, folder: string) => /^ERROR \d+: (.*)$/m.exec(said)?.[1]?.replaceAll(folder || '\0', '').replace(/^\S*\/\w+\.cpp, \d+: /, '').replace(/ of \/\S*$|\. You may set the .*$/, '').slice(0, 200) ?? '';

let known: Promise<boolean> | undefined;

/** Whether ogr2ogr is installed here: several times faster than WebAssembly. */
export function nativeGdal(): Promise<boolean> {
  known ??= new Promise((resolve) => {
    const child = spawn('ogr2ogr', ['--version'], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  return known;
}

/** What ogr2ogr writes, line by line while it writes; it ends with whoever reads. */
export async function* nativeLines(options: string[], folder: string, heard: Said): AsyncGenerator<string> {
  const config = NATIVE_SETTINGS.flatMap((setting) => ['--config', ...setting]);
  const child = spawn('ogr2ogr', [...config, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: READ_MS });
  let said = '';
  child.stderr.on('data', (data) => { if (said.length < 2_000) said += data; });
  const ended = new Promise<string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code === 0 ? null : `GDAL 读取失败 (GDAL failed${signal ? `: ${signal}` : ''})`));
  });
  ended.catch(() => {});
  try {
    yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    const fault = await ended;
    if (fault) throw new Unreadable(fault, said.split('\n')[0]);
    heard.errors = errorIn(said, folder);
  } finally {
    child.kill();
  }
}
