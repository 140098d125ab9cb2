import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Figure } from './figure';
import { imports } from './import';
import { rules } from './rules';
import { tiles } from './tiles';

// npm run bench -- NAME [--scale 0.1] [--json FILE] [--peers FOLDER]; needs DATABASE_URL of a server on which databases may be created.

const BENCHES: Record<string, (serverUrl: string, scale: number, tell: (line: string) => void, peers?: string) => Promise<Figure[]>> = { rules, tiles, import: imports };

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, scale: { type: 'string', default: '1' }, peers: { type: 'string' } } });
  const bench = BENCHES[positionals[0] ?? ''];
  const server = process.env.DATABASE_URL;
  if (!bench || !server) throw new Error(`npm run bench -- ${Object.keys(BENCHES).join('|')} [--scale 0.1] [--json FILE]; DATABASE_URL 须指向可建库的 PostgreSQL (must be set)`);
  const figures = await bench(server, Number(values.scale), console.log, values.peers);
  console.table(figures.map(({ name, value, unit, against, ratio }) => ({ name, value: value.toFixed(2), unit, against: against?.toFixed(2), ratio: ratio?.toFixed(2) })));
  if (values.json) writeFileSync(values.json, JSON.stringify({ figures }, null, 2));
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message.slice(-800) : error);
  process.exit(1);
});
