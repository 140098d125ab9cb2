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
    body: route.body && !route.rawBody ? clean(route.body, request.body, 'invalid') : request.body,
  };
}

/** A path that does not fit its pattern names nothing that exists. */
function readParams(route: Route, request: Request) {
  const read = paramsOf(route.params).safeParse(request.params, { error: chinese, reportInput: true });
  if (read.success) return read.data;
  throw new AppError('not_found', '没有这个地址 (no such resource)', read.error.issues.flatMap(bodyErrors));
}

/** Query parameters: each at most once, none empty, none unknown. */
export function readQuery(route: Pick<Route, 'query'>, url: string) {
  const at = url.indexOf('?');
  const pairs = [...new URLSearchParams(at < 0 ? '' : url.slice(at))];
  const wrong = pairs.flatMap(([name, value], index) => oddity(name, value, pairs.findIndex((pair) => pair[0] === name) < index));
  if (wrong.length) throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', wrong);
  return cleanQuery(queryOf(route.query), Object.fromEntries(pairs));
}

/** One schema for each shape: making it costs more than a hundred readings by it. */
function onceMade(make: (shape: z.ZodRawShape) => z.ZodObject) {
  const made = new WeakMap<z.ZodRawShape, z.ZodObject>();
  const nothing = {};
  return (shape: z.ZodRawShape = nothing): z.ZodObject => {
    const schema = made.get(shape) ?? make(shape);
    made.set(shape, schema);
    return schema;
  };
}

const paramsOf = onceMade(z.object);
const queryOf = onceMade(z.strictObject);

function oddity(field: string, value: string, repeated: boolean): FieldError[] {
  if (repeated) return [{ field, reason: '参数重复；多个值用逗号分隔 (repeated; separate several values by commas)', value }];
  if (value === '') return [{ field, reason: '参数没有值 (empty value)', value }];
  if (/[\p{Cc}\uFFFD]/u.test(value)) return [{ field, reason: '含控制字符或非法编码 (control character or malformed encoding)', value }];
  return [];
}

function cleanQuery<Schema extends z.ZodObject>(schema: Schema, given: Record<string, string>) {
  const read = schema.safeParse(given, { error: chinese, reportInput: true });
  if (read.success) return read.data;
  throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', read.error.issues.flatMap((issue) => queryErrors(issue, given, schema)));
}

/** One of several values of a parameter may be wrong: the field is the parameter, the value that one. */
function queryErrors(issue: z.core.$ZodIssue, given: Record<string, string>, schema: z.ZodObject): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: String(issue.path[0]), reason: issue.message, value: issue.input ?? null }];
  const allowed = Object.keys(schema.shape).join(', ') || '—';
  return issue.keys.map((field) => ({ field, reason: `未知参数；可用 (unknown parameter; allowed): ${allowed}`, value: given[field] }));
}

/** Reads a JSON value by a schema. @throws AppError of `kind` with one entry for every complaint. */
export function clean<Schema extends z.ZodType>(schema: Schema, value: unknown, kind: Kind, detail = '请求体有误 (wrong body)'): z.output<Schema> {
  const read = schema.safeParse(value, { error: chinese, reportInput: true });
  if (read.success) return read.data;
  throw new AppError(kind, detail, read.error.issues.flatMap(bodyErrors));
}

function bodyErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(issue.path) || 'body', reason: issue.message, value: issue.input ?? null }];
  return issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), reason: '未知字段 (unknown field)', value: (issue.input as Record<string, unknown> | undefined)?.[key] ?? null }));
}

/** `features[3].geometry.coordinates[0]` */
export const fieldName = (path: PropertyKey[]) =>
  path.reduce<string>((name, step) => (typeof step === 'number' ? `${name}[${step}]` : name ? `${name}.${String(step)}` : String(step)), '');
