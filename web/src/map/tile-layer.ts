import VectorTileLayer from 'ol/layer/VectorTile';
import type RenderFeature from 'ol/render/Feature';
import VectorTileSource from 'ol/source/VectorTile';
import { createXYZ } from 'ol/tilegrid';
import type { Layer } from '../api/shapes';
import { filter, filterQuery } from '../state/filter';
import { OUTFALLS } from '../state/layers';
import { tileAddress } from './tile-address';
import { TileLoading } from './tile-loading';
import { marksStyle } from './tile-style';

export type TileSource = VectorTileSource<RenderFeature>;

/** One tile layer of the server on the map. */
export interface MapLayer {
  id: string;
  layer: VectorTileLayer;
  source: TileSource;
  loading: TileLoading;
}

/** Pixels around a tile that are drawn with it: the largest ring is 67 px across. */
const RENDER_BUFFER = 80;

function tileSource(description: Layer, loading: TileLoading): TileSource {
  const { id, minzoom, maxzoom } = description;
  return new VectorTileSource<RenderFeature>({
    tileGrid: createXYZ({ tileSize: 512, minZoom: minzoom, maxZoom: Math.min(maxzoom, 22) }),
    tileUrlFunction: (tile) => tileAddress(id, tile, id === OUTFALLS ? filterQuery.value : { as_of: filter.as_of }),
    tileLoadFunction: loading.load,
    wrapX: false,
  });
}

/** Zoom of the view at which 512-pixel tiles of zoom `minzoom` begin. */
export const firstViewZoom = (minzoom: number): number => minzoom + 1;

export function mapLayer(description: Layer): MapLayer {
  const loading = new TileLoading(description.id);
  const source = tileSource(description, loading);
  const layer = new VectorTileLayer({
    source,
    style: marksStyle(description.id),
    renderBuffer: RENDER_BUFFER,
    minZoom: description.minzoom > 0 ? firstViewZoom(description.minzoom) - 0.01 : undefined,
    properties: { id: description.id },
    preload: 0,
  });
  return { id: description.id, layer, source, loading };
}
