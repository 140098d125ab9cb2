import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Content, Format } from '../formats';
import { convert } from '../gdal';
import { crsCode } from '../request';
import { writeText } from '../writing';

/**
 * Drawing in metres of a Gauss-Krüger zone: points, lines, and areas as hatches with their holes. DXF has no fields; the drawing layer
 * says what it is, of outfalls also the verdict: OUTFALLS_BAN. What stands about the whole is a comment at the beginning.
 */
export const format: Format = {
  extension: 'dxf', title: 'DXF', type: 'image/vnd.dxf', table: false, crs: 'metres',
  write: async (content) => {
    const name = content.layer.header.id.toUpperCase();
    const drawn = await convert(content, {
      driver: 'DXF', extension: 'dxf', options: [],
      texts: ({ properties: { verdict } }) => ({ Layer: verdict === undefined ? name : `${name}_${String(verdict ?? 'none').toUpperCase()}` }),
    });
    return writeText(join(content.folder, 'export.dxf'), commented(content, drawn), content.signal);
  },
};

/** A comment is one line after the group code 999; ASCII, for the file says nothing of its encoding. */
async function* commented({ matched, returned, crs, layer }: Content, drawn: string): AsyncGenerator<string | Buffer> {
  for (const line of [`Paikou ${layer.header.id}`, `${returned} of ${matched}`, `${crsCode(crs)}: X = easting, Y = northing, metres`, 'fields are not part of DXF: see GeoPackage or CSV']) yield `999\n${line}\n`;
  yield* createReadStream(drawn);
}
