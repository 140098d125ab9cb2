import type { Feature } from 'geojson';
import type { Knex } from 'knex';
import type { EditedFeature } from '../api-types';
import { runKept, runQuery } from '../db/query';
import { type Column, codeOf, propertyOf, valueIn } from '../loading/geojson-table';
import type { Resource } from './resources';
import type { TableShape } from './table-shape';

/** Columns of a row, geometry as hexadecimal EWKB: exact, and what `restoreRow` takes. */
export type RowImage = Record<string, unknown>;

const isGeometry = ({ type }: Column) => type === 'geometry';
const named = (columns: Column[]) => columns.map(({ name }) => `"${name}"`).join(', ');

/** Which rows of its table are those of a resource. */
const among = ({ fixed, shapes }: Resource) => [
  ...Object.keys(fixed).map((column) => `t."${column}" = :fixed_${column}`),
  ...(shapes ? ['GeometryType(t.geom) = ANY (:shapes::text[])'] : []),
];

const amongBindings = ({ fixed, shapes }: Resource) => ({
  ...Object.fromEntries(Object.entries(fixed).map(([column, value]) => [`fixed_${column}`, value])),
  shapes: shapes?.map((shape) => shape.toUpperCase()) ?? null,
});

export interface Row { id: number; image: RowImage; version: string; region: string; feature: EditedFeature }

/** A row of a resource, or undefined. `forUpdate` keeps it from others until the transaction ends. */
export async function readRow(trx: Knex.Transaction, resource: Resource, shape: TableShape, id: number, forUpdate = false): Promise<Row | undefined> {
  const [row] = await runKept<Omit<Row, 'feature'> & { geometry: EditedFeature['geometry']; properties: Record<string, unknown> }>(trx, {
    sql: `SELECT t.id, md5(t::text) AS version, ${regionIn(shape)} AS region, (SELECT to_jsonb(x) FROM (SELECT ${shape.columns.map(imageOf).join(', ')}) x) AS image,
                 ${shape.columns.some(({ name }) => name === 'geom') ? 'ST_AsGeoJSON(t.geom, 15, 0)::json' : 'NULL::json'} AS geometry,
                 (SELECT row_to_json(x) FROM (SELECT ${[...shape.given].map(([name, column]) => `${propertyIn(column)} AS "${name}"`).join(', ')}) x) AS properties
          FROM "${shape.table}" t
          WHERE ${['t.id = :id', ...among(resource)].join(' AND ')}${forUpdate ? ' FOR UPDATE OF t' : ''}`,
    bindings: { id, ...amongBindings(resource) },
  });
  if (!row) return undefined;
  const { geometry, properties, ...rest } = row;
  return { ...rest, feature: { type: 'Feature', id, geometry, properties } };
}

const regionIn = ({ columns }: TableShape) => (columns.some(({ name }) => name === 'region_code') ? 't.region_code' : 'NULL::text');

const imageOf = (column: Column) => `t."${column.name}"${isGeometry(column) ? `::text AS "${column.name}"` : ''}`;

/** A column of `t` as the property that a caller reads and gives. */
export function propertyIn(column: Column): string {
  if (isGeometry(column)) return `CASE WHEN t."${column.name}" IS NOT NULL THEN json_build_array(ST_X(t."${column.name}"), ST_Y(t."${column.name}")) END`;
  if (column.name === 'shared_with') return 'ARRAY(SELECT d.code FROM discharger d WHERE d.id = ANY (t.shared_with) ORDER BY d.id)';
  if (column.references) return `(SELECT ${codeOf(column.references)} FROM "${column.references}" r WHERE r.id = t."${column.name}")`;
  return `t."${column.name}"`;
}

/** The ETag of a row: it changes whenever any of its columns does. */
export async function versionOfRow(knex: Knex, table: string, id: number): Promise<string | undefined> {
  const [row] = await runQuery<{ version: string }>(knex, { sql: `SELECT md5(t::text) AS version FROM "${table}" t WHERE t.id = :id`, bindings: { id } });
  return row && `"${row.version}"`;
}

/** @param feature checked: every property is a column, every reference exists. @returns id of the new row. */
export async function insertRow(trx: Knex.Transaction, shape: TableShape, feature: Feature): Promise<number> {
  const columns = columnsGiven(shape, feature);
  const [row] = await runQuery<{ id: number }>(trx, {
    sql: `INSERT INTO "${shape.table}" (${named(columns)}) SELECT ${columns.map(valueIn).join(', ')} FROM ${recordIn(shape)} RETURNING id`,
    bindings: { feature: JSON.stringify(feature) },
  });
  return (row as { id: number }).id;
}

/** Sets the columns that the feature gives; a property null empties its column, what is left out stays. */
export async function updateRow(trx: Knex.Transaction, shape: TableShape, id: number, feature: Feature): Promise<void> {
  const columns = columnsGiven(shape, feature);
  if (columns.length === 0) return;
  await runQuery(trx, {
    sql: `UPDATE "${shape.table}" t SET ${columns.map((column) => `"${column.name}" = ${valueIn(column)}`).join(', ')} FROM ${recordIn(shape)} WHERE t.id = :id`,
    bindings: { feature: JSON.stringify(feature), id },
  });
}

export async function deleteRow(trx: Knex.Transaction, { table }: TableShape, id: number): Promise<void> {
  await trx(table).where({ id }).del();
}

/** Puts a row back as it was, under its own id; it is recorded now, not then. */
export async function restoreRow(trx: Knex.Transaction, { table, columns: all }: TableShape, image: RowImage, stands: boolean): Promise<void> {
  const columns = all.filter(({ name }) => name !== 'recorded_at');
  const others = columns.filter(({ name }) => name !== 'id');
  const from = `jsonb_populate_record(NULL::"${table}", :image::jsonb) r`;
  await runQuery(trx, {
    sql: stands
      ? `UPDATE "${table}" t SET ${others.map(({ name }) => `"${name}" = r."${name}"`).join(', ')} FROM ${from} WHERE t.id = r.id`
      : `INSERT INTO "${table}" (${named(columns)}) OVERRIDING SYSTEM VALUE SELECT ${columns.map(({ name }) => `r."${name}"`).join(', ')} FROM ${from}`,
    bindings: { image: JSON.stringify(image) },
  });
}

const columnsGiven = ({ columns, given }: TableShape, feature: Feature): Column[] => columns.filter((column) =>
  (column.name === 'geom' ? feature.geometry !== undefined : given.has(propertyOf(column)) && feature.properties?.[propertyOf(column)] !== undefined));

const recordIn = ({ table }: TableShape) =>
  `(SELECT :feature::jsonb AS feature) f CROSS JOIN LATERAL jsonb_populate_record(NULL::"${table}", (f.feature -> 'properties') - 'shared_with') r`;
