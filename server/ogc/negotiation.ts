import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/** What the parameter `f` may be; without it the header Accept decides, and JSON where it is content with anything. */
export const f = z.enum(['json', 'html']).optional().meta({ description: '格式；缺省按 Accept (format; else by Accept)' });

export type Format = 'json' | 'html';

/** The format asked for. A browser, which names text/html before anything else, gets a page. */
export function formatOf(request: IncomingMessage, asked: Format | undefined): Format {
  if (asked) return asked;
  const html = weightOf(request.headers.accept, (type) => type === 'text/html' || type === 'application/xhtml+xml');
  const json = weightOf(request.headers.accept, (type) => type === '*/*' || type === 'application/*' || /^application\/(\S+\+)?json$/.test(type));
  return html > json ? 'html' : 'json';
}

function weightOf(accept: string | undefined, fits: (type: string) => boolean): number {
  const weights = (accept ?? '*/*').split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const q = parameters.find((each) => each.startsWith('q='));
    return fits(type) ? Number(q?.slice(2) ?? 1) || 0 : 0;
  });
  return Math.max(0, ...weights);
}

/** Sends a page. What stands at an address depends on Accept. */
export function sendPage(response: ServerResponse, html: string) {
  const bytes = Buffer.from(html);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': bytes.length, vary: 'Accept', 'cache-control': 'no-cache' });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
