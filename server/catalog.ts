import { type Layer, readLayers } from './layers/layer-files';
import { type Law, type Pack, readLaws, readPacks } from './rules/pack-files';
import { type Rule, readRules } from './rules/rule-files';

/** Everything that is a file: scanned once at the start; a bad header stops the start with file and line. */
export interface Catalog {
  rules: Map<string, Rule>;
  laws: Map<string, Law>;
  packs: Pack[];
  /** Tile layers by id, in drawing order. */
  layers: Map<string, Layer>;
}

export function readCatalog(): Catalog {
  const rules = readRules();
  const laws = readLaws();
  return { rules, laws, packs: readPacks(rules, laws), layers: readLayers() };
}

/** The pack that judges a city until another is activated: the one whose file says so. Who judges today is `packs/active.ts`. */
export const defaultPack = (catalog: Catalog, region: string): Pack | undefined =>
  catalog.packs.find((pack) => pack.active && region.startsWith(pack.region));
