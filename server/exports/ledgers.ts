import { join } from 'node:path';
import { z } from 'zod';
import { attributeSchema } from '../layers/layer-files';
import { readSqlFolder, ROOT, type SqlFile } from '../sql-file';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const header = z.strictObject({ id: z.string(), title: words, attributes: z.record(z.string().regex(/^[a-z_][a-z0-9_]*$/), attributeSchema) });

/**
 * What the tables (XLSX, CSV) of a layer show in place of the attributes of its map features: `sql/ledgers/<layer>.sql`. Its SELECT reads
 * `item` and `tile` as the layer's own does and returns `feature_id`, the attributes and `geom`. All of it is published.
 */
export type Ledger = SqlFile<z.infer<typeof header>>;

let read: Map<string, Ledger> | undefined;

/** @throws CatalogError naming file and line */
export const ledgers = (): Map<string, Ledger> => (read ??= new Map(readSqlFolder(join(ROOT, 'sql/ledgers'), header).map((ledger) => [ledger.header.id, ledger])));
