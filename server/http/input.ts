import type { Request } from 'express';
import { z } from 'zod';
import { AppError, type FieldError, type Kind } from '../errors';
import type { Route } from './route';

const chinese = z.locales.zhCN().localeError;

/** Everything a handler reads, cleaned once. @throws AppError 400 naming every parameter that is wrong. */
export function readInput(route: Route, request: Request) {
  return {
    params: readParams(route, request),
    query: readQuery(route, request.originalUrl),
    body: route.body ? clean(route.body, request.body, 'bad_request') : undefined,
  };
}

/** A path that does not fit its pattern names nothing that exists. */
function readParams(route: Route, request: Request) {
  const read = z.object(route.params ?? {}).safeParse(request.params, { error: chinese });
  if (read.success) return read.data;
  throw new AppError('not_found', '没有这个地址 (no such resource)', read.error.issues.flatMap((issue) => fieldErrors(issue, request.params)));
}

/** Query parameters: each at most once, none empty, none unknown. */
export function readQuery(route: Pick<Route, 'query'>, url: string) {
  const at = url.indexOf('?');
  const pairs = [...new URLSearchParams(at < 0 ? '' : url.slice(at))];
  const wrong = pairs.flatMap(([name, value], index) => oddity(name, value, pairs.findIndex((pair) => pair[0] === name) < index));
  if (wrong.length) throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', wrong);
  return clean(z.strictObject(route.query ?? {}), Object.fromEntries(pairs), 'bad_request', '查询参数有误 (wrong query parameters)');
}

function oddity(field: string, value: string, repeated: boolean): FieldError[] {
  if (repeated) return [{ field, reason: '参数重复；多个值用逗号分隔 (repeated; separate several values by commas)', value }];
  if (value === '') return [{ field, reason: '参数没有值 (empty value)', value }];
  if (/[\p{Cc}\uFFFD]/u.test(value)) return [{ field, reason: '含控制字符或非法编码 (control character or malformed encoding)', value }];
  return [];
}

/** Reads a value by a schema. @throws AppError of `kind` with one entry for every complaint. */
export function clean<Schema extends z.ZodType>(schema: Schema, value: unknown, kind: Kind, detail = '请求体有误 (wrong body)'): z.output<Schema> {
  const read = schema.safeParse(value, { error: chinese });
  if (read.success) return read.data;
  const allowed = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  throw new AppError(kind, detail, read.error.issues.flatMap((issue) => fieldErrors(issue, value, allowed)));
}

function fieldErrors(issue: z.core.$ZodIssue, input: unknown, allowed: string[] = []): FieldError[] {
  const field = fieldName(issue.path);
  const value = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], input);
  if (issue.code !== 'unrecognized_keys') return [{ field: field || 'body', reason: issue.message, value: value ?? null }];
  const known = issue.path.length || !allowed.length ? '' : `；可用 (allowed): ${allowed.join(', ')}`;
  return issue.keys.map((key) => ({
    field: field ? `${field}.${key}` : key,
    reason: `未知参数 (unknown parameter)${known}`,
    value: (value as Record<string, unknown>)[key],
  }));
}

/** `features[3].geometry.coordinates[0]` */
export const fieldName = (path: PropertyKey[]) =>
  path.reduce<string>((name, step) => (typeof step === 'number' ? `${name}[${step}]` : name ? `${name}.${String(step)}` : String(step)), '');
