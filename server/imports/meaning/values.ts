import { isUsableNumber, USABLE_NUMBER } from '../../loading/numbers';
import { importWords, meant, plainValue } from './words';
import type { Cell } from '../reading/source';
import { readDate } from './dates';
import type { Field } from './plan';

export type Read = { value: unknown } | { reason: string; suggestion?: string; decide?: true; /** It says something, only not enough. */ partial?: true; /** First and last day that it can be. */ days?: [string, string] };

const words = importWords();
const yes = new Set(words.yes.map(plainValue));
const no = new Set(words.no.map(plainValue));
const blank = new Set(words.blank.map(plainValue));

/** No word for nothing is longer, with spaces between its letters. */
const LONGEST_BLANK = 12;
/** Letters and digits with which a word for nothing begins: a text that begins with another is none, without a closer look. */
const BLANK_BEGINS = new Set([...blank].map((word) => word.charCodeAt(0)));
const isPlainBegin = (code: number) => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Nothing is known: an empty cell, or one that says so. */
export function isBlankCell(cell: Cell): boolean {
  if (typeof cell !== 'string') return cell === null;
  const text = cell.trim();
  const begin = text.charCodeAt(0);
  if (isPlainBegin(begin) && !BLANK_BEGINS.has(begin <= 90 && begin >= 65 ? begin + 32 : begin)) return false;
  return text === '' || (text.length <= LONGEST_BLANK && blank.has(plainValue(text)));
}

/** A cell as a value of a field: numbers and dates in the ways that people type them, spellings of listed values. */
export function readValue(cell: Cell, field: Field): Read {
  const named = field.names && meant(field.names, plainValue(String(cell)));
  if (named !== undefined) return { value: named };
  const read = field.values && (field.type.endsWith('[]') ? listedAll(String(cell), field.values) : listed(String(cell), field.values));
  if (read && ('value' in read || !field.open)) return read;
  return READERS[field.type]?.(cell) ?? { reason: `不能由文件给出 (cannot come from a file): ${field.type}` };
}

const READERS: Record<string, (cell: Cell) => Read> = {
  text: readText, 'double precision': readNumber, integer: readInteger, smallint: readInteger, boolean: readBoolean, date: readDate,
  'timestamp with time zone': (cell) => { const day = readDate(cell); return 'value' in day ? { value: `${day.value}T00:00:00+08:00` } : day; },
  'text[]': readTexts, 'bigint[]': readTexts,
};

const LONGEST = 4000;

function readText(cell: Cell): Read {
  const given = String(cell);
  const text = (given.includes('\r') ? given.replace(/\r\n?/g, '\n') : given).trim();
  if (text.length > LONGEST) return { reason: `超过 ${LONGEST} 字 (longer than that many characters)` };
  if (/[\p{Cs}\uFFFD]|[^\P{Cc}\n\t]/u.test(text)) return { reason: '含控制字符或乱码，编码可能认错 (control characters or broken ones: the encoding may be another)' };
  return { value: text };
}

const partsOf = (cell: Cell) => String(cell).split(/[、,，;；]/).map((part) => part.trim()).filter(Boolean);

function readTexts(cell: Cell): Read {
  return { value: partsOf(cell) };
}

/** Full-width digits and punctuation, thousands' commas; a unit is told, not dropped. */
function readNumber(cell: Cell): Read {
  if (typeof cell === 'number') return usable(cell);
  if (/^\d+(\.\d+)?$/.test(cell as string)) return usable(Number(cell));
  const text = String(cell).normalize('NFKC').replace(/[\s']/g, '').replace(/，/g, ',');
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return usable(Number(plain));
  const unit = /\d[-~至—–]+\d/.test(plain) ? null : /^([+-]?\d+(?:\.\d+)?)([^\d.,+-].*)$/.exec(plain); // of a range neither end
  return { reason: '应为数 (a number)', ...(unit ? { suggestion: `去掉“${unit[2]}”，并核对单位：${unit[1]} (drop the unit and check it)` } : {}) };
}

const usable = (value: number): Read => (isUsableNumber(value) ? { value } : { reason: USABLE_NUMBER });

function readInteger(cell: Cell): Read {
  const read = readNumber(cell);
  if (!('value' in read)) return read;
  return Number.isInteger(read.value) && Math.abs(read.value as number) < 2 ** 31 ? read : { reason: '应为整数 (an integer)', suggestion: String(Math.round(read.value as number)) };
}

function readBoolean(cell: Cell): Read {
  if (typeof cell === 'boolean') return { value: cell };
  const text = plainValue(String(cell));
  if (yes.has(text)) return { value: true };
  if (no.has(text)) return { value: false };
  return { reason: '应为是或否 (yes or no)', suggestion: '是 / 否' };
}

function listed(text: string, values: Record<string, string>): Read {
  const value = meant(values, plainValue(text));
  if (value !== undefined) return { value };
  const allowed = [...new Set(Object.values(values))];
  const near = nearest(plainValue(text), values);
  return { reason: `不认识的写法；可用 (unknown spelling; allowed): ${allowed.slice(0, 40).join(', ')}`, ...(near ? { suggestion: near } : {}), decide: true };
}

/** Several listed values in one cell. */
function listedAll(text: string, values: Record<string, string>): Read {
  const read = partsOf(text).map((part) => listed(part, values));
  const wrong = read.find((one) => !('value' in one));
  return wrong ?? { value: read.map((one) => (one as { value: unknown }).value) };
}

const inChinese = (value: string, values: Record<string, string>) => Object.keys(values).find((spelling) => values[spelling] === value && /\p{Script=Han}/u.test(spelling)) ?? value;

/** Suggested at once; where more could be meant, none is. */
const SUGGESTED = 3;

/** The values one of whose spellings holds the text, or is held by it: all of them, for one alone would be a guess. */
function nearest(text: string, values: Record<string, string>): string | undefined {
  if (text.length < 2) return undefined;
  const found = Object.entries(values).filter(([spelling]) => spelling.length > 1 && (spelling.includes(text) || text.includes(spelling)));
  const likely = [...new Set(found.sort(([a], [b]) => b.length - a.length).map(([, value]) => value))];
  return likely.length > 0 && likely.length <= SUGGESTED ? likely.map((value) => inChinese(value, values)).join(' / ') : undefined;
}
