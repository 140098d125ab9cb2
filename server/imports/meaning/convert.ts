import type { Cell, RawRow } from '../reading/source';
import { moverOf, typedPlace } from './place';
import { type Converted, PSEUDO, type Plan, type RowFault } from './plan';
import { fitShape, type Shape } from './shape';
import { isBlankCell, readValue } from './values';
import { readWkt } from './wkt';
import { plainValue } from './words';

/** Beginning of the words for a value that a new row must have. */
export const MISSING = '缺少必填项';

type Row = Pick<RawRow, 'cells' | 'shape' | 'faults'>;

/** A row of a file as a feature of its layer. `n` is its number in the file. */
export function convert(plan: Plan, n: number, row: Row): Converted {
  const faults: RowFault[] = [...(row.faults ?? [])];
  const properties = propertiesOf(plan, row.cells, faults);
  const own = plan.rowReadings[String(n)];
  const reading = own ? { ...plan, reading: own } : plan;
  const cell = cellsOf(plan, row.cells);
  const entry = pairOf(cell, 'entry_lon', 'entry_lat');
  if (entry && plan.fields.entry) {
    const place = typedPlace(entry, reading);
    if (place) properties.entry = place;
    else faults.push(unread('entry_lon', entry, plan));
  }
  const { shape, repairs } = shapeOf(reading, row.shape, cell, faults);
  const placed = new Set([null, 'geometry', ...PSEUDO, ...plan.columns.filter((_, at) => PSEUDO.includes(plan.mapping[at] ?? ''))]);
  if (!shape && plan.geometryRequired && !faults.some(({ column, level }) => level === 'error' && placed.has(column))) {
    faults.push({ column: 'geometry', value: null, reason: '缺少位置 (no position)', suggestion: null, level: 'error' });
  }
  if (plan.layer === 'outfalls') faults.push(...nameNotes(plan, properties.name));
  return { properties, geometry: shape, faults, repairs };
}

function propertiesOf(plan: Plan, cells: Cell[], faults: RowFault[]): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [n, property] of plan.mapping.entries()) {
    const cell = cells[n] ?? null;
    if (property === null || PSEUDO.includes(property) || isBlankCell(cell) || properties[property] !== undefined) continue;
    const column = plan.columns[n] as string;
    const read = readProperty(plan, property, cell as Exclude<Cell, null>, column, faults);
    if (read !== undefined) properties[plan.fields[property]?.property ?? property] = read;
  }
  for (const [property, value] of Object.entries(plan.defaults)) if (properties[property] === undefined && !faults.some(({ decide }) => decide === property)) properties[property] = value;
  if (plan.region && properties.region_code === undefined && plan.fields.region_code) properties.region_code = plan.region;
  for (const { property, required } of Object.values(plan.fields)) {
    if (required && properties[property] === undefined && !faults.some((fault) => fault.level === 'error' && plan.mapping[plan.columns.indexOf(fault.column ?? '')] === property)) {
      faults.push({ column: property, value: null, reason: `${MISSING} (a required value is missing)`, suggestion: property === 'region_code' ? '上传时给出 region (give region with the upload)' : '对应一列，或给出默认值 (map a column or give a default)', level: 'error' });
    }
  }
  return properties;
}

function readProperty(plan: Plan, property: string, cell: Cell, column: string, faults: RowFault[]): unknown {
  if (property === 'region_code') return readRegion(plan, String(cell), column, faults);
  if (property === 'national_code') return readNational(String(cell), column, faults);
  const field = plan.fields[property];
  if (!field) return undefined;
  const read = readValue(property.endsWith('code') ? String(cell).normalize('NFKC').trim() : cell, field);
  if ('value' in read) return read.value;
  faults.push({ column, value: cell, reason: read.reason, suggestion: read.suggestion ?? null, level: 'error', ...(read.decide ? { decide: property } : {}) });
  return undefined;
}

/** A code, or the name of a town of the city. */
function readRegion(plan: Plan, text: string, column: string, faults: RowFault[]): unknown {
  const plain = plainValue(text);
  if (/^\d{12}$/.test(plain) && /000$/.test(plain)) return plain.slice(0, 9);
  if (/^\d{6}(\d{3})?$/.test(plain)) return plain;
  const code = plan.regions[plain] ?? plan.regions[Object.keys(plan.regions).find((name) => name.length > 1 && plain.endsWith(name)) ?? ''];
  if (code) return code;
  faults.push({ column, value: text, reason: '没有这个行政区划 (no such region)', suggestion: Object.keys(plan.regions).slice(0, 20).join('、') || null, level: 'error' });
  return undefined;
}

