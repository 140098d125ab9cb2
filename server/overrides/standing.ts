import type { Knex } from 'knex';
import type { VerdictKind } from '../api-types';
import type { Catalog } from '../catalog';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { noOutfall } from '../outfalls/file';
import { banningRules } from '../rules/can-ban';
import { type FindingRow, findingsOf } from '../rules/finding-shape';
import { lawsKept, type Pack } from '../rules/pack-files';
import { engineStatement } from '../rules/statement';
import type { Standing } from './demand';

export interface Judged extends Standing { verdictId: number; inputHash: string }

interface Row {
  verdict_id: number | null; verdict: VerdictKind; strictest: VerdictKind | null; mildest: VerdictKind | null; effective: VerdictKind;
  input_hash: string; as_of: string; body: Pack; codes: Record<string, string> | null; traits: string[];
}

/**
 * The verdict in force with its findings, held until the transaction ends: no run and no other reviewer changes it meanwhile.
 * @throws AppError not_found without the outfall, conflict without a verdict.
 */
export async function standingOf(trx: Knex.Transaction, catalog: Catalog, outfallId: number, day: string): Promise<Judged> {
  await runQuery(trx, { sql: 'SELECT verdict_id FROM verdict_current WHERE outfall_id = :id FOR UPDATE', bindings: { id: outfallId } });
  const [row] = await runQuery<Row>(trx, { sql: STANDING, bindings: { id: outfallId, day } });
  if (!row) throw noOutfall(outfallId);
  if (row.verdict_id === null) throw new AppError('conflict', '尚无研判结论，无从改判 (not judged yet: there is nothing to override)', [{ field: 'id', reason: 'no verdict', value: outfallId }]);
  const rows = await runQuery<FindingRow>(trx, engineStatement('stored-findings', { outfall_id: outfallId, verdict_id: row.verdict_id }));
  return {
    judged: row.verdict, strictest: row.strictest, mildest: row.mildest, effective: row.effective, traits: row.traits, pack: row.body,
    banning: banningRules(catalog.rules, row.body),
    findings: findingsOf(rows, row.body, { ...catalog, laws: lawsKept(row.codes) ?? catalog.laws }, row.as_of).map((one) => ({ ...one, outcome: applies(catalog, one.rule, row.traits) && one.outcome === 'not_applicable' ? 'clear' : one.outcome })),
    verdictId: row.verdict_id, inputHash: row.input_hash,
  };
}

/** Clear findings are not stored: a rule of the outfall's category without a finding was clear. */
const applies = (catalog: Catalog, rule: string, traits: string[]) => {
  const wanted = catalog.rules.get(rule)?.header.applies?.traits;
  return !wanted || wanted.some((trait) => traits.includes(trait));
};

const STANDING = `
  SELECT c.verdict_id, c.verdict, c.strictest, c.mildest, coalesce(f.verdict, c.verdict) AS effective, v.input_hash, v.as_of, p.body, p.codes, g.traits
  FROM outfall o
  JOIN category g ON g.code = o.category
  LEFT JOIN verdict_current c ON c.outfall_id = o.id
  LEFT JOIN verdict v ON v.outfall_id = c.outfall_id AND v.id = c.verdict_id
  LEFT JOIN rule_run r ON r.id = v.run_id
  LEFT JOIN rule_pack p ON (p.id, p.version, p.hash) = (r.pack_id, r.pack_version, r.pack_hash)
  LEFT JOIN override_current f ON f.outfall_id = o.id AND f.expires_on >= :day::date
  WHERE o.id = :id`;
