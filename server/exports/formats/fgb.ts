import { convert } from '../gdal';
import type { Format } from '../formats';

/** Its index needs all boxes at once: rows come in the order of places. The file has no room for words about the whole. */
export const format: Format = {
  extension: 'fgb', title: 'FlatGeobuf', type: 'application/flatgeobuf', table: false, crs: true,
  write: (content) => convert(content, { driver: 'FlatGeobuf', extension: 'fgb', options: ['-nlt', content.layer.header.geometry === 'point' ? 'POINT' : 'GEOMETRY'] }),
};
