import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { Catalog } from '../../server/catalog';
import type { Db } from '../../server/db/open';
import { loadTable } from '../../server/loading/geojson-table';
import { runPack } from '../../server/rule-runs/run';
import type { Pack } from '../../server/rules/pack-files';
import { type Drawn, feature } from '../cases/draw';

// A small fictitious city in which everything can lie near everything: metres east and north of the middle.

export const REGION = '999901';
const HALF = 9000;

const rows = (table: Record<string, Drawn>, usual: Drawn = {}) => Object.entries(table).map(([code, row]) => ({ code, name: `示意 ${code}`, region_code: REGION, ...usual, ...row }));

const CITY: Record<string, Drawn[]> = {
  region: [{ code: REGION, name: '示意市', name_en: 'Drawn city', level: 'city', box: [-HALF, -HALF, HALF, HALF] }],
  layer_edition: rows({ e1: {}, e2: { boundary_error_m: 20 }, e3: { valid_from: '2100-01-01' } }, { layer: 'drinking_water_zones', valid_from: '2010-01-01', boundary_error_m: 0 }),
  layer_coverage: rows({
    'c-dw': { layer: 'drinking_water_zones', box: [-HALF, -HALF, HALF, HALF] },
    'c-pa': { layer: 'protected_areas', box: [-HALF, -HALF, 0, HALF] },
    'c-pb': { layer: 'protected_areas', box: [0, -HALF, 4000, 4000] },
    'c-sw': { layer: 'special_waters', box: [-HALF, -HALF, HALF, HALF] },
    'c-sc': { layer: 'sewer_coverage', box: [-HALF, -HALF, HALF, 2000] },
    'c-ip': { layer: 'industrial_parks', box: [-HALF, -HALF, HALF, HALF], as_of: '2015-01-01' },
    'c-fd': { layer: 'flood_defences', box: [-HALF, -2000, HALF, HALF] },
  }, { statement: 'complete', as_of: '2026-01-01', declared_by: '示意' }),
  waterbody: rows({ w1: { kind: 'river', line: [[-HALF, 0], [HALF, 0]] }, w2: { kind: 'river', line: [[0, -HALF], [0, 0]] } }, { edition: 'e1' }),
  reach_node: [['n1', -HALF, 0], ['n2', 0, 0], ['n3', HALF, 0]].map(([code, east, north]) => ({ code, region_code: REGION, kind: 'junction', at: [east, north] })),
  function_zone: rows({ f1: { attained: true, line: [[-HALF, 0], [0, 0]] }, f2: { attained: false, line: [[0, 0], [HALF, 0]] } }),
  reach: rows({
    r1: { from_node: 'n1', to_node: 'n2', function_zone: 'f1', course: [[-HALF, 0], [0, 0]] },
    r2: { from_node: 'n2', to_node: 'n3', function_zone: 'f2', course: [[0, 0], [HALF, 0]] },
  }, { waterbody: 'w1' }),
  intake: rows({ i1: { at: [3000, 100] } }, { kind: 'surface', waterbody: 'w1' }),
  drinking_water_zone: rows({
    z1: { level: 'class_1', box: [-3000, -500, -2000, 500] },
    z2: { level: 'class_2', box: [-2000, -500, -500, 500], boundary_error_m: 10 },
    z3: { level: 'class_2', box: [-500, -500, 500, 1500] },
    z4: { level: 'quasi', box: [500, -500, 4000, 500], edition: 'e2' },
  }, { source_name: '示意水源地', edition: 'e1', designated_on: '2012-01-01' }),
  protected_area: rows({
    p1: { class: 'nature', kind: 'nature_reserve', level: 'core_protection', box: [-6000, 2000, -4000, 4000] },
    p2: { class: 'nature', kind: 'nature_reserve', level: 'general_control', box: [-4000, 2000, -2000, 4000] },
    p3: { class: 'special', kind: 'scenic_water', level: 'scenic_water', box: [2000, 2000, 3000, 3000] },
  }, { edition: 'e1', designated_on: '2014-01-01' }),
  treatment_plant: rows({ t1: { kind: 'urban', working: true, design_m3d: 1000, current_m3d: 600, at: [5000, -5000] }, t2: { kind: 'park', working: true, design_m3d: 500, current_m3d: 500, at: [-5000, -5000] } }),
  sewer_coverage: rows({ s1: { plant: 't1', box: [2000, -6000, 5000, -3000] }, s2: { plant: 't1', box: [5000, -6000, 6000, -3000] } }, { edition: 'e1' }),
  sewer_line: rows({ l1: { line: [[2000, -4500], [6000, -4500]] }, l2: { kind: 'storm', line: [[2000, -3500], [6000, -3500]] } }, { kind: 'sewage' }),
  industrial_park: rows({ k1: { plant: 't2', box: [-6000, -6000, -4000, -4000] } }, { edition: 'e1' }),
  flood_defence: rows({ d1: { kind: 'levee', line: [[-HALF, 100], [HALF, 100]] }, d2: { kind: 'management_range', box: [-1000, -200, 1000, 200] } }, { edition: 'e1' }),
  discharger: rows({ q1: { at: [-5000, -5000] }, q2: { livelihood: 'housing' }, q3: { at: [4000, -4000], position_error_m: 700 } }, { kind: 'enterprise', position_error_m: 0 }),
  outfall: [
    ['industrial.enterprise.factory', -2500, 0, { discharger: 'q1' }], ['industrial.enterprise.factory', -4500, -5500, { discharger: 'q1', approval: 'approved', flow_m3d: 40 }],
    ['industrial.enterprise.factory', 7000, 7000, { discharger: 'q1', compliant: true }], ['industrial.enterprise.mine', 4000, 100, { discharger: 'q3', flow_m3d: 1500 }],
    ['industrial.enterprise.factory', 4200, 150, { discharger: 'q3', retention_approved: true }], ['other.rural_scattered', 3000, -4000, {}],
    ['other.urban_scattered', 4990, -5000, { position_error_m: 30 }], ['other.rural_scattered', -7000, 6000, {}], ['other.urban_storm', -2100, 10, { dry_flow_hours: 30 }],
    ['other.misc', 0, 0, { reach: 'r1', waterbody: 'w1' }], ['other.misc', -480, 1200, { reach: 'r2', position_error_m: 40 }], ['other.misc', 2500, 2500, { set_up: '2010-01-01' }],
    ['undetermined', -3000, 3000, { category_candidates: ['other.urban_scattered', 'industrial.enterprise.factory'], discharger: 'q2' }],
    ['other.misc', 6000, 1900, { entry: [4100, 0] }], ['other.rural_scattered', 1990, -3010, { position_error_m: 900 }], ['other.misc', 8000, -8000, {}],
  ].map(([category, east, north, more], n) => ({
    local_code: `${REGION}-${String(n + 1).padStart(4, '0')}`, name: `示意排口 ${n + 1}`, region_code: REGION, category, at: [east, north], position_error_m: 0,
    set_up: '2015-01-01', approval: 'unapproved', inspected_on: '2026-05-01', ...(more as Drawn),
  })),
};

