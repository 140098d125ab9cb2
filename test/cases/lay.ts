import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { loadTable } from '../../server/loading/geojson-table';
import { type Case, SITUATIONS } from './case-file';
import { type Drawn, feature } from './draw';

/** The fictitious city, where no demonstration data is. */
export const REGION = '999901';
const COVERED = [-20_000, -20_000, 20_000, 20_000];
const LAYERS = ['drinking_water_zones', 'protected_areas', 'special_waters', 'sewer_coverage', 'industrial_parks', 'flood_defences'];

/** What a drawn row has where the drawing says nothing: an outfall without fault, surveyed without error. */
const USUAL: Record<string, Drawn> = {
  layer_edition: { layer: 'drawn', valid_from: '2000-01-01', boundary_error_m: 0 },
  layer_coverage: { statement: 'complete', as_of: '2026-01-01', declared_by: '示意' },
  drinking_water_zone: { source_name: '示意水源地', edition: 'edition' },
  protected_area: { class: 'nature', kind: 'nature_reserve', edition: 'edition' },
  sewer_coverage: { edition: 'edition' },
  industrial_park: { edition: 'edition' },
  flood_defence: { edition: 'edition' },
  treatment_plant: { kind: 'park', working: true, design_m3d: 1000, current_m3d: 600, at: [9000, 9000] },
  sewer_line: { kind: 'sewage' },
  discharger: { kind: 'enterprise', position_error_m: 0 },
  waterbody: { kind: 'river' },
  monitoring_sample: { taken_at: '2025-07-01T10:00:00+08:00', kind: 'supervision', method: 'daily_mean' },
  monitoring_value: { unit: 'mg/L' },
  reach_node: { kind: 'junction' },
  outfall: { category: 'other.misc', status: 'in_use', position_error_m: 0, set_up: '2015-01-01', approval: 'approved', inspected_on: '2025-05-01' },
};

type Tables = Case['drawn'];

/** Loads a drawing by the loader that cities are loaded by. */
export async function lay(trx: Knex.Transaction, folder: string, one: Case): Promise<void> {
  const files = mkdtempSync(join(tmpdir(), 'paikou-case-'));
  const tables = tablesOf(folder, one);
  const first = ['region', 'layer_edition', 'layer_coverage'];
  for (const table of [...first, ...Object.keys(tables).filter((name) => !first.includes(name))]) {
    const features = Object.entries(tables[table] as Record<string, Drawn>).map(([code, row]) => feature({ ...named(table, code), ...USUAL[table], ...row }));
    const file = join(files, `${table}.geojson`);
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }));
    if (features.length > 0) await loadTable(trx, file);
  }
  rmSync(files, { recursive: true });
}

function tablesOf(folder: string, { complete, drawn }: Case): Tables {
  const layers = complete ?? (folder === SITUATIONS ? LAYERS : []);
  const declared = Object.fromEntries(layers.map((layer) => [`complete-${layer}`, { layer, box: COVERED }]));
  const { samples, values } = sampled(drawn.monitoring_sample ?? {});
  return {
    region: { [REGION]: { name: '示意市', name_en: 'Drawn city', level: 'city', box: COVERED } },
    ...drawn,
    layer_edition: { edition: {}, ...drawn.layer_edition },
    layer_coverage: { ...declared, ...drawn.layer_coverage },
    monitoring_sample: samples,
    monitoring_value: values,
  };
}

/** A sample's `values` are rows of their own: pollutant → mg/L, or what else the row says. */
function sampled(given: Record<string, Drawn>): { samples: Record<string, Drawn>; values: Record<string, Drawn> } {
  const samples: Record<string, Drawn> = {};
  const all: Record<string, Drawn> = {};
  for (const [code, { values, ...row }] of Object.entries(given)) {
    samples[code] = row;
    for (const [pollutant, value] of Object.entries((values ?? {}) as Record<string, unknown>)) {
      const own = typeof value === 'number' ? { value } : value as Drawn;
      all[`${code} ${pollutant}`] = { outfall: row.outfall, sample: code, pollutant, ...(pollutant === 'ph' && { unit: '1' }), ...own };
    }
  }
  return { samples, values: all };
}

function named(table: string, code: string): Drawn {
  if (table === 'region') return { code };
  if (table === 'outfall') return { local_code: code, name: code, region_code: REGION };
  if (['plan', 'close_out'].includes(table)) return { code };
  if (table.startsWith('monitoring_')) return table === 'monitoring_sample' ? { code } : {};
  return { code, region_code: REGION, ...(['reach_node', 'clue', 'channel', 'patrol'].includes(table) ? {} : { name: code }) };
}
