import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { cityOf } from '../checks/city-of';
import { editable } from '../edits/resources';
import { AppError, type FieldError } from '../errors';
import { activePack, namesOf } from '../packs/active';
import type { Pack } from '../rules/pack-files';
import type { Scenario } from './body';
import { outfallNamed, removedAreas } from './named-rows';

/** The city that a scenario is about when it does not say: of the pack, the rows that it names, the places that it draws. @throws AppError 422 for what there is not, or when nothing tells. */
export async function regionOf(trx: Knex.Transaction, catalog: Catalog, { region, pack, draft_areas, draft_outfalls, moved, removed_areas, removed_outfalls }: Scenario): Promise<string> {
  if (region) return region;
  if (pack) return (catalog.packs.find(({ id, version }) => id === pack.id && version === pack.version) ?? noPack(catalog, 'pack', pack)).region;
  const faults: FieldError[] = [];
  const named = [...moved.map(({ outfall }, index) => ({ outfall, path: ['moved', index, 'outfall'] })), ...removed_outfalls.map((outfall, index) => ({ outfall, path: ['removed_outfalls', index] }))];
  for (const { outfall, path } of named.slice(0, 1)) {
    const id = await outfallNamed(trx, '', outfall, path, faults);
    if (id) return (await trx('outfall').where({ id }).first('region_code')).region_code.slice(0, 6);
  }
  for (const { table, id } of named.length ? [] : await removedAreas(trx, editable(catalog.layers), removed_areas.slice(0, 1), faults)) {
    const row = await trx(table).where({ id }).first();
    if (row.region_code) return row.region_code.slice(0, 6);
  }
  if (faults.length) throw new AppError('invalid', `有 ${faults.length} 处不合要求 (${faults.length} faults)`, faults);
  const drawn = [...draft_areas, ...draft_outfalls];
  if (drawn.length) return cityOf(trx, { type: 'FeatureCollection', features: drawn });
  throw new AppError('invalid', '请说明城市 (say which city)', [{ field: 'region', reason: '缺少，且无从判断 (missing, and nothing tells)', value: null }]);
}

/** The pack named, or that of the city in force. @throws AppError 422 */
export async function packOf(knex: Knex, catalog: Catalog, region: string, named: Scenario['pack']): Promise<Pack> {
  const found = named ? catalog.packs.find((pack) => pack.region === region && pack.id === named.id && pack.version === named.version) : await activePack(knex, catalog, region);
  return found ?? noPack(catalog, named ? 'pack' : 'region', named ?? region);
}

function noPack(catalog: Catalog, field: string, value: unknown): never {
  const reason = `没有可用的规则集 (no such rule pack)；可用 (allowed): ${namesOf(catalog.packs)}`;
  throw new AppError('invalid', reason, [{ field, reason, value }]);
}
