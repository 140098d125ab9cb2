import { randomUUID } from 'node:crypto';
import type { Feature } from 'geojson';
import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { fault } from '../checks/geometry';
import { readFeature } from '../edits/read-feature';
import { explain } from '../edits/refusals';
import { editable, type Resource } from '../edits/resources';
import { insertRow } from '../edits/rows';
import { type TableShape, tableShape } from '../edits/table-shape';
import { AppError, type FieldError } from '../errors';
import { today } from '../today';

/** Layers that have no drafts of their own kind: outfalls are drawn apart, editions are made for the drafts. */
const APART = ['outfalls', 'layer_editions'];

export interface Draft { resource: Resource; shape: TableShape; feature: Feature; index: number }

export const draftable = (catalog: Catalog) => editable(catalog.layers).filter(({ id }) => !APART.includes(id));

/** The posted draft areas as rows of their layers, each with a code of its own. Everything wrong is added to `faults`. */
export async function readDrafts(trx: Knex.Transaction, catalog: Catalog, region: string, posted: unknown[], faults: FieldError[]): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const [index, body] of posted.entries()) {
    const path = ['draft_areas', index];
    const { layer, ...feature } = withLayer(body);
    const resource = draftable(catalog).find(({ id }) => id === layer);
    if (!resource) {
      faults.push(fault([...path, 'layer'], `可用 (allowed): ${draftable(catalog).map(({ id }) => id).join(', ')}`, layer));
      continue;
    }
    const shape = await tableShape(trx, resource.table);
    const given = typeof feature.properties === 'object' && !Array.isArray(feature.properties) ? { ...usual(shape, region, index), ...feature.properties } : feature.properties;
    const read = await readFeature(trx, { ...feature, properties: given }, { catalog, resource, shape, path });
    faults.push(...read.faults);
    if (read.feature) drafts.push({ resource, shape, feature: read.feature, index });
  }
  return drafts;
}

interface Posted { layer?: unknown; properties?: Record<string, unknown> | null }

/** The layer stands beside the geometry, or among the properties, where drawing programs can write it. */
export function withLayer(body: unknown): Posted {
  const posted = (typeof body === 'object' && body !== null ? body : {}) as Posted;
  const { properties } = posted;
  if (posted.layer !== undefined || typeof properties !== 'object' || properties === null || Array.isArray(properties)) return posted;
  const { layer, ...rest } = properties;
  return { ...posted, layer, properties: rest };
}

/** What a draft need not say of itself. */
function usual({ given }: TableShape, region: string, index: number): Record<string, unknown> {
  const name = `推演草图 ${index + 1}`;
  const all = { code: `draft-${randomUUID()}`, region_code: region, name, source_name: name };
  return Object.fromEntries(Object.entries(all).filter(([property]) => given.get(property)?.required));
}

/** An edition in force for the drafts of a layer that need one; drawn without error. */
export async function draftEdition(trx: Knex.Transaction, layer: string, region: string): Promise<string> {
  const code = `draft-${randomUUID()}`;
  await trx('layer_edition').insert({ code, layer, region_code: region, name: '推演草图', valid_from: today() });
  return code;
}

/** Adds the drafts. @returns their ids by table. */
export async function insertDrafts(trx: Knex.Transaction, drafts: Draft[]): Promise<{ table: string; ids: number[] }[]> {
  const touched: { table: string; ids: number[] }[] = [];
  for (const { shape, feature, index } of drafts) {
    try {
      touched.push({ table: shape.table, ids: [await insertRow(trx, shape, feature)] });
    } catch (error) {
      const told = explain(error, shape, feature, ['draft_areas', index]);
      throw told instanceof AppError ? new AppError('invalid', told.detail, told.errors) : told;
    }
  }
  return touched;
}
