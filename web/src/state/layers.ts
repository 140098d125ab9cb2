import { computed, reactive } from 'vue';
import { getJson } from '../api/request';
import type { Layer } from '../api/shapes';
import { say } from '../language/language';
import { keepInUrl, listOf } from './url';

export const OUTFALLS = 'outfalls';

export const layers = reactive({
  all: [] as Layer[],
  /** ids from bottom to top */
  order: [] as string[],
  visible: new Set<string>(),
  /** the address names the visible layers, so the server's own choice does not count */
  asked: false,
  opacity: {} as Record<string, number>,
  /** why a layer's tiles do not come, by layer id */
  failed: {} as Record<string, string>,
  loading: {} as Record<string, number>,
});

export const layerOf = (id: string): Layer | undefined => layers.all.find((each) => each.id === id);


export const layerTitle = (id: string): string => say(layerOf(id)?.title) || id;

export interface LayerGroup {
  id: string;
  title: string;
  layers: Layer[];
}

/** Layers by group, both with the topmost first. */
export const layerGroups = computed<LayerGroup[]>(() => {
  const groups = new Map([...layers.all].reverse().map(({ group }) => [group.id, { id: group.id, title: say(group), layers: [] } as LayerGroup]));
  for (const id of [...layers.order].reverse()) {
    const layer = layerOf(id);
    if (layer) groups.get(layer.group.id)?.layers.push(layer);
  }
  return [...groups.values()];
});

/** Visible layers whose tiles do not come. */
export const failedLayers = computed(() => Object.keys(layers.failed).filter((id) => layers.visible.has(id)));

export async function loadLayers(): Promise<void> {
  const { items } = await getJson<{ items: Layer[] }>('./api/layers');
  layers.all = items.sort((a, b) => a.order - b.order);
  layers.order = items.map((layer) => layer.id);
  if (!layers.asked) layers.visible = new Set(items.filter((layer) => layer.visible).map((layer) => layer.id));
}

/** Reads the catalogue again: counts, editions, coverage, versions. Returns the layers whose data have changed. */
export async function refreshLayers(): Promise<string[]> {
  const { items } = await getJson<{ items: Layer[] }>('./api/layers');
  const changed = items.filter((layer) => layerOf(layer.id) && layerOf(layer.id)?.version !== layer.version);
  if (changed.length) layers.all = items.sort((a, b) => a.order - b.order);
  return changed.map((layer) => layer.id);
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
    layers.asked = parameters.has('layers');
    if (layers.asked) layers.visible = new Set(listOf(parameters.get('layers')));
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
