import { getJson } from '../api/request';
import { language } from '../language/language';
import { type CompiledLayer, type MapStyle, type StyleLayer, compileLayer } from '../map/style-layers';
import { type Sprite, loadSprite } from '../map/sprite';

/** The one source of every look on the map and in the legend: `/styles/onemap.json` and its sprite. */
let loaded: { style: MapStyle; sprite: Sprite; compiled: Record<typeof language.code, CompiledLayer[]> } | null = null;

const theStyle = () => {
  if (!loaded) throw new Error('the map style is not loaded');
  return loaded;
};

export async function loadStyle(): Promise<void> {
  const style = await getJson<MapStyle>('./styles/onemap.json');
  const compiled = { zh: compiledAll(style), en: compiledAll({ ...style, layers: style.layers.map(inEnglish) }) };
  loaded = { style, compiled, sprite: await loadSprite(style) };
}

const compiledAll = (style: MapStyle): CompiledLayer[] => style.layers.map(compileLayer);

/** English names where there are any. */
function inEnglish(layer: StyleLayer): StyleLayer {
  const field = layer.layout?.['text-field'];
  if (JSON.stringify(field) !== '["get","name"]') return layer;
  return { ...layer, layout: { ...layer.layout, 'text-field': ['coalesce', ['get', 'name_en'], field] } };
}

export const theSprite = (): Sprite => theStyle().sprite;

/** Style layers of a tile layer, the lowest first: its marks, or the names that the map writes of it. */
export const styleLayers = (id: string, part: 'marks' | 'names'): CompiledLayer[] =>
  theStyle().compiled[language.code].filter((layer) => layer.sourceLayer === id && isName(layer) === (part === 'names'));

const isName = (layer: CompiledLayer): boolean => layer.type === 'symbol' && !layer.has('icon-image');

/** The image that a feature with these attributes has, close by. */
export function imageFor(id: string, get: (name: string) => unknown): string {
  const looking = { get, zoom: 20 };
  return String(styleLayers(id, 'marks').find((layer) => layer.shows(looking))?.value('icon-image', looking));
}

export const groundColour = (): string => String(theStyle().style.layers.find(({ type }) => type === 'background')?.paint?.['background-color'] ?? '');

/** What a legend shows of a layer, the topmost first: style layers that share a label. */
export function legendOf(id: string): { label: NonNullable<StyleLayer['metadata']>['label']; layers: StyleLayer[] }[] {
  const entries = new Map<string, { label: NonNullable<StyleLayer['metadata']>['label']; layers: StyleLayer[] }>();
  for (const layer of theStyle().style.layers) {
    const label = layer['source-layer'] === id ? layer.metadata?.label : undefined;
    if (!label) continue;
    const entry = entries.get(label.zh) ?? { label, layers: [] };
    entry.layers.push(layer);
    entries.set(label.zh, entry);
  }
  return [...entries.values()].reverse();
}
