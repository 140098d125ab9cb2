import { CELL } from '../limits';

export interface CsvRecord { /** Line on which it ends, from 1. */ line: number; cells: string[] }

/** Longest record, characters. */
const RECORD = 100 * CELL;

/**
 * Records of a delimited text (RFC 4180) that comes in pieces. A line without quotes is only split; the others are read character by character.
 * Empty lines are nothing. @throws Error for quotes that are not closed or stand in the middle.
 */
export class CsvRecords {
  private rest = '';
  /** Line on which the last record ended. */
  line = 0;
  private ending: '\n' | '\r' | undefined;

  constructor(private readonly delimiter: string) {}

  /** Whole records of what has come so far; `last` = no more will come. */
  push(piece: string, last = false): CsvRecord[] {
    const whole: CsvRecord[] = [];
    const text = this.rest + piece;
    this.ending ??= endingOf(text, last);
    let at = 0;
    while (this.ending && at < text.length) {
      const end = text.indexOf(this.ending, at);
      if (end < 0 && !last) break;
      const stop = end < 0 ? text.length : end;
      const plain = text[stop - 1] === '\r' && this.ending === '\n' ? text.slice(at, stop - 1) : text.slice(at, stop);
      if (!plain.includes('"')) {
        this.line++;
        at = stop + 1;
        if (plain !== '') whole.push({ line: this.line, cells: plain.split(this.delimiter) });
        continue;
      }
      const quoted = this.quoted(text, at, last);
      if (!quoted) break;
      at = quoted.next;
      whole.push({ line: this.line, cells: quoted.cells });
    }
    this.rest = text.slice(at);
    if (this.rest.length > RECORD) throw new Error(`一条记录超过 ${RECORD} 字 (a record is too long: a quote that is not closed?)`);
    if (last && this.rest !== '') throw new Error('引号未闭合 (a quote is not closed)');
    return whole;
  }

  /** A record with quotes from `at`; undefined where it does not end in the text so far. */
  private quoted(text: string, at: number, last: boolean): { cells: string[]; next: number } | undefined {
    const cells: string[] = [];
    const ending = this.ending as string;
    let lines = 1;
    for (let n = at; ;) {
      if (text[n] === '"') {
        let cell = '';
        let from = n + 1;
        for (;;) {
          const close = text.indexOf('"', from);
          if (close < 0 || (close === text.length - 1 && !last)) return undefined;
          cell += text.slice(from, close);
          if (text[close + 1] !== '"') { n = close + 1; break; }
          cell += '"';
          from = close + 2;
        }
        lines += cell.split(ending).length - 1;
        cells.push(cell);
        if (text[n] === '\r' && ending === '\n' && (text[n + 1] === '\n' || n + 1 === text.length)) n++;
      } else {
        const stop = this.endOfCell(text, n);
        if (stop === text.length && !last) return undefined;
        const cell = text.slice(n, stop).replace(ending === '\n' ? /\r$/ : /$^/, '');
        if (cell.includes('"')) throw new Error('引号在单元格中间 (a quote in the middle of a cell)');
        cells.push(cell);
        n = stop;
      }
      if (n >= text.length && !last) return undefined;
      if (n >= text.length || text[n] === ending) { this.line += lines; return { cells, next: n + 1 }; }
      if (!text.startsWith(this.delimiter, n)) throw new Error('引号之后应为分隔符或换行 (after a closing quote a separator or the end of the line is expected)');
      n += this.delimiter.length;
    }
  }

  private endOfCell(text: string, from: number): number {
    const ends = [text.indexOf(this.delimiter, from), text.indexOf(this.ending as string, from)].filter((end) => end >= 0);
    return ends.length ? Math.min(...ends) : text.length;
  }
}

/** Lines end with \n (or \r\n), or as on old machines with \r alone. */
function endingOf(text: string, last: boolean): '\n' | '\r' | undefined {
  if (text.includes('\n')) return '\n';
  const lone = text.search(/\r[^\n]/);
  if (lone >= 0) return '\r';
  return last || text.length > RECORD ? '\n' : undefined;
}
