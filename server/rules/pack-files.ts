import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { CatalogError, lineAt, ROOT, parseYaml } from '../sql-file';
import { checkDemands } from './pack-demands';
import { type Complain, checkEditions, checkRules } from './pack-checks';
import { hashOfPack, type PackText } from './pack-text';
import type { Rule } from './rule-files';

const date = z.iso.date();
const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export const modality = z.enum(['严禁', '应', '原则上', '应尽可能', '可', '严格控制']);

const law = z.strictObject({
  id: z.string(), document: z.string(), article: z.string(), quote: z.string(), from: date, to: date.optional(),
  confidence: z.enum(['high', 'medium', 'low']), modality,
});

const basis = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plan'), article: z.string(), quote: z.string().trim().min(4), modality }),
  z.strictObject({ kind: z.literal('national'), law: z.string() }),
  /** A local law or regulation of the city or above it: dated as national ones are, but its own. */
  z.strictObject({ kind: z.literal('local'), document: z.string().min(1), article: z.string().min(1), quote: z.string().trim().min(4), from: date, to: date.optional(), confidence: z.enum(['high', 'medium', 'low']), modality }),
  z.strictObject({ kind: z.literal('system'), note: z.string(), modality }),
]);

const effect = z.enum(['ban', 'review', 'flag']);

const packBody = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  region: z.string().regex(/^\d{6}$/),
  title: words,
  document: z.strictObject({ title: z.string(), number: z.string(), date, issuer: z.string() }),
  valid_from: date,
  /** Which of a city's editions judges it until another is activated. */
  active: z.boolean(),
  boundary: z.enum(['inside', 'outside']),
  coverage_max_age_days: z.number().int().positive(),
  precedence: z.array(z.enum(['ban', 'merge', 'keep'])),
  position_errors: z.strictObject(Object.fromEntries(
    ['rtk', 'gnss', 'imagery', 'map_10k', 'map_50k', 'geocoded', 'unknown'].map((method) => [method, z.number().nonnegative()]))),
  effects: z.record(z.string(), z.record(z.string(), z.strictObject({ before: effect, after: effect }))),
  forbids: z.array(z.strictObject({ trait: z.string(), measures: z.array(z.enum(['merge', 'block'])), reason: z.string() })),
  aspects: z.array(z.enum(['legality', 'construction', 'discharge'])),
  legacy: z.strictObject({ article: z.string(), quote: z.string() }).optional(),
  /** Who approves new outfalls, where the city's document names it, and who takes the application. */
  permit: z.strictObject({ name: z.string(), through: z.string().nullable(), article: z.string(), quote: z.string().min(4) }).optional(),
  rules: z.record(z.string(), z.strictObject({
    parameters: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string()), z.null()])).default({}),
    basis: z.array(basis).min(1),
  })),
});

export type Basis = z.infer<typeof basis>;
export type Law = z.infer<typeof law>;
export type PackBody = z.infer<typeof packBody>;
export interface Pack extends PackBody {
  /** Hash of what the pack says, of the rule files it turns on and of the code tables: part of every verdict's input hash. */
  hash: string;
}

const LAWS = 'laws.yaml';

export const readLaws = (file = join(ROOT, 'data/codes', LAWS)): Map<string, Law> => lawsIn(file, readFileSync(file, 'utf8'));

function lawsIn(file: string, text: string): Map<string, Law> {
  const { laws } = parseYaml(file, text, z.strictObject({ laws: z.array(law) }));
  return new Map(laws.map((one) => [one.id, one]));
}

const kept = new Map<string, Map<string, Law>>();

/** The laws as they stood among the code tables kept with a pack; null where they were not kept yet. */
export function lawsKept(codes: Record<string, string> | null | undefined): Map<string, Law> | null {
  const text = codes?.[LAWS];
  if (text === undefined) return null;
  const laws = kept.get(text) ?? lawsIn(LAWS, text);
  if (kept.size < 100) kept.set(text, laws);
  return laws;
}

/**
 * Every city's packs: data/packs/<region>/pack*.yaml, one file an edition.
 * @throws CatalogError naming file, line and reason.
 */
export function readPacks(rules: Map<string, Rule>, laws: Map<string, Law>, folder = join(ROOT, 'data/packs')): Pack[] {
  const files = existsSync(folder) ? readdirSync(folder).sort().flatMap((region) =>
    readdirSync(join(folder, region)).filter((name) => /^pack.*\.yaml$/.test(name)).sort().map((name) => join(folder, region, name))) : [];
  const packs: Pack[] = [];
  for (const file of files) packs.push(readPack(file, rules, laws, packs));
  return packs;
}

function readPack(file: string, rules: Map<string, Rule>, laws: Map<string, Law>, others: Pack[]): Pack {
  const text = readFileSync(file, 'utf8');
  const body = parseYaml(file, text, packBody);
  const complain: Complain = (path, reason) => { throw new CatalogError(file, lineAt(text, path), reason); };
  if (body.region !== basename(dirname(file))) complain(['region'], `region ${body.region} is not the folder's name`);
  checkEditions(body, others, complain);
  checkRules(body, rules, laws, complain);
  checkDemands(body, rules, complain);
  return { ...body, hash: hashOfPack(packText(body, rules)) };
}

/** What the hash of a pack is taken of, from the files. */
export function packText(body: PackBody, rules: Map<string, Rule>): PackText {
  const on = Object.keys(body.rules).sort().map((id) => rules.get(id) as Rule);
  return { body, rules: on.map(({ header, sql }) => ({ id: header.id, header, sql })), codes: codeTables() };
}

/** Categories, limits and the like decide verdicts; laws are what they are signed by. */
function codeTables(folder = join(ROOT, 'data/codes')): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
