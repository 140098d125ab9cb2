import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { readCatalog } from '../server/catalog';
import type { Db } from '../server/db/open';
import { lookBack } from '../server/history/past';
import { prepare } from '../server/loading/set-up';
import { onServer, openTestDb } from './harness';

let db: Db;
beforeEach(async () => { db = await openTestDb(); });
afterEach(() => db.close());

const rowsOf = async <Row = Record<string, unknown>>(knex: Knex, sql: string, values: Knex.Value[] = []): Promise<Row[]> => (await knex.raw(sql, values)).rows;
const kept = async () => (await rowsOf<{ name: string }>(db.knex, `SELECT relname AS name FROM pg_class WHERE relkind = 'v' AND relnamespace = 'past'::regnamespace ORDER BY relname`)).map(({ name }) => name);
const now = async () => (await rowsOf<{ at: string }>(db.knex, `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`))[0]!.at;
const back = <T>(at: string, work: (trx: Knex.Transaction) => Promise<T>) => db.knex.transaction(async (trx) => { await lookBack(trx, at); return work(trx); });

/** Tables that no fact stands in: what the engine concluded, and which transaction touched what. */
const NO_FACTS = ['finding', 'verdict', 'verdict_current', 'rule_run', 'rule_pack', 'engine_text', 'row_archive', 'layer_change', 'migration', 'spatial_ref_sys', 'pack_activation', 'verdict_override', 'verdict_override_act', 'override_current',
  'area_contact', 'dissolved_area']; // the last two follow from the areas' own geometry, by its stamp, and keep past states

