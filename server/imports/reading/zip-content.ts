import { openShapefileParts } from './shapefile';
import { type Asked, type Source, Unreadable } from './source';
import { entriesOf, partOf } from './zip';

/** What a ZIP holds: a workbook, a KMZ, or the parts of one shapefile or more. */
export async function openZip(file: string, asked: Asked): Promise<Source> {
  const { zip, entries } = await entriesOf(file);
  try {
    if (entries.some(({ name }) => name === '[Content_Types].xml')) return await (require('./xlsx') as typeof import('./xlsx')).openXlsx(file, asked);
    if (entries.some((entry) => partOf(entry) === '.kml')) return await (require('./kml') as typeof import('./kml')).openKmz(file, asked);
    if (entries.some((entry) => partOf(entry) === '.shp')) return await openShapefileParts(zip, entries, asked);
    throw new Unreadable('ZIP 内没有 .shp、工作簿或 KML (no shapefile, workbook or KML in the ZIP)', entries.slice(0, 20).map(({ name }) => name).join(', '));
  } finally {
    zip.close();
  }
}
