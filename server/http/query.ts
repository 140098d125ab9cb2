import { z } from 'zod';

// Query parameters that several routes share. All are optional; several values are separated by commas.

const split = (text: string) => [...new Set(text.split(','))];

/** One or more of a closed set of values. */
export function oneOrMore<const Values extends readonly [string, ...string[]]>(values: Values, description: string) {
  const oneOf = values.join('|');
  return z.string()
    .transform(split)
    .pipe(z.array(z.enum(values, { error: (issue) => `${String(issue.input)} 不在可用值内；可用 (allowed): ${values.join(', ')}` })))
    .optional()
    .meta({ description, pattern: `^(${oneOf})(,(${oneOf}))*$` });
}

/** One or more codes or words; whether they exist is for the domain to say. */
export function codes(pattern: RegExp, description: string) {
  return z.string()
    .transform(split)
    .pipe(z.array(z.string().regex(pattern, { error: (issue) => `${String(issue.input)} 写法有误 (malformed)；${description}` })).max(100))
    .optional()
    .meta({ description });
}

export const regionCodes = codes(/^\d{6}(\d{3})?$/, '行政区划代码，6 位或 9 位，含下级 (region codes, 6 or 9 digits, with what lies below)');

export const limit = z.string().regex(/^\d{1,4}$/, '应为 1–1000 的整数 (an integer from 1 to 1000)').transform(Number)
  .pipe(z.number().min(1, '至少 1 (at least 1)').max(1000, '至多 1000 (at most 1000)'))
  .prefault('100')
  .meta({ description: '每页条数 1–1000 (items a page)' });

/** A row id in a path: a positive integer that JSON can carry. */
export const id = z.string().regex(/^[1-9]\d{0,14}$/, '应为正整数 (a positive integer)').transform(Number);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A moment. A bare date means its end, 24:00 in Asia/Shanghai (UTC+8, no summer time since 1991);
 * everything else is RFC 3339 with its offset.
 */
export function readMoment(text: string): Date | undefined {
  const day = text.slice(0, 10);
  if (new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return undefined; // 30 February
  const moment = DAY.test(text) ? Date.parse(`${text}T00:00:00+08:00`) + 86_400_000 : MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return moment >= FIRST && moment <= LAST ? new Date(moment) : undefined;
}

/** Days in China of years 1 to 9999: there is no year 0, and later ones do not fit the form. */
const FIRST = Date.parse('0001-01-02T00:00:00+08:00');
const LAST = Date.parse('9999-12-31T23:59:59.999+08:00') + 1;

/** @returns the calendar day in Asia/Shanghai of the last instant before `moment`: the day that `as_of` asks about. */
export const dayOf = (moment: Date) => new Date(moment.getTime() - 1 + 8 * 3_600_000).toISOString().slice(0, 10);

const moment = z.string().transform((text, context) => {
  const read = readMoment(text);
  if (!read) context.addIssue({ code: 'custom', message: '应为日期或带时区的 RFC 3339 时间 (a date, or an RFC 3339 time with its offset)' });
  return read ?? z.NEVER;
});

/** Valid time: the day whose editions, declarations and verdicts count. */
export const asOf = moment.optional()
  .meta({ description: '有效时点：该日有效的数据版本与结论；日期（指当日 24:00，Asia/Shanghai）或 RFC 3339 时间 (valid time: a date, meaning its end, or a time)' });

/** Record time: what stood on record then. Today's date, whose end is still to come, means now. */
export const knownAt = moment
  .refine((known) => dayOf(known) <= dayOf(new Date()), '不能晚于今天 (not later than today)')
  .transform((known) => (known.getTime() >= Date.now() ? undefined : known))
  .optional()
  .meta({ description: '记录时点：当时已入库的记录；缺省为现在 (record time: what stood on record then; default now)' });

/** west,south,east,north in degrees, CGCS2000. */
export const bbox = z.string()
  .transform((text, context) => {
    const box = text.split(',').map((part) => (/^-?\d{1,3}(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
    const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = box;
    const holds = box.length === 4 && west >= -180 && east <= 180 && south >= -90 && north <= 90 && west <= east && south <= north;
    if (!holds) context.addIssue({ code: 'custom', message: '应为 西,南,东,北，十进制度 (west,south,east,north in degrees, west ≤ east, south ≤ north)' });
    return [west, south, east, north] as [number, number, number, number];
  })
  .optional()
  .meta({ description: '范围：西,南,东,北，十进制度，CGCS2000 (west,south,east,north in degrees)' });
