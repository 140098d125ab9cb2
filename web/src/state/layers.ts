import { computed, reactive } from 'vue';
import { getJson } from '../api/request';
import type { LayerDescription } from '../api/shapes';
import { say } from '../language/language';
import { keepInUrl, listOf } from './url';

export const OUTFALLS = 'outfalls';

/** Shown on first opening: what the own base map needs and what a verdict is about. */
const FIRST = [OUTFALLS, 'regions', 'waterbodies', 'rivers', 'drinking_water_zones', 'protected_areas', 'special_waters'];

/** bottom to top, so that areas never hide lines nor lines points */
const RANK = { polygon: 0, line: 1, point: 2 };

export const layers = reactive({
  all: [] as LayerDescription[],
  /** ids from bottom to top */
  order: [] as string[],
  visible: new Set<string>(FIRST),
  opacity: {} as Record<string, number>,
  /** why a layer's tiles do not come, by layer id */
  failed: {} as Record<string, string>,
  loading: {} as Record<string, number>,
});

export const layerOf = (id: string): LayerDescription | undefined => layers.all.find((each) => each.id === id);

export const layerTitle = (id: string): string => say(layerOf(id)?.title) || id;

export interface LayerGroup {
  id: string;
  title: string;
  layers: LayerDescription[];
}

/** Layers by group as the server orders them; within a group the topmost first. */
export const layerGroups = computed<LayerGroup[]>(() => {
  const groups = new Map(layers.all.map(({ group }) => [group.id, { id: group.id, title: say(group), layers: [] } as LayerGroup]));
  for (const id of [...layers.order].reverse()) {
    const layer = layerOf(id);
    if (layer) groups.get(layer.group.id)?.layers.push(layer);
  }
  return [...groups.values()];
});

function firstOrder(all: LayerDescription[]): string[] {
  const top = (layer: LayerDescription): number =>
    layer.id === OUTFALLS ? 9 : layer.id === 'regions' ? -2 : layer.id === 'waterbodies' ? -1 : RANK[layer.geometry];
  return [...all].sort((a, b) => top(a) - top(b)).map((layer) => layer.id);
}

/** Visible layers whose tiles do not come. */
export const failedLayers = computed(() => Object.keys(layers.failed).filter((id) => layers.visible.has(id)));

export async function loadLayers(): Promise<void> {
  const answer = await getJson<{ items: LayerDescription[] } | LayerDescription[]>('./api/layers');
  layers.all = Array.isArray(answer) ? answer : answer.items;
  layers.order = firstOrder(layers.all);
}

export function showLayer(id: string, yes = true): void {
  if (yes) layers.visible.add(id);
  else layers.visible.delete(id);
}

/** Moves a layer one step towards the top (+1) or the bottom (−1) of the map. */
export function moveLayer(id: string, step: 1 | -1): void {
  const from = layers.order.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= layers.order.length) return;
  layers.order.splice(from, 1);
  layers.order.splice(to, 0, id);
}

keepInUrl({
  read: (parameters) => {
    if (parameters.has('layers')) layers.visible = new Set(listOf(parameters.get('layers')));
    for (const pair of listOf(parameters.get('opacity'))) {
      const [id, value] = pair.split(':');
      if (id && Number(value) >= 0) layers.opacity[id] = Number(value);
    }
  },
  write: (parameters) => {
    parameters.set('layers', [...layers.visible].sort().join(','));
    const faded = Object.entries(layers.opacity).filter(([, value]) => value < 1);
    if (faded.length) parameters.set('opacity', faded.map(([id, value]) => `${id}:${value}`).join(','));
  },
});
