import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { type Column, codeOf, propertyOf } from '../loading/geojson-table';
import type { Target } from './meaning/layers';
import { givenBy, type Plan } from './meaning/plan';

export interface Writing { target: Target; plan: Plan; job: number; /** Edition of what is written. */ edition: number | null; /** Consent to repairs was given: those that are only offered are made too. */ repaired: boolean }

const quoted = (name: string) => `"${name}"`;

/** Values of the columns of a staged row `i`, as SQL; the same for new rows and for changed ones. */
export class Values {
  readonly bindings: Record<string, unknown>;
  readonly columns: Column[];
  private readonly given: Set<string | null>;

  constructor(private readonly writing: Writing) {
    const { target: { shape, resource }, plan, job, edition } = writing;
    this.given = new Set([...givenBy(plan), 'region_code', 'code', codeOf(resource.table), ...Object.keys(resource.fixed)]);
    this.bindings = { job, table: resource.table, edition, ...Object.fromEntries(Object.entries(resource.fixed).map(([name, value]) => [`fixed_${name}`, value])) };
    this.columns = shape.columns.filter((column) => !column.generated && !['id', 'recorded_at'].includes(column.name) && this.isGiven(column));
  }

  private isGiven(column: Column): boolean {
    if (column.name === 'entry_geom') return this.given.has('entry_lon');
    if (column.name === 'edition_id') return this.writing.edition !== null || this.given.has('edition');
    return ['geom', 'source'].includes(column.name) || this.given.has(propertyOf(column));
  }

  /** Whether the row brings this column, as SQL. */
  isIn(column: Column): string {
    if (['geom', 'source'].includes(column.name) || propertyOf(column) in this.writing.target.resource.fixed) return 'true';
    if (column.name === 'edition_id' && this.writing.edition !== null) return 'true';
    return `i.properties ? '${propertyOf(column)}'`;
  }

  of(column: Column): string {
    const { target: { resource }, edition } = this.writing;
    const property = propertyOf(column);
    if (column.name === 'geom') return this.writing.repaired ? 'coalesce(i.repaired, i.geom)' : `CASE WHEN jsonb_path_exists(i.repairs, '$[*].optional ? (@ == true)') THEN i.geom ELSE coalesce(i.repaired, i.geom) END`;
    if (column.name === 'entry_geom') return "CASE WHEN i.properties ? 'entry' THEN ST_SetSRID(ST_MakePoint((i.properties #>> '{entry,0}')::float8, (i.properties #>> '{entry,1}')::float8), 4490) END";
    if (column.name === 'source') return 'i.source';
    if (property in resource.fixed) return `:fixed_${property}::${column.type}`;
    if (column.name === 'edition_id' && edition !== null) return `CASE WHEN i.properties ? 'edition' THEN ${referred(column)} ELSE :edition::bigint END`;
    if (column.references) return referred(column);
    const value = column.type.endsWith('[]') ? `ARRAY(SELECT jsonb_array_elements_text(i.properties -> '${property}'))::${column.type}`
      : column.type === 'jsonb' ? `i.properties -> '${property}'` : column.type === 'text' ? `i.properties ->> '${property}'` : `(i.properties ->> '${property}')::${column.type}`;
    return column.usual || column.type.endsWith('[]') ? `CASE WHEN i.properties ? '${property}' THEN ${value} ELSE ${column.usual ?? 'NULL'} END` : value;
  }
}

const referred = (column: Column) => `(SELECT id FROM ${quoted(column.references as string)} WHERE ${codeOf(column.references as string)} = i.properties ->> '${propertyOf(column)}')`;

