import { createReadStream, createWriteStream, readFileSync, renameSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Feature } from 'geojson';
import { drawingLayers } from './dxf-layers';
import { openByGdal } from './gdal';
import { WHOLE_BYTES } from '../limits';
import { replaceFile } from './replace-file';
import { headOf, tailOf } from './sniff';
import { type Asked, type Guess, type Source, Unreadable } from './source';
import { encodingOf } from './text';

/** Texts are no objects: titles, numbers beside points, and the labels that an export writes beside its points (exports/formats/dxf.ts). */
const TEXTS = {
  is: ({ geometry, properties }: Feature) => geometry?.type === 'Point' && (/:AcDbM?Text\b/.test(String(properties?.SubClasses)) || Boolean(properties?.Text)),
  note: (count: number) => ({ zh: `${count} 个文字注记（TEXT、MTEXT）不是对象，未读取`, en: `${count} texts (TEXT, MTEXT) are no objects and are not read` }),
  nothingElse: (count: number) => `DXF 中只有 ${count} 个文字注记，没有可导入的图形 (nothing but texts in the drawing: no points, lines or areas)`,
};

/** A drawing as text. Its encoding is found here, not by GDAL, which goes by a code page that newer drawings state and do not have: GDAL gets UTF-8. */
export async function openDxf(file: string, asked: Asked): Promise<Source> {
  const head = headOf(file).toString('latin1');
  if (head.startsWith('AutoCAD Binary DXF')) throw new Unreadable('二进制 DXF 请在 CAD 中另存为文本 DXF (a binary DXF: save it as a text DXF)', asked.name);
  const end = tailOf(file, 4096).toString('latin1').replace(/[\s\p{Cc}]+$/u, '');
  if (!/(^|\n)[ \t]*0[ \t]*\r?\n[ \t]*EOF$/.test(end)) throw new Unreadable('DXF 不完整：结尾没有 EOF (truncated: the EOF group at its end is missing)', end.slice(-60));
  const encoding = await drawingEncoding(file, head, asked.encoding);
  const copy = `${file}.dxf`;
  if (/^UTF-8$/.test(encoding.guess) && !head.startsWith('ï»¿')) renameSync(file, copy);
  else await pipeline(createReadStream(file), inUtf8(encoding.guess), createWriteStream(copy, { mode: 0o600 }));
  const { tables, notes, left } = await drawingLayers(copy, asked);
  const source = await openByGdal(copy, { ...asked, sheet: undefined }, { format: 'DXF', encoding, leftOut: TEXTS, left: ({ properties }) => left.has(String(properties?.Layer)), mend: (said) => mend(copy, said), spoilt });
  source.notes.push(...notes);
  return { ...source, tables, total: left.size ? null : source.total };
}

/** An entity that GDAL does not understand: it is not read, and it is not always that those behind it are. */
const NOT_UNDERSTOOD = /^error at line (\d+)\b/;
/** Layer of what stands in the stead of such an entity, before its kind. */
const SPOILT = 'PAIKOU_UNREADABLE_ENTITY';

/** Puts a point into the stead of the entity in which the program met with an error. */
function mend(file: string, said: string): boolean {
  const line = Number(NOT_UNDERSTOOD.exec(said)?.[1]);
  if (!(line > 0)) return false;
  const refused = new Unreadable(`DXF 第 ${line} 行附近读不下去，不知其后还有什么；请在 CAD 中核查（AUDIT）后另存 (cannot be read on from about this line: audit it in CAD and save it again)`, line);
  if (statSync(file).size > WHOLE_BYTES) throw refused;
  const lines = readFileSync(file, 'utf8').split('\n');
  const entities = lines.findIndex((one, n) => one.trim() === '2' && lines[n + 1]?.trim() === 'ENTITIES') + 2;
  const starts = (at: number) => (at - entities) % 2 === 0 && lines[at]?.trim() === '0' && /^\s*[0-9_]*[A-Z][A-Z0-9_]*\s*$/.test(lines[at + 1] ?? '');
  // what is told is up to two lines behind the entity, where its end is the fault
  let begin = Math.min(line, lines.length) - 3;
  while (begin > entities && !starts(begin)) begin--;
  const kind = lines[begin + 1]?.trim() ?? '';
  if (entities < 2 || begin < entities || kind === 'ENDSEC' || lines[begin + 3]?.startsWith(SPOILT)) throw refused;
  let end = begin + 2;
  while (end < lines.length && !starts(end)) end++;
  lines.splice(begin, end - begin, '0', 'POINT', '8', `${SPOILT} ${kind}`, '10', '0', '20', '0');
  replaceFile(file, lines.join('\n'));
  return true;
}

const spoilt = ({ properties }: Feature) => (String(properties?.Layer).startsWith(SPOILT) ? String(properties?.Layer).slice(SPOILT.length + 1) : null);

const inUtf8 = (encoding: string) => async function* (chunks: AsyncIterable<Buffer>) {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
};

/** Code pages of AutoCAD, as text decoders name them. */
const CODE_PAGES: Record<string, string> = {
  ANSI_936: 'GBK', GB2312: 'GBK', ANSI_950: 'Big5', BIG5: 'Big5', ANSI_932: 'Shift_JIS', ANSI_949: 'EUC-KR', ANSI_874: 'windows-874',
  ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`ANSI_125${n}`, `windows-125${n}`])),
};

/** From AutoCAD 2007 (AC1021) on a drawing is in UTF-8 whatever its code page; older ones are in their code page, if they state theirs. The bytes have the last word. */
async function drawingEncoding(file: string, head: string, stated: string | undefined): Promise<Guess> {
  if (stated) return encodingOf(file, stated);
  const version = /\$ACADVER\s+1\s+(AC\d+)/.exec(head)?.[1];
  const page = /\$DWGCODEPAGE\s+3\s+(\S+)/.exec(head)?.[1]?.toUpperCase();
  const paged = page ? CODE_PAGES[page] : undefined;
  const header = `$ACADVER ${version ?? '—'}，$DWGCODEPAGE ${page ?? '—'}`;
  const found = await encodingOf(file).catch((error: unknown) => { if (error instanceof Unreadable) return undefined; throw error; });
  if (found?.guess === 'UTF-8') return { guess: 'UTF-8', evidence: `${found.evidence}；${header}` };
  // what states Western Europe or nothing is what programs write that do not care
  if (paged && (!found || !['GBK', 'windows-1252'].includes(paged))) return { guess: paged, evidence: `文件头 (header): ${header}` };
  if (!found) throw new Unreadable(`DXF 的文字既非 UTF-8 也非 GBK，请以 encoding 指定；${header} (its texts are neither UTF-8 nor GBK: name their encoding)`, page ?? null, true);
  return { guess: found.guess, evidence: `${found.evidence}；${header}${paged === 'GBK' ? '' : '，与字节不符或未写明 (does not fit the bytes, or says nothing)'}` };
}
