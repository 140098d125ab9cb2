import type { Db } from '../server/db/open';
import { isMade, together } from '../server/db/together';
import { runQuery } from '../server/db/query';
import { openTestDb } from './harness';

// Statements that run together as one function of the session.

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

const texts = [null, 'plain', "it's", 'back\\slash', 'line\nfeed', '"quoted"', '{"json": ["a", null]}', '$together$', '?', '中文'];

test('values written into the text are those that were given', async () => {
  await db.knex.transaction(async (trx) => {
    await trx.raw('CREATE TEMP TABLE told (n integer, one text, list text[], day date)');
    const made = together(texts.map((one, n) => ({
      sql: 'INSERT INTO told SELECT :n, :one::text, :list::text[], :day', bindings: { n, one, list: [one, 'x,y'] },
    })), { day: 'date' }, {});
    expect(await isMade(trx, made)).toBe(false);
    await trx.raw(made.definition.replace(/\?/g, '\\?'));
    expect(await isMade(trx, made)).toBe(true);
    await runQuery(trx, { sql: made.call, bindings: { day: '2026-11-22' } });
    const { rows } = await trx.raw('SELECT one, list, day::text FROM told ORDER BY n');
    expect(rows).toEqual(texts.map((one) => ({ one, list: [one, 'x,y'], day: '2026-11-22' })));
    await trx.raw('DROP TABLE told');
  });
});

test('a session keeps no more than twelve; one that a failed transaction made is gone', async () => {
  const numbered = (n: number) => together([{ sql: `PERFORM ${n}`, bindings: {} }], { day: 'date' }, {});
  const make = (n: number, then?: () => void) => db.knex.transaction(async (trx) => {
    await trx.raw(numbered(n).definition);
    then?.();
  });
  await make(0, () => { throw new Error('back'); }).catch(() => {});
  await db.knex.transaction(async (trx) => { expect(await isMade(trx, numbered(0))).toBe(false); });
  for (let n = 1; n <= 20; n++) await make(n);
  await db.knex.transaction(async (trx) => {
    expect(await isMade(trx, numbered(8))).toBe(false);
    expect(await isMade(trx, numbered(9))).toBe(true);
    expect(await isMade(trx, numbered(20))).toBe(true);
  });
});
