import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature } from 'geojson';
import GeoJSONVT from 'geojson-vt';
import type { TileAddress } from './address';
import { BUFFER, cutAs, EXTENT } from './tile-query';

/** What `rowsOfTile` returns of a feature: geometry in lon/lat (EPSG:4326), already on the tile's grid. */
export type TileRow = Pick<Feature, 'geometry' | 'properties'> & { id: number };

/** Cuts and encodes one tile; layers without features are left out, as by ST_AsMVT. */
export function encodeTile(layers: Record<string, TileRow[]>, address: TileAddress): Buffer {
  const cut = Object.entries(layers).map(([id, rows]) => [id, cutLayer(rows, cutAs(address))] as const).filter(([, tile]) => tile?.features.length);
  return Buffer.from(fromGeojsonVt(Object.fromEntries(cut) as never, { version: 2, extent: EXTENT }));
}

function cutLayer(rows: TileRow[], address: TileAddress) {
  const { z, x, y } = address;
  const features = rows.map((row): Feature => ({ type: 'Feature', ...row }));
  const index = new GeoJSONVT({ type: 'FeatureCollection', features }, {
    maxZoom: z, indexMaxZoom: 0, tolerance: 0, extent: EXTENT, buffer: BUFFER,
  });
  const tile = index.getTile(z, x, y);
  return tile && { features: tile.features.filter((feature) => feature.type !== 1 || !isBeyondWorld(feature.geometry, address)) };
}

/** geojson-vt repeats points near 180° on the other side of the world; an aggregate must not be counted twice. */
const isBeyondWorld = (points: [number, number][], { z, x }: TileAddress) =>
  points.every(([at]) => (x === 0 && at < 0) || (x === 2 ** z - 1 && at > EXTENT));
