import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Finding, PackPreview } from '../api-types';
import type { Catalog } from '../catalog';
import { bySubject } from '../checks/by-subject';
import { runQuery } from '../db/query';
import { clearWork, gatherOutfalls, judge, TOLD_REACH_M } from '../rules/engine';
import { type FindingRow, findingsOf } from '../rules/finding-shape';
import { lawsKept, type Pack } from '../rules/pack-files';
import { engineStatement } from '../rules/statement';
import { today } from '../today';
import { activePack } from './active';

type VerdictKind = PackPreview['flips'][number]['to'];

/** A row of sql/engine/compare.sql. */
interface Differing {
  outfall_id: number; subject_id: number; code: string; name: string; category: string; region: string;
  former: VerdictKind | null; verdict: VerdictKind; strictest: 'ban' | null; mildest: 'ban' | null;
  /** Rules that found otherwise. */
  rules: string[];
  override: PackPreview['flips'][number]['override'];
}

/**
 * Judges a city by a pack and compares with the verdicts in force. Nothing is stored; the transaction's work tables are
 * emptied again.
 */
export async function comparePack(trx: Knex.Transaction, catalog: Catalog, pack: Pack): Promise<PackPreview> {
  const asOf = today();
  const former = await activePack(trx, catalog, pack.region);
  await judge(trx, [gatherOutfalls(pack, null)], { pack, rules: catalog.rules, asOf, reachM: TOLD_REACH_M, withClear: false });
  const outfalls = await subjects(trx);
  const rows = await runQuery<Differing>(trx, engineStatement('compare', { as_of: asOf }));
  const flipped = rows.filter((row) => row.former !== row.verdict);
  const findings = await findingsBeforeAndAfter(trx, catalog, pack, asOf, flipped);
  await clearWork(trx);
  const preview = {
    pack: refOf(pack), former: former ? refOf(former) : null, region: pack.region, as_of: asOf, outfalls,
    flips: flipped.map((row) => flipOf(row, findings(row))),
    counts: countsOf(flipped),
    stays: { same: outfalls - rows.length, other_findings: rows.length - flipped.length },
  };
  return { ...preview, token: tokenOf(preview, rows), generated_at: new Date().toISOString() };
}

const refOf = ({ id, version, hash }: Pack) => ({ id, version, hash });

async function subjects(trx: Knex.Transaction): Promise<number> {
  const [row] = await runQuery<{ n: number }>(trx, { sql: 'SELECT count(*) AS n FROM composed WHERE own AND variant_of IS NULL', bindings: {} });
  return (row as { n: number }).n;
}

const flipOf = (row: Differing, findings: PackPreview['flips'][number]['findings']): PackPreview['flips'][number] => ({
  outfall_id: row.outfall_id, code: row.code, name: row.name, category: row.category, region: row.region,
  from: row.former, to: row.verdict,
  provisional: row.strictest && row.mildest ? { strictest: row.strictest, mildest: row.mildest } : null,
  override: row.override,
  findings,
});

function countsOf(flipped: Differing[]): PackPreview['counts'] {
  const counts = new Map<string, PackPreview['counts'][number]>();
  for (const { former: from, verdict: to } of flipped) {
    const one = counts.get(`${from} ${to}`) ?? { from, to, count: 0 };
    counts.set(`${from} ${to}`, { ...one, count: one.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** Names this pack and this outcome: an activation gives it back, so that nothing comes into force that was not looked at. */
function tokenOf({ pack, former }: Pick<PackPreview, 'pack' | 'former'>, rows: Differing[]): string {
  const outcome = rows.map(({ outfall_id, former: from, verdict, rules }) => [outfall_id, from, verdict, rules]);
  return createHash('sha256').update(JSON.stringify([pack, former, outcome])).digest('hex').slice(0, 32);
}

type FormerRow = FindingRow & { pack_hash: string };
type BeforeAndAfter = (row: Differing) => PackPreview['flips'][number]['findings'];

/** What the rules that found otherwise say before and after, each with the citation of its own pack. */
async function findingsBeforeAndAfter(trx: Knex.Transaction, catalog: Catalog, pack: Pack, asOf: string, flipped: Differing[]): Promise<BeforeAndAfter> {
  const before = bySubject(await runQuery<FormerRow>(trx, { sql: IN_FORCE, bindings: { ids: flipped.map((row) => row.outfall_id) } }));
  const after = bySubject(await runQuery<FindingRow>(trx, found(flipped.map((row) => row.subject_id))));
  const formerPacks = await packsOnRecord(trx, [...new Set([...before.values()].flat().map((row) => row.pack_hash))]);
  return ({ outfall_id, subject_id, rules }) => {
    const old = before.get(outfall_id) ?? [];
    const formerPack = formerPacks.get(old[0]?.pack_hash ?? '');
    const was = formerPack ? firedBy(old, formerPack.body, { ...catalog, laws: lawsKept(formerPack.codes) ?? catalog.laws }, asOf) : new Map<string, Finding>();
    const is = firedBy(after.get(subject_id) ?? [], pack, catalog, asOf);
    return rules.map((rule) => ({ rule, title: titleOf(catalog, rule), before: was.get(rule) ?? null, after: is.get(rule) ?? null }));
  };
}

const titleOf = (catalog: Catalog, rule: string) => catalog.rules.get(rule)?.header.title ?? { zh: rule, en: rule };

function firedBy(rows: FindingRow[], pack: Pack, catalog: Catalog, on: string): Map<string, Finding> {
  const fired = new Set(rows.map(({ rule }) => rule));
  return new Map(findingsOf(rows, pack, catalog, on).filter(({ rule }) => fired.has(rule)).map((finding) => [finding.rule, finding]));
}

const IN_FORCE = `
  SELECT f.outfall_id AS subject_id, f.rule, f.class, f.outcome, f.effect, f.distance_m, f.beyond_m, f.error_m, f.areas, f.evidence,
         NULL AS bearing_deg, r.pack_hash
  FROM verdict_current p
  JOIN verdict v ON v.outfall_id = p.outfall_id AND v.id = p.verdict_id
  JOIN rule_run r ON r.id = v.run_id
  JOIN finding f ON f.outfall_id = v.outfall_id AND f.verdict_id = v.id
  WHERE p.outfall_id = ANY (:ids::bigint[])`;

function found(subjectIds: number[]) {
  const { sql } = engineStatement('read-findings');
  return { sql: `SELECT * FROM (${sql}) f WHERE f.outcome IN ('conflict', 'borderline', 'unknown') AND f.subject_id = ANY (:ids::bigint[])`, bindings: { ids: subjectIds } };
}

interface PackOnRecord { hash: string; body: Pack; codes: Record<string, string> | null }

async function packsOnRecord(trx: Knex.Transaction, hashes: string[]): Promise<Map<string, PackOnRecord>> {
  const rows = await runQuery<PackOnRecord>(trx, {
    sql: 'SELECT hash, body, codes FROM rule_pack WHERE hash = ANY (:hashes::text[])', bindings: { hashes },
  });
  return new Map(rows.map((row) => [row.hash, row]));
}
