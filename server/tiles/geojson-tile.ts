import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature } from 'geojson';
import GeoJSONVT from 'geojson-vt';
import type { TileAddress } from './address';
import { BUFFER, EXTENT } from './tile-query';

/** What `rowsOfTile` returns of a feature: geometry in lon/lat (EPSG:4326), already on the tile's grid. */
export type TileRow = Pick<Feature, 'geometry' | 'properties'> & { id: number };

/** Cuts and encodes one tile; layers without features are left out, as by ST_AsMVT. */
export function encodeTile(layers: Record<string, TileRow[]>, address: TileAddress): Buffer {
  const cut = Object.entries(layers).map(([id, rows]) => [id, cutLayer(rows, address)] as const).filter(([, tile]) => tile?.features.length);
  return Buffer.from(fromGeojsonVt(Object.fromEntries(cut) as never, { version: 2, extent: EXTENT }));
}

function cutLayer(rows: TileRow[], { z, x, y }: TileAddress) {
  const features = rows.map((row): Feature => ({ type: 'Feature', ...row }));
  const index = new GeoJSONVT({ type: 'FeatureCollection', features }, {
    maxZoom: z, indexMaxZoom: 0, tolerance: 0, extent: EXTENT, buffer: BUFFER,
  });
  return index.getTile(z, x, y);
}
