import { createReadStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Feature } from 'geojson';
import { errorIn, nativeGdal, nativeLines, type Said, SETTINGS } from './gdal-native';
import { heardFromGdal, wasmGdal } from './gdal-wasm';
import { rowOf } from './geojson';
import { type Asked, type Fault, type Guess, type Note, type RawRow, type Source, type StatedCrs, Unreadable } from './source';

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
  /** Features that somebody chose not to read. */
  left?(feature: Feature): boolean;
  /** Layers that hold something else than features. */
  skip?: RegExp;
  /** Whether the file has a geometry for a feature, by its place from 1, that comes without one. */
  drawn?(feature: number, layer: string): boolean;
  /**
   * Makes the feature behind so many that could be read an empty one in the file, so that those after it can be read.
   * `said` is what the program says of it. False where the file itself is broken or cut off.
   */
  hollow?(read: number, said: string, layer: string): boolean;
  /** Mends the file by what the program said when it opened it; false where there is nothing to mend. Mended features are `spoilt`. @throws Unreadable for what cannot be mended. */
  mend?(said: string): boolean;
  spoilt?(feature: Feature): string | null;
}

/** Features of one file that are unreadable: with more of them it is the file that is broken. */
const MOST_UNREADABLE = 100;

const unreadable = (said: string): Fault => ({ column: null, value: said || null, reason: '此要素损坏，读不出来，其余照读 (this feature is broken and cannot be read; the others are)', suggestion: '在原软件中核对或重绘此要素后重新导出 (check or redraw it where it was made and export again)', level: 'error' });
const UNDRAWN: Fault = { column: 'geometry', value: null, reason: '几何数据损坏，读不出来 (a broken geometry that cannot be read)', suggestion: '在原软件中核对或重绘此要素后重新导出 (check or redraw it where it was made and export again)', level: 'error' };

/** Linear approximations instead of curves, coordinates as the file has them, no more than it says. */
const TO_GEOJSON = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=12', '-nlt', 'CONVERT_TO_LINEAR', '-skipfailures'];

