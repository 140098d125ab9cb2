import { dayOf, readMoment } from '../http/query';
import { AppError } from '../errors';

/** Days from and to which something holds, both included, YYYY-MM-DD; open ends are infinite. */
export interface Period { from: string; to: string }

/** An instant, or two separated by a slash of which either may be open. Days are those of China. @throws AppError 400 */
export function readPeriod(datetime: string): Period {
  const parts = datetime.split('/');
  if (parts.length > 2) refuse('区间只有两端 (an interval has two ends)', datetime);
  const [from, to] = parts.map((part) => (part === '' || part === '..' ? undefined : day(part, datetime)));
  if (parts.length === 1) return from ? { from, to: from } : refuse('应为时间 (must be a time)', datetime);
  if (!from && !to) return { from: '-infinity', to: 'infinity' };
  if (from && to && from > to) refuse('区间的起点晚于终点 (the interval ends before it begins)', datetime);
  return { from: from ?? '-infinity', to: to ?? 'infinity' };
}

/** GDAL (3.6) writes a date with an idle T behind it. */
const IDLE = /^(\d{4}-\d{2}-\d{2})T$/;

function day(given: string, whole: string): string {
  const part = given.replace(IDLE, '$1');
  const moment = readMoment(part);
  if (!moment) return refuse('应为日期或带时区的 RFC 3339 时间，或由斜杠分开的区间 (a date or an RFC 3339 time with its offset, or an interval of them)', whole);
  return /T/.test(part) ? dayOf(new Date(moment.getTime() + 1)) : part;
}

function refuse(reason: string, value: string): never {
  throw new AppError('bad_request', '时间有误 (wrong datetime)', [{ field: 'datetime', reason, value }]);
}
