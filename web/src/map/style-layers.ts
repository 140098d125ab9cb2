import type { Bilingual } from '../api/shapes';
import { type Compiled, type Looking, compile } from './style-expression';

/** A layer of the map style (`/styles/onemap.json`). */
export interface StyleLayer {
  id: string;
  type: string;
  'source-layer'?: string;
  minzoom?: number;
  maxzoom?: number;
  filter?: unknown;
  layout?: Record<string, unknown>;
  paint?: Record<string, unknown>;
  metadata?: { label: Bilingual };
}

export interface MapStyle {
  sprite: string;
  layers: StyleLayer[];
}

/** All that the page can draw. What else a style asked for would be missing on our map alone, so it is an error. */
const KNOWN: Record<string, string[]> = {
  background: ['background-color'],
  fill: ['fill-color'],
  line: ['line-color', 'line-width', 'line-dasharray', 'line-cap', 'line-join'],
  circle: ['circle-radius', 'circle-color', 'circle-stroke-color', 'circle-stroke-width'],
  symbol: [
    'icon-image', 'icon-size', 'icon-allow-overlap', 'icon-ignore-placement', 'symbol-sort-key', 'symbol-placement', 'symbol-spacing',
    'text-field', 'text-font', 'text-size', 'text-allow-overlap', 'text-ignore-placement', 'text-color', 'text-halo-color', 'text-halo-width',
  ],
};

/** Lists that are values, not expressions. */
const LISTS = new Set(['line-dasharray', 'text-font']);

export interface CompiledLayer {
  id: string;
  type: string;
  sourceLayer: string;
  /** place in the style: higher is drawn over lower */
  height: number;
  shows(looking: Looking): boolean;
  /** Value of a paint or layout property. */
  value(property: string, looking: Looking): unknown;
  has(property: string): boolean;
  reads: string[];
  zooms: number[];
}

/** @throws Error naming layer and property that the page cannot draw. `visibility` is left to the layer tree. */
export function compileLayer(layer: StyleLayer, height: number): CompiledLayer {
  const { id, type, minzoom = 0, maxzoom = Number.POSITIVE_INFINITY } = layer;
  const given = Object.entries({ ...layer.layout, ...layer.paint }).filter(([name]) => name !== 'visibility');
  const unknown = given.find(([name]) => !KNOWN[type]?.includes(name));
  if (unknown || !KNOWN[type]) throw new Error(`map style: ${id} (${type}) has ${unknown?.[0] ?? 'a type'} that the page does not draw`);
  const values = new Map(given.map(([name, value]) => [name, LISTS.has(name) ? compile(['literal', value]) : compile(value)]));
  const filter = layer.filter === undefined ? compile(true) : compile(layer.filter);
  const all: Compiled[] = [filter, ...values.values()];
  return {
    id, type, height, sourceLayer: layer['source-layer'] ?? '',
    shows: (looking) => looking.zoom >= minzoom && looking.zoom < maxzoom && Boolean(filter.of(looking)),
    value: (property, looking) => values.get(property)?.of(looking),
    has: (property) => values.has(property),
    reads: all.flatMap(({ reads }) => reads),
    zooms: [...(layer.minzoom ? [minzoom] : []), ...(layer.maxzoom ? [maxzoom] : []), ...all.flatMap(({ zooms }) => zooms)],
  };
}

/** 3000 looks: far more than one screen holds; then the oldest go. */
const KEPT = 3000;

/**
 * What features of some style layers look like. A look is made once for the attributes that the style reads, within zooms at which
 * nothing changes: asking again costs one look into a table.
 */
export class Looks<Look> {
  private readonly reads: string[];
  private readonly zooms: number[];
  private readonly made = new Map<string, Look[]>();

  constructor(
    private readonly layers: CompiledLayer[],
    private readonly make: (layer: CompiledLayer, looking: Looking) => Look,
  ) {
    this.reads = [...new Set(layers.flatMap(({ reads }) => reads))];
    this.zooms = [...new Set(layers.flatMap(({ zooms }) => zooms))];
  }

  /** The looks of a feature, the lowest first; none if the style leaves it out. */
  of(feature: { get(name: string): unknown }, zoom: number): Look[] {
    let key = '';
    for (const limit of this.zooms) key += zoom >= limit ? '+' : '-';
    for (const name of this.reads) key += `|${feature.get(name)}`;
    const known = this.made.get(key);
    if (known) return known;
    const looking: Looking = { get: (name) => feature.get(name), zoom };
    const looks = this.layers.filter((layer) => layer.shows(looking)).map((layer) => this.make(layer, looking));
    if (this.made.size >= KEPT) this.made.delete(this.made.keys().next().value as string);
    this.made.set(key, looks);
    return looks;
  }
}
