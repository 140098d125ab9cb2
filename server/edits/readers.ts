import type { Catalog } from '../catalog';
import { TOLD_REACH_M } from '../rules/engine';
import type { Pack } from '../rules/pack-files';
import type { Rule } from '../rules/rule-files';
import { parametersOf } from '../rules/statement';

/** What the rules in force make of the rows of one table. */
export interface Readers {
  /** The rows are areas that a rule measures against. */
  areas: boolean;
  /** Farthest from a row that a rule can still find it, metres; null = rules find it by reference only. */
  reachM: number | null;
  /** The same for what only its facts can change, not its shape: areas that are clear are told by few rules. */
  factsReachM: number | null;
}

// Everything here is about the catalogue with the packs that judge today, and no others (see packs/active).

/**
 * Which tables the rules of the packs read and how far around a row that matters, from the rules' headers alone:
 * `areas.layer` and `needs` say what is read, `affects` how.
 */
export function readersOf(catalog: Catalog): Map<string, Readers> {
  const readers = new Map<string, Readers>();
  for (const { rule, pack } of inForce(catalog)) {
    for (const name of namesRead(rule)) note(readers, tableOf(catalog, name), read(rule, pack, name));
  }
  return readers;
}

/** How far from a declaration about a layer its rules look, metres beyond the error of the position; null = no rule asks. */
export function coverageReach(catalog: Catalog, layer: string): number | null {
  const table = tableOf(catalog, layer);
  const asking = inForce(catalog).filter(({ rule }) => namesRead(rule).some((name) => name === layer || tableOf(catalog, name) === table));
  return asking.length === 0 ? null : Math.max(...asking.map(({ rule, pack }) => longest(rule, pack)), 1);
}

/** Tables whose rows some rule finds by name or follows from row to row: an edit of them can change any finding. */
export const citywideTables = (catalog: Catalog): Set<string> =>
  new Set(inForce(catalog).flatMap(({ rule }) => rule.header.citywide.map((name) => tableOf(catalog, name))));

/** Rules that read the table at other places than around the outfall. */
export const lookingElsewhere = (catalog: Catalog, table: string): string[] =>
  inForce(catalog).flatMap(({ rule: { header }, rule }) =>
    (header.elsewhere && namesRead(rule).some((name) => tableOf(catalog, name) === table) ? [header.id] : []));

/** Whether an outfall's finding can hang on the others of its discharger. */
export const judgesGroups = (catalog: Catalog): boolean => inForce(catalog).some(({ rule }) => rule.header.affects === 'discharger');

/** Layers whose areas stand in a table. */
export const layersIn = (catalog: Catalog, table: string): string[] =>
  [...new Set(inForce(catalog).flatMap(({ rule }) => (rule.header.areas ? [rule.header.areas.layer] : [])))].filter((layer) => tableOf(catalog, layer) === table);

/** Largest default of each position method over the packs, metres: how far off a place may lie at most. */
export function widestPositionErrors(catalog: Catalog): Record<string, number> {
  const widest: Record<string, number> = {};
  for (const pack of catalog.packs) {
    for (const [method, metres] of Object.entries(pack.position_errors)) widest[method] = Math.max(widest[method] ?? 0, metres as number);
  }
  return widest;
}

const inForce = (catalog: Catalog) => catalog.packs.flatMap((pack) => Object.keys(pack.rules).map((id) => ({ rule: catalog.rules.get(id) as Rule, pack })));

const namesRead = ({ header }: Rule) => [...(header.areas ? [header.areas.layer] : []), ...header.needs];

/** A rule names a layer or a table. */
const tableOf = ({ layers }: Catalog, name: string) => layers.get(name)?.header.edit?.table ?? layers.get(name)?.header.from ?? name;

function read(rule: Rule, pack: Pack, name: string): Readers {
  const { areas, affects } = rule.header;
  const reach = TOLD_REACH_M + (affects === 'downstream' ? TOLD_REACH_M : 0);
  const reachM = Math.max(TOLD_REACH_M, longest(rule, pack)) + reach - TOLD_REACH_M;
  if (areas?.layer === name) return { areas: true, reachM, factsReachM: areas.tell_clear ? reachM : 0 };
  const near = affects === 'distance' || affects === 'downstream';
  return { areas: false, reachM: near ? reachM : null, factsReachM: near ? reachM : null };
}

/** The largest of a rule's lengths in its pack, metres: along a river is never shorter than straight. */
function longest(rule: Rule, pack: Pack): number {
  const values = parametersOf(rule, pack);
  const lengths = Object.entries(rule.header.parameters).map(([name, { unit }]) => (Number(values[name]) || 0) * ({ m: 1, km: 1000 }[unit ?? ''] ?? 0));
  return Math.max(0, ...lengths);
}

function note(readers: Map<string, Readers>, table: string, more: Readers) {
  const known = readers.get(table) ?? { areas: false, reachM: null, factsReachM: null };
  readers.set(table, { areas: known.areas || more.areas, reachM: larger(known.reachM, more.reachM), factsReachM: larger(known.factsReachM, more.factsReachM) });
}

const larger = (a: number | null, b: number | null) => (a === null || b === null ? a ?? b : Math.max(a, b));
