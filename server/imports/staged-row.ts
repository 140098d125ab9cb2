import { hash } from 'node:crypto';
import { hashOf } from './hash';
import type { Converted, Plan } from './meaning/plan';
import type { RawRow } from './reading/source';
import { wkbOf } from './wkb';

/** Columns of import_row that a row is staged with, and their types. */
export const STAGED = { n: 'integer', sheet: 'text', line: 'integer', raw: 'json', shape: 'json', faults: 'jsonb', properties: 'jsonb', source: 'jsonb', geom: 'geometry', repairs: 'jsonb', problems: 'jsonb', hash: 'uuid', content: 'uuid' } as const;

/** Texts in the order of STAGED. */
export type StagedRow = (string | null)[];

/** What the rows of one file have in common. */
export interface Common { planHash: string; /** What `source` of every row begins with, as JSON without its end. */ begins: string; /** Columns whose cells it ends with. */ typed: number[] }

export function commonOf(plan: Plan, job: number, file: string): Common {
  const typed = ['lon', 'lat', 'lonlat', 'wkt'].map((property) => plan.mapping.indexOf(property)).filter((at) => at >= 0);
  return { planHash: hashOf(plan), begins: safe(JSON.stringify({ import: job, file, crs: plan.reading })).slice(0, -1), typed };
}

/** Where in which file a row stands, how its coordinates were read, and what they were. */
function sourceOf({ begins, typed }: Common, sheet: string | null, line: number, cells: RawRow['cells'], said: Converted['said']): string {
  const at = sheet === null ? `${begins},"row":${line}` : `${begins},"sheet":${safe(JSON.stringify(sheet))},"row":${line}`;
  const place = said ? `${at},"said":${safe(JSON.stringify(said))}` : at;
  return typed.length === 0 ? `${place}}` : `${place},"coordinates":${safe(JSON.stringify(typed.map((at) => cells[at] ?? null)))}}`;
}

/** A row as it is staged; `common` says how it was read. */
export function stagedRow(n: number, { sheet, line, cells, shape, faults: given }: RawRow, { properties, geometry, faults, repairs, said: unknowns }: Converted, common: Common): StagedRow {
  const raw = safe(JSON.stringify(cells));
  const said = safe(jsonOf(properties));
  const place = geometry ? wkbOf(geometry) : null;
  const drawn = shape ? safe(JSON.stringify(shape)) : null;
  return [
    String(n), sheet === null ? null : sheet.replaceAll('\0', '\uFFFD'), String(line), raw, drawn, given?.length ? safe(JSON.stringify(given)) : null, said, sourceOf(common, sheet, line, cells, unknowns), place,
    repairs.length ? safe(JSON.stringify(repairs)) : null, faults.length ? safe(JSON.stringify(faults)) : null, md5(common.planHash + raw + (drawn ?? '')), md5(said + (place ?? '')),
  ];
}

const md5 = (text: string) => hash('md5', text);

/** NUL and halves of characters cannot be stored; the reader has told of them already. */
const safe = (json: string) => (json.includes('\\u') ? json.replace(/\\(\\|u(?:0000|d[89a-f][0-9a-f]{2}))/gi, (one) => (one === '\\\\' ? one : '\\uFFFD')) : json);

/** Names of properties, and texts that repeat, as JSON. */
const [names, texts] = [new Map<string, string>(), new Map<string, string>()];
const [KEPT, SHORT] = [5_000, 40];

/** As JSON.stringify, for objects of few names whose texts often repeat. */
function jsonOf(properties: Record<string, unknown>): string {
  let json = '';
  for (const name in properties) {
    const value = properties[name];
    if (value === undefined) continue;
    let begins = names.get(name);
    if (begins === undefined) { begins = `${JSON.stringify(name)}:`; names.set(name, begins); }
    json += (json === '' ? begins : `,${begins}`) + (typeof value === 'string' ? textOf(value) : JSON.stringify(value));
  }
  return `{${json}}`;
}

function textOf(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const json = JSON.stringify(text);
  if (texts.size < KEPT && text.length <= SHORT) texts.set(text, json);
  return json;
}

const escaped = (text: string) => text.replace(/[\\\n\r\t]/g, (one) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[one] as string);

const SHEET = Object.keys(STAGED).indexOf('sheet');

/** A line of COPY's text format. JSON holds no control characters: only the name of a sheet can. */
export function copyLine(job: number, row: StagedRow): string {
  let line = String(job);
  for (let n = 0; n < row.length; n++) {
    const field = row[n] as string | null;
    line += field === null ? '\t\\N' : `\t${n === SHEET || field.includes('\\') ? escaped(field) : field}`;
  }
  return `${line}\n`;
}
