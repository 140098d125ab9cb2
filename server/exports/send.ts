import { createReadStream, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Exchange } from '../http/route';
import { newFolder } from '../imports/upload';

export interface Ready { file: string; type: string; /** Name to save it under. */ name: string; /** In ASCII, for clients that read no other. */ plainName: string; headers?: Record<string, string> }

/**
 * Sends a file that `make` writes in a folder of its own. The answer begins when the file is complete, with its length: what fails
 * before is a problem document, what breaks off on the way is short of its length, never a whole answer. Whoever leaves ends the work.
 */
export async function sendFile({ request, response }: Exchange, make: (folder: string, signal: AbortSignal) => Promise<Ready>): Promise<undefined> {
  const folder = newFolder();
  const leaving = new AbortController();
  const left = () => { if (!response.writableFinished) leaving.abort(new Error('the client has left')); };
  response.once('close', left);
  try {
    const { file, type, name, plainName, headers } = await make(folder, leaving.signal);
    response.writeHead(200, {
      'content-type': type, 'content-length': statSync(file).size, 'cache-control': 'no-store', ...headers,
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file), response);
  } catch (error) {
    if (leaving.signal.aborted || response.headersSent) { response.destroy(); return undefined; }
    throw error;
  } finally {
    response.off('close', left);
    rmSync(folder, { recursive: true, force: true });
  }
  return undefined;
}
