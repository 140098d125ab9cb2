import { spawn } from 'node:child_process';
import { createReadStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Feature } from 'geojson';
import { READ_MS } from '../limits';
import { wasmGdal } from './gdal-wasm';
import { rowOf } from './geojson';
import { type Asked, type Guess, type Note, type Source, type StatedCrs, Unreadable } from './source';

export interface GdalLayer {
  name: string; featureCount?: number; fields?: { name: string }[];
  geometryFields?: { type: string; coordinateSystem?: { wkt?: string } }[];
}
export interface GdalInfo { driverShortName: string; layers: GdalLayer[] }

export interface GdalFile {
  format: string;
  /** Beside the file itself: the others that belong to it. */
  beside?: string[];
  options?: string[];
  encoding: Guess | null;
  /** Its texts as they are, where GDAL is told that every byte is a character. */
  decode?: (text: string) => string;
  /** Rows that must come; without it what GDAL says of the layer. */
  expected?: number;
  /** Features that are no rows, and how their number is told. */
  leftOut?: { is(feature: Feature): boolean; note(count: number): Note; nothingElse(count: number): string };
  /** Layers that hold something else than features. */
  skip?: RegExp;
}

/** Of both GDALs: no network, no other file than the one named; codes in GML keep their zeros; a DXF comes here in UTF-8 (dxf.ts). */
const SETTINGS = [
  ['GDAL_HTTP_TIMEOUT', '1'], ['GML_DOWNLOAD_SCHEMA', 'NO'], ['GML_SKIP_RESOLVE_ELEMS', 'ALL'], ['GML_FIELDTYPES', 'ALWAYS_STRING'], ['DXF_ENCODING', 'UTF-8'],
  ['GDAL_DISABLE_READDIR_ON_OPEN', 'FALSE'],
] as const;

/** No driver that refers to other files. */
const NATIVE_SETTINGS = [...SETTINGS, ['OGR_SKIP', 'VRT,OGR_VRT,WFS,OAPIF,CSW,HTTP,PLSCENES,Carto,AmigoCloud,GPSBabel,MySQL,PostgreSQL,MongoDBv3,ODBC,PGeo,Elasticsearch,NGW'], ['GDAL_NUM_THREADS', '1']];

/** Linear approximations instead of curves, coordinates as the file has them, no more than it says. */
const TO_GEOJSON = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=12', '-nlt', 'CONVERT_TO_LINEAR', '-skipfailures'];

