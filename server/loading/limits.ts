import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { z } from 'zod';
import { ROOT, parseYaml } from '../sql-file';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const code = z.string().regex(/^[a-z0-9_]+$/);

const pollutants = z.strictObject({
  pollutants: z.array(z.strictObject({ code, zh: z.string(), en: z.string(), unit: z.string(), required: z.boolean().default(false) })),
});

const limits = z.strictObject({
  standards: z.array(z.strictObject({
    standard: z.string(), document: z.string(), from: date, to: date.optional(), confidence: z.enum(['high', 'medium', 'low']), note: z.string().optional(),
    limits: z.array(z.strictObject({
      grade: z.string(), pollutant: code, value: z.number().positive(), cold: z.number().positive().optional(), at_least: z.number().optional(),
      averaging: z.enum(['daily_mean', 'any']), set_up_from: date.default('-infinity'), set_up_to: date.default('infinity'),
    })),
  })),
});

export interface Limit {
  standard: string; grade: string; pollutant: string; document: string; value: number; cold_value: number | null; at_least: number | null; unit: string;
  averaging: 'daily_mean' | 'any'; set_up_from: string; set_up_to: string; valid_from: string; valid_to: string | null;
  confidence: 'high' | 'medium' | 'low'; note: string | null;
}

const read = <T>(name: string, shape: z.ZodType<T>): T => {
  const file = join(ROOT, 'data/codes', name);
  return parseYaml(file, readFileSync(file, 'utf8'), shape);
};

export const readPollutants = () => read('pollutants.yaml', pollutants).pollutants.map((one, sort) =>
  ({ code: one.code, name: one.zh, name_en: one.en, unit: one.unit, required: one.required, sort }));

/** Every limit of data/codes/limits.yaml, in the unit of its pollutant. @throws Error naming a limit of an unknown pollutant. */
export function readLimits(): Limit[] {
  const units = new Map(readPollutants().map((one) => [one.code, one.unit]));
  return read('limits.yaml', limits).standards.flatMap(({ standard, document, from, to, confidence, note, limits: rows }) => rows.map((row): Limit => {
    const unit = units.get(row.pollutant);
    if (!unit) throw new Error(`data/codes/limits.yaml: ${standard} ${row.grade} limits ${row.pollutant}, which pollutants.yaml does not have`);
    return {
      standard, grade: row.grade, pollutant: row.pollutant, document, value: row.value, cold_value: row.cold ?? null, at_least: row.at_least ?? null, unit,
      averaging: row.averaging, set_up_from: row.set_up_from, set_up_to: row.set_up_to, valid_from: from, valid_to: to ?? null, confidence, note: note ?? null,
    };
  }));
}

const KEY = ['standard', 'grade', 'pollutant', 'valid_from', 'set_up_from'] as const;

/** Brings pollutants and discharge limits in line with their files; a pollutant in use is never removed, rows that stay as they are keep their history. */
export async function loadLimits(trx: Knex.Transaction): Promise<void> {
  await trx('pollutant').insert(readPollutants()).onConflict('code').merge();
  const limits = readLimits();
  await trx('discharge_limit').whereNotIn([...KEY], limits.map((limit) => KEY.map((column) => limit[column]))).del();
  await trx('discharge_limit').insert(limits).onConflict([...KEY]).merge();
}
