import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors';
import { nativeGdal } from '../imports/reading/gdal-native';
import type { Column } from './columns';
import type { Content } from './formats';
import { crsCode } from './request';
import type { Row } from './rows';

/** What GDAL is to write. */
export interface Conversion { driver: string; extension: string; options: string[]; /** Instead of the columns: features at the place of each row, by their texts. */ drawn?: (row: Row) => Record<string, string>[] }

/** Bytes of rows that the WebAssembly build is given at most: it holds file and result in memory. */
const WASM_BYTES = 200 * 1024 ** 2;

/** Longest conversion, ms. */
const LONGEST_MS = 15 * 60_000;

/**
 * Converts the rows by the installed ogr2ogr, or by GDAL as WebAssembly in a thread. The first line of what it is given says every
 * column once, so that none is missing where its values are; SQL leaves that line out and says the types.
 * @throws AppError 413 for more than the WebAssembly build can hold.
 */
export async function convert(content: Content, conversion: Conversion, native?: boolean): Promise<string> {
  const { folder, signal, layer: { header } } = content;
  const input = join(folder, 'typed.geojsonl');
  await pipeline(conversion.drawn ? withDrawn(content, conversion.drawn) : withTypes(content), createWriteStream(input, { mode: 0o600 }), { signal });
  const output = join(folder, `${header.id}.${conversion.extension}`);
  const options = ['-f', conversion.driver, '-nln', header.id, '-a_srs', crsCode(content.crs), '-sql', `SELECT ${conversion.drawn ? '*' : selected(content.columns)} FROM "${basename(input, '.geojsonl')}" WHERE "${EMPTY}" IS NULL`, ...conversion.options];
  if (native ?? await nativeGdal()) await byProgram([...options, output, input], folder, signal);
  else await byThread(input, output, options, signal);
  return output;
}

/** Name of the property that only the line of types has. */
const EMPTY = 'paikou_no_row';

async function* withTypes({ columns, file }: Content): AsyncGenerator<string | Buffer> {
  const samples = { string: 'x', integer: 1, number: 0.5, boolean: true, date: 'x' };
  yield `${JSON.stringify({ type: 'Feature', properties: Object.fromEntries([...columns.map(({ name, type }) => [name, samples[type]]), [EMPTY, 'x']]), geometry: null })}\n`;
  yield* createReadStream(file);
}

async function* withDrawn({ rows }: Content, drawn: (row: Row) => Record<string, string>[]): AsyncGenerator<string> {
  yield `${JSON.stringify({ type: 'Feature', properties: { [EMPTY]: 'x' }, geometry: null })}\n`;
  for await (const row of rows()) for (const properties of drawn(row)) yield `${JSON.stringify({ ...row, properties })}\n`;
}

const SQL_TYPES: Record<Column['type'], string> = { string: 'character(0)', integer: 'bigint', number: 'float', boolean: 'boolean', date: 'date' };

const selected = (columns: Column[]) => columns.map(({ name, type }) => `CAST("${name}" AS ${SQL_TYPES[type]}) AS "${name}"`).join(', ');

function byProgram(options: string[], folder: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('ogr2ogr', ['--config', 'OGR_SQLITE_SYNCHRONOUS', 'OFF', '--config', 'OGR_GEOJSON_DATE_AS_STRING', 'YES', ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: LONGEST_MS, signal });
    let said = '';
    child.stderr.on('data', (data) => { said = (said + data).slice(-1000); });
    child.once('error', reject);
    child.once('exit', (code, killed) => (code === 0 ? resolve() : reject(new Error(`ogr2ogr: ${killed ?? code}: ${said}`))));
  });
}

async function byThread(input: string, output: string, options: string[], signal: AbortSignal): Promise<void> {
  const { size } = statSync(input);
  if (size > WASM_BYTES) throw new AppError('too_large', `此格式需要 GDAL；本机未安装 ogr2ogr，内置版本只能处理 ${WASM_BYTES / 1024 ** 2} MB；请缩小范围，或取 CSV、GeoJSON、Shapefile (too large for the built-in GDAL: narrow the filter, take another format, or have ogr2ogr installed)`, [{ field: 'name', reason: `${Math.round(size / 1024 ** 2)} MB`, value: basename(output) }]);
  const worker = new Worker(join(__dirname, 'gdal-thread.cjs'), { workerData: { input, output, options }, stdout: true, stderr: true });
  const stop = () => { worker.terminate(); };
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(stop, LONGEST_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      let done = false;
      worker.on('message', (told: { done: true } | { failed: string }) => { if ('failed' in told) reject(new Error(`GDAL: ${told.failed}`)); else done = true; });
      worker.once('error', reject);
      worker.once('exit', () => (done ? resolve() : reject(signal.aborted ? signal.reason : new Error('the GDAL thread ended'))));
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
