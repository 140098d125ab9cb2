import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalog, readCatalog } from '../server/catalog';
import type { Db } from '../server/db/open';
import { runJob } from '../server/db/query';
import { loadTable } from '../server/loading/geojson-table';
import { prepare } from '../server/loading/set-up';
import { readPacks } from '../server/rules/pack-files';
import { type Drawn, feature } from './cases/draw';

// A city that the product has never heard of: a folder of pack files and a few drawn rows, no code.

export const THIRD = '999901';
const ALL = [-20_000, -20_000, 20_000, 20_000];
const COMPLETE = ['drinking_water_zones', 'protected_areas', 'special_waters', 'sewer_coverage', 'industrial_parks', 'flood_defences'];

/** The first edition judges by default; in the second 二级 is for review, and scattered mouths are no longer merged. */
function editions(): Record<string, string> {
  const first = readFileSync(join(__dirname, '../data/packs/231081/pack.yaml'), 'utf8')
    .replaceAll('231081', THIRD).replace('绥芬河市规则集', '虚构市规则集').replace('绥政办发〔2023〕5号', '虚政办发〔2023〕9号');
  const second = first.replace('version: "2023.1"', 'version: "2026.1"').replace('active: true', 'active: false').replace(/valid_from: .*/, 'valid_from: "2026-01-01"')
    .replace('class_2: {before: ban, after: ban}', 'class_2: {before: review, after: review}')
    .replace(/ {2}merge-sewer-coverage:\n {4}basis:\n.*\n/, '');
  return { 'pack.yaml': first, 'pack-2026.yaml': second };
}

/** The product's catalogue with the third city's packs beside those of the other cities. */
export function catalogWithThird(): Catalog {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-third-'));
  mkdirSync(join(folder, THIRD));
  for (const [name, text] of Object.entries(editions())) writeFileSync(join(folder, THIRD, name), text);
  const catalog = readCatalog();
  const packs = [...catalog.packs, ...readPacks(catalog.rules, catalog.laws, folder)];
  rmSync(folder, { recursive: true });
  return { ...catalog, packs };
}

const outfall = (name: string, at: [number, number], category = 'other.misc'): [string, Drawn] => [`THIRD-${name}`, {
  at, category, local_code: `THIRD-${name}`, name: `示意 ${name}`, region_code: THIRD, status: 'in_use', position_error_m: 0, set_up: '2015-01-01',
  approval: 'approved', inspected_on: '2025-05-01', sample: true,
}];

const TABLES: Record<string, Record<string, Drawn>> = {
  region: { [THIRD]: { code: THIRD, name: '虚构市（示意）', name_en: 'Third city', level: 'city', box: ALL } },
  layer_edition: { third: { code: 'third', name: '示意', region_code: THIRD, layer: 'drawn', valid_from: '2000-01-01', boundary_error_m: 0 } },
  layer_coverage: Object.fromEntries(COMPLETE.map((layer) => [layer, {
    code: `third-${layer}`, name: '示意', region_code: THIRD, layer, statement: 'complete', as_of: '2026-01-01', declared_by: '示意', box: ALL }])),
  drinking_water_zone: {
    first: { code: 'third-1', name: '示意一级', region_code: THIRD, source_name: '示意水源地', level: 'class_1', edition: 'third', box: [0, 0, 1000, 1000] },
    second: { code: 'third-2', name: '示意二级', region_code: THIRD, source_name: '示意水源地', level: 'class_2', edition: 'third', box: [1000, 0, 3000, 1000] },
  },
  sewer_coverage: { town: { code: 'third-town', name: '示意', region_code: THIRD, edition: 'third', box: [5000, 5000, 7000, 7000] } },
  outfall: Object.fromEntries([
    outfall('in-class-1', [500, 500]), outfall('in-class-2', [2000, 500]),
    outfall('in-sewer', [6000, 6000], 'other.urban_scattered'), outfall('far', [-9000, -9000]),
  ]),
};

/** Loads the drawn city into a database that is in step with the catalogue. */
export async function loadThird(db: Db, catalog: Catalog): Promise<void> {
  await prepare(db, catalog, () => {});
  const folder = mkdtempSync(join(tmpdir(), 'paikou-third-'));
  await runJob(db.knex, async (trx) => {
    for (const [table, rows] of Object.entries(TABLES)) {
      const file = join(folder, `${table}.geojson`);
      writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: Object.values(rows).map(feature) }));
      await loadTable(trx, file);
    }
  });
  rmSync(folder, { recursive: true });
}
