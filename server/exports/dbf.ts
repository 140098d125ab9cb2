import type { Column } from './columns';
import { toGbk } from './gbk';
import type { Row } from './rows';
import type { DbfField } from './shapefile';

/** Widest text of a .dbf, bytes. */
export const WIDEST = 254;

/** The fields of a .dbf for some columns, reckoned from all rows: names of at most ten letters, widths as needed, GBK unless a character is beyond it. */
export interface Table {
  fields: DbfField[];
  encoding: 'GBK' | 'UTF-8';
  /** Texts beyond GBK, one of them; and values that were cut, first code and how many, by column. */
  beyond: string | null;
  cut: Map<string, { count: number; first: unknown }>;
  values(row: Row): Buffer[];
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));

/** Digits that give the very number back. */
const decimal = (value: number) => { const plain = String(value); return /e/i.test(plain) ? value.toFixed(15).replace(/0+$/, '').replace(/\.$/, '') : plain; };

export async function tableOf(columns: Column[], rows: AsyncIterable<Row>): Promise<Table> {
  const widths = columns.map(() => ({ gbk: 1, utf8: 1, whole: 1, decimals: 0 }));
  let beyond: string | null = null;
  for await (const { properties } of rows) {
    columns.forEach(({ name, type }, n) => {
      const value = properties[name];
      const width = widths[n] as (typeof widths)[number];
      if (value === null || value === undefined) return;
      if (type === 'integer' || type === 'number') {
        const [whole = '', decimals = ''] = decimal(Number(value)).split('.');
        width.whole = Math.max(width.whole, whole.length); width.decimals = Math.max(width.decimals, decimals.length);
      } else {
        const gbk = toGbk(text(value));
        if (!gbk) beyond ??= text(value);
        width.gbk = Math.max(width.gbk, gbk?.length ?? 0); width.utf8 = Math.max(width.utf8, Buffer.byteLength(text(value)));
      }
    });
  }
  const encoding = beyond === null ? 'GBK' : 'UTF-8';
  const names = shortNames(columns.map(({ name }) => name));
  const fields = columns.map(({ type }, n) => fieldOf(names[n] as string, type, widths[n] as (typeof widths)[number], encoding));
  const cut: Table['cut'] = new Map();
  const values = (row: Row) => columns.map((column, n) => fieldBytes(column, fields[n] as DbfField, row, encoding, cut));
  return { fields, encoding, beyond, cut, values };
}

function fieldOf(name: string, type: Column['type'], { gbk, utf8, whole, decimals }: { gbk: number; utf8: number; whole: number; decimals: number }, encoding: string): DbfField {
  if (type === 'boolean') return { name, type: 'L', width: 1, decimals: 0 };
  if (type === 'date') return { name, type: 'D', width: 8, decimals: 0 };
  if (type === 'integer' || type === 'number') { const d = Math.min(decimals, 15); return { name, type: 'N', width: whole + (d ? d + 1 : 0), decimals: d }; }
  return { name, type: 'C', width: Math.min(WIDEST, encoding === 'GBK' ? gbk : utf8), decimals: 0 };
}

function fieldBytes({ name, type }: Column, { width, decimals }: DbfField, { properties }: Row, encoding: string, cut: Table['cut']): Buffer {
  const value = properties[name];
  const cell = Buffer.alloc(width, ' ');
  if (value === null || value === undefined) { if (type === 'boolean') cell.write('?'); return cell; }
  if (type === 'boolean') { cell.write(value ? 'T' : 'F'); return cell; }
  if (type === 'date') { cell.write(text(value).replaceAll('-', '').slice(0, 8)); return cell; }
  if (type === 'integer' || type === 'number') { cell.write(Number(value).toFixed(decimals).padStart(width).slice(0, width)); return cell; }
  const bytes = encode(text(value), encoding);
  if (bytes.length <= width) { cell.set(bytes); return cell; }
  const note = cut.get(name) ?? { count: 0, first: properties.code ?? properties.id };
  cut.set(name, { ...note, count: note.count + 1 });
  let kept = '';
  let length = 0;
  for (const character of text(value)) { length += encode(character, encoding).length; if (length > width) break; kept += character; }
  cell.set(encode(kept, encoding));
  return cell;
}

const encode = (value: string, encoding: string) => (encoding === 'GBK' ? toGbk(value) as Buffer : Buffer.from(value));

/** Ten letters at most, each once. */
export function shortNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let short = name.slice(0, 10);
    for (let n = 1; taken.has(short); n++) short = `${name.slice(0, 10 - String(n).length)}${n}`;
    taken.add(short);
    return short;
  });
}
