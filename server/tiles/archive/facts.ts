import type { tileJson } from '../tilejson';

export type TileDocument = Awaited<ReturnType<typeof tileJson>>;

/** What an archive says of itself. Degrees; nothing in it is of the moment of writing, so that equal data make equal files. */
export interface ArchiveFacts {
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
  /** Lon, lat, zoom. */
  center: [number, number, number];
  metadata: { name: string; description: string; attribution: string; type: 'overlay'; version: string; vector_layers: TileDocument['vector_layers'] };
}

/** Of a tileset's TileJSON and the zooms that are written. */
export function factsOf({ name, description, attribution, version, vector_layers, bounds, center }: TileDocument, minzoom: number, maxzoom: number): ArchiveFacts {
  const [lon, lat, zoom] = center as [number, number, number];
  return {
    minzoom, maxzoom, bounds, center: [lon, lat, Math.min(Math.max(zoom, minzoom), maxzoom)],
    metadata: {
      name, description, attribution, version, type: 'overlay',
      vector_layers: vector_layers.filter((layer) => layer.minzoom <= maxzoom)
        .map((layer) => ({ ...layer, minzoom: Math.max(layer.minzoom, minzoom), maxzoom: Math.min(Math.max(layer.maxzoom, minzoom), maxzoom) })),
    },
  };
}
