import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Content, Format } from '../formats';
import { convert } from '../gdal';
import { crsCode } from '../request';
import { writeText } from '../writing';

/**
 * Drawing in metres of a Gauss-Krüger zone: points, lines, and areas as hatches with their holes. DXF has no fields; the drawing layer
 * says what it is, of outfalls also the verdict: OUTFALLS_BAN. Beside each outfall stands its code and verdict as a text, on a layer of its
 * own (OUTFALLS_BAN_TEXT) that can be turned off. What stands about the whole is a comment at the beginning.
 */
export const format: Format = {
  extension: 'dxf', title: 'DXF', type: 'image/vnd.dxf', table: false, crs: 'metres',
  write: async (content) => {
    const name = content.layer.header.id.toUpperCase();
    const words = content.columns.find(({ name: column }) => column === 'verdict')?.words;
    const drawn = await convert(content, {
      driver: 'DXF', extension: 'dxf', options: [],
      drawn: ({ properties: { code, verdict } }): Record<string, string>[] => {
        if (verdict === undefined) return [{ Layer: name }];
        const layer = `${name}_${String(verdict ?? 'none').toUpperCase()}`;
        return [{ Layer: layer }, { Layer: `${layer}${TEXT}`, OGR_STYLE: label(`${String(code)} ${words?.[String(verdict)]?.zh ?? '未研判'}`) }];
      },
    });
    return writeText(join(content.folder, 'export.dxf'), commented(content, drawn), content.signal);
  },
};

/** End of the name of a layer that holds texts; an import leaves them out (imports/reading/open.ts). */
const TEXT = '_TEXT';

/** 15 m high, which is 1.5 mm at 1:10 000; to the upper right of its point. GDAL writes Chinese as \\U+XXXX. */
const label = (text: string) => `LABEL(f:"SimSun",t:"${text.replace(/[\p{Cc}"]/gu, ' ')}",s:15g,p:1,dx:8g,dy:4g,c:#000000)`;

/** A comment is one line after the group code 999; ASCII, for the file says nothing of its encoding. */
async function* commented({ matched, returned, crs, layer }: Content, drawn: string): AsyncGenerator<string | Buffer> {
  for (const line of [`Paikou ${layer.header.id}`, `${returned} of ${matched}`, `${crsCode(crs)}: X = easting, Y = northing, metres`, 'fields are not part of DXF: see GeoPackage or CSV']) yield `999\n${line}\n`;
  yield* createReadStream(drawn);
}
