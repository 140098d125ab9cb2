import type { Knex } from 'knex';
import { readCategories } from '../rules/categories';

/** Brings the category table in line with data/codes/categories.yaml; a code in use is never removed. */
export async function loadCategories(trx: Knex.Transaction): Promise<void> {
  const rows = readCategories().map((one, sort) => ({
    code: one.code,
    parent_code: one.code.includes('.') ? one.code.slice(0, one.code.lastIndexOf('.')) : null,
    level: one.code.split('.').length,
    name: one.zh, name_en: one.en, regime: one.regime ?? null, traits: one.traits, sort,
  }));
  await trx('category').insert(rows).onConflict('code').merge();
}
