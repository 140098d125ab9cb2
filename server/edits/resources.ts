import type { Layer } from '../layers/layer-files';

/** Something whose rows can be edited under `/api/{id}`. */
export interface Resource {
  id: string;
  title: { zh: string; en: string };
  table: string;
  /** Columns that are the same in every row of it. */
  fixed: Record<string, string>;
  /** Types of geometry that it takes where the column takes more. */
  shapes?: string[];
  /** Columns of days that have been. */
  past?: string[];
}

/** Dated states of layers are no map layer, and are edited all the same: areas refer to them. */
const EDITIONS: Resource = { id: 'layer_editions', title: { zh: '数据版本', en: 'Editions' }, table: 'layer_edition', fixed: {} };

/** Every layer whose header says how it is edited, and the editions. */
export const editable = (layers: Map<string, Layer>): Resource[] => [EDITIONS, ...[...layers.values()].flatMap(({ header: { id, title, edit } }) =>
  (edit ? [{ id, title, ...edit }] : []))];
