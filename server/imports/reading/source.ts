import type { Geometry } from 'geojson';

export type Cell = string | number | boolean | null;

export interface Note { zh: string; en: string }

/** One object of a file as it stands there. */
export interface RawRow {
  /** Sheet or layer of the file. */
  sheet: string | null;
  /** Line of a text, row of a sheet, or place among the features, from 1. */
  line: number;
  cells: Cell[];
  shape: Geometry | null;
  /** What the reader itself found wrong: column (none = the whole row), value, reason. */
  faults?: Fault[];
}

export interface Fault { column: string | null; value: unknown; reason: string; suggestion: string | null; level: 'error' | 'note' }

/** What a workbook shows of a cell beside its value: no fault by itself, it depends on what the column means. */
export interface Mark extends Fault {
  /** Which cell of the row, from 0. */
  at: number;
  /** A number as its format shows it. */
  shown?: string;
  /** First and last row of a cell merged downwards. */
  merged?: [number, number];
}

export const isMark = (fault: Fault): fault is Mark => 'at' in fault;

export interface Guess { guess: string; evidence: string }

/** Coordinate system that the file states. */
export interface StatedCrs { name: string; wkt: string | null; evidence: string }

export interface Table { name: string; rows: number | null; columns: number | null; taken: boolean }

/** A file opened: what can be told of it before its rows are read, and its rows. */
export interface Source {
  format: string;
  encoding: Guess | null;
  crs: StatedCrs | null;
  tables: Table[];
  columns: string[];
  /** Its rows have geometries of their own; otherwise cells hold coordinates. */
  shapes: boolean;
  notes: Note[];
  /** Rows in the file, where it says so. */
  total: number | null;
  rows: AsyncIterable<RawRow | RawRow[]> | Iterable<RawRow>;
  close?(): Promise<void> | void;
}

/** What the upload says of the file. */
export interface Asked {
  name: string;
  encoding?: string | undefined;
  sheet?: string | undefined;
  /** What it is to become. */
  layer?: string | undefined;
  /** It comes out of a ZIP. */
  unpacked?: boolean;
  /** Headings that mean something, in plain form: a row of them is the header. */
  known: string[];
  totals: string[];
  /** Words in the names of drawing layers and what they mean. */
  drawings: [word: string, layer: string][];
  /** Folder that is emptied after reading. */
  folder: string;
}

/** A file that cannot be read, in words for whoever sent it. */
export class Unreadable extends Error {
  /** `again`: it can be read once something else is chosen (sheet, encoding). */
  constructor(reason: string, readonly value: unknown = null, readonly again = false) {
    super(reason);
  }
}

/** A heading without spaces, brackets and what stands in them, marks and case. */
export const plainHeading = (text: string) => text.normalize('NFKC').replace(/[（(【[][^）)】\]]*[）)】\]]/g, '').replace(/[\s*:：_\-—/、,，.。"'“”]/g, '').toLowerCase();

/** Names that say what a file holds: its own and that of the part of it that is read. */
export const namesOf = (file: string, tables: Table[] = []) => [...new Set([file, ...tables.filter(({ taken }) => taken).map(({ name }) => name)])].join(' ');
