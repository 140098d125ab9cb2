import { readMoment } from '../../http/query';
import type { Expression } from './expression';
import { refuse } from './refusal';
import type { Term, Writer } from './sql';

/** SQL of first and last moment; of an instant both are the same. */
export interface Time { start: string; end: string; type: 'date' | 'timestamp'; instant?: Term }

export const isTime = (expression: Expression): expression is { date: string } | { timestamp: string } | { interval: [Expression, Expression] } =>
  typeof expression === 'object' && !Array.isArray(expression) && ('date' in expression || 'timestamp' in expression || 'interval' in expression);

/** A time literal or a property that is a date. @throws AppError 400 for anything else. */
export function timeOf(expression: Expression, writer: Writer): Time {
  if (typeof expression === 'object' && 'property' in expression) {
    const term = writer.property(expression.property);
    return term.type === 'date' ? { start: term.sql, end: term.sql, type: 'date', instant: term } : refuse(`${expression.property} 不是时间 (not a time)`, expression.property);
  }
  if (!isTime(expression)) return refuse('应为时间 (must be a time: DATE, TIMESTAMP, INTERVAL or a property that is a date)', expression);
  if ('interval' in expression) return interval(expression.interval, writer);
  const text = 'date' in expression ? expression.date : expression.timestamp;
  return instant('date' in expression ? 'date' : 'timestamp', text, writer);
}

function instant(type: 'date' | 'timestamp', text: string, writer: Writer): Time {
  const fits = type === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /T/;
  const moment = fits.test(text) ? readMoment(text) : undefined;
  if (!moment) return refuse(type === 'date' ? '应为日期 YYYY-MM-DD (must be a date)' : '应为带时区的 RFC 3339 时间 (must be an RFC 3339 time with its offset)', text);
  const sql = type === 'date' ? `CAST(${writer.bind(text)} AS date)` : `CAST(${writer.bind(moment.toISOString())} AS timestamptz)`;
  return { start: sql, end: sql, type, instant: { sql, type } };
}

function interval([from, to]: [Expression, Expression], writer: Writer): Time {
  const [start, end] = [bound(from, writer), bound(to, writer)];
  const type = start?.type ?? end?.type ?? 'date';
  if (start && end && start.type !== end.type) refuse('区间两端须同为日期或同为时间 (both ends must be dates, or both times)');
  const cast = type === 'date' ? 'date' : 'timestamptz';
  return { start: start?.start ?? `CAST('-infinity' AS ${cast})`, end: end?.end ?? `CAST('infinity' AS ${cast})`, type };
}

/** `..` is open; a text is a date or a time by its form. */
function bound(expression: Expression, writer: Writer): Time | undefined {
  if (expression === '..' || expression === '') return undefined;
  if (typeof expression === 'string') return instant(expression.includes('T') ? 'timestamp' : 'date', expression, writer);
  if (typeof expression === 'object' && 'interval' in expression) return refuse('区间的端点不能是区间 (an end of an interval is an instant)');
  return timeOf(expression, writer);
}

const RELATIONS: Record<string, (a: Time, b: Time) => string> = {
  t_after: (a, b) => `${a.start} > ${b.end}`,
  t_before: (a, b) => `${a.end} < ${b.start}`,
  t_contains: (a, b) => `${a.start} < ${b.start} AND ${a.end} > ${b.end}`,
  t_disjoint: (a, b) => `NOT (${a.start} <= ${b.end} AND ${a.end} >= ${b.start})`,
  t_during: (a, b) => `${a.start} > ${b.start} AND ${a.end} < ${b.end}`,
  t_equals: (a, b) => `${a.start} = ${b.start} AND ${a.end} = ${b.end}`,
  t_finishedBy: (a, b) => `${a.start} < ${b.start} AND ${a.end} = ${b.end}`,
  t_finishes: (a, b) => `${a.start} > ${b.start} AND ${a.end} = ${b.end}`,
  t_intersects: (a, b) => `${a.start} <= ${b.end} AND ${a.end} >= ${b.start}`,
  t_meets: (a, b) => `${a.end} = ${b.start}`,
  t_metBy: (a, b) => `${a.start} = ${b.end}`,
  t_overlappedBy: (a, b) => `${a.start} > ${b.start} AND ${a.start} < ${b.end} AND ${a.end} > ${b.end}`,
  t_overlaps: (a, b) => `${a.start} < ${b.start} AND ${a.end} > ${b.start} AND ${a.end} < ${b.end}`,
  t_startedBy: (a, b) => `${a.start} = ${b.start} AND ${a.end} > ${b.end}`,
  t_starts: (a, b) => `${a.start} = ${b.start} AND ${a.end} < ${b.end}`,
};

export function temporalSql(op: string, a: Time, b: Time): string {
  const relation = RELATIONS[op] as (a: Time, b: Time) => string;
  return a.type === b.type ? relation(a, b) : relation(byDay(a), byDay(b));
}

/** A time beside a date is taken as its day in China. */
function byDay(time: Time): Time {
  if (time.type === 'date') return time;
  const day = (sql: string) => `CAST(${sql} AT TIME ZONE 'Asia/Shanghai' AS date)`;
  return { start: day(time.start), end: day(time.end), type: 'date' };
}

