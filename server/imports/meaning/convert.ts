import { nameOfReading } from '../../datum/readings';
import { pairIn } from '../../datum/typed';
import { type Cell, isMark, type Mark, type RawRow } from '../reading/source';
import { moverOf, typedPlace } from './place';
import { type Converted, PSEUDO, type Plan, type RowFault } from './plan';
import { fitShape, type Shape } from './shape';
import { isBlankCell, readValue } from './values';
import { readWkt } from './wkt';
import { meant, plainValue } from './words';

/** Beginning of the words for a value that a new row must have. */
export const MISSING = '缺少必填项';
export const NO_POSITION = '缺少位置';
/** Beginning of the words for a name that is not made as the standard has it. */
export const MISNAMED = '命名不合 HJ 1235';

type Row = Pick<RawRow, 'cells' | 'shape' | 'faults'>;

/** What follows from a plan for every row. */
interface Ready {
  /** Columns that are properties: where, which, under what name it is stored. */
  given: { at: number; property: string; stored: string; column: string; known: Map<string, unknown> }[];
  defaults: [string, unknown][];
  required: string[];
  /** Properties that are another where a row does not say them. */
  alike: [string, string][];
  /** Place of each pseudo-column. */
  places: Map<string, number>;
  /** Columns whose faults explain why a row has no place. */
  placed: Set<string | null>;
  sexagesimal: boolean;
}

const readyPlans = new WeakMap<Plan, Ready>();

function readyFor(plan: Plan): Ready {
  const known = readyPlans.get(plan);
  if (known) return known;
  const ready: Ready = {
    given: plan.mapping.flatMap((property, at) => (property === null || PSEUDO.includes(property) ? [] : [{ at, property, stored: plan.fields[property]?.property ?? property, column: plan.columns[at] as string, known: new Map() }])),
    defaults: Object.entries(plan.defaults),
    required: Object.values(plan.fields).filter(({ required }) => required).map(({ property }) => property),
    alike: Object.values(plan.fields).flatMap(({ property, like }): [string, string][] => (like ? [[property, like]] : [])),
    places: new Map(plan.mapping.flatMap((property, at): [string, number][] => (property !== null && PSEUDO.includes(property) ? [[property, at]] : [])).reverse()),
    placed: new Set([null, 'geometry', ...PSEUDO, ...plan.columns.filter((_, at) => PSEUDO.includes(plan.mapping[at] ?? ''))]),
    sexagesimal: plan.mapping.includes('lon_d') && plan.mapping.includes('lat_d'),
  };
  readyPlans.set(plan, ready);
  return ready;
}

/** A row of a file as a feature of its layer. `n` is its number in the file. */
export function convert(plan: Plan, n: number, row: Row): Converted {
  const ready = readyFor(plan);
  const faults: RowFault[] = (row.faults ?? []).filter((fault) => !isMark(fault));
  const marks = row.faults?.length ? new Map(row.faults.filter(isMark).map((mark) => [mark.at, mark])) : undefined;
  const said: Record<string, string> = {};
  const properties = propertiesOf(plan, ready, row.cells, { faults, marks, said });
  const own = plan.rowReadings[String(n)];
  const reading = own ? { ...plan, reading: own } : plan;
  const cell = cellsOf(ready, row.cells);
  const entry = pairOf(cell, 'entry_lon', 'entry_lat');
  if (entry && plan.fields.entry) {
    const place = typedPlace(entry, reading);
    if (place) properties.entry = place;
    else faults.push(unread('entry_lon', entry, reading));
  }
  const { shape, repairs } = shapeOf(reading, ready, row.shape, cell, faults);
  if (!shape && plan.geometryRequired && !faults.some(({ column, level }) => level === 'error' && ready.placed.has(column))) {
    faults.push({ column: 'geometry', value: null, reason: `${NO_POSITION} (no position)`, suggestion: null, level: 'error' });
  }
  if (plan.layer === 'outfalls') faults.push(...nameNotes(plan, properties.name));
  for (const [property, at] of marks?.size && shape ? ready.places : []) {
    const rows = marks?.get(at)?.merged;
    if (rows) faults.push({ column: headingOf(plan, property), value: row.cells[at] ?? null, reason: `坐标是合并单元格：${rowsOf(rows)}同一位置 (coordinates in a merged cell: the same place for these rows)`, suggestion: null, level: 'note' });
  }
  return { properties, geometry: shape, faults, repairs, ...(Object.keys(said).length ? { said } : {}) };
}

/** Texts of a column whose meaning is remembered: lists and dates repeat, names do not. */
const REMEMBERED = 2_000;

interface Finding { faults: RowFault[]; marks: Map<number, Mark> | undefined; /** What the file says of a property that has no value. */ said: Record<string, string> }

const rowsOf = ([from, to]: [number, number]) => `第 ${from}–${to} 行`;

