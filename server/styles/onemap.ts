import { z } from 'zod';
import type { Layer } from '../layers/layer-files';
import { isShape, shapeName } from './shapes';

/** The only font served: Latin letters and digits; Chinese characters are drawn by the client's own fonts. */
export const FONT = 'Paikou Sans';

export const styleSheet = z.object({
  version: z.literal(8), name: z.string(), sprite: z.string(), glyphs: z.string(),
  sources: z.record(z.string(), z.object({ type: z.string(), url: z.string() })),
  layers: z.array(z.looseObject({ id: z.string(), type: z.string() })),
});

type Flat = Record<string, unknown>;
interface StyleLayer { id: string; type: string; [key: string]: unknown }

/** Names that the map writes, as the viewer does. */
const LETTERING: Record<string, { size: number; colour: string; along: boolean }> = {
  regions: { size: 13, colour: '#4a4f57', along: false },
  waterbodies: { size: 12, colour: '#0f5c8c', along: false },
  rivers: { size: 12, colour: '#0f5c8c', along: true },
};

const POINTS = geometry('Point');
const AREAS = geometry('Polygon');

/** Map-style of all layers for MapLibre, derived from the looks in their headers: what the viewer draws by, too. */
export function oneMapStyle(layers: Layer[], origin: string) {
  const under = layers.filter(({ header }) => header.geometry !== 'point');
  const over = layers.filter(({ header }) => header.geometry === 'point');
  const ordered = [...under, ...over];
  return {
    version: 8 as const,
    name: '排污口一张图 Outfalls on one map',
    sources: { onemap: { type: 'vector', url: `${origin}/tiles/onemap.json` } },
    sprite: `${origin}/styles/sprite`,
    glyphs: `${origin}/styles/glyphs/{fontstack}/{range}.pbf`,
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f4f3ef' } },
      ...ordered.flatMap(looksOf), ...ordered.flatMap(namesOf),
    ] as StyleLayer[],
  };
}

const looksOf = (layer: Layer): StyleLayer[] => layer.header.style.flatMap((rule, n) => {
  const { header } = layer;
  const base = (kind: string, where: unknown) => ({
    id: `${header.id}-${n}-${kind}`, source: 'onemap', 'source-layer': header.id, minzoom: header.minzoom,
    filter: ['all', ...(rule.filter ? [rule.filter] : []), where], metadata: { label: rule.label },
  });
  const look = rule.style as Flat;
  const shown = { visibility: header.visible ? 'visible' : 'none' };
  return [
    look['fill-color'] && { ...base('fill', AREAS), type: 'fill', layout: shown, paint: { 'fill-color': look['fill-color'] } },
    look['stroke-color'] && { ...base('line', ['!', POINTS]), type: 'line', layout: { ...shown, 'line-join': 'round' }, paint: line(look) },
    look['circle-radius'] && { ...base('circle', POINTS), type: 'circle', layout: shown, paint: circle(look) },
    isShape(look) && {
      ...base('shape', POINTS), type: 'symbol',
      layout: { ...shown, 'icon-image': shapeName(look), 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    },
  ].filter(Boolean) as StyleLayer[];
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

function namesOf({ header }: Layer): StyleLayer[] {
  const base = { source: 'onemap', 'source-layer': header.id, minzoom: header.minzoom };
  const shown = { visibility: header.visible ? 'visible' : 'none' };
  const lettering = LETTERING[header.id];
  if (lettering) {
    return [{
      ...base, id: `${header.id}-name`, type: 'symbol', filter: ['has', 'name'],
      layout: { ...shown, 'text-field': ['get', 'name'], 'text-font': [FONT], 'text-size': lettering.size, ...(lettering.along && { 'symbol-placement': 'line' }) },
      paint: { 'text-color': lettering.colour, 'text-halo-color': 'rgba(255,255,255,0.9)', 'text-halo-width': 1.5 },
    }];
  }
  if (!('aggregate' in header.attributes)) return [];
  return [{
    ...base, id: `${header.id}-count`, type: 'symbol', filter: ['==', ['get', 'aggregate'], true],
    layout: { ...shown, 'text-field': ['to-string', ['get', 'count']], 'text-font': [FONT], 'text-size': 11, 'text-allow-overlap': true },
    paint: { 'text-color': '#14212b' },
  }];
}

function geometry(type: string) {
  return ['in', ['geometry-type'], ['literal', [type, `Multi${type}`]]];
}
