import type { Knex } from 'knex';
import type { ImportOutcome } from '../api-types';
import type { Catalog } from '../catalog';
import { affectedAfter, affectedBefore, type Touched } from '../edits/affected';
import { flipsSince, verdictsInForce } from '../edits/flips';
import { judgeAnew } from '../edits/judge-anew';
import { catalogInForce } from '../packs/active';
import { evaluate, TOLD_REACH_M } from '../rules/engine';
import { today } from '../today';

/** Beyond so many touched rows every city is judged whole: asking what each can affect costs more, and a zone can reach into the next city. */
export const MANY = 3_000;
/** Flips told one by one; their number is always told. */
const TOLD = 500;

type Judged = Pick<ImportOutcome, 'runs' | 'flips' | 'flipped'>;

/**
 * Does `change` and judges anew, in the same transaction, what it can affect: the same consequences as those of an edit.
 * `former` are rows that stand and will change; `change` returns all that it touched.
 */
export async function withConsequences(trx: Knex.Transaction, whole: Catalog, actor: string | undefined, former: Touched[], change: () => Promise<Touched[]>, told: (step: string) => void): Promise<Judged> {
  const catalog = await catalogInForce(trx, whole);
  const many = (touched: Touched[]) => touched.reduce((sum, { ids }) => sum + ids.length, 0) > MANY;
  const before = many(former) ? undefined : await affectedBefore(trx, catalog, former);
  const verdicts = before ? await verdictsInForce(trx, before.ids) : undefined;
  const touched = await change();
  told('judging');
  if (!before || !verdicts || many(touched)) return judgeCities(trx, catalog, actor);
  const ids = await affectedAfter(trx, catalog, touched, before);
  for (const [outfall, verdict] of await verdictsInForce(trx, ids.filter((one) => !before.ids.has(one)))) verdicts.set(outfall, verdict);
  const runs = await judgeAnew(trx, catalog, ids, actor);
  const flips = await flipsSince(trx, verdicts, ids);
  return { runs, flips: flips.slice(0, TOLD), flipped: flips.length };
}

async function judgeCities(trx: Knex.Transaction, catalog: Catalog, actor: string | undefined): Promise<Judged> {
  const runs: ImportOutcome['runs'] = [];
  let flipped = 0;
  for (const pack of catalog.packs) {
    const run = await evaluate(trx, { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false }, { reason: 'edit', actor });
    flipped += run.changed;
    runs.push({ region: pack.region, ...run });
  }
  return { runs, flips: [], flipped };
}
