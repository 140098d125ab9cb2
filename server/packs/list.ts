import type { Knex } from 'knex';
import type { Pack as PackShape, PackList } from '../api-types';
import type { Catalog } from '../catalog';
import { citationsOf } from '../rules/citation';
import type { Pack } from '../rules/pack-files';
import { parametersOf } from '../rules/statement';
import { today } from '../today';
import { activations } from './activate';
import { activePacks } from './active';

/** All editions of all cities, which of them judge today and since when. */
export async function listPacks(knex: Knex, catalog: Catalog): Promise<PackList> {
  const active = await activePacks(knex, catalog);
  const onRecord = await activations(knex);
  const since = (pack: Pack) => onRecord.find(({ region }) => region === pack.region) ?? null;
  return {
    items: catalog.packs.map((pack) => ({
      ...packShape(pack, catalog), active: active.includes(pack), activation: active.includes(pack) ? since(pack) : null,
    })),
    activations: onRecord,
  };
}

function packShape(pack: Pack, catalog: Catalog): Omit<PackShape, 'active' | 'activation'> {
  const { id, version, region, title, document, hash, valid_from } = pack;
  return {
    id, version, region, title, document, hash, valid_from,
    rules: [...catalog.rules.values()].filter(({ header }) => header.id in pack.rules).map((rule) => ({
      id: rule.header.id, parameters: parametersOf(rule, pack), citations: citationsOf(pack, rule.header.id, catalog.laws, today()),
    })),
  };
}
