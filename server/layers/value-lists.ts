import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYaml, ROOT } from '../sql-file';

export interface ValueWords { zh: string; en: string }

const words = z.object({ zh: z.string().min(1), en: z.string().min(1) });

const read = <Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> => {
  const file = join(ROOT, 'data/codes', name);
  return parseYaml(file, readFileSync(file, 'utf8'), schema);
};

/** 建设问题 that an inspection may record, by code, each with its usual measure. */
export const CONSTRUCTION_PROBLEMS = new Map(read('construction-problems.yaml', z.strictObject({
  problems: z.array(z.strictObject({ code: z.string(), ...words.shape, measure: z.string() })),
})).problems.map((problem) => [problem.code, problem]));

/** Coded values and their words, by list: data/codes/values.yaml and the codes that have a file of their own. */
export const VALUE_LISTS: Map<string, Record<string, ValueWords>> = new Map(Object.entries({
  ...read('values.yaml', z.record(z.string(), z.record(z.string(), words))),
  construction_problem: Object.fromEntries([...CONSTRUCTION_PROBLEMS].map(([code, { zh, en }]) => [code, { zh, en }])),
}));

/** Chinese words of a list. @throws Error where there is none of that name. */
export function chineseOf(list: string): Record<string, string> {
  const values = VALUE_LISTS.get(list);
  if (!values) throw new Error(`data/codes/values.yaml has no list ${list}`);
  return Object.fromEntries(Object.entries(values).map(([value, { zh }]) => [value, zh]));
}
