import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Query } from '../db/query';
import { ROOT } from '../sql-file';
import type { Pack } from './pack-files';
import type { Rule } from './rule-files';

const readFolder = (folder: string) => new Map(readdirSync(join(ROOT, 'sql', folder)).filter((name) => name.endsWith('.sql'))
  .map((name) => [basename(name, '.sql'), readFileSync(join(ROOT, 'sql', folder, name), 'utf8').replace(/--.*$/gm, '').trim()]));

/** What rules may name, one file each in sql/relations, in the order in which they build on each other. */
const RELATIONS = ['candidate', 'sibling', 'area', 'coverage', 'found', 'located'];
const relations = readFolder('relations');
/** Where candidates are lines and areas, some of these names mean something else. */
const shapeRelations = new Map([...relations, ...readFolder('relations/shapes')]);
const engine = readFolder('engine');

export interface Scope {
  pack: Pack;
  /** Date whose editions count, YYYY-MM-DD. */
  asOf: string;
  /** How far from an area a distance is still measured, metres. */
  reachM: number;
  /** Also keep findings that are clear, with the areas within reach. */
  withClear: boolean;
}

/** One statement that evaluates one rule over the gathered subjects and keeps what it found. */
export const ruleStatement = (rule: Rule, scope: Scope): Query => statementOf(rule, scope, relations);

/** The same rule over the posted lines and areas, of whatever category. `withParts` keeps the geometry of what is inside. */
export function shapeRuleStatement(rule: Rule, scope: Scope, withParts: boolean): Query {
  const { sql, bindings } = statementOf(rule, scope, shapeRelations);
  return { sql, bindings: { ...bindings, with_parts: withParts } };
}

function statementOf(rule: Rule, scope: Scope, relations: Map<string, string>): Query {
  const { header, sql } = rule;
  const named = namesIn(sql, relations);
  const withs = [...named].map((name) => `${name} AS NOT MATERIALIZED (\n${relations.get(name)}\n)`);
  return {
    sql: `INSERT INTO found_so_far (subject_id, rule, class, outcome, distance_m, error_m, areas, evidence)
WITH ${[...withs, `rule AS (\n${sql}\n)`].join(',\n')}
SELECT outfall_id, :rule_id, :rule_class, outcome, distance_m, error_m, areas, evidence FROM rule
WHERE outcome IN ('conflict', 'borderline', 'unknown') OR :with_clear`,
    bindings: {
      rule_id: header.id,
      rule_class: header.class,
      traits: header.applies?.traits ?? null,
      area_layer: header.areas?.layer ?? null,
      levels: header.areas?.levels ?? null,
      by_site: header.areas?.locate === 'site',
      effects: JSON.stringify(scope.pack.effects[header.areas?.layer ?? ''] ?? {}),
      boundary_inside: scope.pack.boundary === 'inside',
      coverage_max_age_days: scope.pack.coverage_max_age_days,
      as_of: scope.asOf,
      reach_m: scope.reachM,
      with_clear: scope.withClear,
      tell_clear: scope.withClear || (header.areas?.tell_clear ?? false),
      ...parametersOf(rule, scope.pack),
    },
  };
}

/** The pack's values over the rule's defaults. */
export function parametersOf({ header }: Rule, pack: Pack): Record<string, unknown> {
  const given = pack.rules[header.id]?.parameters ?? {};
  return Object.fromEntries(Object.entries(header.parameters).map(([name, { default: usual }]) => [name, given[name] ?? usual ?? null]));
}

/** The relations that a statement names, and those that these build on. */
function namesIn(sql: string, relations: Map<string, string>): Set<string> {
  const wanted = (text: string): string[] => RELATIONS.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const direct = wanted(sql);
  const all = new Set(direct.flatMap((name) => [...wanted((relations.get(name) as string)), name]));
  return new Set(RELATIONS.filter((name) => all.has(name)));
}

/** A statement of the engine itself, from sql/engine. */
export const engineStatement = (name: string, bindings: Query['bindings'] = {}): Query => ({ sql: engine.get(name) as string, bindings });
