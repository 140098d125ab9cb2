import type { Feature } from 'geojson';
import { fault } from '../checks/geometry';
import { AppError } from '../errors';
import { propertyOf } from '../loading/geojson-table';
import type { Constraint, TableShape } from './table-shape';
import { listOf } from './values';

interface DbError { code?: string; constraint?: string; column?: string }

/**
 * What the database refused about a row, said of the fields that its constraint is about. Other errors come back as they are.
 */
export function explain(error: unknown, { constraints, columns }: TableShape, feature: Feature, path: (string | number)[] = []): unknown {
  const { code, constraint: name, column } = error as DbError;
  const constraint = constraints.find((one) => one.name === name);
  const about = code === '23502' ? [column as string] : constraint?.columns;
  if (!about || !['23502', '23503', '23505', '23514'].includes(code as string)) return error;
  const reason = reasonOf(code as string, constraint, constraints);
  const errors = about.map((one) => {
    const property = propertyOf(columns.find((each) => each.name === one) ?? { name: one, references: null } as never);
    return one === 'geom' ? fault([...path, 'geometry'], reason, feature.geometry?.type) : fault([...path, 'properties', property], reason, feature.properties?.[property]);
  });
  return new AppError(code === '23505' ? 'conflict' : 'invalid', reason, errors);
}

function reasonOf(code: string, constraint: Constraint | undefined, constraints: Constraint[]): string {
  if (code === '23502') return '缺少必填项 (a required value is missing)';
  if (code === '23503') return '引用的对象不存在 (what it refers to does not exist)';
  if (code === '23505') return '已有相同的编码 (another row has this code)';
  return constraint ? demandOf(constraint, constraints) : '不符合约束 (breaks a constraint)';
}

/** What a CHECK asks, in words: its own, the values of a list, a bound; else as it is written. */
export function demandOf(constraint: Constraint, constraints: Constraint[]): string {
  const { words, definition, columns } = constraint;
  if (words) return words;
  const allowed = columns.length === 1 ? listOf(constraints, columns[0] as string) : undefined;
  if (allowed) return `可用 (allowed): ${allowed.join(', ')}`;
  const plain = definition.replace(/^CHECK /, '').replace(/::[a-z ]+(\[\])?/g, '');
  const [, bound, least] = /^\(\(\w+ (>=|>) \(?(-?[\d.]+)\)?\)\)$/.exec(plain) ?? [];
  if (least) return bound === '>' ? `须大于 ${least} (must be more than ${least})` : `须不小于 ${least} (must be at least ${least})`;
  return `不符合约束 (breaks the constraint) ${plain}`;
}
