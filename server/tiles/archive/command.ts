import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { filterShape } from '../../outfalls/filters';
import type { Layer } from '../../layers/layer-files';
import { DEEPEST } from '../address';
import { type LayersRequest, layersAsked, TILESET } from '../request';
import { FORMATS, type Wanted } from './write';

/** Files for maps that are used offline need no more than this; clients enlarge the last. */
const ZOOMS = '0-14';

/** What the command line asks for: --out FILE, --layers, --zoom 0-14, and the filters of tiles (--region, --known-at …). */
export function readWanted(args: string[], layers: Map<string, Layer>): { wanted: Wanted; asked: LayersRequest } {
  const filters = Object.keys(filterShape).map((name) => [name.replace('_', '-'), name] as const);
  const options = Object.fromEntries(['out', 'layers', 'zoom', ...filters.map(([option]) => option)].map((name) => [name, { type: 'string' as const }]));
  const values = parseArgs({ args, options }).values as Record<string, string | undefined>;
  const { out = '', layers: name = TILESET, zoom = ZOOMS } = values;
  if (!FORMATS[extname(out)]) throw new Error(`--out 应为 ${Object.keys(FORMATS).map((ending) => `FILE${ending}`).join(' 或 (or) ')}`);
  const parameters = new URLSearchParams(filters.flatMap(([option, field]) => (values[option] === undefined ? [] : [[field, values[option]]])));
  const asked = layersAsked(name, parameters, layers);
  return { asked, wanted: { out: resolve(out), ...readZooms(zoom), what: `${asked.name}?${asked.parameters}` } };
}

function readZooms(text: string) {
  const [, first, last = first] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text) ?? [];
  const [minzoom, maxzoom] = [Number(first), Number(last)];
  if (!(minzoom <= maxzoom && maxzoom <= DEEPEST)) throw new Error(`--zoom 应为 0–${DEEPEST} 之间的一级或一段，如 0-14 (a zoom or a range of them): ${text}`);
  return { minzoom, maxzoom };
}
