import type { Catalog } from '../catalog';
import { AppError } from '../errors';
import type { Layer } from '../layers/layer-files';

/** The layers that anybody may see: internal ones do not exist here. */
export const openLayers = ({ layers }: Catalog): Layer[] => [...layers.values()].filter(({ header }) => header.access === 'public');

/** @throws AppError 404 */
export function openLayer(catalog: Catalog, id: string): Layer {
  const found = openLayers(catalog).find(({ header }) => header.id === id);
  if (found) return found;
  throw new AppError('not_found', '没有这个要素集 (no such collection)', [
    { field: 'collectionId', reason: `可用 (allowed): ${openLayers(catalog).map(({ header }) => header.id).join(', ')}`, value: id },
  ]);
}
