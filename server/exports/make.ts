import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { aboutExport } from './about';
import type { ExportRequest } from './request';
import { spoolRows } from './rows';
import { taken } from './turns';

export interface Exported { file: string; matched: number; returned: number }

/** Makes the whole file in `folder`, which the caller removes. Two are made at a time, others wait. */
export function makeExport(db: Db, catalog: Catalog, request: ExportRequest, folder: string, signal: AbortSignal): Promise<Exported> {
  return taken(signal, async () => {
    const spool = await spoolRows(db, catalog, request, folder, signal);
    const { matched, returned } = spool;
    const file = await request.format.write({ ...spool, layer: request.layer, crs: request.crs, about: aboutExport(request, matched, returned), folder, signal });
    return { file, matched, returned };
  });
}
