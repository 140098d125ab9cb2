/** One thing that is wrong with a request: `field` is a path such as `limit` or `features[3].geometry`. */
export interface FieldError {
  field: string;
  reason: string;
  value?: unknown;
}

const KINDS = {
  bad_request: { status: 400, title: '请求有误 Bad request' },
  forbidden: { status: 403, title: '不允许 Forbidden' },
  not_found: { status: 404, title: '未找到 Not found' },
  method_not_allowed: { status: 405, title: '不支持的方法 Method not allowed' },
  slow: { status: 408, title: '请求超时 Request timeout' },
  conflict: { status: 409, title: '与现有数据冲突 Conflict' },
  changed: { status: 412, title: '数据已被改动 Changed meanwhile' },
  too_large: { status: 413, title: '请求体过大 Body too large' },
  unsupported: { status: 415, title: '不支持的内容类型 Unsupported content type' },
  invalid: { status: 422, title: '数据不合要求 Invalid data' },
  unconditional: { status: 428, title: '须说明所改的版本 Precondition required' },
  too_long: { status: 431, title: '请求头过长 Request header fields too large' },
  internal: { status: 500, title: '服务器内部错误 Internal error' },
  unavailable: { status: 503, title: '暂时不可用 Unavailable' },
  timeout: { status: 503, title: '查询超时 Timeout' },
} as const;

export type Kind = keyof typeof KINDS;

/** An error whose words may be shown to the caller. */
export class AppError extends Error {
  constructor(readonly kind: Kind, readonly detail: string, readonly errors: FieldError[] = []) {
    super(detail);
  }
}

interface Known { kind: Kind; detail: string }

const BUSY: Known = { kind: 'unavailable', detail: '数据库暂时不可用，请稍后重试 (the database is not available, try again)' };
const STALE: Known = { kind: 'unavailable', detail: '并发冲突，请重试 (concurrent change, try again)' };
const OUT_OF_RANGE: Known = { kind: 'bad_request', detail: '数值超出范围 (a value is out of range)' };
const NOT_A_VALUE: Known = { kind: 'bad_request', detail: '值的写法有误 (a value is malformed)' };

/** SQLSTATE → what the caller is told. Two-letter keys stand for a whole class; whatever is not here is a 500. */
const SQLSTATES: Record<string, Known> = {
  '08': BUSY, // connection exceptions
  '53': BUSY, // out of connections, memory, disk
  '55P03': { kind: 'conflict', detail: '另一项改动尚未完成，请稍后重试 (another change is under way, try again)' },
  57014: { kind: 'timeout', detail: '查询超过时限，已中止；请缩小范围 (the query ran over its time limit and was ended; ask for less)' },
  '57P01': BUSY, // admin shutdown
  '57P02': BUSY, // crash shutdown
  '57P03': BUSY, // starting up
  40001: STALE, // serialization failure
  '40P01': STALE, // deadlock
  22003: OUT_OF_RANGE,
  22008: OUT_OF_RANGE, // date or time
  22007: NOT_A_VALUE, // date or time
  22021: NOT_A_VALUE, // not a character of the encoding
  '22P02': NOT_A_VALUE, // text of a number, …
  '22P05': NOT_A_VALUE, // untranslatable character
  23502: { kind: 'invalid', detail: '缺少必填值 (a required value is missing)' },
  23503: { kind: 'invalid', detail: '引用的对象不存在，或仍被引用 (a referenced object is missing or still in use)' },
  23505: { kind: 'conflict', detail: '已存在相同编码的对象 (an object with this code exists)' },
  PK001: { kind: 'conflict', detail: '研判结论与历史只追加，不改不删 (verdicts and history are append-only)' },
  23514: { kind: 'invalid', detail: '值不在允许范围内 (a value is not allowed)' },
};

/** Codes of Node, `type`s of Express's body readers and names of pool errors → what the caller is told. */
const FAULTS: Record<string, Known> = {
  ECONNREFUSED: BUSY,
  ECONNRESET: BUSY,
  ENOENT: BUSY, // the embedded engine's socket while it reopens
  EPIPE: BUSY,
  KnexTimeoutError: BUSY,
  URIError: { kind: 'bad_request', detail: '地址中的百分号编码有误 (malformed percent encoding in the address)' },
  'charset.unsupported': { kind: 'unsupported', detail: '只接受 UTF-8 (only UTF-8 is accepted)' },
  'encoding.unsupported': { kind: 'unsupported', detail: '不支持的内容编码 (unsupported content encoding)' },
  'entity.parse.failed': { kind: 'bad_request', detail: '请求体不是合法的 JSON (the body is not valid JSON)' },
  'entity.too.large': { kind: 'too_large', detail: '请求体超过上限 (the body is over the limit)' },
  'request.aborted': { kind: 'bad_request', detail: '请求体没有传完 (the body did not arrive whole)' },
  'request.size.invalid': { kind: 'bad_request', detail: '请求体与 Content-Length 不符 (the body is not as long as Content-Length says)' },
};

const UNKNOWN: Known = { kind: 'internal', detail: '服务器出错，已记入日志 (the fault is in the log)' };

function recognise(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, type, name } = (error ?? {}) as { code?: unknown; type?: unknown; name?: unknown };
  const sqlstate = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
  const known = SQLSTATES[sqlstate] ?? SQLSTATES[sqlstate.slice(0, 2)]
    ?? FAULTS[String(code)] ?? FAULTS[String(type)] ?? FAULTS[String(name)] ?? UNKNOWN;
  return new AppError(known.kind, known.detail, faultErrors(known.kind, error));
}

/** Faults that express finds in a body have no field of their own: say which part of the request it was. */
function faultErrors(kind: Kind, error: unknown): FieldError[] {
  const { limit, length, type, body } = (error ?? {}) as { limit?: number; length?: number; type?: string; body?: unknown };
  if (type === 'entity.parse.failed') return [{ field: 'body', reason: '不是合法的 JSON (not valid JSON)', value: typeof body === 'string' ? body : null }];
  if (error instanceof URIError) return [{ field: 'path', reason: '百分号编码有误 (malformed percent encoding)' }];
  if (kind === 'too_large' && limit) return [{ field: 'body', reason: `上限 ${limit} 字节 (limit in bytes)`, value: length ?? null }];
  return [];
}

/**
 * The RFC 9457 problem document of any error. Only an AppError's words and those of the tables above go out,
 * never the text of a database or program error.
 */
export function problem(error: unknown, instance?: string) {
  const { kind, detail, errors } = recognise(error);
  const { status, title } = KINDS[kind];
  return { type: `urn:paikou:problem:${kind}`, title, status, detail, ...(instance && { instance }), errors: errors.map(shorten) };
}

/** Longest echo of a wrong value, characters. */
const ECHO = 200;

function shorten({ field, reason, value }: FieldError): FieldError {
  if (value === undefined) return { field, reason, value: null };
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  if (text.length <= ECHO) return { field, reason, value };
  return { field, reason, value: `${text.slice(0, ECHO)}… (${text.length})` };
}
