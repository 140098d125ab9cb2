import { join } from 'node:path';
import type { Geometry, Position } from 'geojson';
import type { Content, Format } from '../formats';
import type { Row } from '../rows';
import type { Column } from '../columns';
import { writeText } from '../writing';

/** With every attribute as ExtendedData, which GDAL would read but not keep. */
export const format: Format = {
  extension: 'kml', title: 'KML', type: 'application/vnd.google-earth.kml+xml', table: false, crs: false,
  write: (content) => writeText(join(content.folder, 'export.kml'), text(content), content.signal),
};

async function* text({ layer, about, columns, rows }: Content): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n<name>${escaped(layer.header.title.zh)}</name>\n<description>${escaped(about.join('\n'))}</description>\n`;
  for await (const row of rows()) yield placemark(row, columns);
  yield '</Document>\n</kml>\n';
}

function placemark({ properties, geometry }: Row, columns: Column[]): string {
  const title = properties.name ?? properties.code;
  const data = columns.filter(({ name }) => properties[name] !== null && properties[name] !== undefined)
    .map(({ name, heading }) => `<Data name="${name}"><displayName>${escaped(heading)}</displayName><value>${escaped(String(properties[name]))}</value></Data>`);
  return `<Placemark>${title === undefined || title === null ? '' : `<name>${escaped(String(title))}</name>`}<ExtendedData>${data.join('')}</ExtendedData>${geometry ? shape(geometry) : ''}</Placemark>\n`;
}

const escaped = (value: string) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const line = (positions: Position[]) => `<coordinates>${positions.map(([x, y]) => `${x},${y}`).join(' ')}</coordinates>`;
const area = ([outer, ...holes]: Position[][]) => `<Polygon><outerBoundaryIs><LinearRing>${line(outer as Position[])}</LinearRing></outerBoundaryIs>${holes.map((hole) => `<innerBoundaryIs><LinearRing>${line(hole)}</LinearRing></innerBoundaryIs>`).join('')}</Polygon>`;
const several = (parts: string[]) => `<MultiGeometry>${parts.join('')}</MultiGeometry>`;

function shape(geometry: Geometry): string {
  switch (geometry.type) {
    case 'Point': return `<Point>${line([geometry.coordinates])}</Point>`;
    case 'LineString': return `<LineString>${line(geometry.coordinates)}</LineString>`;
    case 'MultiLineString': return several(geometry.coordinates.map((part) => `<LineString>${line(part)}</LineString>`));
    case 'Polygon': return area(geometry.coordinates);
    case 'MultiPolygon': return several(geometry.coordinates.map(area));
    default: throw new Error(`no layer has geometries of type ${geometry.type}`);
  }
}
