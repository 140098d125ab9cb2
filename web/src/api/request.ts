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

type ProblemBody = { title?: string; detail?: string; errors?: Problem['errors'] };

const problemFrom = (status: number, body: ProblemBody): Problem => new Problem(status, body.title ?? `HTTP ${status}`, body.detail ?? '', body.errors ?? []);

const problemOf = async (response: Response): Promise<Problem> => problemFrom(response.status, await response.json().catch(() => ({})));

async function request<T>(url: string, init: RequestInit, signal?: AbortSignal, limit: AbortSignal | null = AbortSignal.timeout(TIMEOUT_MS)): Promise<T> {
  const ends = [signal, limit].filter((one) => one !== undefined && one !== null);
  const response = await fetch(url, ends.length ? { ...init, signal: AbortSignal.any(ends) } : init).catch((error: Error) => {
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

const json = (method: string, body: unknown): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const patchJson = <T>(path: string, body: unknown): Promise<T> => request<T>(path, json('PATCH', body), undefined, null);

/** For work that takes as long as it takes and tells how it goes on by other ways. */
export const postLong = <T>(path: string, body: unknown): Promise<T> => request<T>(path, json('POST', body), undefined, null);

/** Sends a form and tells how much of it has left: only XMLHttpRequest knows. */
export function sendForm<T>(path: string, form: FormData, sent: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const asking = new XMLHttpRequest();
    asking.open('POST', path);
    asking.responseType = 'json';
    asking.upload.onprogress = ({ loaded, total }) => sent(total ? loaded / total : 0);
    asking.onload = () => {
      reachable(true);
      if (asking.status < 300) resolve(asking.response as T);
      else reject(problemFrom(asking.status, asking.response ?? {}));
    };
    asking.onerror = () => { reachable(false); reject(new TypeError('network')); };
    asking.onabort = () => reject(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => asking.abort(), { once: true });
    asking.send(form);
  });
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