/** Empties the database of everything but codes, draws the city and judges it. */
export async function drawCity(db: Db, catalog: Catalog): Promise<void> {
  const pack = catalog.packs[0] as Pack;
  await db.knex.transaction(async (trx) => {
    await trx.raw('SET LOCAL session_replication_role = replica'); // history refuses to be emptied
    await trx.raw(`TRUNCATE ${['region', 'audit_log', 'code_counter', 'layer_change', 'rule_run', 'rule_pack', 'verdict', 'finding', 'row_archive', ...Object.keys(CITY).filter((table) => table !== 'region').reverse()].join(', ')} CASCADE`);
    await trx.raw('SET LOCAL session_replication_role = origin');
    await trx('rule_pack').insert({ id: pack.id, version: pack.version, region_code: pack.region, title: '示意', hash: pack.hash, body: JSON.stringify(pack), valid_from: pack.valid_from });
    await draw(trx);
  });
  await runPack(db, catalog, pack, { reason: 'inventory' });
}

async function draw(trx: Knex.Transaction) {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-city-'));
  for (const [table, drawn] of Object.entries(CITY)) {
    const file = join(folder, `${table}.geojson`);
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: drawn.map(feature) }));
    await loadTable(trx, file);
  }
  rmSync(folder, { recursive: true });
}

/** The catalogue with one pack alone: a city's, for the drawn one. */
export function drawnCatalog(catalog: Catalog): Catalog {
  const pack = { ...(catalog.packs.find(({ region }) => region === '231081') as Pack), id: REGION, region: REGION, hash: 'drawn' };
  return { ...catalog, packs: [pack] };
}
