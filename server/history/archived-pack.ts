import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { type Law, lawsKept, type Pack, type PackBody } from '../rules/pack-files';
import type { PackText, RuleText } from '../rules/pack-text';
import { type Rule, rulesInOrder } from '../rules/rule-files';

export interface PackRef { id: string; version: string; hash: string }

export interface ArchivedPack {
  pack: Pack;
  /** Its rules of then in the order in which they run; null = registered before rule texts were kept. */
  rules: Map<string, Rule> | null;
  text: PackText | null;
  /** The laws that it cited, as they stood then; null = registered before they were kept. */
  laws: Map<string, Law> | null;
}

interface PackRow { hash: string; body: PackBody & { hash?: string }; rules: RuleText[] | null; codes: Record<string, string> | null }

/** A pack as it was when a run used it. */
export async function archivedPack(trx: Knex.Transaction, { id, version, hash }: PackRef): Promise<ArchivedPack> {
  const [row] = await runQuery<PackRow>(trx, {
    sql: 'SELECT hash, body, rules, codes FROM rule_pack WHERE id = :id AND version = :version AND hash = :hash', bindings: { id, version, hash },
  });
  if (!row) throw new Error(`rule pack ${id} ${version} ${hash} is not on record`);
  const { hash: _, ...body } = row.body;
  const { rules, codes } = row;
  return {
    pack: { ...body, hash },
    rules: rules && new Map(rulesInOrder(rules.map(({ header, sql }) => ({ header, sql, file: `${id} ${version}` }))).map((rule) => [rule.header.id, rule])),
    text: rules && codes && { body, rules, codes },
    laws: lawsKept(codes),
  };
}

/** The pack that judged a city when `known` (RFC 3339) was now: of its last run, else the last registered. */
export async function packKnownAt(trx: Knex.Transaction, region: string, known: string): Promise<PackRef | undefined> {
  const [row] = await runQuery<PackRef>(trx, {
    sql: `SELECT id, version, hash FROM (
            (SELECT pack_id AS id, pack_version AS version, pack_hash AS hash, 1 AS choice FROM rule_run
             WHERE starts_with(:region, region_code) AND started_at <= :known::timestamptz ORDER BY rule_run.id DESC LIMIT 1)
            UNION ALL
            (SELECT id, version, hash, 2 FROM rule_pack
             WHERE starts_with(:region, region_code) AND recorded_at <= :known::timestamptz ORDER BY recorded_at DESC LIMIT 1)) p
          ORDER BY choice LIMIT 1`,
    bindings: { region, known },
  });
  return row;
}
