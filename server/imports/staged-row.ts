import { createHash } from 'node:crypto';
import type { Converted } from './meaning/plan';
import type { RawRow } from './reading/source';
import { wkbOf } from './wkb';

/** Columns of import_row that a row is staged with, and their types. */
export const STAGED = { n: 'integer', sheet: 'text', line: 'integer', raw: 'json', shape: 'json', faults: 'jsonb', properties: 'jsonb', geom: 'geometry', repairs: 'jsonb', problems: 'jsonb', hash: 'uuid', content: 'uuid' } as const;

/** Texts in the order of STAGED. */
export type StagedRow = (string | null)[];

/** A row as it is staged. `planHash` says how it was read. */
export function stagedRow(n: number, { sheet, line, cells, shape, faults: given }: RawRow, { properties, geometry, faults, repairs }: Converted, planHash: string): StagedRow {
  const raw = safe(JSON.stringify(cells));
  const said = safe(JSON.stringify(properties));
  const place = geometry ? wkbOf(geometry) : null;
  const drawn = shape ? safe(JSON.stringify(shape)) : null;
  return [
    String(n), sheet === null ? null : sheet.replaceAll('\0', '\uFFFD'), String(line), raw, drawn, given?.length ? safe(JSON.stringify(given)) : null, said, place,
    repairs.length ? safe(JSON.stringify(repairs)) : null, faults.length ? safe(JSON.stringify(faults)) : null, md5(planHash + raw + (drawn ?? '')), md5(said + (place ?? '')),
  ];
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** NUL and halves of characters cannot be stored; the reader has told of them already. */
const safe = (json: string) => (json.includes('\\u') ? json.replace(/\\(\\|u(?:0000|d[89a-f][0-9a-f]{2}))/gi, (one) => (one === '\\\\' ? one : '\\uFFFD')) : json);

const SPECIAL = /[\\\n\r\t]/;
const escaped = (text: string) => text.replace(/[\\\n\r\t]/g, (one) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[one] as string);

/** A line of COPY's text format. */
export const copyLine = (job: number, row: StagedRow): string => `${job}\t${row.map((field) => (field === null ? '\\N' : SPECIAL.test(field) ? escaped(field) : field)).join('\t')}\n`;
