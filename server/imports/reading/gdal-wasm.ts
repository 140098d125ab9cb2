import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { GdalInfo } from './gdal';

interface Dataset { info: GdalInfo }
interface Gdal {
  open(files: string | string[], options?: string[]): Promise<{ datasets: Dataset[]; errors: unknown[] }>;
  close(dataset: Dataset): Promise<void>;
  ogr2ogr(dataset: Dataset, options: string[]): Promise<{ local: string }>;
  Module: { ccall(name: string, returns: string | null, types: string[], values: unknown[]): unknown; FS: { readFile(path: string): Uint8Array; unlink(path: string): void } };
}

let heard = '';

/** What GDAL said of errors since it was last asked. */
export function heardFromGdal(): string {
  const said = heard;
  heard = '';
  return said;
}

let loaded: Promise<Gdal> | undefined;

/** GDAL as WebAssembly in this thread: 3 s to load, then kept. Its files lie in its own memory. */
export function wasmGdal(): Promise<Gdal> {
  loaded ??= (async () => {
    const entry = require.resolve('gdal3.js/node.js');
    const folder = resolve(dirname(entry), 'dist/package');
    if (!existsSync(folder)) throw new Error(`${folder} is missing`);
    const load = require(entry) as (options: Record<string, unknown>) => Promise<Gdal>;
    return load({ path: relative(process.cwd(), folder) || '.', useWorker: false, logHandler: () => {}, errorHandler: (message: string) => { if (heard.length < 2_000) heard += `${message}\n`; } });
  })();
  return loaded;
}