/** HJ 1235: two letters, six digits, four digits, two letters, two digits; written with or without hyphens. Older forms are kept as given and told. */
function readNational(text: string, column: string, faults: RowFault[]): unknown {
  const plain = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  const [, a, b, c, d, e] = /^([A-Z]{2})[-_]?(\d{6})[-_]?(\d{4})[-_]?([A-Z]{2})[-_]?(\d{2})$/.exec(plain) ?? [];
  if (a) return [a, b, c, d, e].join('-');
  faults.push({ column, value: text, reason: '不是 HJ 1235 的国家编码形式，按原样保留 (not of the form of HJ 1235; kept as given)', suggestion: 'XX-000000-0000-XX-00', level: 'note' });
  return text.trim();
}

/** Names after HJ 1235: city, county, …, ending in the kind of outfall. Only told. */
function nameNotes({ cityNames }: Plan, name: unknown): RowFault[] {
  if (typeof name !== 'string') return [];
  const plain = name.replace(/[（(][^（()）]*[)）]$/, '');
  const wrong = [
    ...(/(排污口|排口|排水口|退水口)$/.test(plain) ? [] : ['应以排污口或排口结尾 (should end in the kind of outfall)']),
    ...(cityNames.length === 0 || cityNames.some((city) => plain.includes(city)) ? [] : [`应含所在市县名 (should hold the name of city or county): ${cityNames.join('、')}`]),
  ];
  return wrong.map((reason) => ({ column: 'name', value: name, reason: `命名不合 HJ 1235：${reason}`, suggestion: null, level: 'note' as const }));
}

type Cells = (property: string) => Cell;

const cellsOf = (plan: Plan, cells: Cell[]): Cells => (property) => {
  const at = plan.mapping.indexOf(property);
  const cell = at < 0 ? null : cells[at] ?? null;
  return isBlankCell(cell) ? null : cell;
};

function pairOf(cell: Cells, x: string, y: string): [string | number, string | number] | undefined {
  const [first, second] = [cell(x), cell(y)];
  return first === null || second === null ? undefined : [first as string | number, second as string | number];
}

/** What stands in the cells of a row for its place. */
export function typedPair(plan: Plan, cells: Cell[]): [string | number, string | number] | undefined {
  return typed(cellsOf(plan, cells));
}

function typed(cell: Cells): [string | number, string | number] | undefined {
  const [x, y] = ['lon', 'lat'].map((axis) => sexagesimal(cell, axis));
  if (x !== undefined && y !== undefined) return [x, y];
  const both = cell('lonlat');
  const parts = both === null ? [] : String(both).normalize('NFKC').trim().split(/[,;、]\s*|\s+(?=[-+\d东西南北NESWnesw])/).filter(Boolean);
  return pairOf(cell, 'lon', 'lat') ?? (parts.length === 2 ? parts as [string, string] : undefined);
}

function sexagesimal(cell: Cells, axis: string): string | undefined {
  const [degrees, minutes, seconds] = [cell(`${axis}_d`), cell(`${axis}_m`), cell(`${axis}_s`)];
  return degrees === null || minutes === null ? undefined : `${degrees}°${minutes}′${seconds ?? 0}″`;
}

const unread = (column: string, pair: unknown[], plan: Plan): RowFault => ({
  column, value: pair.join(', '), reason: `不能按“${plan.reading}”读作坐标 (cannot be read as coordinates in this way)`, suggestion: '核对写法；可为此行另定读法 (check how it is written; a row can have a reading of its own)', level: 'error',
});

function shapeOf(plan: Plan, given: RawRow['shape'], cell: Cells, faults: RowFault[]): { shape: Shape | null; repairs: Converted['repairs'] } {
  const wkt = cell('wkt');
  const source = given ?? (wkt === null ? null : readWkt(String(wkt)));
  if (wkt !== null && !given && !source) faults.push({ column: 'wkt', value: String(wkt).slice(0, 80), reason: '不是合法的 WKT (not valid WKT)', suggestion: null, level: 'error' });
  if (source) {
    const move = moverOf(plan);
    if (!move) { faults.push({ column: 'geometry', value: plan.reading, reason: '此读法不适用于几何 (this reading does not apply to geometries)', suggestion: null, level: 'error' }); return { shape: null, repairs: [] }; }
    const { faults: own, ...fitted } = fitShape(source as unknown as Shape, move, plan.shapes);
    faults.push(...own);
    return fitted;
  }
  const pair = typed(cell);
  if (!pair || !plan.shapes.includes('Point')) return { shape: null, repairs: [] };
  const place = typedPlace(pair, plan);
  if (!place) faults.push(unread(plan.columns[plan.mapping.indexOf('lon')] ?? 'lon', pair, plan));
  return { shape: place ? { type: 'Point', coordinates: place } : null, repairs: [] };
}
