import type { Knex } from 'knex';
import { readDepartments } from './files';

/** Brings the tables of departments in line with data/packs; what stands there as it is is not written again. */
export async function loadDepartments(trx: Knex.Transaction): Promise<void> {
  const files = readDepartments();
  const rows = files.flatMap(({ region, document, departments }) => departments.map(({ id, name, duty, article, quote }, sort) => (
    { region_code: region, id, name: name.zh, name_en: name.en, duty, document, article, quote, sort })));
  const duties = files.flatMap(({ region, departments }) => departments.flatMap(({ id, categories, in_park }) => [
    ...categories.map((category) => ({ region_code: region, department: id, category, in_park: false })),
    ...in_park.map((category) => ({ region_code: region, department: id, category, in_park: true })),
  ]));
  const regions = files.map(({ region }) => region);
  await trx('department_duty').whereIn('region_code', regions).whereNotIn(['region_code', 'department', 'category'], duties.map((one) => [one.region_code, one.department, one.category])).delete();
  await trx('department').whereIn('region_code', regions).whereNotIn(['region_code', 'id'], rows.map((one) => [one.region_code, one.id])).delete();
  if (rows.length > 0) await trx('department').insert(rows).onConflict(['region_code', 'id']).merge();
  if (duties.length > 0) await trx('department_duty').insert(duties).onConflict(['region_code', 'department', 'category']).merge();
}
