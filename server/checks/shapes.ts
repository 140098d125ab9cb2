import type { Knex } from 'knex';
import type { CheckedFeature } from '../api-types';
import type { Catalog } from '../catalog';
import { runQuery } from '../db/query';
import { clearWork, type Judging } from '../rules/engine';
import { type FindingRow, findingsOf } from '../rules/finding-shape';
import type { Pack } from '../rules/pack-files';
import { clearShapes, judgeShapes } from '../rules/shapes';
import { engineStatement } from '../rules/statement';
import { bySubject } from './by-subject';
import type { CleanProperties } from './properties';
import { zonesOf } from './zones';

/** A line or area to be checked, cleaned. GeoJSON in degrees, EPSG:4490, valid. */
export interface CheckShape extends CleanProperties {
  index: number;
  geometry: { type: string; coordinates: unknown };
}

interface SizeRow { subject_id: number; length_m: number | null; area_m2: number | null }

/**
 * Judges lines and areas by the pack's rules about areas. What an outfall itself is asked (category, discharger,
 * inspection) is not applicable to them, and so there is no verdict: findings and zones speak.
 */
export async function checkShapes(trx: Knex.Transaction, catalog: Catalog, judging: Judging, shapes: CheckShape[]): Promise<CheckedFeature[]> {
  await judgeShapes(trx, gatherShapes(judging.pack, shapes), judging, shapes.length === 1);
  const rows = bySubject(await runQuery<FindingRow>(trx, engineStatement('read-findings')));
  const sizes = new Map((await runQuery<SizeRow>(trx, engineStatement('shape-sizes'))).map((row) => [row.subject_id, row]));
  await clearWork(trx);
  await clearShapes(trx);
  return shapes.map(({ index }) => checked(index, sizes.get(-1 - index) as SizeRow, rows.get(-1 - index) ?? [], catalog, judging));
}

const gatherShapes = (pack: Pack, shapes: CheckShape[]) => engineStatement('gather-shapes', {
  region: pack.region,
  position_errors: JSON.stringify(pack.position_errors),
  features: JSON.stringify(shapes.map((each) => ({ ...each, category: each.category ?? 'undetermined' }))),
});

function checked(index: number, { length_m, area_m2 }: SizeRow, rows: FindingRow[], catalog: Catalog, { pack, asOf }: Judging): CheckedFeature {
  const withoutParts = rows.map((row) => ({ ...row, areas: row.areas.map(({ part, ...area }: typeof row.areas[number] & { part?: unknown }) => area) }));
  return {
    index,
    verdict: null,
    provisional: null,
    screening: null,
    proposal: null,
    findings: findingsOf(withoutParts, pack, catalog, asOf),
    by_category: null,
    settle: [],
    shape: { length_m, area_m2 },
    zones: zonesOf(rows, [...catalog.rules.keys()]),
    stands_for: null,
  };
}
