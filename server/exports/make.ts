import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { aboutExport } from './about';
import type { ExportRequest } from './request';
import type { Tell } from './progress';
import { type Row, type Spool, spoolRows } from './rows';
import { taken } from './turns';

export interface Exported { file: string; matched: number; returned: number }

/** Makes the whole file in `folder`, which the caller removes. Two are made at a time, others wait. */
export function makeExport(db: Db, catalog: Catalog, request: ExportRequest, folder: string, signal: AbortSignal, tell: Tell = () => {}): Promise<Exported> {
  return taken(signal, async () => {
    const spool = await spoolRows(db, catalog, request, folder, signal, tell);
    const { matched, returned } = spool;
    tell('writing', 0, returned);
    const file = await request.format.write({ ...spool, rows: () => counted(spool, tell), layer: request.layer, crs: request.crs, about: aboutExport(request, matched, returned), folder, signal });
    return { file, matched, returned };
  });
}

/** Rows told of at once. */
const STEP = 1000;

async function* counted({ rows, returned }: Spool, tell: Tell): AsyncGenerator<Row> {
  let done = 0;
  for await (const row of rows()) {
    yield row;
    if (++done % STEP === 0) tell('writing', done, returned);
  }
}
