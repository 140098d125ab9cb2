import type { Knex } from 'knex';
import type { CheckedFeature, CheckProperties, CheckResult, Verdict } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runKept, runQuery } from '../db/query';
import { clearWork, FEW, type Gather, gatherOutfalls, type Judging, judge, TOLD_REACH_M } from '../rules/engine';
import { type FindingRow, findingsBy } from '../rules/finding-shape';
import type { Pack } from '../rules/pack-files';
import { RECEIVING_M } from '../rules/receiving';
import { engineStatement } from '../rules/statement';
import { stepsToSettle } from '../rules/verdict-of';
import { withWaysOut } from '../rules/ways-out';
import { today } from '../today';
import { bySubject } from './by-subject';
import type { CheckFeatures } from './features';
import { proposalOf } from './screening';
import { checkShapes } from './shapes';
import { type StoredOutfall, storedOutfallsOf } from './stored-outfalls';
import { zonesOf } from './zones';

/** A point to be checked, cleaned. Longitude and latitude in degrees, EPSG:4490. */
export interface CheckPoint {
  index: number;
  lon: number;
  lat: number;
  /** null = undetermined. */
  category: string | null;
  status: NonNullable<CheckProperties['status']>;
  set_up: string | null;
  position_method: NonNullable<CheckProperties['position_method']>;
  /** 95 %, metres; null = the pack's default for the method. */
  error_m: number | null;
  /** Code of a discharger whose other outfalls count with the point. */
  discharger: string | null;
  /** Town (9 digits) and river that the point is said to belong to; compared with where it lies. */
  town?: string | null;
  river?: string | null;
  severe_pollution?: boolean | null;
  adds_load?: boolean | null;
}

interface ComposedRow { subject_id: number; regime: 'approval' | 'registration' | null; verdict: Verdict['verdict']; strictest: 'ban' | null; mildest: 'ban' | null; by_category: Verdict['by_category'] }

/** Judges features that are not in the database by the same rule files as the inventory. Nothing is written. */
export async function checkFeatures(db: Db, catalog: Catalog, pack: Pack, { points, shapes }: CheckFeatures): Promise<CheckResult> {
  const judging = { pack, rules: catalog.rules, asOf: today(), reachM: TOLD_REACH_M, withClear: true, hashing: false };
  return db.knex.transaction(async (trx) => {
    const checked = [
      ...(points.length ? await judgePoints(trx, catalog, judging, points) : []),
      ...(shapes.length ? await checkShapes(trx, catalog, judging, shapes) : []),
    ];
    return {
      features: checked.sort((a, b) => a.index - b.index),
      pack: { id: pack.id, version: pack.version },
      coverage: await coverageOf(trx, pack.region),
      generated_at: new Date().toISOString(),
    };
  });
}

/** Points alone. */
export const checkPoints = (db: Db, catalog: Catalog, pack: Pack, points: CheckPoint[]): Promise<CheckResult> =>
  checkFeatures(db, catalog, pack, { points, shapes: [] });

/** Judges points as they stand in the transaction; nothing is written. */
export async function judgePoints(trx: Knex.Transaction, catalog: Catalog, judging: Judging, points: CheckPoint[]): Promise<CheckedFeature[]> {
  const { pack, asOf } = judging;
  const dischargerIds = await dischargersOf(trx, points);
  const stored = await storedOutfallsOf(trx, points);
  const { many } = await judge(trx, [gatherPoints(pack, points, stored), gatherOutfalls(pack, [], dischargerIds, [...stored.values()].map(({ id }) => id))], judging);
  const read = many ? runQuery : runKept;
  const rows = bySubject(await withWaysOut(trx, await read<FindingRow>(trx, engineStatement('read-findings')), judging));
  const composed = await read<ComposedRow>(trx, { sql: 'SELECT c.*, k.regime FROM composed c LEFT JOIN category k ON k.code = c.category WHERE c.own AND c.variant_of IS NULL', bindings: {} });
  if (many) await clearWork(trx);
  const byIndex = new Map(composed.map((row) => [-1 - row.subject_id, row]));
  const findings = findingsBy(pack, catalog, asOf);
  return points.map((point) => ({
    ...shape(point, byIndex.get(point.index) as ComposedRow, rows.get(-1 - point.index) ?? [], pack, catalog, findings),
    stands_for: stored.get(point.index) ?? null,
  }));
}

export const gatherPoints = (pack: Pack, points: CheckPoint[], stored = new Map<number, StoredOutfall>()): Gather => ({
  few: points.length < FEW,
  ...engineStatement('gather-features', {
    region: pack.region,
    position_errors: JSON.stringify(pack.position_errors),
    receiving_m: RECEIVING_M,
    features: JSON.stringify(points.map((point) => ({ ...point, category: point.category ?? 'undetermined', stands_for: stored.get(point.index)?.id }))),
  }),
});

async function dischargersOf(trx: Knex.Transaction, points: CheckPoint[]): Promise<number[]> {
  const codes = [...new Set(points.map(({ discharger }) => discharger).filter((code) => code !== null))];
  return codes.length === 0 ? [] : trx('discharger').whereIn('code', codes).pluck('id');
}

const coverageOf = (trx: Knex.Transaction, region: string) => runKept<CheckResult['coverage'][number]>(trx, {
  sql: `SELECT layer, region_code AS region, name, statement, as_of, declared_by FROM layer_coverage
        WHERE starts_with(region_code, :region) AND as_of <= :today ORDER BY layer, id`,
  bindings: { region, today: today() },
});

function shape(point: CheckPoint, row: ComposedRow, rows: FindingRow[], pack: Pack, catalog: Catalog, findings: ReturnType<typeof findingsBy>): Omit<CheckedFeature, 'stands_for'> {
  const open = point.category === null || row.by_category !== null; // a top class alone leaves it open, too
  const screened = point.status === 'proposed' ? proposalOf(rows, open ? { ...point, category: null } : point, row.regime, pack, catalog, RECEIVING_M) : null;
  return {
    index: point.index,
    verdict: row.verdict,
    provisional: row.strictest && row.mildest ? { strictest: row.strictest, mildest: row.mildest } : null,
    screening: screened?.screening ?? null,
    proposal: screened?.proposal ?? null,
    findings: findings(rows),
    by_category: row.by_category,
    settle: row.verdict === 'review' ? stepsToSettle(rows, open, pack, catalog) : [],
    shape: null,
    zones: zonesOf(rows, [...catalog.rules.keys()]),
  };
}
