import { reactive } from 'vue';
import { Problem, type Query, address, isAbort } from '../api/request';

/** A file that the server is making; one at a time. Cancelling ends the work there too. */
export const exporting = reactive({ path: '', /** Of the file that failed last, and why. */ failed: '', error: null as Error | null });

let running: AbortController | null = null;

/** Fetches a file and hands it to the browser to save under the name that the server gives it. */
export async function save(path: string, query: Query = {}): Promise<void> {
  cancelExport();
  const own = new AbortController();
  running = own;
  Object.assign(exporting, { path, error: null });
  try {
    const answer = await fetch(address(path, query), { signal: own.signal });
    if (!answer.ok) {
      const { title = `HTTP ${answer.status}`, detail = '', errors = [] } = await answer.json().catch(() => ({}));
      throw new Problem(answer.status, title, detail, errors);
    }
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    hand(await answer.blob(), name ? decodeURIComponent(name) : path.replace(/^.*\//, ''));
  } catch (error) {
    if (!isAbort(error)) Object.assign(exporting, { failed: path, error });
  } finally {
    if (running === own) { exporting.path = ''; running = null; }
  }
}

export function cancelExport(): void {
  running?.abort();
  running = null;
  exporting.path = '';
}

function hand(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
