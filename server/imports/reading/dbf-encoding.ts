import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Guess, Unreadable } from './source';

const NAMES: Record<string, string> = {
  'utf-8': 'UTF-8', utf8: 'UTF-8', 65001: 'UTF-8', gbk: 'GBK', gb2312: 'GBK', gb18030: 'GBK', 936: 'GBK', cp936: 'GBK', 950: 'Big5', cp950: 'Big5', 'big5': 'Big5', 'big-5': 'Big5',
  'iso-8859-1': 'ISO-8859-1', 'iso88591': 'ISO-8859-1', 88591: 'ISO-8859-1', 1252: 'windows-1252', cp1252: 'windows-1252', 1251: 'windows-1251', cp1251: 'windows-1251', 932: 'Shift_JIS', cp932: 'Shift_JIS', 949: 'EUC-KR', cp949: 'EUC-KR',
};

/** Encoding of the attributes: by the .cpg where the bytes do not belie it, else by the bytes. @throws Unreadable for an encoding asked for that is not known. */
export function dbfEncoding(file: string, cpg: string | undefined, stated: string | undefined): Guess {
  if (stated) {
    const guess = nameOf(stated);
    if (!guess) throw new Unreadable(`不支持的编码；可用 (encodings): ${[...new Set(Object.values(NAMES))].join(', ')}`, stated, true);
    return { guess, evidence: '上传时指定 (stated with the upload)' };
  }
  const texts = textsOf(file);
  const [utf8, gbk] = ['utf-8', 'gb18030'].map((encoding) => broken(texts, encoding)) as [number, number];
  const ascii = texts.length === 0;
  const said = cpg ? nameOf(cpg) : undefined;
  if (said && (ascii || !(said === 'UTF-8' && utf8 > MANY) && !(said === 'GBK' && utf8 === 0))) return { guess: said, evidence: `.cpg: ${cpg}` };
  const guess = utf8 <= MANY ? 'UTF-8' : gbk <= MANY ? 'GBK' : 'ISO-8859-1';
  const why = ascii ? '全部为 ASCII (all is ASCII)' : `按字节判断 (by the bytes): UTF-8 ${(utf8 * 100).toFixed(0)} %，GBK ${(gbk * 100).toFixed(0)} % 不合法 (not valid)`;
  return { guess, evidence: said !== guess && cpg ? `${why}；.cpg 称 ${cpg}，与字节不符 (the .cpg says otherwise)` : cpg ? why : `${why}；无 .cpg (no .cpg)` };
}

/** Share of values with what is not valid in an encoding, beyond which they are not in it. */
const MANY = 0.02;

function nameOf(text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  const known = NAMES[plain] ?? NAMES[plain.replace(/^(ansi|windows|oem|cp)[ -_]?/, '')] ?? NAMES[plain.replace(/[\s_-]/g, '')];
  if (known) return known;
  try {
    return new TextDecoder(plain).encoding;
  } catch {
    return undefined;
  }
}

/** Texts as the file has them, one character a byte, in words. Names and values are cut off at their width, often amid a character: what is left of it goes. */
export function fieldDecoder({ guess }: Guess): (bytes: string) => string {
  if (guess === 'ISO-8859-1') return (text) => text;
  const decoder = new TextDecoder(guess === 'GBK' ? 'gb18030' : guess);
  return (text) => (/[\x80-\xff]/.test(text) ? decoder.decode(Buffer.from(text, 'latin1')).replace(/\uFFFD+(?=$|_\d+$)/, '') : text);
}

const LOOKED_AT = 4 * 1024 * 1024;

/** Values beyond ASCII among the first records, and the names of fields where no value is. */
function textsOf(file: string): Buffer[] {
  const bytes = Buffer.alloc(Math.min(statSync(file).size, LOOKED_AT));
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, bytes.length, 0);
  closeSync(handle);
  const [start, length] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
  const fields: { at: number; width: number }[] = [];
  const names: Buffer[] = [];
  for (let at = 32, place = 1; at + 32 <= start && bytes[at] !== 0x0d; at += 32) {
    const width = bytes[at + 16] as number;
    if (bytes[at + 11] === 0x43) fields.push({ at: place, width });
    names.push(bytes.subarray(at, at + 11));
    place += width;
  }
  const values: Buffer[] = [];
  for (let record = start; record + length <= bytes.length; record += length) {
    for (const { at, width } of fields) values.push(bytes.subarray(record + at, record + at + width));
  }
  const beyond = (one: Buffer) => one.some((byte) => byte > 0x7f);
  const given = values.filter(beyond);
  return (given.length ? given : names.filter(beyond)).map(trimmed);
}

/** Without the blanks that fill it up. */
function trimmed(value: Buffer): Buffer {
  const zero = value.indexOf(0);
  let end = zero < 0 ? value.length : zero;
  while (end > 0 && value[end - 1] === 0x20) end--;
  return value.subarray(0, end);
}

function broken(texts: Buffer[], encoding: string): number {
  if (texts.length === 0) return 0;
  const decoder = new TextDecoder(encoding);
  return texts.filter((text) => decoder.decode(text).replace(/\uFFFD$/, '').includes('\uFFFD')).length / texts.length;
}
