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
  const { header } = rule;
  return {
    sql: once(rule, relations, () => ruleText(rule, relations)),
    bindings: {
      ...scopeBindings(scope),
      rule_id: header.id,
      rule_class: header.class,
      traits: header.applies?.traits ?? null,
      levels: header.areas?.levels ?? null,
      by_site: header.areas?.locate === 'site',
      effects: JSON.stringify(scope.pack.effects[header.areas?.layer ?? ''] ?? {}),
      ...parametersOf(rule, scope.pack),
    },
  };
}

/** Where the ids of categories tried out begin, downward (engine/expand-variants.sql): nobody asks what of them is clear. */
const FIRST_VARIANT = -1_000_000_000;

const ruleText = ({ header, sql }: Rule, relations: Map<string, string>) => forLayer(header.areas?.layer, `INSERT INTO found_so_far (subject_id, rule, class, outcome, distance_m, error_m, areas, evidence)
WITH ${[...withs(sql, relations), `rule AS (\n${sql}\n)`].join(',\n')}
SELECT outfall_id, :rule_id, :rule_class, outcome, distance_m, error_m, areas, evidence FROM rule
WHERE outcome IN ('conflict', 'borderline', 'unknown') OR (:with_clear AND outfall_id > ${FIRST_VARIANT})`);

const texts = new WeakMap<object, Map<unknown, string>>();

/** A text made once for each `part` of `owner`. */
function once(owner: object, part: unknown, make: () => string): string {
  const made = texts.get(owner) ?? new Map<unknown, string>();
  texts.set(owner, made);
  const text = made.get(part) ?? make();
  made.set(part, text);
  return text;
}

const scopeBindings = (scope: Scope) => ({
  boundary_inside: scope.pack.boundary === 'inside',
  coverage_max_age_days: scope.pack.coverage_max_age_days,
  as_of: scope.asOf,
  reach_m: scope.reachM,
  with_clear: scope.withClear,
});

/** The layer stands in the text, not in a binding: the planner then leaves the other layers' tables out. */
const forLayer = (layer: string | undefined, sql: string) => sql.replace(/:area_layer\b/g, layer ? `'${layer}'::text` : 'NULL::text');

/** Definitions of the relations that a statement names. */
const withs = (sql: string, from: Map<string, string>) =>
  [...namesIn(sql, from)].map((name) => `${name} AS NOT MATERIALIZED (\n${from.get(name)}\n)`);

/** What the rules of a pack ask of one layer of areas. */
export interface LayerWanted { layer: string; levels: string[]; traits: string[] | null; tellTraits: string[] | null; tellAll: boolean; bySite: boolean; byMouth: boolean }

/** Which places are not where the layers are declared complete. */
export const undeclaredStatement = (scope: Scope, layers: LayerWanted[]): Query => intoWork('undeclared', undefined, {
  ...scopeBindings(scope), layers: layers.map(({ layer }) => layer),
});

/** How places and areas find each other: the few look for areas, the areas look for the many. */
export type Pairs = 'pairs-by-place' | 'pairs-by-area';

/** Distances of all places to the areas of one layer. */
export const lyingStatement = (scope: Scope, { layer, levels, traits, tellTraits, tellAll, bySite, byMouth }: LayerWanted, pairs: Pairs): Query =>
  intoWork('lying', layer, {
    ...scopeBindings(scope), levels, traits, tell_traits: tellTraits, tell_all: tellAll, by_site: bySite, by_mouth: byMouth,
  }, { pairs });

/** Where subjects lie against the areas of all rules about areas. */
export const locateStatement = (scope: Scope, rules: Rule[]): Query => intoWork('locate', undefined, {
  ...scopeBindings(scope),
  asked: JSON.stringify(rules.filter(({ header }) => header.areas).map(({ header }) => ({
    rule: header.id,
    layer: header.areas?.layer,
    levels: header.areas?.levels,
    traits: header.applies?.traits ?? null,
    effects: scope.pack.effects[header.areas?.layer ?? ''] ?? {},
    by_site: header.areas?.locate === 'site',
    tell_clear: header.areas?.tell_clear,
  }))),
}, { table: 'located_so_far (rule, outfall_id, outcome, distance_m, error_m, areas, evidence)' });

/** Unions of areas in contact that are to be kept; `tiers` by level as ranks of effect. */
export const dissolveStatement = (scope: Scope, layer: string, levels: string[], tiers: Record<string, number>): Query =>
  intoWork('dissolve', layer, { ...scopeBindings(scope), levels, tiers: JSON.stringify(tiers) }, { table: 'dissolved_area (stamps, geom)', ending: 'ON CONFLICT DO NOTHING' });

/** From places within the error of a boundary, on `asOf` (YYYY-MM-DD), to the nearest ones at which the outcome is another. */
export const waysOutStatement = (asOf: string, asked: object[]): Query => ({
  sql: once(engine, 'ways-out', () => {
    const text = engine.get('ways-out') as string;
    return `WITH ${[...withs(text, relations), `answer AS (\n${text}\n)`].join(',\n')}\nSELECT * FROM answer`;
  }),
  bindings: { as_of: asOf, asked: JSON.stringify(asked) },
});

/** A query of sql/engine over the relations, into the table of its name. */
function intoWork(name: string, layer: string | undefined, bindings: Query['bindings'], { table = name, ending = '', pairs = '' } = {}): Query {
  const sql = once(engine, [name, layer, pairs].join(), () => {
    const text = (engine.get(name) as string).replace(':pairs', engine.get(pairs) ?? '');
    return forLayer(layer, `INSERT INTO ${table}\nWITH ${[...withs(text, relations), `answer AS (\n${text}\n)`].join(',\n')}\nSELECT * FROM answer ${ending}`);
  });
  return { sql, bindings };
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

/** Gathers a city's outfalls, or some by id. */
export const gatherStatement = (chosen: 'chosen-city' | 'chosen-ids', bindings: Query['bindings']): Query => ({
  sql: once(engine, chosen, () => (engine.get('gather-outfalls') as string).replace(':chosen', () => engine.get(chosen) as string)), bindings,
});

/** A statement of the engine itself, from sql/engine. */
export const engineStatement = (name: string, bindings: Query['bindings'] = {}): Query => ({ sql: engine.get(name) as string, bindings });
