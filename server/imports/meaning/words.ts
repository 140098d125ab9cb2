import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCategories } from '../../rules/categories';
import { ROOT, parseYaml } from '../../sql-file';
import { plainHeading } from '../reading/source';

const words = z.record(z.string(), z.array(z.union([z.string(), z.number()]).transform(String)));

const shape = z.strictObject({
  columns: words,
  things: words,
  elsewhere: z.array(z.string()),
  drawings: words,
  totals: z.array(z.string()),
  yes: z.array(z.string()),
  no: z.array(z.string()),
  blank: z.array(z.string()),
  values: z.record(z.string(), words),
});

export type ImportWords = z.infer<typeof shape>;

let read: ImportWords | undefined;

/** Headings and spellings in use, from data/codes/import-columns.yaml. */
export function importWords(): ImportWords {
  if (!read) {
    const file = join(ROOT, 'data/codes/import-columns.yaml');
    read = parseYaml(file, readFileSync(file, 'utf8'), shape);
    const category = read.values.category ?? {};
    const known = new Set(readCategories().map(({ code }) => code));
    const strange = Object.keys(category).find((code) => !known.has(code));
    if (strange) throw new Error(`data/codes/import-columns.yaml: categories.yaml has no ${strange}`);
    for (const { code, zh, en } of readCategories()) category[code] = [...(category[code] ?? []), zh, en, code];
  }
  return read;
}

/** A value as it is compared with spellings. */
export const plainValue = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Every heading that means something. */
export const knownHeadings = (): string[] => [...new Set(Object.entries(importWords().columns).flatMap(([property, names]) => [property, ...names]).map(plainHeading))];

/** What a word of a file means in a list; words that every object has, such as `constructor`, mean nothing by themselves. */
export const meant = <T>(list: Record<string, T>, word: string): T | undefined => (Object.hasOwn(list, word) ? list[word] : undefined);
