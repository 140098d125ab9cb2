import { LIMITS } from './expression';
import { refuse } from './refusal';

export interface Token {
  kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'end';
  /** A word as written, a name without quotes, a text without escapes. */
  value: string;
  /** Character of the filter at which it stands, from 1. */
  at: number;
}

const START = '[:_\\p{L}\\p{Nl}]';
const PART = `(?:${START}|[.\\p{Nd}\\p{M}\\u203F\\u2040])`;
const TOKEN = new RegExp([
  '(?<space>\\s+)',
  `(?<text>'(?:[^'\\\\]|''|\\\\'|\\\\)*')`,
  `"(?<name>${START}${PART}*)"`,
  `(?<word>${START}${PART}*)`,
  '(?<number>(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)',
  '(?<sign><>|<=|>=|[=<>(),+*/%^-])',
].join('|'), 'uy');

/** CQL2 text in pieces. @throws AppError 400 at the first character that begins none. */
export function tokens(filter: string): Token[] {
  if (filter.length > LIMITS.length) refuse(`超过 ${LIMITS.length} 个字符 (longer than that many characters)`);
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < filter.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(filter);
    if (!match?.groups) return refuse(`第 ${at + 1} 个字符处无法识别 (nothing of CQL2 begins at this character)`, filter.slice(at, at + 40));
    const [kind, value] = Object.entries(match.groups).find(([, each]) => each !== undefined) as [Token['kind'] | 'space', string];
    if (kind === 'space') continue;
    found.push({ kind, value: kind === 'text' ? unescaped(value) : value, at: at + 1 });
  }
  return [...found, { kind: 'end', value: '', at: filter.length + 1 }];
}

const unescaped = (quoted: string) => quoted.slice(1, -1).replace(/''|\\'/g, "'");
