import type { Db } from '../server/db/open';
import { openTestDb } from './harness';

// No foreign key says that an outfall's category is known: statement triggers do, and must refuse as one would.

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

const REFUSED = { code: '23503', constraint: 'outfall_category_known' };

const attempt = (sql: string) => db.knex.transaction(async (trx) => { await trx.raw(sql); throw new Error('taken'); });

const made = (categories: string[]) => `INSERT INTO outfall (local_code, name, region_code, category, geom)
  SELECT 'known-' || n, '示意', '231081', c, ST_SetSRID(ST_MakePoint(131 + n / 1000.0, 44.5), 4490) FROM unnest(ARRAY['${categories.join("', '")}']) WITH ORDINALITY t (c, n)`;

test('outfalls of an unknown category are refused, one among many too; those of known ones are taken', async () => {
  await expect(attempt(made(['other.misc', 'other.rural_scattered']))).rejects.toThrow('taken');
  await expect(attempt(made(['no.such']))).rejects.toMatchObject(REFUSED);
  await expect(attempt(made(['other.misc', 'other.misc', 'no.such', 'other.misc']))).rejects.toMatchObject(REFUSED);
});

test('so is changing one to an unknown category', async () => {
  await expect(attempt("UPDATE outfall SET category = 'no.such' WHERE id = (SELECT min(id) FROM outfall)")).rejects.toMatchObject(REFUSED);
  await expect(attempt('UPDATE outfall SET name = name')).rejects.toThrow('taken');
});

test('a category in use is neither taken away nor renamed; one that is not may be', async () => {
  const used = '(SELECT category FROM outfall ORDER BY id LIMIT 1)';
  await expect(attempt(`UPDATE category SET code = 'renamed' WHERE code = ${used}`)).rejects.toMatchObject({ code: '23503' });
  await expect(attempt(`DELETE FROM category WHERE code = ${used}`)).rejects.toMatchObject({ code: '23503' });
  const spare = "INSERT INTO category SELECT (jsonb_populate_record(c, '{\"code\": \"spare\"}')).* FROM category c WHERE code = 'other.misc'";
  const gone = "DELETE FROM category WHERE code = 'spare'";
  await expect(attempt(`${spare}; ${made(['spare'])}; ${gone}`)).rejects.toMatchObject(REFUSED);
  await expect(attempt(`${spare}; ${gone}`)).rejects.toThrow('taken');
});
