import type { Knex } from 'knex';

// The embedded engine cannot clone a database, so its tables are kept in a schema of their own and put back.

const tablesOf = async (knex: Knex): Promise<string[]> =>
  (await knex.raw(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                   AND relname NOT IN ('spatial_ref_sys', 'migration') ORDER BY relname`)).rows.map((row: { relname: string }) => row.relname);

export async function keepPristine(knex: Knex): Promise<void> {
  await knex.raw('CREATE SCHEMA pristine');
  for (const table of await tablesOf(knex)) await knex.raw(`CREATE TABLE pristine."${table}" AS TABLE public."${table}"`);
}

export async function putBack(knex: Knex): Promise<void> {
  const tables = await tablesOf(knex);
  await knex.transaction(async (trx) => {
    await trx.raw('SET LOCAL statement_timeout = 0');
    await trx.raw('SET LOCAL session_replication_role = replica');
    await trx.raw(`TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')}`);
    for (const table of tables) await putBackTable(trx, table);
  });
}

async function putBackTable(trx: Knex.Transaction, table: string) {
  const { rows } = await trx.raw(`SELECT attname, attidentity FROM pg_attribute
    WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`, [`public.${table}`]);
  const columns = rows.map((row: { attname: string }) => `"${row.attname}"`).join(', ');
  await trx.raw(`INSERT INTO public."${table}" (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM pristine."${table}"`);
  const identity = rows.find((row: { attidentity: string }) => row.attidentity !== '')?.attname;
  if (identity) {
    await trx.raw(`SELECT setval(pg_get_serial_sequence(?, ?), (SELECT coalesce(max("${identity}"), 0) + 1 FROM public."${table}"), false)`, [`public."${table}"`, identity]);
  }
}
