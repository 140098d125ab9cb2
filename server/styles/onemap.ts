import { z } from 'zod';
import type { Layer } from '../layers/layer-files';
import { symbolOf } from './images';
import { RING } from './rings';
import { isShape, shapeName } from './shapes';

/** The fonts served: Latin letters and digits; Chinese characters are drawn by the client's own fonts, bold ones bold. */
export const FONTS = ['Paikou Sans', 'Paikou Sans Bold'] as const;

export const styleSheet = z.object({
  version: z.literal(8), name: z.string(), sprite: z.string(), glyphs: z.string(),
  sources: z.record(z.string(), z.object({ type: z.string(), url: z.string() })),
  layers: z.array(z.looseObject({ id: z.string(), type: z.string() })),
});

type Flat = Record<string, unknown>;
interface StyleLayer { id: string; type: string; [key: string]: unknown }

/** Far out symbols are smaller, so that they hide less of each other. */
const SYMBOL_SIZE = ['step', ['zoom'], 0.7, 11, 1];

/** Diameters of 32, 40, 49, 58 and 67 pixels, so that few and many can stand side by side. */
const RING_SIZE = ['step', ['get', 'count'], 0.9, 10, 1.1, 100, 1.35, 1000, 1.6, 10_000, 1.85];

/**
 * The one map as a MapLibre style, derived from the looks in the headers of its layers: what our own page and every other client
 * draw by, and all they know of colours, widths, symbols, zooms and filters. It uses no `geometry-type`, which QGIS leaves out:
 * where a feature has another shape than its layer, the tile says so in `drawn_as`.
 */
export function oneMapStyle(layers: Layer[], origin: string) {
  const under = layers.filter(({ header }) => header.geometry !== 'point');
  const over = layers.filter(({ header }) => header.geometry === 'point');
  return {
    version: 8 as const,
    name: '排污口一张图 Outfalls on one map',
    sources: { onemap: { type: 'vector', url: `${origin}/tiles/onemap.json` } },
    sprite: `${origin}/styles/sprite`,
    glyphs: `${origin}/styles/glyphs/{fontstack}/{range}.pbf`,
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f4f3ef' } },
      ...under.flatMap(looksOf), ...layers.flatMap(namesOf), ...over.flatMap(looksOf),
    ] as StyleLayer[],
  };
}

const looksOf = (layer: Layer): StyleLayer[] => layer.header.style.flatMap((rule, n) => {
  const { header } = layer;
  const look = rule.style as Flat;
  const shown = { visibility: header.visible ? 'visible' : 'none' };
  const part = (kind: string, type: string, where: unknown[], rest: object) => ({
    id: `${header.id}-${n}-${kind}`, type, source: 'onemap', 'source-layer': header.id, minzoom: header.minzoom, metadata: { label: rule.label },
    ...filtered([...(rule.filter ? [rule.filter] : []), ...where]), ...rest,
  });
  const symbol = symbolOf(look) ?? (isShape(look) ? shapeName(look) : undefined);
  return [
    look['fill-color'] && part('fill', 'fill', OWN_SHAPE, { layout: shown, paint: { 'fill-color': look['fill-color'] } }),
    look['stroke-color'] && part('line', 'line', [], { layout: { ...shown, 'line-cap': 'round', 'line-join': 'round' }, paint: line(look) }),
    look['circle-radius'] && !rule.ring && part('circle', 'circle', header.geometry === 'point' ? [] : DOT, { layout: shown, paint: circle(look) }),
    symbol && part('symbol', 'symbol', [], { layout: { ...shown, ...icon(symbol), ...(symbolOf(look) && { 'icon-size': SYMBOL_SIZE }) } }),
    rule.ring && part('ring', 'symbol', [], ring(shown)),
  ].filter(Boolean) as StyleLayer[];
});

const OWN_SHAPE = [['!', ['has', 'drawn_as']]];
const DOT = [['==', ['get', 'drawn_as'], 'point']];

const filtered = (all: unknown[]) => (all.length ? { filter: all.length === 1 ? all[0] : ['all', ...all] } : {});

const icon = (image: string) => ({ 'icon-image': image, 'icon-allow-overlap': true, 'icon-ignore-placement': true });

/** The larger lie on top. */
const ring = (shown: object) => ({
  layout: {
    ...shown, ...icon(`${RING}{shares}`), 'icon-size': RING_SIZE, 'symbol-sort-key': ['get', 'count'],
    'text-field': ['to-string', ['get', 'count']], 'text-font': [FONTS[1]], 'text-size': 12, 'text-allow-overlap': true, 'text-ignore-placement': true,
  },
  paint: { 'text-color': '#14212b' },
});

/** MapLibre counts dashes in widths of the line, the headers in pixels. */
function line(look: Flat) {
  const width = Number(look['stroke-width'] ?? 1.25);
  const dash = look['stroke-line-dash'] as number[] | undefined;
  return { 'line-color': look['stroke-color'], 'line-width': width, ...(dash && { 'line-dasharray': dash.map((pixels) => pixels / width) }) };
}

/** A header's radius reaches to the middle of the outline, MapLibre's to its inner edge. */
function circle(look: Flat) {
  const stroke = look['circle-stroke-color'] ? Number(look['circle-stroke-width'] ?? 1.25) : 0;
  return {
    'circle-radius': Number(look['circle-radius']) - stroke / 2, 'circle-color': look['circle-fill-color'] ?? 'rgba(0,0,0,0)',
    ...(stroke && { 'circle-stroke-color': look['circle-stroke-color'], 'circle-stroke-width': stroke }),
  };
}

const namesOf = ({ header }: Layer): StyleLayer[] => header.names.map(({ filter, maxzoom, size, colour, bold, along }, n) => ({
  id: `${header.id}-name-${n}`, type: 'symbol', source: 'onemap', 'source-layer': header.id, minzoom: header.minzoom, ...(maxzoom && { maxzoom }),
  ...filtered([...(filter ? [filter] : []), ['has', 'name']]),
  layout: {
    visibility: header.visible ? 'visible' : 'none', 'text-field': ['get', 'name'], 'text-font': [FONTS[bold ? 1 : 0]], 'text-size': size,
    ...(along && { 'symbol-placement': 'line', 'symbol-spacing': 400 }),
  },
  paint: { 'text-color': colour, 'text-halo-color': 'rgba(255,255,255,0.9)', 'text-halo-width': 1.5 },
}));
