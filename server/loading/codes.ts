import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { z } from 'zod';
import { ROOT, parseYaml } from '../sql-file';

const categories = z.strictObject({
  source: z.string(),
  categories: z.array(z.strictObject({
    code: z.string().regex(/^[a-z_]+(\.[a-z_]+){0,2}$/), zh: z.string(), en: z.string(),
    regime: z.enum(['approval', 'registration']).optional(), traits: z.array(z.string()).default([]),
  })),
});

/** Brings the category table in line with data/codes/categories.yaml; a code in use is never removed. */
export async function loadCategories(trx: Knex.Transaction): Promise<void> {
  const file = join(ROOT, 'data/codes/categories.yaml');
  const rows = parseYaml(file, readFileSync(file, 'utf8'), categories).categories.map((one, sort) => ({
    code: one.code,
    parent_code: one.code.includes('.') ? one.code.slice(0, one.code.lastIndexOf('.')) : null,
    level: one.code.split('.').length,
    name: one.zh, name_en: one.en, regime: one.regime ?? null, traits: one.traits, sort,
  }));
  await trx('category').insert(rows).onConflict('code').merge();
}
