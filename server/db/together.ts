import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { PLACEHOLDER, type Query, runKept } from './query';

/** Types of the values that differ from call to call; all others are written into the text. */
export type Arguments = Record<string, 'date' | 'bigint[]' | 'jsonb' | 'bigint'>;

/** Statements that run one after the other in one call. They return nothing. */
export interface Together { signature: string; definition: string; call: string; order: string[] }

/**
 * Several statements as one function of the session: one call instead of one for each, and PL/pgSQL keeps their plans, on
 * both engines. Values are written into the text, but those of `given`, which the function takes.
 * @param settings of the planner, which hold inside the function
 */
export function together(queries: Query[], given: Arguments, settings: Record<string, string>): Together {
  const order = Object.keys(given);
  const body = queries.map(({ sql, bindings }) => `${sql.replace(PLACEHOLDER, (_, name: string) => {
    if (name in given) return `$${order.indexOf(name) + 1}`;
    if (!(name in bindings)) throw new Error(`no value for :${name}`);
    return literal(bindings[name] ?? null);
  })};`).join('\n');
  const types = Object.values(given).join(', ');
  const set = Object.entries(settings).map(([name, value]) => `SET ${name} = ${value}`).join(' ');
  const name = `pg_temp.together_${createHash('sha1').update(`${set}${types}${body}`).digest('hex').slice(0, 24)}`;
  return {
    signature: `${name}(${types})`,
    definition: `${MAKING_ROOM} CREATE FUNCTION ${name}(${types}) RETURNS void LANGUAGE plpgsql ${set} AS ${literal(`\n#variable_conflict use_column\nBEGIN\n${body}\nEND`)}`,
    call: `SELECT ${name}(${order.map((key) => `:${key}::${given[key]}`).join(', ')})`,
    order,
  };
}

/** Functions that a session keeps with their plans; packs under trial would add to them without end. */
const MOST = 12;

const MAKING_ROOM = `DO $room$
DECLARE
  kept regprocedure[] := ARRAY(SELECT oid FROM pg_proc WHERE pronamespace = pg_my_temp_schema() AND starts_with(proname, 'together_') ORDER BY oid);
BEGIN
  FOR n IN 1 .. cardinality(kept) - ${MOST} + 1 LOOP EXECUTE 'DROP FUNCTION ' || kept[n]; END LOOP;
END $room$;`;

/** As a parameter would be: a text whose type is found by where it stands. */
function literal(value: unknown): string {
  if (value === null) return 'NULL';
  const text = Array.isArray(value) ? `{${value.map(element).join(',')}}` : String(value);
  return `${text.includes('\\') ? 'E' : ''}'${text.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`;
}

const element = (value: unknown) => (value === null ? 'NULL' : `"${String(value).replace(/(["\\])/g, '\\$1')}"`);

/** Whether this session has the function; one that a failed transaction made is gone with it. */
export async function isMade(trx: Knex.Transaction, { signature }: Together): Promise<boolean> {
  const [row] = await runKept<{ made: boolean }>(trx, { sql: 'SELECT to_regprocedure(:signature) IS NOT NULL AS made', bindings: { signature } });
  return (row as { made: boolean }).made;
}
