import type { ServerResponse } from 'node:http';

/** Time between comments that keep proxies from closing a silent stream, ms. */
const BEAT_MS = 15_000;

/** Server-sent events on a response: `send` one, `end` the stream. `left` aborts when the client has gone. */
export function eventStream(response: ServerResponse) {
  const left = new AbortController();
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const beat = setInterval(() => response.write(': \n\n'), BEAT_MS);
  response.once('close', () => { clearInterval(beat); left.abort(); });
  return {
    left: left.signal,
    send: (event: string, data: unknown) => { if (!response.writableEnded) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`); },
    end: () => { clearInterval(beat); response.end(); },
  };
}
