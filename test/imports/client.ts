import type { ImportJob } from '../../server/api-types';
import type { RunningApp } from '../harness';

export interface Sent { status: number; body: ImportJob & { detail?: string; errors?: { field: string; reason: string; value: unknown }[] } }

/** Uploads a file as a browser does. */
export async function upload(app: RunningApp, name: string, content: string | Uint8Array, fields: Record<string, unknown> = {}): Promise<Sent> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, typeof value === 'string' ? value : JSON.stringify(value));
  form.set('file', new Blob([content as BlobPart]), name);
  const answer = await fetch(`${app.url}/api/imports`, { method: 'POST', body: form });
  return { status: answer.status, body: await answer.json() as Sent['body'] };
}

export async function send<T = Sent['body']>(app: RunningApp, method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const answer = await fetch(app.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
  return { status: answer.status, body: await answer.json() as T };
}

/** The job once it is no longer being read. */
export async function previewed(app: RunningApp, name: string, content: string | Uint8Array, fields: Record<string, unknown> = {}): Promise<ImportJob> {
  const { status, body } = await upload(app, name, content, fields);
  if (status !== 202) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
  for (;;) {
    const { body: job } = await send<ImportJob>(app, 'GET', `/api/imports/${body.id}?limit=1000`);
    if (job.state !== 'reading') return job;
    await new Promise((next) => { setTimeout(next, 40); });
  }
}

export const commit = (app: RunningApp, id: number, how: Record<string, unknown> = {}) => send(app, 'POST', `/api/imports/${id}/commit`, how);
export const undo = (app: RunningApp, id: number) => send<{ job: ImportJob; undone: { flipped: number }; detail?: string; errors?: { reason: string }[] }>(app, 'POST', `/api/imports/${id}/undo`);
