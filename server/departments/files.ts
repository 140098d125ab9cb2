import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYaml, ROOT } from '../sql-file';

const codes = z.array(z.string()).default([]);

const file = z.strictObject({
  document: z.string(),
  departments: z.array(z.strictObject({
    id: z.string().regex(/^[a-z]+$/),
    name: z.strictObject({ zh: z.string(), en: z.string() }),
    /** lead: co-ordinates; sector: answers for the categories; fallback: responsible party where none can be traced. */
    duty: z.enum(['lead', 'sector', 'fallback']),
    article: z.string(),
    quote: z.string().min(4),
    categories: codes,
    /** Only where the outfall's source lies in a park. */
    in_park: codes,
  })),
});

export type DepartmentFile = z.infer<typeof file> & { region: string };

/** The division of labour of every city: data/packs/<region>/departments.yaml. @throws CatalogError naming file, line and reason. */
export function readDepartments(folder = join(ROOT, 'data/packs')): DepartmentFile[] {
  return readdirSync(folder).sort().map((region) => ({ region, path: join(folder, region, 'departments.yaml') }))
    .filter(({ path }) => existsSync(path))
    .map(({ region, path }) => ({ region, ...parseYaml(path, readFileSync(path, 'utf8'), file) }));
}
