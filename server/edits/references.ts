import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { fault } from '../checks/geometry';
import type { FieldError } from '../errors';
import { CONSTRUCTION_PROBLEMS } from '../layers/value-lists';
import { codeOf } from '../loading/geojson-table';
import type { TableShape } from './table-shape';

/** What a row refers to that does not exist. Values have been looked at by `valueFaults`. */
export async function referenceFaults(trx: Knex.Transaction, catalog: Catalog, shape: TableShape, properties: Record<string, unknown>, path: (string | number)[]): Promise<FieldError[]> {
  const faults: FieldError[] = [];
  const need = async (name: string, values: unknown[], table: string, key: string) => {
    const wanted = values.filter((value): value is string => typeof value === 'string');
    const known = new Set<string>(wanted.length ? await trx(table).whereIn(key, wanted).pluck(key) : []);
    for (const value of wanted.filter((one) => !known.has(one))) faults.push(fault([...path, name], `没有此编码的 ${table} (no ${table} has this code)`, value));
  };
  const listed = (name: string, values: unknown[], allowed: string[]) => {
    for (const value of values) if (!allowed.includes(value as string)) faults.push(fault([...path, name], `可用 (allowed): ${allowed.join(', ')}`, value));
  };
  for (const [name, value] of Object.entries(properties)) {
    const column = shape.given.get(name);
    if (!column || value === null || value === undefined) continue;
    const own = shape.constraints.find(({ kind, columns }) => kind === 'f' && columns.join() === column.name);
    if (column.references) await need(name, [value], column.references, codeOf(column.references));
    else if (own?.target && own.key) await need(name, [value], own.target, own.key);
    else if (name === 'shared_with') await need(name, value as string[], 'discharger', 'code');
    else if (name === 'category_candidates') await need(name, value as string[], 'category', 'code');
    else if (name === 'region_code') await need(name, [value], 'region', 'code');
    else if (name === 'problems') listed(name, value as string[], [...CONSTRUCTION_PROBLEMS.keys()]);
    else if (name === 'layer') listed(name, [value], [...catalog.layers.keys()]);
  }
  return faults;
}
