import { type Query, address } from '../api/request';
import { layerOf } from '../state/layers';

/**
 * Tile address with filter and, for today's state, the layer's version: with it a tile can be kept for a year.
 * Absolute, so that it also serves where there is no page.
 */
export function tileAddress(layer: string, [z, x, y]: number[], query: Query): string {
  const path = new URL(`./tiles/${layer}/${z}/${x}/${y}.mvt`, window.location.href).href;
  return address(path, { ...query, v: query.as_of ? undefined : layerOf(layer)?.version });
}
