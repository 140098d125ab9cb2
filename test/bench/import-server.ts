import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { readCatalog } from '../../server/catalog';
import { readConfig } from '../../server/config';
import { openDatabase } from '../../server/db/open';

// A process of its own for `bench import`, so that its memory is that of a server. argv: database url. Without packs: nothing is judged.

async function main() {
  const db = await openDatabase({ databaseUrl: process.argv[2], dataFolder: '', pool: 4, statementTimeoutMs: 60_000 });
  const app = await createApp({ db, catalog: { ...readCatalog(), packs: [] }, config: { ...readConfig({}), logLevel: 'error', importLimitBytes: 4 * 2 ** 30 } });
  const server = createServer(app).listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', () => process.send?.({ peak_kb: process.resourceUsage().maxRSS, cpu_us: process.cpuUsage().user + process.cpuUsage().system }));
  process.on('disconnect', () => process.exit(0));
}

main().catch((error) => { console.error(error); process.exit(1); });
