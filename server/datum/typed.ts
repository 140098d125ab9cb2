/** A coordinate as it is written: what its marks say, nothing guessed. */
export interface Typed {
  /** Which of the two it is by its letter or word. */
  axis?: 'lon' | 'lat';
  /** Of a number without marks of degrees: it can be degrees, packed degrees, or metres. */
  number?: number;
  /** Of degrees, minutes, seconds. */
  degrees?: number;
  negative: boolean;
  /** Metres by its unit. */
  metres?: true;
}

const AXES: Record<string, { axis: 'lon' | 'lat'; negative: boolean }> = {
  e: { axis: 'lon', negative: false }, 东经: { axis: 'lon', negative: false }, 东: { axis: 'lon', negative: false }, w: { axis: 'lon', negative: true }, 西经: { axis: 'lon', negative: true }, 西: { axis: 'lon', negative: true },
  n: { axis: 'lat', negative: false }, 北纬: { axis: 'lat', negative: false }, 北: { axis: 'lat', negative: false }, s: { axis: 'lat', negative: true }, 南纬: { axis: 'lat', negative: true }, 南: { axis: 'lat', negative: true },
};
const HEMISPHERE = '[EWNS]|东经|西经|北纬|南纬|[东西南北]';
const LABELLED = new RegExp(`^(?:(?<label>经度|纬度|[XY])[:=]?)?(?:(?<before>${HEMISPHERE})[:=]?)?(?<body>[-+]?\\d.*?)(?<after>${HEMISPHERE})?$`, 'i');

const WHOLE = '(\\d{1,9})';
const PART = '(\\d{1,2}(?:\\.\\d+)?)';
const MARKED = [/^(\d{1,3}(?:\.\d+)?)[°度]$/, new RegExp(`^${WHOLE}[°度]${PART}['分]?$`), new RegExp(`^${WHOLE}[°度]${PART}['分]${PART}["秒]?$`), new RegExp(`^${WHOLE}([ :-])${PART}$`), new RegExp(`^${WHOLE}([ :-])${PART}\\2${PART}$`)];

/** Marks for degrees, minutes and seconds as one each; full-width letters and digits as plain ones. */
export const plainMarks = (text: string) => text.replace(/[º˚ᵒ⁰]/g, '°').replace(/[″”“〃＂]|[′’‘'´`＇]{2}/g, '"').replace(/[′’‘´`＇]/g, "'").normalize('NFKC').replace(/[−–—]/g, '-').trim();

/** A typed coordinate; undefined where it has marks that are not understood, or none that make one. */
export function readTyped(typed: string | number): Typed | undefined {
  if (typeof typed === 'number') return Number.isFinite(typed) ? { number: Math.abs(typed), negative: typed < 0 } : undefined;
  const text = plainMarks(typed).replace(/\s+/g, ' ').replace(/ ?([°度'分"秒:=]) ?/g, '$1');
  const { label, before, body = '', after } = LABELLED.exec(text.replace(new RegExp(`^((?:经度|纬度)[:=]?|) ?(${HEMISPHERE}|) ?`, 'i'), '$1$2').replace(new RegExp(` ?(${HEMISPHERE}|)$`, 'i'), '$1'))?.groups ?? {};
  if (before && after) return undefined;
  const letter = (before ?? after)?.toLowerCase();
  const side = letter === undefined ? undefined : AXES[letter];
  const word = label === '经度' ? 'lon' : label === '纬度' ? 'lat' : undefined;
  if (word && side && word !== side.axis) return undefined;
  const signed = /^[-+]/.test(body);
  if (signed && side) return undefined; // twice, and perhaps against each other
  const axis = side?.axis ?? word;
  const negative = side?.negative ?? body.startsWith('-');
  const value = readBody(signed ? body.slice(1).trim() : body);
  return value && { ...(axis ? { axis } : {}), ...value, negative };
}

function readBody(body: string): Omit<Typed, 'axis' | 'negative'> | undefined {
  const metres = /^(\d{5,}(?:\.\d+)?)\s*(m|米)$/i.exec(body)?.[1];
  if (metres) return { number: Number(metres), metres: true };
  if (/^\d+(\.\d+)?$/.test(body)) return { number: Number(body) };
  const comma = /^(\d{1,3}),(\d{4,})$/.exec(body); // four and more figures after one comma: neither minutes nor thousands
  if (comma) return { number: Number(`${comma[1]}.${comma[2]}`) };
  for (const pattern of MARKED) {
    const found = pattern.exec(body)?.slice(1).filter((part) => /\d/.test(part));
    if (found) return sexagesimal(found);
  }
  return undefined;
}

function sexagesimal([degrees = '', minutes = '0', seconds = '0']: string[]): { degrees: number } | undefined {
  const [d, m, s] = [Number(degrees), Number(minutes), Number(seconds)];
  if (m >= 60 || s >= 60 || d > 180 || (minutes.includes('.') && s > 0)) return undefined;
  return { degrees: d + m / 60 + s / 3600 };
}

const BOUND = `(?:经度|纬度)\\s*[:=]?\\s*(?:${HEMISPHERE})?|${HEMISPHERE.replace('|[东西南北]', '')}`;

/** Two coordinates in one text, in the order in which they stand; undefined where it is not plain where the first ends. */
export function pairIn(typed: string): [string, string] | undefined {
  const text = plainMarks(typed).replace(/^[([{]+|[)\]}]+$/g, '').trim();
  const bounds = [...text.matchAll(new RegExp(BOUND, 'gi'))];
  const [first, second] = bounds;
  if (bounds.length === 2 && first && second) {
    if (first.index === 0) return trimmed(text.slice(0, second.index), text.slice(second.index));
    const end = first.index + first[0].length;
    if (second.index + second[0].length === text.length) return trimmed(text.slice(0, end), text.slice(end));
    return undefined;
  }
  if (bounds.length > 2) return undefined;
  for (const separator of [/\s*[;、/|\n]\s*/, /\s*,\s*/]) {
    const parts = text.split(separator).filter(Boolean);
    if (parts.length === 2) return trimmed(parts[0] as string, parts[1] as string);
    if (parts.length > 2) return undefined;
  }
  const parts = text.split(/\s+/);
  const marked = parts.filter((part) => /[°度]/.test(part)).length;
  if (parts.length === 2) return parts as [string, string];
  if (marked === 2) return trimmed(text.slice(0, secondMarked(text)), text.slice(secondMarked(text)));
  return (parts.length === 4 || parts.length === 6) && parts.every((part) => /^\d+(\.\d+)?$/.test(part)) ? [parts.slice(0, parts.length / 2).join(' '), parts.slice(parts.length / 2).join(' ')] : undefined;
}

/** Where the degrees of the second coordinate begin. */
const secondMarked = (text: string) => [...text.matchAll(/[-+]?\d+(\.\d+)?\s*[°度]/g)][1]?.index ?? text.length;

const trimmed = (first: string, second: string): [string, string] => [first, second].map((part) => part.replace(/^[\s,;、/|]+|[\s,;、/|]+$/g, '')) as [string, string];
