import { type Query, address, getJson } from '../api/request';

/** Current version of a layer's tiles, from its TileJSON; with it a tile can be kept for a year. */
const versions = new Map<string, string>();

interface TileJson {
  version?: string;
  tiles: string[];
}

/** Asks for the version again; true when it changed. */
export async function refreshVersion(layer: string): Promise<boolean> {
  const tileJson = await getJson<TileJson>(`./tiles/${layer}.json`);
  const template = tileJson.tiles[0] ?? '';
  const version = new URL(template, window.location.href).searchParams.get('v') ?? tileJson.version ?? '';
  const before = versions.get(layer);
  versions.set(layer, version);
  return before !== undefined && before !== version;
}

/** Tile address with filter and, once known, version. Absolute, so that it also serves where there is no page. */
export function tileAddress(layer: string, [z, x, y]: number[], query: Query): string {
  const path = new URL(`./tiles/${layer}/${z}/${x}/${y}.mvt`, window.location.href).href;
  return address(path, { ...query, v: versions.get(layer) });
}
