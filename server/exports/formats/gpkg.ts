import { convert } from '../gdal';
import type { Format } from '../formats';

/** What stands about the whole is the table's description in `gpkg_contents`. */
export const format: Format = {
  extension: 'gpkg', title: 'GeoPackage', type: 'application/geopackage+sqlite3', table: false, crs: true,
  write: (content) => convert(content, {
    driver: 'GPKG', extension: 'gpkg',
    options: ['-lco', `IDENTIFIER=${content.layer.header.title.zh}`, '-lco', `DESCRIPTION=${content.about.join(' ')}`, '-lco', 'GEOMETRY_NAME=geom', '-nlt', TYPES[content.layer.header.geometry], '-gt', '20000'],
  }),
};

/** Layers that hold areas may hold lines beside them. */
const TYPES = { point: 'POINT', line: 'GEOMETRY', polygon: 'GEOMETRY' };
