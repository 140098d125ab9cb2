import type { Bilingual, Override, Verdict } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { dayOf } from '../http/query';
import { overrideInForce } from '../overrides/on-record';
import { activePack } from '../packs/active';
import { clearWork, gatherOutfalls, judge, TOLD_REACH_M } from './engine';
import { type FindingRow, findingsOf } from './finding-shape';
import { settleOf } from './finding-words';
import type { Pack } from './pack-files';
import { today } from '../today';
import { engineStatement } from './statement';

interface VerdictRow {
  id: number; run_id: number; pack_id: string; pack_version: string; pack_hash: string; as_of: string; decided_at: Date;
  verdict: Verdict['verdict']; strictest: 'ban'; mildest: 'ban'; no_action: boolean | null; by_category: Verdict['by_category'];
  body: Pack; in_force: boolean;
}

/**
 * The verdict of an outfall in force now, or at a moment (record time). Stored findings as they were stored; findings
 * that were clear are recomputed, for the verdict in force only.
 * @throws AppError not_found when the outfall has no verdict then.
 */
export async function verdictOf(db: Db, catalog: Catalog, outfallId: number, asOf?: Date): Promise<Verdict> {
  return db.knex.transaction(async (trx) => {
    const [row] = await runQuery<VerdictRow>(trx, verdictAt(outfallId, asOf));
    if (!row) throw new AppError('not_found', '该排污口此时尚无研判结论 (no verdict at that time)', [{ field: 'id', reason: 'no verdict', value: outfallId }]);
    const stored = await runQuery<FindingRow>(trx, engineStatement('stored-findings', { outfall_id: outfallId, verdict_id: row.id }));
    const pack = await activePack(trx, catalog, row.body.region);
    const clear = row.in_force && pack?.hash === row.pack_hash ? await recompute(trx, catalog, pack, outfallId, row.as_of) : [];
    const known = new Set(stored.map(({ rule }) => rule));
    const rows = [...stored, ...clear.filter(({ rule, outcome }) => outcome === 'clear' && !known.has(rule))];
    const override = await overrideInForce(trx, outfallId, { at: asOf, day: asOf ? dayOf(asOf) : today(), verdictId: row.id });
    return shapeVerdict(outfallId, row, rows, catalog, override);
  });
}

const verdictAt = (outfallId: number, asOf?: Date) => ({
  sql: `SELECT v.*, r.pack_hash, p.body, v.id = c.verdict_id AS in_force
        FROM verdict v
        JOIN rule_run r ON r.id = v.run_id
        JOIN rule_pack p ON (p.id, p.version, p.hash) = (r.pack_id, r.pack_version, r.pack_hash)
        LEFT JOIN verdict_current c ON c.outfall_id = v.outfall_id
        WHERE v.outfall_id = :outfall_id AND date_trunc('milliseconds', v.decided_at) <= coalesce(:as_of, now())
        ORDER BY v.id DESC LIMIT 1`,
  bindings: { outfall_id: outfallId, as_of: asOf ?? null },
});

async function recompute(trx: Parameters<typeof judge>[0], catalog: Catalog, pack: Pack, id: number, asOf: string): Promise<FindingRow[]> {
  await judge(trx, [gatherOutfalls(pack, [id])], { pack, rules: catalog.rules, asOf, reachM: TOLD_REACH_M, withClear: true });
  const rows = await runQuery<FindingRow>(trx, engineStatement('read-findings'));
  await clearWork(trx);
  return rows;
}

function shapeVerdict(outfallId: number, row: VerdictRow, rows: FindingRow[], catalog: Catalog, override: Override | null): Verdict {
  const verdict = override?.verdict ?? row.verdict;
  const stands = verdict === row.verdict;
  return {
    outfall_id: outfallId,
    verdict,
    engine_verdict: row.verdict,
    override,
    provisional: stands && row.strictest ? { strictest: row.strictest, mildest: row.mildest } : null,
    no_action: stands ? row.no_action : null,
    pack: { id: row.pack_id, version: row.pack_version },
    run: row.run_id,
    as_of: row.as_of,
    decided_at: row.decided_at.toISOString(),
    findings: findingsOf(rows, row.body, catalog, row.as_of),
    by_category: row.by_category,
    settle: verdict === 'review' && stands ? stepsToSettle(rows, row.by_category !== null) : [],
  };
}

/** What would settle a review, one step per open ban or merge finding. */
export function stepsToSettle(rows: FindingRow[], categoryOpen: boolean): Bilingual[] {
  const steps = rows.filter((row) => row.class === 'ban' || row.class === 'merge').map(settleOf).filter((step) => step !== null);
  if (categoryOpen) steps.unshift({ zh: '核定排污口类别', en: 'Decide the category' });
  return [...new Map(steps.map((step) => [step.zh, step])).values()];
}
