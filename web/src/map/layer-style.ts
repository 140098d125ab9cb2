import type { Rule } from 'ol/style/flat';
import type { Layer } from '../api/shapes';

const hasFill = (layer: Layer): boolean => layer.style.some((entry) => 'fill-color' in entry.style);

/** All but invisible: without a fill only the outline of an area could be pointed at. */
const POINTABLE: Rule = { style: { 'fill-color': 'rgba(255,255,255,0.01)' } };

/** OpenLayers 10.11 finds images of a layer that does not declutter under the pointer only with this mode. */
const FOUND_BY_POINTER = { 'circle-declutter-mode': 'none', 'shape-declutter-mode': 'none', 'icon-declutter-mode': 'none' };

/** The server's legend entries as OpenLayers rules. */
export function layerRules(layer: Layer): Rule[] {
  const rules = layer.style.map((entry) => ({ filter: entry.filter, style: { ...entry.style, ...FOUND_BY_POINTER } }) as Rule);
  return layer.geometry === 'polygon' && !hasFill(layer) ? [POINTABLE, ...rules] : rules;
}
