import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Figure } from './figure';
import { rules } from './rules';

// npm run bench -- NAME [--scale 0.1] [--json FILE]; needs DATABASE_URL of a server on which databases may be created.

const BENCHES: Record<string, (serverUrl: string, scale: number, tell: (line: string) => void) => Promise<Figure[]>> = { rules };

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, scale: { type: 'string', default: '1' } } });
  const bench = BENCHES[positionals[0] ?? ''];
  const server = process.env.DATABASE_URL;
  if (!bench || !server) throw new Error(`npm run bench -- ${Object.keys(BENCHES).join('|')} [--scale 0.1] [--json FILE]; DATABASE_URL 须指向可建库的 PostgreSQL (must be set)`);
  const figures = await bench(server, Number(values.scale), console.log);
  console.table(figures.map(({ name, value, unit, against, ratio }) => ({ name, value: value.toFixed(1), unit, against: against?.toFixed(1), ratio: ratio?.toFixed(2) })));
  if (values.json) writeFileSync(values.json, JSON.stringify({ figures }, null, 2));
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message.slice(-800) : error);
  process.exit(1);
});
