import type { Db } from '../server/db/open';
import { onServer, openTestDb } from './harness';

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

(onServer ? describe : describe.skip)('of two at once, as with a foreign key (the embedded engine has one connection)', () => {
  const SPARE = "INSERT INTO category SELECT (jsonb_populate_record(c, '{\"code\": \"spare\"}')).* FROM category c WHERE code = 'other.misc' ON CONFLICT DO NOTHING";
  const GONE = "DELETE FROM category WHERE code = 'spare'";
  const begin = () => db.knex.transaction();
  const settled = (promise: Promise<unknown>) => Promise.race([promise.then(() => 'done', () => 'refused'), new Promise((next) => { setTimeout(next, 300, 'waits'); })]);

  test('whoever takes away a category that another is just naming waits, and is refused', async () => {
    await db.knex.raw(SPARE);
    const [one, other] = [await begin(), await begin()];
    await one.raw(made(['spare']));
    const taking = other.raw(GONE).then(() => 'taken', (error: { code: string }) => error.code);
    expect(await settled(taking)).toBe('waits');
    await one.commit();
    expect(await taking).toBe('23503');
    await other.rollback();
    await db.knex.raw("DELETE FROM outfall WHERE category = 'spare'");
  });

  test('whoever names a category that another is just taking away waits, and is refused', async () => {
    await db.knex.raw(SPARE);
    const [one, other] = [await begin(), await begin()];
    await one.raw(GONE);
    const naming = other.raw(made(['spare'])).then(() => 'taken', (error: { code: string }) => error.code);
    expect(await settled(naming)).toBe('waits');
    await one.commit();
    expect(await naming).toBe('23503');
    await other.rollback();
  });

  test('a transaction that sees the past cannot take one away: it cannot tell who names it', async () => {
    await db.knex.raw(SPARE);
    const past = await db.knex.transaction({ isolationLevel: 'repeatable read' });
    await past.raw('SELECT 1 FROM category LIMIT 1');
    await db.knex.raw(made(['spare']));
    await expect(past.raw(GONE)).rejects.toMatchObject({ code: '23503' });
    await past.rollback();
    await db.knex.raw("DELETE FROM outfall WHERE category = 'spare'");
    await db.knex.raw(GONE);
  });
});
