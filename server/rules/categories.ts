import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT, parseYaml } from '../sql-file';

const categories = z.strictObject({
  source: z.string(),
  categories: z.array(z.strictObject({
    code: z.string().regex(/^[a-z_]+(\.[a-z_]+){0,2}$/), zh: z.string(), en: z.string(),
    regime: z.enum(['approval', 'registration']).optional(), traits: z.array(z.string()).default([]),
  })),
});

export type Category = z.infer<typeof categories>['categories'][number];

/** The code table of outfall categories. @throws CatalogError naming file and line. */
export function readCategories(file = join(ROOT, 'data/codes/categories.yaml')): Category[] {
  return categoriesIn(file, readFileSync(file, 'utf8'));
}

/** The same of a text that was kept. @throws CatalogError naming file and line. */
export const categoriesIn = (file: string, text: string): Category[] => parseYaml(file, text, categories).categories;
