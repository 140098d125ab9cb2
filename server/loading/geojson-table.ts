import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Feature, FeatureCollection } from 'geojson';
import type { Knex } from 'knex';
import { runQuery } from '../db/query';

export interface Column {
  name: string;
  type: string;
  /** Of a geometry column, such as `MultiPolygon`; null of others. */
  shape: string | null;
  references: string | null;
  usual: string | null;
  required: boolean;
  generated: boolean;
}

/** Columns of a table, with the table that each foreign key `x_id` (alone, or last of several columns) points to. */
export async function columnsOf(trx: Knex.Transaction, table: string): Promise<Column[]> {
  return runQuery<Column>(trx, {
    sql: `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
                 substring(format_type(a.atttypid, a.atttypmod) FROM '^geometry\\((\\w+)') AS shape, a.attnotnull AS required, CASE WHEN a.attname LIKE '%\\_id' THEN r.relname END AS references, pg_get_expr(d.adbin, d.adrelid) AS usual,
                 a.attgenerated <> '' OR a.attidentity <> '' AS generated
          FROM pg_attribute a
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          LEFT JOIN pg_constraint c ON c.conrelid = a.attrelid AND c.contype = 'f' AND c.conkey[cardinality(c.conkey)] = a.attnum
          LEFT JOIN pg_class r ON r.oid = c.confrelid
          WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    bindings: { table },
  });
}

/**
 * Loads `<table>.geojson`: properties are columns, a property `x` is the code of the row that `x_id` refers to,
 * `entry` is the entry point [lon, lat], `shared_with` a list of discharger codes. Coordinates are EPSG:4490.
 * @throws Error naming file, feature and property of what does not fit; the caller's transaction writes nothing then.
 */
export async function loadTable(trx: Knex.Transaction, file: string): Promise<number> {
  const table = basename(file, '.geojson');
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as FeatureCollection;
  const columns = await columnsOf(trx, table);
  if (columns.length === 0) throw new Error(`${file}: there is no table ${table}`);
  checkProperties(file, features, columns);
  const used = columns.filter((column) => !column.generated && features.some((feature) => isGiven(feature, column)));
  const self = used.filter((column) => column.references === table);
  await checkReferences(trx, file, features, used.filter((column) => !self.includes(column)));
  const first = used.filter((column) => !self.includes(column));
  await runQuery(trx, {
    sql: `INSERT INTO "${table}" (${first.map(({ name }) => `"${name}"`).join(', ')})
          SELECT ${first.map(valueIn).join(', ')}
          FROM jsonb_array_elements(:features::jsonb) WITH ORDINALITY AS f (feature, n)
          CROSS JOIN LATERAL jsonb_populate_record(NULL::"${table}", (f.feature -> 'properties') - 'shared_with') r
          ORDER BY f.n`,
    bindings: { features: JSON.stringify(features) },
  });
  for (const column of self) await linkToItself(trx, table, column, features);
  return features.length;
}

export const propertyOf = (column: Column) =>
  column.name === 'entry_geom' ? 'entry' : column.references ? column.name.slice(0, -3) : column.name;

const isGiven = (feature: Feature, column: Column) =>
  column.name === 'geom' ? feature.geometry !== null : feature.properties?.[propertyOf(column)] !== undefined;

function checkProperties(file: string, features: Feature[], columns: Column[]) {
  const known = new Set(columns.filter((column) => !column.generated && column.name !== 'geom').map(propertyOf));
  for (const [index, feature] of features.entries()) {
    const strange = Object.keys(feature.properties ?? {}).find((name) => !known.has(name));
    if (strange) throw new Error(`${file}: features[${index}].properties.${strange}: no such column`);
  }
}

export const codeOf = (table: string) => (table === 'outfall' ? 'local_code' : 'code');

async function checkReferences(trx: Knex.Transaction, file: string, features: Feature[], columns: Column[]) {
  for (const column of columns.filter(({ references }) => references)) {
    const name = propertyOf(column);
    const key = codeOf(column.references as string);
    const known = new Set((await trx(column.references as string).select(key)).map((row) => row[key]));
    const index = features.findIndex((feature) => feature.properties?.[name] !== undefined && !known.has(feature.properties[name]));
    if (index >= 0) throw new Error(`${file}: features[${index}].properties.${name}: no ${column.references} has code ${features[index]?.properties?.[name]}`);
  }
}

export function valueIn(column: Column): string {
  if (column.name === 'geom') return "ST_SetSRID(ST_GeomFromGeoJSON(nullif(f.feature -> 'geometry', 'null')), 4490)";
  if (column.name === 'entry_geom') {
    return "ST_SetSRID(ST_MakePoint((f.feature #>> '{properties,entry,0}')::float8, (f.feature #>> '{properties,entry,1}')::float8), 4490)";
  }
  if (column.name === 'shared_with') {
    return `array(SELECT d.id FROM discharger d JOIN jsonb_array_elements_text(f.feature #> '{properties,shared_with}') s ON s = d.code ORDER BY d.id)`;
  }
  if (column.references) return referred(column);
  // Rows of one file may leave out different columns: what is left out gets the column's default, else null.
  return `CASE WHEN f.feature -> 'properties' ? '${column.name}' THEN r."${column.name}" ELSE ${column.usual ?? 'NULL'} END`;
}

const referred = (column: Column) =>
  `(SELECT id FROM "${column.references}" WHERE ${codeOf(column.references as string)} = f.feature -> 'properties' ->> '${propertyOf(column)}')`;

async function linkToItself(trx: Knex.Transaction, table: string, column: Column, features: Feature[]) {
  const key = codeOf(table);
  await runQuery(trx, {
    sql: `UPDATE "${table}" t SET "${column.name}" = ${referred(column)}
          FROM jsonb_array_elements(:features::jsonb) AS f (feature)
          WHERE t.${key} = f.feature -> 'properties' ->> '${key}' AND f.feature -> 'properties' ? '${propertyOf(column)}'`,
    bindings: { features: JSON.stringify(features) },
  });
}
