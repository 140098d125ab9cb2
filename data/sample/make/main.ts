/** npx tsx data/sample/make/main.ts [folder]: writes the demonstration layers of both cities; the same bytes every time. */
import { join } from 'node:path';
import { writeSample } from './write';

for (const city of writeSample(process.argv[2] ?? join(__dirname, '..'))) {
  const counts = [...city.rows].map(([table, rows]) => `${table} ${rows.length}`).join(', ');
  console.log(`${city.code} ${city.name}: ${counts}`);
}
