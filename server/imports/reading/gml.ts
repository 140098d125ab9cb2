import { readFileSync, statSync } from 'node:fs';
import { WHOLE_BYTES } from '../limits';
import { openByGdal } from './gdal';
import { replaceFile } from './replace-file';
import { headOf, tailOf } from './sniff';
import { type Asked, type Source, Unreadable } from './source';

/** GML by GDAL, which does not mind where a file breaks off: whether its root ends is seen here. */
export async function openGml(file: string, asked: Asked): Promise<Source> {
  const decoder = decoderOf(headOf(file, 4));
  const root = /<([\w.:-]+)[\s>/]/.exec(decoder.decode(headOf(file)).replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<![^>]*>/g, ''))?.[1] ?? '';
  const end = decoder.decode(tailOf(file, Math.min(statSync(file).size, 8192))).replace(/<!--[\s\S]*?-->/g, '').replace(/[\s\0]+$/, '');
  if (!end.endsWith(`</${root}>`) && !/<\/[\w.:-]+\s+>$/.test(end) && !(end.endsWith('/>') && statSync(file).size < 8192)) {
    throw new Unreadable(`GML 不完整：没有结束标签 </${root}> (truncated: the end of its root element is missing)`, end.slice(-60));
  }
  return openByGdal(file, asked, { format: 'GML', encoding: { guess: 'UTF-8', evidence: 'XML 声明 (as the XML declares)' }, hollow: (read, said, layer) => !BROKEN_XML.test(said) && hollow(file, read, layer) });
}

/** The document itself, not one of its features. */
const BROKEN_XML = /XML parsing of GML file failed/;

/** Blanks what stands in the feature behind so many others of its layer: it stays one of them, with its id. */
function hollow(file: string, read: number, layer: string): boolean {
  if (statSync(file).size > WHOLE_BYTES) return false;
  const text = readFileSync(file, 'latin1'); // bytes: what is looked for is the same in every encoding that has ASCII
  const name = Buffer.from(layer).toString('latin1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const begins = new RegExp(`<((?:[^<>\\s/]+:)?${name})(?:\\s[^<>]*)?>`, 'g');
  let begin: RegExpExecArray | null = null;
  for (let n = 0; n <= read; n++) { begin = begins.exec(text); if (!begin) return false; }
  if (begin?.[0].endsWith('/>')) return false;
  const end = text.indexOf(`</${begin?.[1]}`, begins.lastIndex);
  if (end < 0) return false;
  replaceFile(file, text.slice(0, begins.lastIndex) + ' '.repeat(end - begins.lastIndex) + text.slice(end), 'latin1');
  return true;
}

const decoderOf = ([a, b]: Buffer) => new TextDecoder(a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8');
