import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { readCatalog } from '../../server/catalog';
import { readConfig } from '../../server/config';
import { openDatabase } from '../../server/db/open';

// A process of its own for `bench tiles`, so that only the server's CPU is counted. argv: database url, bytes of tile cache, and for
// a bare handler of node:http the address whose answers it repeats.

const [databaseUrl, cache, repeats] = process.argv.slice(2) as [string, string, string?];

async function ours() {
  const db = await openDatabase({ databaseUrl, dataFolder: '', pool: 4, statementTimeoutMs: 60_000 });
  return createServer(await createApp({ db, catalog: readCatalog(), config: { ...readConfig({}), logLevel: 'silent', tileCacheBytes: Number(cache) } }));
}

/** The least that can answer: a look into a map, the same headers and bytes. */
function bare(origin: string) {
  const answers = new Map<string, { headers: Record<string, string>; body: Buffer }>();
  return createServer((request, response) => {
    const known = answers.get(request.url as string);
    if (!known) { learn(origin, request.url as string, (answer) => { answers.set(request.url as string, answer); response.end(); }); return; }
    if (request.headers['if-none-match'] === known.headers.etag) { response.writeHead(304, known.headers).end(); return; }
    response.writeHead(200, known.headers).end(known.body);
  });
}

function learn(origin: string, url: string, done: (answer: { headers: Record<string, string>; body: Buffer }) => void) {
  get(origin + url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
    const chunks: Buffer[] = [];
    const { date: _, connection: __, 'keep-alive': ___, ...headers } = answer.headers;
    answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => done({ headers: headers as Record<string, string>, body: Buffer.concat(chunks) }));
  });
}

async function main() {
  const server = repeats ? bare(repeats) : await ours();
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu_us: user + system });
  });
  process.on('disconnect', () => process.exit(0));
}

main().catch((error) => { console.error(error); process.exit(1); });
