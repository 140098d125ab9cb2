import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { evaluate, TOLD_REACH_M } from '../rules/engine';
import { today } from '../today';

export interface EditRun { run: number; region: string; outfalls: number; changed: number }

/** Evaluates outfalls by the pack of their city, of the catalogue with the packs that judge today, in the caller's transaction. One run per city that has any of them. */
export async function judgeAnew(trx: Knex.Transaction, catalog: Catalog, ids: number[], actor: string | undefined): Promise<EditRun[]> {
  const runs: EditRun[] = [];
  const { packs } = catalog;
  for (const pack of ids.length ? packs : []) {
    const own: number[] = await trx('outfall').whereIn('id', ids).where('region_code', 'like', `${pack.region}%`).orderBy('id').pluck('id');
    if (own.length === 0) continue;
    const judging = { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false };
    runs.push({ region: pack.region, ...await evaluate(trx, judging, { reason: 'edit', actor, ids: own }) });
  }
  // an outfall that has moved to a city without a pack is judged by nobody
  await trx('verdict_current').whereIn('outfall_id', ids)
    .whereNotIn('outfall_id', trx('outfall').select('id').whereIn('id', ids).whereRaw('left(region_code, 6) = ANY (?)', [packs.map(({ region }) => region)])).del();
  return runs;
}