/** Writes the new rows and notes where each comes from. @returns how many. */
export async function insertNew(trx: Knex.Transaction, writing: Writing): Promise<number> {
  const { resource: { table } } = writing.target;
  const values = new Values(writing);
  const [found] = await runQuery<{ rows: number; last: number | null }>(trx, { sql: "SELECT count(*) AS rows, max(n) AS last FROM import_row WHERE job_id = :job AND action = 'new'", bindings: values.bindings });
  const { rows, last } = found as NonNullable<typeof found>;
  if (rows === 0 || last === null) return 0;
  const bindings = { ...values.bindings, base: await reserveIds(trx, table, last) };
  const self = values.columns.filter(({ references }) => references === table);
  const columns = values.columns.filter((column) => !self.includes(column));
  await runQuery(trx, {
    sql: `INSERT INTO ${quoted(table)} (id, recorded_at, ${columns.map(({ name }) => quoted(name)).join(', ')}) OVERRIDING SYSTEM VALUE
          SELECT :base::bigint + i.n, (SELECT record_time()), ${columns.map((column) => values.of(column)).join(', ')} FROM import_row i WHERE i.job_id = :job AND i.action = 'new'`,
    bindings,
  });
  await runQuery(trx, {
    sql: `INSERT INTO import_change (job_id, row_table, row_id, action, sheet, line, hash, recorded_at_then)
          SELECT :job, :table, :base::bigint + i.n, 'create', i.sheet, i.line, i.hash, (SELECT record_time()) FROM import_row i WHERE i.job_id = :job AND i.action = 'new'`,
    bindings,
  });
  for (const column of self) {
    await runQuery(trx, {
      sql: `UPDATE ${quoted(table)} t SET ${quoted(column.name)} = (SELECT p.id FROM ${quoted(table)} p WHERE p.${quoted(codeOf(table))} = i.properties ->> '${propertyOf(column)}')
            FROM import_row i WHERE i.job_id = :job AND i.action = 'new' AND i.properties ? '${propertyOf(column)}' AND t.id = :base::bigint + i.n`,
      bindings,
    });
  }
  return rows;
}

/** Ids for rows 1 to `many` of the file, without a statement per row. Whoever draws one in between makes a gap: then anew. @returns what is added to n. */
async function reserveIds(trx: Knex.Transaction, table: string, many: number): Promise<number> {
  for (let tries = 0; tries < 5; tries++) {
    const [drawn] = await runQuery<{ first: number; last: number }>(trx, {
      sql: "SELECT min(id) AS first, max(id) AS last FROM (SELECT nextval(s.name) AS id FROM (SELECT pg_get_serial_sequence(:table, 'id')::regclass AS name OFFSET 0) s, generate_series(1, :many::integer)) d", bindings: { table, many },
    });
    const { first, last } = drawn as NonNullable<typeof drawn>;
    if (last - first + 1 === many) return first - 1;
  }
  throw new Error(`${table}: ids are drawn by others all the time`);
}

/** Changes the rows that stand, in what the file gives and nothing else. @returns how many. */
export async function updateChanged(trx: Knex.Transaction, writing: Writing): Promise<number> {
  const { resource: { table } } = writing.target;
  const values = new Values(writing);
  const sets = values.columns.map((column) => `${quoted(column.name)} = CASE WHEN ${column.name === 'geom' ? "i.changes ? 'geometry'" : values.isIn(column)} THEN ${values.of(column)} ELSE t.${quoted(column.name)} END`);
  const rows = await runQuery<{ n: number }>(trx, {
    sql: `WITH done AS (
            UPDATE ${quoted(table)} t SET ${sets.join(', ')} FROM import_row i WHERE i.job_id = :job AND i.action = 'changed' AND t.id = i.target_id RETURNING t.id, t.recorded_at, i.sheet, i.line, i.hash),
          noted AS (
            INSERT INTO import_change (job_id, row_table, row_id, action, sheet, line, hash, recorded_at_then)
            SELECT :job, :table, id, 'change', sheet, line, hash, recorded_at FROM done RETURNING 1)
          SELECT count(*) AS n FROM noted`,
    bindings: values.bindings,
  });
  return (rows[0] as { n: number }).n;
}
