import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Writes pieces of text to a file as fast as the disk takes them. */
export async function writeText(file: string, pieces: AsyncIterable<string | Uint8Array>, signal: AbortSignal): Promise<string> {
  const out = createWriteStream(file, { mode: 0o600 });
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      if (!out.write(piece)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await finished(out);
  }
  return file;
}
