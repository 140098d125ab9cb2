import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import type { Pack } from './pack-files';
import type { Rule } from './rule-files';
import { dissolveStatement, type Scope } from './statement';

/** In the order of effect_rank in sql/functions. */
const RANK = ['none', 'flag', 'review', 'ban'];

/**
 * Keeps the unions of areas in contact that a pack's rules will ask for, so that no evaluation has to make them. Called
 * when areas have been written; whatever is missing later is made when asked for.
 */
export async function dissolveAreas(trx: Knex.Transaction, rules: Map<string, Rule>, pack: Pack, asOf: string): Promise<void> {
  const scope: Scope = { pack, asOf, reachM: 0, withClear: false };
  for (const { layer, levels, tiers } of unionsWanted(rules, pack)) await runQuery(trx, dissolveStatement(scope, layer, levels, tiers));
}

/** Each set of levels that a rule counts together, with the effects for outfalls older and younger than the area. */
function unionsWanted(rules: Map<string, Rule>, pack: Pack) {
  const all = [...rules.values()].filter(({ header }) => header.areas && header.id in pack.rules).flatMap(({ header: { areas } }) => {
    const { layer, levels } = areas as NonNullable<typeof areas>;
    return (['before', 'after'] as const).map((when) => ({
      layer, levels, tiers: Object.fromEntries(levels.map((level) => [level, RANK.indexOf(pack.effects[layer]?.[level]?.[when] ?? 'none')])),
    }));
  });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
