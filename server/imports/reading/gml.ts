import { statSync } from 'node:fs';
import { openByGdal } from './gdal';
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
  return openByGdal(file, asked, { format: 'GML', encoding: { guess: 'UTF-8', evidence: 'XML 声明 (as the XML declares)' } });
}

const decoderOf = ([a, b]: Buffer) => new TextDecoder(a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8');
