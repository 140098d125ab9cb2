import type { PackBody } from './pack-files';
import type { Rule } from './rule-files';

/** Rules of class ban, and those that a pack raises from a warning (准保护区) to a ban or a review. */
export const canBan = ({ header }: Pick<Rule, 'header'>, pack: PackBody): boolean => header.class === 'ban' || (header.class === 'flag'
  && (header.areas?.levels ?? []).some((level) => Object.values(pack.effects[header.areas?.layer ?? '']?.[level] ?? {}).some((effect) => effect !== 'flag')));

/** The ids of a pack's rules that can ban. */
export const banningRules = (rules: Map<string, Rule>, pack: PackBody): Set<string> =>
  new Set([...rules.values()].filter((rule) => rule.header.id in pack.rules && canBan(rule, pack)).map(({ header }) => header.id));
