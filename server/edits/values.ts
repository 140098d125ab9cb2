import type { FieldError } from '../errors';
import { fault } from '../checks/geometry';
import { readMoment } from '../http/query';
import type { Column } from '../loading/geojson-table';
import { isUsableNumber, USABLE_NUMBER } from '../loading/numbers';
import type { Constraint, TableShape } from './table-shape';

/** Longest text of one value, characters. */
const LONGEST = 4000;

const isText = (value: unknown) => typeof value === 'string' && value.trim().length > 0 && value.length <= LONGEST
  && !/[\p{Cc}\p{Cs}\uFFFD]/u.test(value.replace(/[\n\t]/g, ''));
const isDay = (value: unknown) => typeof value === 'string' && /^[1-9]\d{3}-\d{2}-\d{2}$/.test(value) && readMoment(value) !== undefined;
const isMoment = (value: unknown) => typeof value === 'string' && value.length > 10 && /^[1-9]/.test(value) && readMoment(value) !== undefined;
const isWhole = (value: unknown) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.stringify(value).includes('\\u0000');
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

/** What a value of a column type must be. */
const TYPES: Record<string, { holds: (value: unknown) => boolean; reason: string }> = {
  text: { holds: isText, reason: `应为非空文本，至多 ${LONGEST} 字，不含控制字符 (a text that is not empty)` },
  'double precision': { holds: isUsableNumber, reason: USABLE_NUMBER },
  integer: { holds: isWhole, reason: '应为整数 (an integer)' },
  boolean: { holds: (value) => typeof value === 'boolean', reason: '应为 true 或 false (true or false)' },
  date: { holds: isDay, reason: '应为存在的日期 YYYY-MM-DD (a date that exists)' },
  'timestamp with time zone': { holds: isMoment, reason: '应为带时区的 RFC 3339 时间 (an RFC 3339 time with its offset)' },
  jsonb: { holds: isObject, reason: '应为 JSON 对象 (a JSON object)' },
  'text[]': { holds: isTexts, reason: '应为文本数组 (an array of texts)' },
  'bigint[]': { holds: isTexts, reason: '应为编码数组 (an array of codes)' },
};

/** A reference is given by the code of what it refers to. */
const typeOf = (column: Column) => (column.references ? 'text' : column.type);

/** Everything wrong with the properties of a row by the columns' types and lists of values. `entry` is looked at as a geometry. */
export function valueFaults(shape: TableShape, properties: Record<string, unknown>, path: (string | number)[]): FieldError[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const column = shape.given.get(name);
    if (!column) return [fault([...path, name], `未知字段；可用 (unknown field; allowed): ${[...shape.given.keys()].join(', ')}`, value)];
    if (value === null) return column.required ? [fault([...path, name], '不能为空 (must not be null)', value)] : [];
    if (column.type === 'geometry') return [];
    const type = TYPES[typeOf(column)];
    if (!type) throw new Error(`${shape.table}.${column.name}: no check for values of type ${column.type}`);
    if (!type.holds(value)) return [fault([...path, name], type.reason, value)];
    const allowed = listOf(shape.constraints, column.name);
    return allowed && !allowed.includes(value as string) ? [fault([...path, name], `可用 (allowed): ${allowed.join(', ')}`, value)] : [];
  });
}

/** The values that a check constraint of one column lists, if it has one that does nothing else. */
export function listOf(constraints: Constraint[], column: string): string[] | undefined {
  const check = constraints.find(({ kind, columns, definition }) => kind === 'c' && columns.join() === column && /^CHECK \(\(+\w+ = ANY \(+ARRAY\[/.test(definition));
  return check && [...check.definition.matchAll(/'((?:[^']|'')*)'::text/g)].map((found) => (found[1] as string).replaceAll("''", "'"));
}

/** Columns that a new row must have and the feature does not give. */
export function missingFaults(shape: TableShape, properties: Record<string, unknown>, issued: string[], path: (string | number)[]): FieldError[] {
  return [...shape.given].filter(([name, { required, usual, name: column }]) => required && usual === null && properties[name] === undefined && !issued.includes(column))
    .map(([name]) => fault([...path, name], '缺少必填项 (a required value is missing)', null));
}
