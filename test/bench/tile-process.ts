import { execFileSync, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

/** A server under test in its own process. */
export interface TileProcess {
  url: string;
  /** Microseconds of CPU that it has used. */
  cpu(): Promise<number>;
  close(): void;
}

/** @param core the core that it is held to, so that its client has another; undefined = any */
export async function startTileProcess(core: number | undefined, ...args: string[]): Promise<TileProcess> {
  const child = fork(join(__dirname, 'tile-server.ts'), args, { execArgv: ['--require', 'tsx/cjs'] });
  child.once('exit', (code) => { if (code) throw new Error(`the server under test ended with ${code}`); });
  try {
    if (core !== undefined) execFileSync('taskset', ['-pc', String(core), String(child.pid)], { stdio: 'ignore' });
  } catch { /* one core, or no such tool: the figures are ratios of like with like all the same */ }
  const heard = <T>() => new Promise<T>((resolve) => { child.once('message', (message) => resolve(message as T)); });
  const { port } = await heard<{ port: number }>();
  return {
    url: `http://127.0.0.1:${port}`,
    cpu: async () => { child.send('cpu'); return (await heard<{ cpu_us: number }>()).cpu_us; },
    close: () => child.disconnect(),
  };
}

export interface Answer { status: number; etag: string; body: Buffer }

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

export const ask = (url: string, headers: Record<string, string> = {}) => new Promise<Answer>((resolve, reject) => {
  request(url, { agent, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk) => chunks.push(chunk)).on('error', reject)
      .on('end', () => resolve({ status: response.statusCode as number, etag: response.headers.etag ?? '', body: Buffer.concat(chunks) }));
  }).on('error', reject).end();
});

/** Asks for all urls, `width` at a time. */
export async function askAll(urls: { url: string; headers?: Record<string, string> }[], width: number, check: (answer: Answer, n: number) => void) {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < urls.length) {
      const n = next++;
      const { url, headers } = urls[n] as { url: string; headers?: Record<string, string> };
      check(await ask(url, headers), n);
    }
  }));
}
