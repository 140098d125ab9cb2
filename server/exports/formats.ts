import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Crs } from '../ogc/crs';
import type { Layer } from '../layers/layer-files';
import type { Spool } from './rows';

/** What a format writes: the rows, and what stands about them in the file. */
export interface Content extends Spool {
  layer: Layer;
  crs: Crs;
  /** Lines of what the file is: source, day, filter, N of M, warnings. Chinese first. */
  about: string[];
  /** Folder of this export alone. */
  folder: string;
  signal: AbortSignal;
}

/** One file of `formats/` is one format. */
export interface Format {
  /** End of the file's name: `shp.zip`. */
  extension: string;
  title: string;
  type: string;
  /** Rows of cells: words instead of codes, the ledger's columns. */
  table: boolean;
  /** Can be in other coordinate systems than degrees; `metres`: must be. */
  crs: boolean | 'metres';
  /** Writes the whole file. @returns its path */
  write(content: Content): Promise<string>;
}

const FOLDER = join(__dirname, 'formats');

export const formats: Format[] = readdirSync(FOLDER).filter((name) => name.endsWith('.ts')).sort().map((name) => {
  const { format } = require(join(FOLDER, name)) as { format?: Format };
  if (!format) throw new Error(`${join(FOLDER, name)} exports no format`);
  return format;
});
