import { type Cell, type Note, plainHeading } from './source';
import type { Record_ } from './heading';

/** How many are told one by one. */
const TOLD = 100;

const TOTAL = /^(本页|本表|全表|全市|全县|全区|全镇|以上|各项)?(合计|总计|小计|共计|总数|累计)[:：]?(\d+([个处条家座项])?)?$/;
const SECTION = /^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十\d]+[页部分类章]|[IVX]+[、.．])/;
const REMARK = /^(备注|附注|说明|注|填表说明|填表|填表人|填报|填报人|填报单位|填报日期|填表日期|审核|审核人|制表|制表人|制表日期|复核|复核人|负责人|单位负责人|联系人|联系电话|电话|统计人|统计时间|单位（盖章）|单位盖章|日期)[:：]/;
const COUNTED = /^共?\d+([个处条家座项])?$/;
const ORDINAL = '甲乙丙丁戊己庚辛壬癸';
/** Whose cells only number the rows. */
const NUMBERS = new Set(['序号', '编序', 'no', '项次', '序', '列1']);

const isGiven = (cell: Cell | undefined) => cell !== null && cell !== undefined && String(cell).trim() !== '';
const isFilled = (cell: Cell | undefined) => (typeof cell === 'string' ? cell !== '' && cell !== ' ' : cell !== null && cell !== undefined);
/** Last letter, without what stands after it. */
const lastOf = (text: string) => {
  let end = text.length - 1;
  while (end > 0 && /[\s:：]/.test(text[end] as string)) end--;
  return (text[end] ?? '').toLowerCase();
};
const plain = (cell: Cell | undefined) => String(cell ?? '').normalize('NFKC').replace(/\s/g, '');

interface Kind { zh: string; en: string }
const KINDS: Record<'total' | 'heading' | 'numbers' | 'section' | 'remark', Kind> = {
  total: { zh: '是合计行', en: 'adds up others' }, heading: { zh: '是重复的表头', en: 'repeats the heading' }, numbers: { zh: '是列号', en: 'numbers the columns' },
  section: { zh: '是分节或分页的标题', en: 'is the title of a section or page' }, remark: { zh: '是表下的备注、签署', en: 'is a remark or signature under the table' },
};

/** Lines of a table that are no objects: each is left out and told. */
export class Strays {
  private readonly totals: Set<string>;
  /** Their last letters. */
  private readonly ends: Set<string>;
  private readonly headings: string[][];
  /** First cells of the heading, as they stand. */
  private readonly begins: Set<Cell | undefined>;
  private readonly numbered: boolean;
  private readonly width: number;
  private rows = 0;
  private told = 0;
  private rest: Note | undefined;

  constructor(heading: Record_[], columns: string[], totals: string[], private readonly sheet: string | null, private readonly notes: Note[]) {
    this.totals = new Set(totals.map((one) => plain(one).toLowerCase()));
    this.ends = new Set([...this.totals].map(lastOf));
    this.headings = heading.map(({ cells }) => cells.map(plain));
    this.begins = new Set(heading.map(({ cells }) => cells[0]));
    this.numbered = NUMBERS.has(plainHeading(columns[0] ?? ''));
    this.width = columns.length;
  }

  /** Whether a line is none of the rows; it is told then. */
  take(line: number, cells: Cell[]): boolean {
    const kind = this.kindOf(cells);
    this.rows++;
    if (kind === undefined) return false;
    this.tell(line, kind, cells.find(isGiven));
    return true;
  }

  private kindOf(cells: Cell[]): keyof typeof KINDS | undefined {
    if (this.isPlainRow(cells)) return this.rows === 0 && isNumbering(cells, this.width) ? 'numbers' : undefined;
    const given = cells.filter(isGiven);
    if (this.isTotal(cells, given)) return 'total';
    if (this.headings.some((heading) => isSame(heading, cells))) return 'heading';
    if (this.rows === 0 && isNumbering(cells, this.width)) return 'numbers';
    const first = String(given[0]).trim();
    if (REMARK.test(first) && given.every((cell) => REMARK.test(String(cell).trim()) || given.length <= 2)) return 'remark';
    const alone = typeof given[0] === 'string' && this.width > 2 && new Set(given.map(plain)).size === 1;
    const across = alone && given.length > this.width / 2 && given.length > 2;
    if (across || (alone && given.length === 1 && (SECTION.test(first) || (this.numbered && isGiven(cells[0]) && !/^\d+$/.test(first))))) return 'section';
    return undefined;
  }

  /** Most rows, told with little work: their first cells are filled and differ, and none of them is the word of another kind of line. */
  private isPlainRow(cells: Cell[]): boolean {
    const [first, second, third] = cells;
    if (cells.length !== this.width || !isFilled(first) || !isFilled(second) || !isFilled(third) || first === second) return false;
    if (typeof first === 'string' && (first.includes('：') || first.includes(':') || this.begins.has(first))) return false;
    return !this.beginsWithTotal(cells);
  }

  private isTotal(cells: Cell[], given: Cell[]): boolean {
    if (this.beginsWithTotal(cells)) return true;
    const sums = given.filter((cell) => typeof cell === 'string' && cell.length < 20 && TOTAL.test(plain(cell)));
    return sums.length > 0 && given.every((cell) => sums.includes(cell) || typeof cell === 'number' || COUNTED.test(plain(cell)) || /^[\d.,]+$/.test(plain(cell)));
  }

  private beginsWithTotal(cells: Cell[]): boolean {
    for (let n = 0; n < 4 && n < cells.length; n++) {
      const cell = cells[n];
      if (typeof cell === 'string' && cell.length < 12 && this.ends.has(lastOf(cell)) && this.totals.has(plain(cell).replace(/:/g, '').toLowerCase())) return true;
    }
    return false;
  }

  private tell(line: number, kind: keyof typeof KINDS, first: Cell | undefined) {
    const { zh, en } = KINDS[kind];
    const where = this.sheet ? `${this.sheet} ` : '';
    const quoted = kind === 'section' || kind === 'remark' ? `（“${String(first).trim().slice(0, 30)}”）` : '';
    if (++this.told <= TOLD) { this.notes.push({ zh: `${where}第 ${line} 行${zh}${quoted}，未计入`, en: `row ${line} ${en} and is left out` }); return; }
    if (!this.rest) { this.rest = { zh: '', en: '' }; this.notes.push(this.rest); }
    this.rest.zh = `${where}另有 ${this.told - TOLD} 行是合计、表头、标题或备注，未计入，最后是第 ${line} 行`;
    this.rest.en = `${this.told - TOLD} more such rows are left out, the last is row ${line}`;
  }
}

/** Every filled cell is that of the heading above its column. */
function isSame(heading: string[], cells: Cell[]): boolean {
  const given = cells.flatMap((cell, n) => (isGiven(cell) ? [n] : []));
  return given.length >= 2 && given.every((n) => typeof cells[n] === 'string' && plain(cells[n]) === heading[n]);
}

/** 1 2 3 …, or 甲 乙 丙 1 2 …, below the heading. */
function isNumbering(cells: Cell[], width: number): boolean {
  const given = cells.filter(isGiven).map((cell) => plain(cell).replace(/^[(（]|[)）]$/g, ''));
  if (given.length < 4 || given.length < width - 2) return false;
  const letters = given.findIndex((one, n) => one !== ORDINAL[n]);
  const numbers = (letters < 0 ? [] : given.slice(letters)).map(Number);
  return numbers.every((one, n) => one === (numbers[0] as number) + n && Number.isInteger(one)) && (numbers.length === 0 || numbers[0] === 1 || numbers[0] === letters + 1);
}
