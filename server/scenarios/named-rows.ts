import type { Knex } from 'knex';
import { fault } from '../checks/geometry';
import type { Resource } from '../edits/resources';
import { readRow } from '../edits/rows';
import { tableShape } from '../edits/table-shape';
import type { FieldError } from '../errors';
import { fieldName } from '../http/input';
import type { Scenario } from './body';

/** The id of an outfall of a city (empty: of any), told by id or local code; undefined, and a fault more, where there is none. */
export async function outfallNamed(trx: Knex.Transaction, region: string, name: number | string, path: (string | number)[], faults: FieldError[]): Promise<number | undefined> {
  const own = typeof name === 'number' ? { id: name } : { local_code: name };
  const row = await trx('outfall').where(own).where('region_code', 'like', `${region}%`).first('id');
  if (!row) faults.push(fault(path, `${region ? `${region} ` : ''}没有此排污口 (no such outfall${region ? ' in the city' : ''})`, name));
  return row?.id;
}

/** Table and id of the areas to be taken away; a fault more for each that there is not. */
export async function removedAreas(trx: Knex.Transaction, resources: Resource[], wanted: Scenario['removed_areas'], faults: FieldError[]) {
  const rows: { table: string; id: number; index: number }[] = [];
  for (const [index, { layer, id }] of wanted.entries()) {
    const resource = resources.find((one) => one.id === layer && !['outfalls', 'layer_editions'].includes(one.id));
    if (!resource) faults.push(fault(['removed_areas', index, 'layer'], `没有此图层 (no such layer)`, layer));
    else if (await readRow(trx, resource, await tableShape(trx, resource.table), id)) rows.push({ table: resource.table, id, index });
    else faults.push(fault(['removed_areas', index, 'id'], `${layer} 没有此编号 (no row of the layer has this id)`, id));
  }
  return rows;
}

/** One row has one fate: what is named again, by id or code, cannot be told which counts. */
export function namedTwice(scenario: Scenario, named: { key: number | string; path: (string | number)[] }[]): FieldError[] {
  const first = new Map<number | string, (string | number)[]>();
  return named.flatMap(({ key, path }) => {
    const before = first.get(key);
    if (!before) first.set(key, path);
    return before ? [fault(path, `与 ${fieldName(before)} 是同一对象，只能列一次 (the same as ${fieldName(before)}: name it once)`, path.reduce<unknown>((value, step) => (value as never)[step], scenario))] : [];
  });
}
