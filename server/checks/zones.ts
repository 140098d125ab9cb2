import type { CrossedZone } from '../api-types';
import type { FindingRow } from '../rules/finding-shape';

const CLASSES = ['ban', 'merge', 'keep', 'flag'];

type Area = FindingRow['areas'][number] & Pick<CrossedZone, 'inside_m' | 'inside_m2' | 'part'>;

/**
 * Every zone that a feature lies in or crosses, once, in the order of the rules' classes and within a rule strictest
 * first. Touching a boundary from outside is not crossing.
 */
export function zonesOf(rows: FindingRow[], inOrder: string[]): CrossedZone[] {
  const sorted = [...rows].sort((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) || inOrder.indexOf(a.rule) - inOrder.indexOf(b.rule));
  const crossed = sorted.flatMap(({ areas }) => areas as Area[]).filter(isCrossed);
  const once = new Map<string, Area>();
  for (const area of crossed) if (!once.has(keyOf(area))) once.set(keyOf(area), area);
  return [...once.values()].map(zoneOf);
}

const keyOf = ({ layer, id }: Area) => `${layer}/${id}`;

const isCrossed = ({ distance_m, inside_m, inside_m2 }: Area) => (distance_m ?? 0) < 0 || (inside_m ?? inside_m2 ?? 0) > 0;

const zoneOf = ({ layer, id, name, level, edition, document, distance_m, inside_m, inside_m2, part }: Area): CrossedZone => ({
  layer, id, name, level, edition, document, distance_m,
  ...(inside_m === undefined ? {} : { inside_m }), ...(inside_m2 === undefined ? {} : { inside_m2 }), ...(part ? { part } : {}),
});