/** Any file that GDAL reads: looked into by GDAL in this thread, its features written out as GeoJSON, by the installed ogr2ogr where there is one. */
export async function openByGdal(file: string, asked: Asked, { format, beside = [], options = [], encoding, decode, expected, skip, left, leftOut, drawn, hollow, mend, spoilt }: GdalFile): Promise<Source> {
  const gdal = await wasmGdal();
  let { dataset, layers, errors } = await look(file, beside, options, format);
  for (let mended = 0; mend?.(errors); mended++) {
    if (mended === MOST_UNREADABLE) throw new Unreadable(`${format} 中读不出来的要素超过 ${MOST_UNREADABLE} 个 (too many features cannot be read)`, errors);
    await gdal.close(dataset);
    ({ dataset, layers, errors } = await look(file, beside, options, format));
  }
  if (layers.length === 0) throw new Unreadable(`${format} 中没有图层 (no layers)`, asked.name);
  const usable = layers.filter(({ name }) => !skip?.test(name));
  if (asked.sheet !== undefined && !usable.some(({ name }) => name === asked.sheet)) {
    throw new Unreadable(`没有这个图层；有 (no such layer; there are): ${usable.map(({ name }) => name).join(', ')}`, asked.sheet, true);
  }
  const layer = usable.filter(({ name }) => asked.sheet === undefined || name === asked.sheet).reduce<GdalLayer | undefined>((most, each) => (!most || (each.featureCount ?? 0) > (most.featureCount ?? 0) ? each : most), undefined);
  if (!layer) throw new Unreadable(`${format} 中没有可导入的图层 (no layer to import)`, asked.name);
  const notes: Note[] = usable.filter((one) => one !== layer).map(({ name, featureCount }) => ({ zh: `图层“${name}”（${featureCount ?? '?'} 个要素）未读取，可改选（sheet）`, en: `layer "${name}" is not read; name it as sheet` }));
  const type = layer.geometryFields?.[0]?.type ?? '';
  if (/Curve|Surface|Compound/.test(type) && !/MultiSurface$/.test(type)) notes.push({ zh: `几何类型 ${type}，曲线已折线化`, en: `geometry type ${type}: curves are approximated by lines` });
  const fields = (layer.fields ?? []).map(({ name }) => name);
  const columns = decode ? distinct(fields.map(decode)) : fields;
  const written = join(asked.folder, 'features.geojson');
  const native = await nativeGdal();
  let stated = expected ?? layer.featureCount ?? -1;
  const said: Said = { errors: '' };
  const faults = new Map<number, Fault>();
  async function* rows() {
    let [line, texts] = [0, 0];
    for (;;) {
      let seen = 0;
      for await (const text of native ? nativeLines([...TO_GEOJSON, ...options, '/vsistdout/', file, layer?.name as string], asked.folder, said) : wasmLines()) {
        if (!text.startsWith('{ "type": "Feature",') || ++seen <= line) continue;
        line++;
        const feature = JSON.parse(text.replace(/,\s*$/, '')) as Feature;
        if (leftOut?.is(feature)) { texts++; continue; }
        if (left?.(feature)) continue;
        const broken = spoilt?.(feature) ?? null;
        if (broken !== null) { faults.set(line, unreadable(broken)); feature.properties = {}; }
        yield told(line, rowOf(feature, fields, line, layers.length > 1 ? layer?.name : null));
      }
      if (line >= stated) break;
      if (faults.has(line + 1) || faults.size === MOST_UNREADABLE || !hollow?.(line, said.errors, layer?.name as string)) {
        throw new Unreadable(`${format} 不完整：${stated > line ? `应有 ${stated} 个要素，` : ''}只能读出 ${line} 个 (truncated or broken: only ${line} features can be read)`, said.errors || null);
      }
      faults.set(line + 1, unreadable(said.errors));
      await gdal.close(dataset);
      ({ dataset, layers } = await look(file, beside, options, format));
      stated = expected ?? Math.max(stated, layers.find(({ name }) => name === layer?.name)?.featureCount ?? -1);
    }
    if (leftOut && texts && texts === line) throw new Unreadable(leftOut.nothingElse(texts), asked.name);
    if (leftOut && texts) notes.push(leftOut.note(texts));
    if (said.errors) notes.push({ zh: `读取程序报错：${said.errors}`, en: `the reading program reports: ${said.errors}` });
  }
  function told(line: number, row: RawRow): RawRow {
    const fault = faults.get(line) ?? (row.shape === null && drawn?.(line, layer?.name as string) ? UNDRAWN : undefined);
    const cells = decode ? row.cells.map((cell) => (typeof cell === 'string' ? decode(cell) : cell)) : row.cells;
    return fault ? { ...row, cells, shape: null, faults: [...row.faults ?? [], fault] } : { ...row, cells };
  }
  async function* wasmLines() {
    heardFromGdal();
    const { local } = await gdal.ogr2ogr(dataset, [...TO_GEOJSON, layer?.name as string]).catch((error: unknown) => { throw new Unreadable('GDAL 读取失败 (GDAL failed)', wordsOf(error)); });
    said.errors = errorIn(heardFromGdal(), '');
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
  heardFromGdal();
  const opened = await gdal.open([file, ...beside], options.filter((_, n) => options[n - 1] === '-oo')).catch((error: unknown) => ({ datasets: [], errors: [error] }));
  const dataset = opened.datasets[0];
  if (!dataset) throw new Unreadable(`${format} 损坏或不完整，GDAL 打不开 (broken or truncated: GDAL cannot open it)`, wordsOf(opened.errors[0]));
  return { dataset, layers: dataset.info.layers ?? [], errors: errorIn(heardFromGdal(), '') };
}

const wordsOf = (error: unknown) => {
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
