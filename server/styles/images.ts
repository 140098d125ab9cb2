import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Layer } from '../layers/layer-files';
import { allShares, RING, ringSvg } from './rings';
import { isShape, shapeName, shapeSvg } from './shapes';
import { readSvg } from './svg';

type Flat = Record<string, unknown>;

const FOLDER = join(__dirname, 'symbols');

/** Symbols drawn by hand, by name. */
const symbols = new Map(readdirSync(FOLDER).map((file) => [basename(file, '.svg'), readFileSync(join(FOLDER, file), 'utf8')]));

/** Name of the symbol that a look takes by `icon-src`: an address below the server's root. */
export const symbolOf = (look: Flat) => (look['icon-src'] === undefined ? undefined : basename(String(look['icon-src']), '.svg'));

/** What symbols show their verdict by: the colour of the first part that is filled. */
function colourOf(symbol: string): string {
  const filled = readSvg(symbols.get(symbol) ?? '').parts.find(({ width }) => width === undefined);
  if (!filled) throw new Error(`symbol ${symbol} has no filling`);
  return `#${filled.colour.slice(0, 3).map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Every image that the looks of layers take, as SVG by name: symbols, regular shapes, rings. */
export function imagesOf(layers: Layer[]): Map<string, string> {
  const rules = layers.flatMap(({ header }) => header.style);
  const named = rules.flatMap(({ style }) => symbolOf(style) ?? []).map((name): [string, string] => [name, symbols.get(name) ?? fail(name)]);
  const shapes = rules.map(({ style }) => style as Flat).filter(isShape).map((look): [string, string] => [shapeName(look), shapeSvg(look)]);
  const rings = rules.flatMap(({ ring }) => (ring ? ringsOf(ring) : []));
  return new Map([...named, ...shapes, ...rings].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function ringsOf(ring: string[]): [string, string][] {
  const colours = ring.map(colourOf);
  return allShares(ring.length).map((shares) => [RING + shares, ringSvg(shares, colours)]);
}

function fail(name: string): never {
  throw new Error(`no symbol ${name} in server/styles/symbols`);
}
