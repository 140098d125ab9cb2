import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { OutfallHistory } from '../api-types';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { noOutfall } from '../outfalls/file';
import { editsOf } from './edits';
import { allVerdicts, type StoredVerdict } from './stored-verdict';

type Told = OutfallHistory['verdicts'][number];
type Changes = Told['changes'];
interface Found { verdict_id: number; rule: string; outcome: 'conflict' | 'borderline' | 'unknown'; effect: 'ban' | null; distance_m: number | null; error_m: number | null; areas: unknown; evidence: unknown }

/** All verdicts of an outfall, what each changed, and what was done to its row; also of one that was deleted. @throws AppError 404 */
export function historyOf(db: Db, id: number): Promise<OutfallHistory> {
  return db.knex.transaction(async (trx) => {
    const edits = await editsOf(trx, id);
    const verdicts = await allVerdicts(trx, id);
    if (edits.length === 0 && verdicts.length === 0) throw noOutfall(id);
    const findings = await findingsByVerdict(trx, id);
    return {
      outfall_id: id,
      on_record: edits.length > 0 && edits.at(-1)?.kind !== 'deleted',
      verdicts: verdicts.map((row) => tell(row, changesOf(row, verdictBefore(row, verdicts), findings))),
      edits,
    };
  });
}

async function findingsByVerdict(trx: Knex, id: number): Promise<Map<number, Found[]>> {
  const rows = await runQuery<Found>(trx, {
    sql: 'SELECT verdict_id, rule, outcome, effect, distance_m, error_m, areas, evidence FROM finding WHERE outfall_id = :id ORDER BY verdict_id, rule', bindings: { id },
  });
  const byVerdict = new Map<number, Found[]>();
  for (const row of rows) byVerdict.set(row.verdict_id, [...(byVerdict.get(row.verdict_id) ?? []), row]);
  return byVerdict;
}

/** The verdict that held until this one was decided: of its day or before. */
const verdictBefore = (row: StoredVerdict, all: StoredVerdict[]) =>
  all.filter(({ id, as_of }) => id < row.id && as_of <= row.as_of).sort((a, b) => (a.as_of === b.as_of ? a.id - b.id : a.as_of < b.as_of ? -1 : 1)).at(-1);

function tell(row: StoredVerdict, changes: Changes): Told {
  const { id, verdict, strictest, mildest, no_action, as_of, run_id, reason, actor, in_force, input_hash } = row;
  return {
    id, verdict, provisional: strictest && mildest && { strictest, mildest }, no_action, as_of, decided_at: row.decided_at.toISOString(),
    in_force, run: { id: run_id, reason, actor }, pack: { id: row.pack_id, version: row.pack_version, hash: row.pack_hash }, input_hash, changes,
  };
}

const brief = (found: Found | undefined) =>
  (found ? { outcome: found.outcome, effect: found.effect, distance_m: found.distance_m, error_m: found.error_m } : null);

function changesOf(row: StoredVerdict, before: StoredVerdict | undefined, findings: Map<number, Found[]>): Changes {
  if (!before) return null;
  const [was, is] = [before, row].map(({ id }) => new Map((findings.get(id) ?? []).map((found) => [found.rule, found])));
  const rules = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  const same = (rule: string) => {
    const [{ verdict_id: _, ...a }, { verdict_id: __, ...b }] = [was?.get(rule) ?? { verdict_id: 0 }, is?.get(rule) ?? { verdict_id: 0 }];
    return isDeepStrictEqual(a, b);
  };
  return {
    against: before.id,
    verdict: before.verdict === row.verdict ? null : { before: before.verdict, after: row.verdict },
    pack: before.pack_hash === row.pack_hash ? null : { before: `${before.pack_id}@${before.pack_version} ${before.pack_hash}`, after: `${row.pack_id}@${row.pack_version} ${row.pack_hash}` },
    findings: rules.filter((rule) => !same(rule)).map((rule) => ({ rule, before: brief(was?.get(rule)), after: brief(is?.get(rule)) })),
  };
}
