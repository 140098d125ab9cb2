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
