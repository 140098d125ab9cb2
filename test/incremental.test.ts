import { type Catalog, readCatalog } from '../server/catalog';
import type { Db } from '../server/db/open';
import { drawCity, drawnCatalog, REGION } from './edits/drawn-city';
import { afresh, differences, inForce } from './edits/equivalence';
import { Random } from './edits/random';
import { randomEdit } from './edits/random-edit';
import { onServer, openTestDb } from './harness';

// After any sequence of edits, deletions and undo, what stands in force is what a full run finds. PAIKOU_SEQUENCES and
// PAIKOU_SEED run more of them, or one again.

const SEQUENCES = Number(process.env.PAIKOU_SEQUENCES ?? (onServer ? 15 : 4));
const SEED = Number(process.env.PAIKOU_SEED ?? Date.now() % 1_000_000);
const EDITS = 10;

let db: Db;
const catalog: Catalog = drawnCatalog(readCatalog());
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

test('every table that a rule reads is named by its header, for edits of it to be followed', async () => {
  const { rows } = await db.knex.raw(`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`);
  const tables: string[] = rows.map(({ name }: { name: string }) => name);
  const whole = readCatalog();
  const ENGINE = ['layer_edition', 'layer_coverage', 'outfall', 'category'];
  const tableOf = (name: string) => whole.layers.get(name)?.header.edit?.table ?? whole.layers.get(name)?.header.from ?? name;
  for (const { header, sql } of whole.rules.values()) {
    const named = [...header.needs, ...(header.areas ? [header.areas.layer] : [])].map(tableOf);
    const read = tables.filter((table) => new RegExp(`\\b(FROM|JOIN)\\s+${table}\\b`, 'i').test(sql));
    expect([header.id, read.filter((table) => ![...named, ...ENGINE].includes(table))]).toEqual([header.id, []]);
    expect([header.id, named.filter((table) => !tables.includes(table))]).toEqual([header.id, []]);
  }
});

test(`incremental ≡ full after ${SEQUENCES} sequences of edits, seeds from ${SEED}`, async () => {
  const tally: Record<string, number> = {};
  for (let n = 0; n < SEQUENCES; n++) {
    const r = new Random(SEED + n);
    await drawCity(db, catalog);
    const done: number[] = [];
    const story: string[] = [];
    for (let edit = 0; edit < EDITS; edit++) {
      story.push(await randomEdit(db, catalog, r, done));
      const kind = (story.at(-1) as string).split(' ')[0] as string;
      tally[kind] = (tally[kind] ?? 0) + 1;
    }
    const wrong = differences(await inForce(db.knex, REGION), await afresh(db, catalog, REGION));
    if (wrong.length) throw new Error(`seed ${SEED + n}:\n${wrong.slice(0, 20).join('\n')}\nafter\n${story.join('\n')}`);
  }
  console.log(`seeds ${SEED}–${SEED + SEQUENCES - 1}: ${JSON.stringify(tally)}`);
}, 3_600_000);