/** Any file that GDAL reads: looked into by GDAL in this thread, its features written out as GeoJSON, by the installed ogr2ogr where there is one. */
export async function openByGdal(file: string, asked: Asked, { format, beside = [], options = [], encoding, decode, expected, skip, leftOut }: GdalFile): Promise<Source> {
  const gdal = await wasmGdal();
  const { dataset, layers } = await look(file, beside, options, format);
  if (layers.length === 0) throw new Unreadable(`${format} 中没有图层 (no layers)`, asked.name);
  const usable = layers.filter(({ name }) => !skip?.test(name));
  if (asked.sheet !== undefined && !usable.some(({ name }) => name === asked.sheet)) {
    throw new Unreadable(`没有这个图层；有 (no such layer; there are): ${usable.map(({ name }) => name).join(', ')}`, asked.sheet);
  }
  const layer = usable.filter(({ name }) => asked.sheet === undefined || name === asked.sheet).reduce<GdalLayer | undefined>((most, each) => (!most || (each.featureCount ?? 0) > (most.featureCount ?? 0) ? each : most), undefined);
  if (!layer) throw new Unreadable(`${format} 中没有可导入的图层 (no layer to import)`, asked.name);
  const notes: Note[] = usable.filter((one) => one !== layer).map(({ name, featureCount }) => ({ zh: `图层“${name}”（${featureCount ?? '?'} 个要素）未读取，可在上传时以 sheet 指定`, en: `layer "${name}" is not read; name it as sheet` }));
  const type = layer.geometryFields?.[0]?.type ?? '';
  if (/Curve|Surface|Compound/.test(type) && !/MultiSurface$/.test(type)) notes.push({ zh: `几何类型 ${type}，曲线已折线化`, en: `geometry type ${type}: curves are approximated by lines` });
  const fields = (layer.fields ?? []).map(({ name }) => name);
  const columns = decode ? distinct(fields.map(decode)) : fields;
  const written = join(asked.folder, 'features.geojson');
  const native = await nativeGdal();
  const stated = expected ?? layer.featureCount ?? -1;
  const said: Said = { errors: '' };
  async function* rows() {
    let [line, texts] = [0, 0];
    for await (const text of native ? nativeLines([...TO_GEOJSON, ...options, '/vsistdout/', file, layer?.name as string], asked.folder, said) : wasmLines()) {
      if (!text.startsWith('{ "type": "Feature",')) continue;
      line++;
      const feature = JSON.parse(text.replace(/,\s*$/, '')) as Feature;
      if (leftOut?.is(feature)) { texts++; continue; }
      const row = rowOf(feature, fields, line, layers.length > 1 ? layer?.name : null);
      yield decode ? { ...row, cells: row.cells.map((cell) => (typeof cell === 'string' ? decode(cell) : cell)) } : row;
    }
    if (line < stated) throw new Unreadable(`${format} 不完整：应有 ${stated} 个要素，只能读出 ${line} 个 (truncated or broken: only ${line} of ${stated} features can be read)`, said.errors || null);
    if (leftOut && texts && texts === line) throw new Unreadable(leftOut.nothingElse(texts), asked.name);
    if (leftOut && texts) notes.push(leftOut.note(texts));
    if (said.errors) notes.push({ zh: `读取程序报错：${said.errors}`, en: `the reading program reports: ${said.errors}` });
  }
  async function* wasmLines() {
    const { local } = await gdal.ogr2ogr(dataset, [...TO_GEOJSON, layer?.name as string]).catch((error: unknown) => { throw new Unreadable('GDAL 读取失败 (GDAL failed)', told(error)); });
    writeFileSync(written, gdal.Module.FS.readFile(local), { mode: 0o600 });
    gdal.Module.FS.unlink(local);
    yield* createInterface({ input: createReadStream(written), crlfDelay: Number.POSITIVE_INFINITY });
    rmSync(written, { force: true });
  }
  return {
    format, encoding, crs: crsOf(layer), columns, notes, shapes: type !== 'None', total: expected ?? layer.featureCount ?? null, rows: rows(), close: () => gdal.close(dataset),
    tables: layers.map((one) => ({ name: one.name, rows: one.featureCount ?? null, columns: one.fields?.length ?? null, taken: one === layer })),
  };
}

interface Said { errors: string }

/** Names that are the same once decoded are told apart as headings of tables are. */
function distinct(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}（${times}）`;
  });
}

async function look(file: string, beside: string[], options: string[], format: string) {
  const gdal = await wasmGdal();
  for (const [name, value] of SETTINGS) gdal.Module.ccall('CPLSetConfigOption', null, ['string', 'string'], [name, value]);
  const opened = await gdal.open([file, ...beside], options.filter((_, n) => options[n - 1] === '-oo')).catch((error: unknown) => ({ datasets: [], errors: [error] }));
  const dataset = opened.datasets[0];
  if (!dataset) throw new Unreadable(`${format} 损坏或不完整，GDAL 打不开 (broken or truncated: GDAL cannot open it)`, told(opened.errors[0]));
  return { dataset, layers: dataset.info.layers ?? [] };
}

const told = (error: unknown) => {
  const first = Array.isArray(error) ? error[0] : error;
  return typeof first === 'object' && first !== null ? String((first as { message?: unknown }).message ?? '').slice(0, 200) : String(first ?? '').slice(0, 200);
};

function crsOf(layer: GdalLayer): StatedCrs | null {
  const wkt = layer.geometryFields?.[0]?.coordinateSystem?.wkt;
  if (!wkt) return null;
  const id = [...wkt.matchAll(/(?:ID|AUTHORITY)\["EPSG",\s*"?(\d+)"?\]/g)].at(-1)?.[1];
  const name = /^\w+\["([^"]+)"/.exec(wkt)?.[1] ?? '?';
  return { name: id && /\]\]\s*$/.test(wkt.replace(/\n/g, '')) ? `EPSG:${id}` : name, wkt, evidence: `文件自带坐标系 (stated in the file): ${name}` };
}

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
async function* nativeLines(options: string[], folder: string, told: Said): AsyncGenerator<string> {
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
    told.errors = /^ERROR \d+: (.*)$/m.exec(said)?.[1]?.replaceAll(folder, '').slice(0, 200) ?? '';
  } finally {
    child.kill();
  }
}
