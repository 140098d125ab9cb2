import type { Db } from '../server/db/open';
import { openTestDb } from './harness';

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

const number = async (n: number) => (await db.knex.raw('SELECT ?::int AS n', [n])).rows;
const refused = (sql: string, values: (number | string)[]) => expect(db.knex.raw(sql, values)).rejects.toThrow();

test('each statement gets its own answer after others were refused, at execution or before', async () => {
  for (let round = 0; round < 3; round++) {
    await refused('INSERT INTO layer_edition (code, layer, region_code, name, valid_from, boundary_error_m) VALUES (?, ?, ?, ?, ?, ?)', ['x', 'x', 'x', 'x', '2020-01-01', -1]);
    await refused('INSERT INTO layer_edition (code, layer, region_code, name, valid_from, boundary_error_m) VALUES (?, ?, ?, ?, ?, ?)', ['x', 'x', 'x', 'x', '2020-01-01', -2]);
    expect(await number(1)).toEqual([{ n: 1 }]);
    await refused('SELECT nothing_of_this_name(?)', [1]);
    await refused('SELECT ?::int', ['not a number']);
    expect(await number(2)).toEqual([{ n: 2 }]);
  }
});

test('the same within a transaction that goes on behind a savepoint', async () => {
  await db.knex.transaction(async (trx) => {
    for (let round = 0; round < 3; round++) {
      await expect(trx.transaction(async (inner) => { await inner.raw('SELECT 1 / ?::int', [0]); })).rejects.toThrow();
      expect((await trx.raw('SELECT ?::int AS n', [round])).rows).toEqual([{ n: round }]);
    }
  });
});
