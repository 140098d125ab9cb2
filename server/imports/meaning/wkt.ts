import type { Geometry } from 'geojson';

/** Well-known text as GeoJSON; null where it is none. */
export function readWkt(text: string): Geometry | null {
  try {
    const { default: WKT } = require('ol/format/WKT.js') as typeof import('ol/format/WKT.js'); // large, and seldom needed
    const geometry = new WKT().readGeometry(text.replace(/^SRID=\d+;/i, ''));
    const type = geometry.getType();
    if (!['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'].includes(type)) return null;
    return { type, coordinates: (geometry as unknown as { getCoordinates(): unknown }).getCoordinates() } as Geometry;
  } catch {
    return null;
  }
}
