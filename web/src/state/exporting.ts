import { reactive } from 'vue';
import type { ExportProgress } from '../api/shapes';
import { Problem, type Query, address, isAbort } from '../api/request';

/** A file that the server is making; one at a time. Cancelling ends the work there too. */
export const exporting = reactive({ path: '', /** How many rows are done; then bytes that have come. */ progress: null as Progress | null, /** Of the file that failed last, and why. */ failed: '', error: null as Error | null });

type Progress = ExportProgress | { step: 'coming'; done: number; of: number | null };

let running: AbortController | null = null;

/** Fetches a file and hands it to the browser to save under the name that the server gives it. */
export async function save(path: string, query: Query = {}): Promise<void> {
  cancelExport();
  const own = new AbortController();
  running = own;
  Object.assign(exporting, { path, error: null, progress: null });
  const name = LAYER_FILE.test(path) ? follow() : null;
  try {
    const answer = await fetch(address(path, { ...query, follow: name?.name }), { signal: own.signal });
    name?.events.close();
    if (!answer.ok) {
      const { title = `HTTP ${answer.status}`, detail = '', errors = [] } = await answer.json().catch(() => ({}));
      throw new Problem(answer.status, title, detail, errors);
    }
    const file = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    hand(await whole(answer), file ? decodeURIComponent(file) : path.replace(/^.*\//, ''));
  } catch (error) {
    if (!isAbort(error)) Object.assign(exporting, { failed: path, error });
  } finally {
    name?.events.close();
    if (running === own) { Object.assign(exporting, { path: '', progress: null }); running = null; }
  }
}

export function cancelExport(): void {
  running?.abort();
  running = null;
  exporting.path = '';
}

/** A layer in some format, not a document: rows are told while it is made. */
const LAYER_FILE = /\/exports\/(?!template|conflicts)[a-z_]+\.[a-z.]+$/;

function follow(): { name: string; events: EventSource } {
  const name = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const events = new EventSource(`./api/exports/events?follow=${name}`);
  events.addEventListener('progress', (event) => { exporting.progress = JSON.parse(event.data); });
  events.addEventListener('end', () => events.close());
  events.addEventListener('error', () => events.close()); // it is told of, not needed
  return { name, events };
}

/** The body as it comes, told of. */
async function whole(answer: Response): Promise<Blob> {
  const of = Number(answer.headers.get('content-length')) || null;
  const pieces: BlobPart[] = [];
  let done = 0;
  for (const reader = (answer.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader(); ;) {
    const { value, done: over } = await reader.read();
    if (over) return new Blob(pieces, { type: answer.headers.get('content-type') ?? '' });
    pieces.push(value);
    done += value.length;
    exporting.progress = { step: 'coming', done, of };
  }
}

function hand(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
