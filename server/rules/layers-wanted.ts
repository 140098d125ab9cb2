import type { Rule } from './rule-files';
import type { LayerWanted } from './statement';

/** What rules ask of each layer of areas, taken together, so that a place is measured against a layer once for all of them. */
export function wantedLayers(rules: Rule[]): LayerWanted[] {
  const about = rules.filter(({ header }) => header.areas);
  const layers = [...new Set(about.map(({ header }) => header.areas?.layer as string))];
  return layers.map((layer) => {
    const own = about.filter(({ header }) => header.areas?.layer === layer);
    const telling = own.filter(({ header }) => header.areas?.tell_clear);
    return {
      layer,
      levels: [...new Set(own.flatMap(({ header }) => header.areas?.levels ?? []))],
      traits: traitsOf(own),
      tellTraits: telling.length ? traitsOf(telling) : null,
      tellAll: telling.length > 0 && traitsOf(telling) === null,
      bySite: own.some(({ header }) => header.areas?.locate === 'site'),
      byMouth: own.some(({ header }) => header.areas?.locate === 'mouth'),
    };
  });
}

/** All traits that any of the rules applies to; null = every outfall. */
const traitsOf = (rules: Rule[]): string[] | null =>
  (rules.every(({ header }) => header.applies) ? [...new Set(rules.flatMap(({ header }) => header.applies?.traits ?? []))] : null);
