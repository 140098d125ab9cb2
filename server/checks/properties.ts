import { POSITION_METHODS } from '../api-types';
import type { FieldError } from '../errors';
import { readMoment } from '../http/query';
import { isUsableNumber } from '../loading/numbers';
import { fault } from './geometry';
import type { References } from './references';

const STATUSES = ['existing', 'proposed'] as const;
/** Farther off than this a position says nothing, metres. */
const MOST_ERROR_M = 10_000;

/** What a feature says of itself, cleaned: absent means not known. */
export interface CleanProperties {
  category: string | null;
  status: (typeof STATUSES)[number];
  set_up: string | null;
  position_method: (typeof POSITION_METHODS)[number];
  /** 95 %, metres. */
  error_m: number | null;
  discharger: string | null;
  town: string | null;
  river: string | null;
  severe_pollution: boolean | null;
  adds_load: boolean | null;
}

/** Properties of a posted feature with everything wrong about them. Foreign properties are no concern of the check. */
export function readProperties(given: unknown, path: (string | number)[], { categories, dischargers }: References) {
  if (given !== null && given !== undefined && (typeof given !== 'object' || Array.isArray(given))) {
    return { errors: [fault(path, 'properties 须为对象或 null (must be an object or null)', given)] };
  }
  const own = (given ?? {}) as Record<string, unknown>;
  const check = (name: string, holds: (value: unknown) => boolean, reason: string): FieldError[] =>
    own[name] === undefined || own[name] === null || holds(own[name]) ? [] : [fault([...path, name], reason, own[name])];
  const errors = [
    ...check('category', (value) => categories.includes(value as string), `没有这个分类；可用 (no such category; allowed): ${categories.join(', ')}`),
    ...check('status', (value) => STATUSES.includes(value as never), `可用 (allowed): ${STATUSES.join(', ')}`),
    ...check('set_up', isDate, '应为存在的日期 YYYY-MM-DD (a date that exists)'),
    ...check('position_method', (value) => POSITION_METHODS.includes(value as never), `可用 (allowed): ${POSITION_METHODS.join(', ')}`),
    ...check('error_m', isError, `应为 0–${MOST_ERROR_M} 的数，单位米 (a number of metres)`),
    ...check('town', (value) => typeof value === 'string' && /^\d{9}$/.test(value), '应为 9 位乡镇代码 (nine digits of a town)'),
    ...check('river', (value) => typeof value === 'string' && value.length <= 100 && !/\p{Cc}/u.test(value), '应为河流名称，至多 100 字 (name of a river)'),
    ...check('severe_pollution', (value) => typeof value === 'boolean', '应为 true 或 false (true or false)'),
    ...check('adds_load', (value) => typeof value === 'boolean', '应为 true 或 false (true or false)'),
    ...check('discharger', (value) => dischargers.has(value as string), '没有此编码的排污单位 (no discharger has this code)'),
  ];
  return errors.length ? { errors } : { errors, clean: cleaned(own as Partial<CleanProperties>) };
}

/** A feature that does not say whether it exists is taken for proposed, the stricter reading, unless it tells when it was set up. */
function cleaned({ category, status, set_up, position_method, error_m, discharger, town, river, severe_pollution, adds_load }: Partial<CleanProperties>): CleanProperties {
  return {
    category: category && category !== 'undetermined' ? category : null,
    status: status ?? (set_up ? 'existing' : 'proposed'),
    set_up: set_up ?? null,
    position_method: position_method ?? 'unknown',
    error_m: error_m ?? null,
    discharger: discharger ?? null,
    town: town ?? null,
    river: river || null,
    severe_pollution: severe_pollution ?? null,
    adds_load: adds_load ?? null,
  };
}

const isDate = (value: unknown) => typeof value === 'string' && value.length === 10 && readMoment(value) !== undefined;
const isError = (value: unknown) => isUsableNumber(value) && value >= 0 && value <= MOST_ERROR_M;