/** Marks that repeat the cell above: whether that is the row above in the file that came, nobody can tell. */
const DITTO = /^(同上|同前|同左|〃|″|"|''|々)$/;
const LONGEST_DITTO = 4;

/** Of these a merged cell can be a sum. */
const QUANTITIES = ['double precision', 'integer', 'smallint'];

function propertiesOf(plan: Plan, { given, defaults, required, alike }: Ready, cells: Cell[], finding: Finding): Record<string, unknown> {
  const { faults, marks, said } = finding;
  const properties: Record<string, unknown> = {};
  for (const { at, property, stored, column, known } of given) {
    const cell = cells[at] ?? null;
    if (cell === null || properties[property] !== undefined) continue;
    const remembered = typeof cell === 'string' ? known.get(cell) : undefined;
    if (remembered !== undefined) { properties[stored] = remembered; continue; }
    if (isBlankCell(cell)) continue;
    if (typeof cell === 'string' && cell.length <= LONGEST_DITTO && DITTO.test(cell.trim())) {
      faults.push({ column, value: cell, reason: '“同上”须写明 (ditto marks must be written out)', suggestion: '向下填充为上一行的值 (fill down what it repeats)', level: 'error' });
      continue;
    }
    const mark = marks?.get(at);
    const quantity = QUANTITIES.includes(plan.fields[property]?.type ?? '');
    if (mark?.merged && quantity) {
      faults.push({ column, value: cell, reason: `${rowsOf(mark.merged)}合并为一格：各自都是此数，还是合计，无从知道，未填 (one merged cell: each or all together is not known; left empty)`, suggestion: '取消合并，逐行填写 (unmerge and fill in row by row)', level: 'note' });
      continue;
    }
    const before = faults.length;
    const read = readProperty(plan, property, mark?.shown !== undefined && !quantity ? mark.shown : cell, column, finding);
    if (read === undefined) continue;
    properties[stored] = read;
    if (typeof cell === 'string' && known.size < REMEMBERED && faults.length === before) known.set(cell, read);
  }
  for (const [property, value] of defaults) if (properties[property] === undefined && said[property] === undefined && !faults.some(({ decide }) => decide === property)) properties[property] = value;
  if (plan.region && properties.region_code === undefined && plan.fields.region_code) properties.region_code = plan.region;
  for (const [property, like] of alike) if (properties[property] === undefined && properties[like] !== undefined) properties[property] = properties[like];
  for (const property of required) {
    if (properties[property] === undefined && !faults.some((fault) => fault.level === 'error' && plan.mapping[plan.columns.indexOf(fault.column ?? '')] === property)) {
      faults.push({ column: property, value: null, reason: `${MISSING} (a required value is missing)`, suggestion: property === 'region_code' ? '上传时给出 region (give region with the upload)' : '对应一列，或给出默认值 (map a column or give a default)', level: 'error' });
    }
  }
  return properties;
}

/** Figures that a workbook keeps of a number. */
const FIGURES = 15;

function readProperty(plan: Plan, property: string, given: Cell, column: string, { faults, said }: Finding): unknown {
  const texts = ['text', 'text[]', 'bigint[]'].includes(plan.fields[property]?.type ?? '') || property.endsWith('code');
  if (texts && typeof given === 'number' && Math.abs(given) >= 10 ** FIGURES) {
    faults.push({ column, value: given, reason: `数字超过 ${FIGURES} 位，表格软件只保留前 ${FIGURES} 位，后面的不可信 (more than ${FIGURES} figures: those after are not to be trusted)`, suggestion: '将该列设为文本格式，重新填写后上传 (make the column text, type it again and upload)', level: 'error' });
    return undefined;
  }
  const cell = texts && typeof given === 'number' ? String(Number(given.toPrecision(FIGURES))) : given;
  if (property === 'region_code') return readRegion(plan, String(cell), column, faults);
  if (property === 'national_code') return readNational(String(cell), column, faults);
  const field = plan.fields[property];
  if (!field) return undefined;
  const read = readValue(property.endsWith('code') ? String(cell).normalize('NFKC').trim() : cell, field);
  if ('value' in read) return read.value;
  if (read.partial) {
    said[property] = String(cell);
    const day = plan.partialDates && read.days?.[plan.partialDates === 'first_day' ? 0 : 1];
    const reason = day ? `按同意取${plan.partialDates === 'first_day' ? '首日' : '末日'} ${day}，原文留在来源里 (taken as ${day} by consent, the words are kept in the source)` : read.reason;
    faults.push({ column, value: cell, reason, suggestion: day ? null : read.suggestion ?? null, level: 'note', ...(read.days ? { partial: true as const } : {}) });
    return day && field.type.startsWith('timestamp') ? `${day}T00:00:00+08:00` : day;
  }
  faults.push({ column, value: cell, reason: read.reason, suggestion: read.suggestion ?? null, level: 'error', ...(read.decide ? { decide: property } : {}) });
  return undefined;
}

/** A code, or the name of a town of the city. */
function readRegion(plan: Plan, text: string, column: string, faults: RowFault[]): unknown {
  const plain = plainValue(text);
  if (/^\d{6}(000){1,2}$/.test(plain)) return plain.slice(0, 6);
  if (/^\d{12}$/.test(plain)) {
    if (!plain.endsWith('000')) faults.push({ column, value: text, reason: `村级代码，取其所在乡镇 ${plain.slice(0, 9)} (the code of a village: its town is taken)`, suggestion: null, level: 'note' });
    return plain.slice(0, 9);
  }
  if (/^\d{6}(\d{3})?$/.test(plain)) return plain;
  const code = meant(plan.regions, plain) ?? plan.regions[Object.keys(plan.regions).find((name) => name.length > 1 && plain.endsWith(name)) ?? ''];
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
  return wrong.map((reason) => ({ column: 'name', value: name, reason: `${MISNAMED}：${reason}`, suggestion: null, level: 'note' as const }));
}

type Cells = (property: string) => Cell;

const cellsOf = ({ places }: Ready, cells: Cell[]): Cells => (property) => {
  const at = places.get(property);
  const cell = at === undefined ? null : cells[at] ?? null;
  return isBlankCell(cell) ? null : cell;
};

function pairOf(cell: Cells, x: string, y: string): [string | number, string | number] | undefined {
  const [first, second] = [cell(x), cell(y)];
  return first === null || second === null ? undefined : [first as string | number, second as string | number];
}

/** What stands in the cells of a row for its place. */
export function typedPair(plan: Plan, cells: Cell[]): [string | number, string | number] | undefined {
  const ready = readyFor(plan);
  return typed(ready, cellsOf(ready, cells));
}

function typed({ sexagesimal: divided }: Ready, cell: Cells): [string | number, string | number] | undefined {
  const [x, y] = divided ? ['lon', 'lat'].map((axis) => sexagesimal(cell, axis)) : [];
  if (x !== undefined && y !== undefined) return [x, y];
  const plain = pairOf(cell, 'lon', 'lat');
  if (plain) return plain;
  const both = cell('lonlat');
  return both === null ? undefined : pairIn(String(both));
}

function sexagesimal(cell: Cells, axis: string): string | undefined {
  const [degrees, minutes, seconds] = [cell(`${axis}_d`), cell(`${axis}_m`), cell(`${axis}_s`)];
  return degrees === null || minutes === null ? undefined : seconds === null ? `${degrees}°${minutes}′` : `${degrees}°${minutes}′${seconds}″`;
}

/** The file's own name for a column. */
const headingOf = (plan: Plan, property: string) => plan.columns[plan.mapping.indexOf(property)] ?? property;

const unread = (property: string, pair: unknown[], plan: Plan): RowFault => ({
  column: headingOf(plan, property), value: pair.join(', '), reason: `不能按“${nameOfReading(plan.reading).zh}”读作坐标 (cannot be read as coordinates in this way: ${nameOfReading(plan.reading).en})`,
  suggestion: pair.some((one) => /^\s*\d{1,3}[,，]\d{1,3}\s*$/.test(String(one))) ? '逗号是小数点还是度分？小数请写作 131.15，度分请写作 131°15′ (is the comma a decimal point, or between degrees and minutes?)' : '核对写法；可为此行另定读法 (check how it is written; a row can have a reading of its own)', level: 'error',
});

/** Where there is something for a place, but no two coordinates: what it is. */
function half(plan: Plan, cell: Cells): RowFault | undefined {
  const both = cell('lonlat');
  if (both !== null) return unread('lonlat', [both], plan);
  for (const [one, other, zh] of [['lon', 'lat', '缺纬度'], ['lat', 'lon', '缺经度']] as const) {
    if (cell(one) !== null && cell(other) === null) return { column: headingOf(plan, other), value: null, reason: `${zh}，只有“${headingOf(plan, one)}” ${cell(one)} (only one of two coordinates)`, suggestion: null, level: 'error' };
  }
  return undefined;
}

function shapeOf(plan: Plan, ready: Ready, given: RawRow['shape'], cell: Cells, faults: RowFault[]): { shape: Shape | null; repairs: Converted['repairs'] } {
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
  const pair = typed(ready, cell);
  if (!plan.shapes.includes('Point')) return { shape: null, repairs: [] };
  if (!pair) {
    const fault = half(plan, cell);
    if (fault) faults.push(fault);
    return { shape: null, repairs: [] };
  }
  const place = typedPlace(pair, plan);
  if (!place) faults.push(unread(['lon', 'lonlat', 'lon_d'].find((property) => plan.mapping.includes(property)) ?? 'lon', pair, plan));
  return { shape: place ? { type: 'Point', coordinates: place } : null, repairs: [] };
}
