import type { Cell } from '../reading/source';
import type { Read } from './values';

const DAYS = [/^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})$/, /^(\d{4})[-/.年]()(\d{1,2})[-/.月](\d{1,2})日?$/, /^(\d{4})()(\d{2})(\d{2})$/];
/** After a day: a time, which a date has not. */
const TIME = /[T\s]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$|(上午|下午|凌晨|早上|中午|晚上|夜间)$/;
/** Words that leave the year or month what it is. */
const NO_LESS = /(份|建成|设置|投用)$/;
const ABOUT = /^(大约|约|大概|估计)|(左右|前后|以前|之前|份|初|中旬|上旬|下旬|底|末|建成|设置|投用)$/g;

const FIGURES = '〇一二三四五六七八九';
const oneFigure = (letter: string) => String(Math.max(0, FIGURES.indexOf(letter)));
/** Up to 31, as it is said: 二十三. */
const asSaid = (text: string) => { const [tens, ones] = text.split('十'); return ones === undefined ? oneFigure(text) : `${tens ? oneFigure(tens) : 1}${ones ? oneFigure(ones) : 0}`; };

/** 二〇一五年六月一日 and 1号 as 2015年6月1日 and 1日. */
const inFigures = (text: string): string => text.replace(/(\d)\s*号/, '$1日')
  .replace(/[〇零○Ｏ０一二三四五六七八九]{4}(?=年)/, (year) => [...year.replace(/[零○Ｏ０]/g, '〇')].map(oneFigure).join(''))
  .replace(/[一二三]?十?[一二三四五六七八九]?(?=[月日号])/g, (part) => (part === '' ? '' : asSaid(part))).replace(/(\d)号/, '$1日');

/** Days as people type them; a serial number of a workbook. A month or a year says something, but no day: none is made up. */
export function readDate(cell: Cell): Read {
  if (typeof cell === 'number' && cell > 10_000 && cell < 80_000) return { value: new Date(Date.UTC(1899, 11, 30) + Math.floor(cell) * 86_400_000).toISOString().slice(0, 10) };
  const text = inFigures(String(cell)).normalize('NFKC').replace(/\s+/g, ' ').replace(/ ?([年月日]) ?/g, '$1').trim().replace(TIME, '').replace(/[.,。]$/, '').trim();
  for (const pattern of DAYS) {
    const [, year, , month, day] = pattern.exec(text) ?? [];
    if (year && month && day) return dayOf(year, month, day);
  }
  if (/^\d{5}$/.test(text)) return readDate(Number(text));
  const short = /^(\d{2})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (short) return { reason: '年份只有两位 (a year of two figures)', suggestion: `20${short[1]}-${(short[3] as string).padStart(2, '0')}-${(short[4] as string).padStart(2, '0')}？` };
  return partial(text, typeof cell === 'number') ?? { reason: '应为日期 (a date), YYYY-MM-DD' };
}

function partial(text: string, number: boolean): Read | undefined {
  const plain = text.replace(ABOUT, '').replace(ABOUT, '').trim();
  const exact = text.replace(NO_LESS, '').trim() === plain;
  const [, year, month] = /^(\d{4})(?:[-/.年](\d{1,2})?月?)?年?$/.exec(plain) ?? /^(\d{4})(\d{2})$/.exec(plain) ?? [];
  if (/^\d{2,4}年代$/.test(plain)) return unknown('只有年代', undefined);
  if (!year || Number(year) < 1900 || Number(year) > 2100) return undefined;
  if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) return { reason: '没有这个月 (no such month)' };
  const doubtful = number && month === '1' ? `${year}-01-01 或 ${year}-10-01` : `${year}-${(month ?? '1').padStart(2, '0')}-01`;
  const days: [string, string] | undefined = exact && !(number && month === '1') ? [dayIn(year, month ?? '1', 1), month === undefined ? `${year}-12-31` : dayIn(year, String(Number(month) + 1), 0)] : undefined;
  return unknown(month === undefined ? '只有年' : '只有年月', doubtful, days);
}

const dayIn = (year: string, month: string, day: number) => new Date(Date.UTC(Number(year), Number(month) - 1, day)).toISOString().slice(0, 10);

const unknown = (what: string, suggestion: string | undefined, days?: [string, string]): Read => ({
  partial: true, ...(days ? { days } : {}), reason: `${what}，不是日期：按未知处理，原文留在来源里 (no day: taken as unknown, the words are kept in the source)`, ...(suggestion ? { suggestion: `如要补到日 (to give a day): ${suggestion}？` } : {}),
});

function dayOf(year: string, month: string, day: string): Read {
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== value ? { reason: '没有这一天 (no such day)' } : { value };
}
