import { type Cell, plainHeading } from './source';
import { isNeutral, JOINT, tailsOf } from './heading-parts';

export interface Record_ { line: number; cells: Cell[] }

export interface Heading { columns: string[]; /** How many of the first records it ends after. */ rows: number; /** How many headings mean something. */ known: number; /** The second row divides the first. */ divides?: boolean }

/** How many records are looked at for the heading. */
export const LOOKED_AT = 20;

const isText = (cell: Cell) => typeof cell === 'string' && cell.trim() !== '' && !/^[\d.,\s%°′″'"度分秒:/-]+$/.test(cell.normalize('NFKC').trim());
const isEmpty = (cell: Cell | undefined) => cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/**
 * The heading among the first records: the row, or two or three rows one above the other, most of whose cells mean something.
 * Cells merged across stand above several columns: their text is put before that of the row below, unless it says nothing (坐标, 基本信息).
 */
export function headingOf(records: Record_[], known: Set<string>): Heading {
  const options: (Heading & { from: number })[] = [];
  for (const [n, record] of records.slice(0, LOOKED_AT).entries()) {
    if (!mayBeHeading(record)) continue;
    options.push({ ...heading(record.cells.map(text), n + 1, known), from: n });
    let above = record.cells;
    for (let below = n + 1; below < n + 3 && below < records.length && divides(records[below] as Record_, above); below++) {
      above = joined(above, (records[below] as Record_).cells, known);
      options.push({ ...heading(above as string[], below + 1, known), divides: true, from: n });
    }
  }
  const fuller = (one: Heading & { from: number }, other: Heading & { from: number }) => one.known > other.known || (one.known === other.known && one.divides === true && (other.divides !== true || one.from === other.from));
  const best = options.reduce<(typeof options)[number] | undefined>((most, each) => (!most || fuller(each, most) ? each : most), undefined);
  return best ?? { columns: (records[0]?.cells ?? []).map((_, n) => `列${n + 1}`), rows: 0, known: 0 };
}

const text = (cell: Cell | undefined) => (isEmpty(cell) ? '' : String(cell).trim().replace(/\s+/g, ' '));

/** Several texts: not a title across the table, not lines of the kind 填报单位：…. */
const mayBeHeading = ({ cells }: Record_) => {
  const given = cells.filter((cell) => !isEmpty(cell));
  const told = given.filter((cell) => /[:：]\s*\S/.test(String(cell)));
  return new Set(given.map(text)).size >= 2 && given.filter(isText).length >= given.length * 0.8 && told.length * 2 < given.length;
};

const divides = (below: Record_, above: Cell[]) => below.cells.filter((cell) => !isEmpty(cell)).every((cell) => typeof cell === 'string') && spans(above, below.cells);

/** The lower row only divides cells of the upper: each of its cells stands under one merged across (repeated, or empty to the right) or repeats it. */
function spans(upper: Cell[], lower: Cell[]): boolean {
  const isUnder = (n: number) => isUnit(text(lower[n])) || isEmpty(upper[n]) || text(upper[n]) === text(upper[n - 1]) || text(upper[n]) === text(lower[n])
    || (!isEmpty(lower[n + 1]) && (isEmpty(upper[n + 1]) || text(upper[n + 1]) === text(upper[n])));
  const given = lower.flatMap((cell, n) => (isEmpty(cell) ? [] : [n]));
  const divided = given.filter((n) => text(upper[n]) !== text(lower[n]));
  return given.length >= (divided.every((n) => isUnit(text(lower[n]))) ? 1 : 2) && given.every(isUnder) && divided.length > 0;
}

const UNIT = /^(°|度|分|秒|%|‰|k?m|[mc]m|米|千米|公里|毫米|厘米|m2|km2|公顷|亩|人|万人|个|处|元|万元|年|°c|年[/.-]?月([/.-]?日)?|y{4}[-/.]?m{1,2}([-/.]?d{1,2})?|(万|千)?(吨|t|m3|立方米|方)(\/|每)?(d|h|a|s|日|天|时|小时|年|秒)?|[mu]?g\/(l|m3|升)|kg\/[dah])$/;

/** A cell of a heading that says in what the column above it is measured. */
export const isUnit = (cell: string) => UNIT.test(cell.normalize('NFKC').toLowerCase().replace(/\s/g, '').replace(/^[([]?(?:单位:?)?/, '').replace(/[)\]]$/, ''));

function joined(upper: Cell[], lower: Cell[], known: Set<string>): string[] {
  let above = '';
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, n) => {
    const [own, below] = [text(upper[n]), text(lower[n])];
    if (own) above = own;
    else if (!below) above = '';
    if (!below || below === own) return own;
    const both = `${above}${below}`;
    if (known.has(plainHeading(both)) || above === '') return both;
    if (isUnit(below)) return /^[(（]/.test(below) ? both : `${above}（${below}）`;
    return isNeutral(above) && known.has(plainHeading(below)) ? below : `${above}${JOINT}${below}`;
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
  return { columns, rows, known: new Set(names.filter((name) => tailsOf(name).some(({ tail }) => known.has(plainHeading(tail)))).map(plainHeading)).size };
}

export const isBlank = (cells: Cell[]) => cells.every(isEmpty);
