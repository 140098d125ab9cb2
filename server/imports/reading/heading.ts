import { type Cell, plainHeading } from './source';

export interface Record_ { line: number; cells: Cell[] }

export interface Heading { columns: string[]; /** How many of the first records it ends after. */ rows: number; /** How many headings mean something. */ known: number; /** The second row divides the first. */ divides?: boolean }

/** How many records are looked at for the heading. */
export const LOOKED_AT = 20;

const isText = (cell: Cell) => typeof cell === 'string' && cell.trim() !== '' && !/^[\d.,\s%°′″'"度分秒:/-]+$/.test(cell.normalize('NFKC').trim());
const isEmpty = (cell: Cell | undefined) => cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/**
 * The heading among the first records: the row, or two or three rows one above the other, most of whose cells mean something.
 * Cells merged across stand above several columns: their text is put before that of the row below.
 */
export function headingOf(records: Record_[], known: Set<string>): Heading {
  const options: Heading[] = [];
  for (const [n, record] of records.slice(0, LOOKED_AT).entries()) {
    if (!mayBeHeading(record)) continue;
    options.push(heading(record.cells.map(text), n + 1, known));
    let above = record.cells;
    for (let below = n + 1; below < n + 3 && below < records.length && divides(records[below] as Record_, above); below++) {
      above = joined(above, (records[below] as Record_).cells, known);
      options.push({ ...heading(above as string[], below + 1, known), divides: true });
    }
  }
  const best = options.reduce<Heading | undefined>((most, each) => (!most || each.known > most.known || (each.known === most.known && each.divides) ? each : most), undefined);
  return best ?? { columns: (records[0]?.cells ?? []).map((_, n) => `列${n + 1}`), rows: 0, known: 0 };
}

const text = (cell: Cell | undefined) => (isEmpty(cell) ? '' : String(cell).trim().replace(/\s+/g, ' '));

const mayBeHeading = ({ cells }: Record_) => {
  const given = cells.filter((cell) => !isEmpty(cell));
  return given.length >= 2 && given.filter(isText).length >= given.length * 0.8;
};

const divides = (below: Record_, above: Cell[]) => below.cells.filter((cell) => !isEmpty(cell)).every((cell) => typeof cell === 'string') && spans(above, below.cells);

/** The lower row only divides cells of the upper: each of its cells stands under one merged across (repeated, or empty to the right) or repeats it. */
function spans(upper: Cell[], lower: Cell[]): boolean {
  const isUnder = (n: number) => isEmpty(upper[n]) || text(upper[n]) === text(upper[n - 1]) || text(upper[n]) === text(lower[n])
    || (!isEmpty(lower[n + 1]) && (isEmpty(upper[n + 1]) || text(upper[n + 1]) === text(upper[n])));
  const given = lower.flatMap((cell, n) => (isEmpty(cell) ? [] : [n]));
  return given.length >= 2 && given.every(isUnder) && given.some((n) => text(upper[n]) !== text(lower[n]));
}

function joined(upper: Cell[], lower: Cell[], known: Set<string>): string[] {
  let above = '';
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, n) => {
    const [own, below] = [text(upper[n]), text(lower[n])];
    if (own) above = own;
    else if (!below) above = '';
    if (!below || below === own) return own;
    const both = `${above}${below}`;
    return known.has(plainHeading(both)) || !known.has(plainHeading(below)) ? both : below;
  });
}

function heading(names: string[], rows: number, known: Set<string>): Heading {
  const seen = new Map<string, number>();
  const columns = names.map((name, n) => {
    const base = name || `列${n + 1}`;
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    return times === 1 ? base : `${base}（${times}）`;
  });
  return { columns, rows, known: new Set(names.map(plainHeading).filter((name) => known.has(name))).size };
}

/** A row that adds up others. */
export function isTotal(cells: Cell[], totals: Set<string>): boolean {
  for (let n = 0; n < 4 && n < cells.length; n++) {
    const cell = cells[n];
    if (typeof cell === 'string' && totals.has((/[\s:：]/.test(cell) ? cell.replace(/[\s:：]/g, '') : cell).toLowerCase())) return true;
  }
  return false;
}

export const isBlank = (cells: Cell[]) => cells.every(isEmpty);
