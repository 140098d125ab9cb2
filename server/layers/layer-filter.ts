import type { Query } from '../db/query';
import { type OutfallFilter, outfallItems, outfallWhere } from '../outfalls/filters';
import type { LayerHeader } from './layer-files';

/** The filters that the outfall list has. Layers other than outfalls follow `region` only. */
export type LayerFilter = OutfallFilter;

/** The relation that the list of outfalls selects from: the layer that has it takes every filter. */
const OUTFALL_ITEMS = 'outfall_item';

export const takesAllFilters = (header: LayerHeader) => header.from === OUTFALL_ITEMS;

/**
 * Rows of a layer on a day: `FROM ${from} i WHERE ${sql}`. `tile.day` must be in sight where the layer is dated, and be that day.
 * `inForce` is another condition on the editions of a dated layer, `of` as `outfallItems` has it.
 */
export function layerWhere(header: LayerHeader, filter: LayerFilter, day: string, { inForce = IN_FORCE, of = 'few' as 'few' | 'all' } = {}): Query & { from: string } {
  const items = takesAllFilters(header) ? outfallItems(filter, day, of) : { sql: header.from, bindings: {} };
  const wanted = takesAllFilters(header) ? outfallWhere(filter) : regionWhere(header, filter);
  const parts = [header.where && `(${header.where})`, header.dated && inForce, `(${wanted.sql})`].filter(Boolean);
  return { from: items.sql, sql: parts.join(' AND '), bindings: { ...items.bindings, ...wanted.bindings } };
}

const IN_FORCE = `(i.edition_id IS NULL OR EXISTS (SELECT FROM layer_edition edition WHERE edition.id = i.edition_id
  AND edition.valid_from <= tile.day AND coalesce(edition.valid_to > tile.day, true)))`;

function regionWhere(header: LayerHeader, { region }: LayerFilter): Query {
  if (!region) return { sql: 'true', bindings: {} };
  return {
    sql: region.map((_, n) => `i.${header.region} LIKE :layer_region_${n}`).join(' OR '),
    bindings: Object.fromEntries(region.map((code, n) => [`layer_region_${n}`, `${code}%`])),
  };
}
