import { reachable } from '../state/connection';

/** What the server refused and why: the fields of an RFC 9457 problem. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: { field?: string; reason?: string; value?: unknown }[] = [],
  ) {
    super(detail ? `${title}：${detail}` : title);
  }
}

/** 30 s: a whole-town check takes a few seconds, so silence that long is a fault. */
const TIMEOUT_MS = 30_000;

export type Query = Record<string, string | number | null | undefined>;

/** Path with a query string; empty values are left out. Relative, so the viewer may stand under a prefix. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

async function problemOf(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body.title ?? `HTTP ${response.status}`, body.detail ?? '', body.errors ?? []);
}

async function request<T>(url: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit }).catch((error: Error) => {
    if (error instanceof TypeError) reachable(false);
    throw error;
  });
  reachable(true);
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

export const getJson = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>(address(path, query), { headers: { accept: 'application/json' } }, signal);

export const postJson = <T>(path: string, query: Query, body: unknown, signal?: AbortSignal): Promise<T> =>
  request<T>(
    address(path, query),
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    signal,
  );

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
