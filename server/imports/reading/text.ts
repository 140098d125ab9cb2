import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { Guess } from './source';
import { Unreadable } from './source';

const ENCODINGS: Record<string, string> = { 'utf-8': 'UTF-8', utf8: 'UTF-8', gbk: 'GBK', gb2312: 'GBK', gb18030: 'GB18030', 'utf-16le': 'UTF-16LE', 'utf-16be': 'UTF-16BE', 'utf-16': 'UTF-16LE' };

/**
 * Encoding of a text file by its bytes, all of them: a byte order mark, else valid UTF-8, else valid GBK.
 * @param stated what the upload says; it counts, and the evidence says so.
 * @throws Unreadable where the bytes are none of these.
 */
export async function encodingOf(file: string, stated?: string): Promise<Guess> {
  if (stated) {
    const name = ENCODINGS[stated.toLowerCase()];
    if (!name) throw new Unreadable(`不支持的编码；可用 (encodings): ${[...new Set(Object.values(ENCODINGS))].join(', ')}`, stated, true);
    return { guess: name, evidence: '上传时指定 (stated with the upload)' };
  }
  const marked = await mark(file);
  if (marked) return marked;
  const [inUtf8, ascii] = await validUtf8(file);
  if (inUtf8) return { guess: 'UTF-8', evidence: ascii ? '全部为 ASCII (all is ASCII)' : '所有字节均为合法 UTF-8 (every byte is valid UTF-8)' };
  if (await decodes(file, 'gb18030')) return { guess: 'GBK', evidence: '不是合法 UTF-8，而是合法 GBK/GB18030 (not valid UTF-8, valid GBK/GB18030)' };
  throw new Unreadable('文本既非 UTF-8 也非 GBK (the text is neither UTF-8 nor GBK)', null, true);
}

async function mark(file: string): Promise<Guess | undefined> {
  for await (const chunk of createReadStream(file, { end: 3 })) {
    const [a, b, c] = chunk as Buffer;
    if (a === 0xef && b === 0xbb && c === 0xbf) return { guess: 'UTF-8', evidence: 'UTF-8 字节序标记 (byte order mark)' };
    if (a === 0xff && b === 0xfe) return { guess: 'UTF-16LE', evidence: 'UTF-16 字节序标记 (byte order mark)' };
    if (a === 0xfe && b === 0xff) return { guess: 'UTF-16BE', evidence: 'UTF-16 字节序标记 (byte order mark)' };
  }
  return undefined;
}

/** Whether all of it is UTF-8, and whether ASCII alone. */
async function validUtf8(file: string): Promise<[valid: boolean, ascii: boolean]> {
  let ascii = true;
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length ? Buffer.concat([rest, chunk as Buffer]) : chunk as Buffer;
    const whole = bytes.length - unended(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) return [false, false];
    ascii &&= isAscii(bytes);
    rest = bytes.subarray(whole);
  }
  return [rest.length === 0, ascii];
}

/** Bytes at the end that begin a character whose others are still to come. */
function unended(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

async function decodes(file: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

export const decoderOf = ({ guess }: Guess) => new TextDecoder({ GBK: 'gb18030', GB18030: 'gb18030', 'UTF-16LE': 'utf-16le', 'UTF-16BE': 'utf-16be' }[guess] ?? 'utf-8', { fatal: false });

/** The text of a file in pieces, without its mark. */
export async function* textOf(file: string, encoding: Guess): AsyncGenerator<string> {
  const [piece, rest] = encoding.guess === 'UTF-8' ? utf8Pieces() : otherPieces(encoding);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) yield piece(chunk as Buffer);
  const last = rest();
  if (last) yield last;
}

type Pieces = [piece: (bytes: Buffer) => string, rest: () => string];

function otherPieces(encoding: Guess): Pieces {
  const decoder = decoderOf(encoding);
  return [(bytes) => decoder.decode(bytes, { stream: true }), () => decoder.decode()];
}

/** Several times faster than TextDecoder. */
function utf8Pieces(): Pieces {
  const decoder = new StringDecoder('utf8');
  let begun = false;
  const unmarked = (text: string) => {
    if (begun || text === '') return text;
    begun = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
  return [(bytes) => unmarked(decoder.write(bytes)), () => unmarked(decoder.end())];
}
