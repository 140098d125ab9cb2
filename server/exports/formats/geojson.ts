import { join } from 'node:path';
import type { Content, Format } from '../formats';
import { writeText } from '../writing';

/** RFC 7946; what stands about the whole are further members of the collection, as OGC API Features names them. */
export const format: Format = {
  extension: 'geojson', title: 'GeoJSON', type: 'application/geo+json', table: false, crs: false,
  write: (content) => writeText(join(content.folder, 'export.geojson'), text(content), content.signal),
};

async function* text({ layer, matched, returned, about, rows }: Content): AsyncGenerator<string> {
  const head = { name: layer.header.id, title: layer.header.title.zh, description: about.join('\n'), numberMatched: matched, numberReturned: returned };
  yield `{"type":"FeatureCollection",${JSON.stringify(head).slice(1, -1)},"features":[`;
  let first = true;
  for await (const row of rows()) {
    yield `${first ? '' : ','}\n${JSON.stringify(row)}`;
    first = false;
  }
  yield '\n]}\n';
}
