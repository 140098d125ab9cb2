import { createReadStream } from 'node:fs';
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
    if (!name) throw new Unreadable(`不支持的编码；可用 (encodings): ${[...new Set(Object.values(ENCODINGS))].join(', ')}`, stated);
    return { guess: name, evidence: '上传时指定 (stated with the upload)' };
  }
  const marked = await mark(file);
  if (marked) return marked;
  const [inUtf8, ascii] = await decodes(file, 'utf-8');
  if (inUtf8) return { guess: 'UTF-8', evidence: ascii ? '全部为 ASCII (all is ASCII)' : '所有字节均为合法 UTF-8 (every byte is valid UTF-8)' };
  const [inGbk] = await decodes(file, 'gb18030');
  if (inGbk) return { guess: 'GBK', evidence: '不是合法 UTF-8，而是合法 GBK/GB18030 (not valid UTF-8, valid GBK/GB18030)' };
  throw new Unreadable('文本既非 UTF-8 也非 GBK (the text is neither UTF-8 nor GBK)', null);
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

async function decodes(file: string, encoding: string): Promise<[valid: boolean, ascii: boolean]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let ascii = true;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      ascii &&= text.length === (chunk as Buffer).length && !/\P{ASCII}/u.test(text);
    }
    decoder.decode();
    return [true, ascii];
  } catch {
    return [false, false];
  }
}

export const decoderOf = ({ guess }: Guess) => new TextDecoder({ GBK: 'gb18030', GB18030: 'gb18030', 'UTF-16LE': 'utf-16le', 'UTF-16BE': 'utf-16be' }[guess] ?? 'utf-8', { fatal: false });

/** The text of a file in pieces, without its mark. */
export async function* textOf(file: string, encoding: Guess): AsyncGenerator<string> {
  const decoder = decoderOf(encoding);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) yield decoder.decode(chunk as Buffer, { stream: true });
  const rest = decoder.decode();
  if (rest) yield rest;
}
