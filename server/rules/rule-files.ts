import { join } from 'node:path';
import { z } from 'zod';
import { ROOT, readSqlFolder, type SqlFile } from '../sql-file';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const parameter = z.strictObject({
  type: z.enum(['number', 'date', 'text', 'codes']),
  unit: z.string().optional(),
  /** For type codes: the code table in data/codes. */
  codes: z.string().optional(),
  default: z.union([z.number(), z.string(), z.array(z.string()), z.null()]).optional(),
  nullable: z.boolean().default(false),
  zh: z.string(),
});

const header = z.strictObject({
  id: z.string().regex(/^(ban|merge|keep|flag)-[a-z0-9-]+$/),
  title: words,
  class: z.enum(['ban', 'merge', 'keep', 'flag']),
  /** What an edit can change: the outfall itself, what lies near, its discharger's others, what lies downstream. */
  affects: z.enum(['self', 'distance', 'discharger', 'downstream']),
  /** Which of the three aspects of a kept outfall this judges. */
  aspect: z.enum(['legality', 'construction', 'discharge']).optional(),
  /** Only outfalls whose category has one of these traits; the others are not applicable. */
  applies: z.strictObject({ traits: z.array(z.string()).min(1) }).optional(),
  areas: z.strictObject({
    layer: z.string(),
    levels: z.array(z.string()).min(1),
    locate: z.enum(['mouth', 'site']).default('mouth'),
    /** The rule fires on what is clear, so its distance is wanted as well. */
    tell_clear: z.boolean().default(false),
  }).optional(),
  needs: z.array(z.string()).default([]),
  /** Of these, what is found by name or followed from row to row: an edit of them can change the finding of any outfall. */
  citywide: z.array(z.string()).default([]),
  /** The key of evidence under which a finding tells of another place than the outfall's own: what changes there changes it. Indexed (finding_elsewhere). */
  elsewhere: z.enum(['datum']).optional(),
  /** Rules or classes that must have been evaluated before. */
  after: z.array(z.string()).default([]),
  parameters: z.record(z.string(), parameter).default({}),
  fix: words,
  trap: words,
});

export type RuleHeader = z.infer<typeof header>;
export type Rule = SqlFile<RuleHeader>;
export type RuleClass = RuleHeader['class'];

/** Every rule of sql/rules by id, in the order in which they may run. @throws CatalogError naming file and line. */
export function readRules(folder = join(ROOT, 'sql/rules')): Map<string, Rule> {
  const rules = readSqlFolder(folder, header);
  return new Map(rulesInOrder(rules).map((rule) => [rule.header.id, rule]));
}

/** Rules that wait for others come after them; a circle is refused. */
export function rulesInOrder(rules: Rule[]): Rule[] {
  const done: Rule[] = [];
  let waiting = rules;
  while (waiting.length > 0) {
    const ready = waiting.filter((rule) => !waiting.some((other) => other !== rule && waitsFor(rule, other)));
    if (ready.length === 0) throw new Error(`rules wait for each other: ${waiting.map((rule) => rule.header.id).join(', ')}`);
    done.push(...ready);
    waiting = waiting.filter((rule) => !ready.includes(rule));
  }
  return done;
}

const waitsFor = (rule: Rule, other: Rule) =>
  rule.header.after.includes(other.header.id) || rule.header.after.includes(other.header.class);
