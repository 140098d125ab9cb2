import type { Knex } from 'knex';
import type { Bilingual } from '../../api-types';
import type { Catalog } from '../../catalog';
import { runQuery } from '../../db/query';
import { editable, type Resource } from '../../edits/resources';
import { type TableShape, tableShape } from '../../edits/table-shape';
import { listOf } from '../../edits/values';
import type { Field } from './plan';
import { importWords, plainValue } from './words';

/** Layers that can be imported: those that can be edited, and the regions themselves. */
export const importable = (catalog: Catalog): Resource[] => [
  ...editable(catalog.layers),
  { id: 'regions', title: catalog.layers.get('regions')?.header.title ?? { zh: '行政区划', en: 'Regions' }, table: 'region', fixed: {} },
];

export interface Target { resource: Resource; shape: TableShape; fields: Record<string, Field>; shapes: string[]; geometryRequired: boolean }

/** What a file gives no column for: this system's own. */
const OWN = ['source', 'sample', 'situation', 'shared_with', 'category_candidates'];

/** A layer as something that rows of files can become. */
export async function targetOf(trx: Knex.Transaction, catalog: Catalog, resource: Resource): Promise<Target> {
  const shape = await tableShape(trx, resource.table);
  const column = shape.columns.find(({ name }) => name === 'geom');
  const fields: Record<string, Field> = {};
  for (const [property, { name, type, required, usual, references }] of shape.given) {
    if (OWN.includes(property) || property in resource.fixed) continue;
    const allowed = ['category', 'problems'].includes(property) ? Object.keys(importWords().values[property] ?? {}) : references ? undefined : listOf(shape.constraints, name);
    const named = Object.keys(catalog.layers.get(resource.id)?.header.attributes[property]?.values ?? {});
    fields[property] = {
      property, title: titleOf(catalog, resource, property), type: type === 'geometry' || references ? 'text' : type,
      required: required && usual === null && !['code', 'local_code', 'edition'].includes(property) && !(resource.table === 'outfall' && property === 'code'),
      ...(allowed ? { values: spellings(catalog, resource, property, allowed) } : type === 'text' && !references && named.length ? { values: spellings(catalog, resource, property, named), ...(shape.constraints.some(({ kind, definition }) => kind === 'c' && definition.includes(`(${name} = ANY`)) ? {} : { open: true }) } : {}),
    };
  }
  if (resource.table === 'outfall') { fields.code = { property: 'local_code', title: titleOf(catalog, resource, 'code'), type: 'text', required: false }; delete fields.local_code; }
  if (resource.fixed.class === 'special' && fields.kind && fields.level) Object.assign(fields.level, { required: false, like: 'kind' }, fields.kind.values ? { values: fields.kind.values } : {});
  if (fields.layer) fields.layer.names = layerNames(catalog);
  if (resource.table === 'region') (fields.code as Field).required = true;
  return { resource, shape, fields, shapes: resource.shapes ?? (column?.shape && column.shape !== 'Geometry' ? [column.shape] : []), geometryRequired: column?.required ?? false };
}

/** What layers are called, plain → id. */
const layerNames = (catalog: Catalog): Record<string, string> => Object.fromEntries([...catalog.layers.values()].flatMap(({ header: { id, title } }) => [id, title.zh, title.zh.replace(/[（(].*?[)）]/, ''), title.en, ...(importWords().things[id] ?? []).slice(0, 1)].map((name) => [plainValue(name), id])).reverse());

/** In the words of the layer's header, else of the headings in use. */
function titleOf(catalog: Catalog, { id }: Resource, property: string): Bilingual {
  const words = catalog.layers.get(id)?.header.attributes[property];
  return { zh: words?.zh ?? importWords().columns[property]?.[0] ?? property, en: words?.en ?? property };
}

/** Plain spelling → value: the value itself, the words of the layer's header, the spellings in use. */
function spellings(catalog: Catalog, { id }: Resource, property: string, allowed: string[]): Record<string, string> {
  const words = catalog.layers.get(id)?.header.attributes[property]?.values ?? {};
  const inUse = importWords().values[property] ?? {};
  const found: Record<string, string> = {};
  for (const value of allowed) {
    const own = words[value];
    for (const spelling of [value, ...(own ? [own.zh, own.en] : []), ...(inUse[value] ?? [])]) found[plainValue(spelling)] ??= value;
  }
  return found;
}

/** Names of the towns of a city, plain → code; of all where no city is known. */
export async function regionNames(trx: Knex.Transaction, region: string | null): Promise<Record<string, string>> {
  const rows = await runQuery<{ code: string; name: string }>(trx, {
    sql: "SELECT code, name FROM region WHERE :region::text IS NULL OR code LIKE left(:region, 6) || '%' ORDER BY code DESC", bindings: { region },
  });
  return Object.fromEntries(rows.map(({ code, name }) => [plainValue(name.replace(/（.*）$/, '')), code]));
}