test('every table that a rule, a relation, the engine or a layer names has its history kept', async () => {
  const sql = ['rules', 'relations', 'engine', 'layers'].flatMap((folder) => readdirSync(join(__dirname, '../sql', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql')).map((name) => readFileSync(join(__dirname, '../sql', folder, name), 'utf8'))).join('\n');
  const code = ['outfalls/file.ts', 'outfalls/list.ts', 'outfalls/filters.ts'].map((name) => readFileSync(join(__dirname, '../server', name), 'utf8')).join('\n');
  const tables = await rowsOf<{ name: string }>(db.knex, `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`);
  const named = tables.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(sql + code));
  const lost = named.filter((name) => !NO_FACTS.includes(name));
  expect(lost.length).toBeGreaterThan(15);
  expect(await kept()).toEqual(expect.arrayContaining(lost));
});

test('all rows of all tables, taken away, are seen as they were to the last digit', async () => {
  const tables = await kept();
  const text = (trx: Knex, schema: string, table: string) => rowsOf(trx, `SELECT count(*)::int AS n, md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")) AS hash FROM ${schema}."${table}" t`);
  const before = await Promise.all(tables.map((table) => text(db.knex, 'public', table)));
  const at = await now();
  await db.knex.raw(`TRUNCATE ${tables.map((table) => `public."${table}"`).join(', ')} CASCADE`);
  expect(await rowsOf(db.knex, 'SELECT count(*)::int AS n FROM outfall')).toEqual([{ n: 0 }]);
  await back(at, async (trx) => {
    for (const [n, table] of tables.entries()) expect([table, await text(trx, 'past', table)]).toEqual([table, before[n]]);
    expect(await rowsOf(trx, `SELECT count(*)::int AS n FROM outfall WHERE geom && ST_MakeEnvelope(70, 30, 140, 60, 4490)`)).not.toEqual([{ n: 0 }]);
  });
});

test('a row is what it was: changed, deleted, written anew; not before it was written', async () => {
  const [row] = await rowsOf<{ id: number; name: string; east: number }>(db.knex, 'SELECT id, name, ST_X(geom) AS east FROM outfall ORDER BY id LIMIT 1');
  const at: string[] = ['2001-01-01T00:00:00Z', await now()];
  await db.knex('outfall').where({ id: row!.id }).update({ name: '改名（示意）', geom: db.knex.raw('ST_Translate(geom, 1e-9, 0)') });
  at.push(await now());
  await db.knex('outfall').where({ id: row!.id }).del();
  at.push(await now());
  await db.knex.raw(`INSERT INTO outfall (id, local_code, name, region_code, category, geom) OVERRIDING SYSTEM VALUE
    VALUES (?, 'TEST-ANEW', '重建（示意）', '653001', 'undetermined', ST_SetSRID(ST_MakePoint(76, 39), 4490))`, [row!.id]);
  at.push(await now());
  const seen = [];
  for (const moment of at) seen.push(await back(moment, async (trx) => (await rowsOf<{ name: string; east: number }>(trx, 'SELECT name, ST_X(geom) AS east FROM outfall WHERE id = ?', [row!.id]))[0] ?? null));
  expect(seen).toEqual([null, { name: row!.name, east: row!.east }, { name: '改名（示意）', east: row!.east + 1e-9 }, null, { name: '重建（示意）', east: 76 }]);
});

test('what follows a row goes into the archive with it, named by who did it', async () => {
  const [row] = await rowsOf<{ id: number; samples: number }>(db.knex, 'SELECT outfall_id AS id, count(*)::int AS samples FROM monitoring_sample GROUP BY 1 ORDER BY 2 DESC LIMIT 1');
  await db.knex.transaction(async (trx) => {
    await trx.raw("SELECT set_config('paikou.actor', '值班员', true)");
    await trx('outfall').where({ id: row!.id }).del();
  });
  const gone = await db.knex('row_archive').where({ actor: '值班员', ended_by: 'delete' }).select('table_name', 'row_key');
  expect(gone).toEqual(expect.arrayContaining([{ table_name: 'outfall', row_key: String(row!.id) }]));
  expect(gone.filter(({ table_name }) => table_name === 'monitoring_sample')).toHaveLength(row!.samples);
  expect(gone.filter(({ table_name }) => table_name === 'monitoring_value').length).toBeGreaterThan(row!.samples);
});

test('states that nobody saw and rows written again as they were are not kept', async () => {
  const count = async () => (await rowsOf<{ n: number }>(db.knex, 'SELECT count(*)::int AS n FROM row_archive'))[0]!.n;
  const before = await count();
  await db.knex.raw('UPDATE outfall SET name = name');
  await db.knex.transaction(async (trx) => {
    await trx.raw(`INSERT INTO outfall (local_code, name, region_code, category, geom) VALUES ('TEST-X', '一', '653001', 'undetermined', ST_SetSRID(ST_MakePoint(76, 39), 4490))`);
    await trx('outfall').where({ local_code: 'TEST-X' }).update({ name: '二' });
    await trx('outfall').where({ local_code: 'TEST-X' }).del();
  });
  await prepare(db, readCatalog(), () => {}); // a start loads the code tables again
  expect(await count()).toBe(before);
});

const skip = !onServer && 'the embedded engine has one connection, so no two transactions at once';

(skip ? test.skip : test)(`two transactions on one row: its times never run backwards and nothing is lost${skip ? ` (skipped: ${skip})` : ''}`, async () => {
  const id = (await db.knex('outfall').orderBy('id').first('id')).id;
  const slow = await db.knex.transaction();
  await slow.raw('SELECT 1');
  await db.knex('outfall').where({ id }).update({ name: '快' });
  await slow('outfall').where({ id }).update({ name: '慢' });
  await slow.commit();
  const states = await rowsOf<{ name: string; whole: boolean }>(db.knex, `SELECT row ->> 'name' AS name, known_from < known_to AS whole FROM row_archive WHERE table_name = 'outfall' AND row_key = ? ORDER BY known_from`, [String(id)]);
  expect(states.map(({ name }) => name)).toContain('快');
  const gaps = await rowsOf(db.knex, `SELECT 1 FROM (SELECT known_to, lead(known_from, 1, (SELECT recorded_at FROM outfall WHERE id = ?)) OVER (ORDER BY known_from) AS next
    FROM row_archive WHERE table_name = 'outfall' AND row_key = ?) s WHERE known_to <> next`, [id, String(id)]);
  expect(gaps).toEqual([]);
});

test('verdicts, findings and the archive are not rewritten, and outlive their outfall', async () => {
  const [one] = await rowsOf<{ id: number; verdicts: number; findings: number }>(db.knex, `SELECT outfall_id AS id, count(DISTINCT verdict_id)::int AS verdicts, count(*)::int AS findings FROM finding GROUP BY 1 ORDER BY 3 DESC LIMIT 1`);
  const appendOnly = ['verdict', 'finding', 'row_archive', 'engine_text'].flatMap((table) => [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]);
  for (const rewriting of [...appendOnly, "UPDATE verdict SET verdict = 'keep'", 'UPDATE finding SET distance_m = 0', 'DELETE FROM rule_run', 'DELETE FROM rule_pack']) {
    await expect(db.knex.raw(rewriting)).rejects.toMatchObject({ code: 'PK001' });
  }
  await db.knex('outfall').where({ id: one!.id }).del();
  expect(await db.knex('verdict_current').where({ outfall_id: one!.id })).toEqual([]);
  expect(await db.knex('finding').where({ outfall_id: one!.id })).toHaveLength(one!.findings);
});
