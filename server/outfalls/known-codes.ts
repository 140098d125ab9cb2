import type { Knex } from 'knex';
import { type Query, runQuery } from '../db/query';
import { AppError, type FieldError } from '../errors';
import type { OutfallFilter } from './filters';

type Named = Pick<OutfallFilter, 'region' | 'category' | 'river' | 'department'>;
interface Unknown { field: 'region' | 'category' | 'river' | 'department'; value: string; allowed: string[] }

const WORDS = { region: '行政区划 region', category: '分类 category', river: '水体 waterbody', department: '部门 department' };

/** @throws AppError 400 naming every region, category, river and department of a filter that does not exist, and what does. */
export async function refuseUnknownCodes(knex: Knex, { region, category, river, department }: Named) {
  if (!region && !category && !river && !department) return;
  const unknown = await runQuery<Unknown>(knex, unknownCodes({ region, category, river, department }));
  if (!unknown.length) return;
  const errors = unknown.map(({ field, value, allowed }): FieldError => ({
    field, value, reason: `没有这个${WORDS[field]}；可用 (allowed): ${allowed.join(', ')}`,
  }));
  throw new AppError('bad_request', '筛选条件中有不存在的编码 (the filter names what does not exist)', errors);
}

const unknownCodes = ({ region = [], category = [], river = [], department = [] }: Named): Query => ({
  sql: `
    SELECT 'region' AS field, value,
           ARRAY(SELECT code || ' ' || name FROM region WHERE parent_code IS NULL OR starts_with(value, parent_code) ORDER BY code COLLATE "C") AS allowed
    FROM unnest(:region::text[]) AS value WHERE NOT EXISTS (SELECT FROM region WHERE code = value)
    UNION ALL
    SELECT 'category', value, ARRAY(SELECT code FROM category ORDER BY sort)
    FROM unnest(:category::text[]) AS value WHERE NOT EXISTS (SELECT FROM category WHERE code = value)
    UNION ALL
    SELECT 'river', value, ARRAY(SELECT code || ' ' || name FROM waterbody ORDER BY code COLLATE "C" LIMIT 50)
    FROM unnest(:river::text[]) AS value WHERE NOT EXISTS (SELECT FROM waterbody WHERE value IN (code, name))
    UNION ALL
    SELECT 'department', value, ARRAY(SELECT DISTINCT id || ' ' || name FROM department ORDER BY 1)
    FROM unnest(:department::text[]) AS value WHERE NOT EXISTS (SELECT FROM department WHERE value IN (id, name))`,
  bindings: { region, category, river, department },
});
