import type { Feature } from 'geojson';
import type { Catalog } from '../../server/catalog';
import type { Db } from '../../server/db/open';
import { changeRow, createRow, removeRow, undoEdit } from '../../server/edits/edit';
import { editable } from '../../server/edits/resources';
import { AppError } from '../../server/errors';
import { type Drawn, feature } from '../cases/draw';
import { REGION } from './drawn-city';
import type { Random } from './random';

// Edits of every kind at places of a grid of 500 m, so that areas touch, overlap and come apart.

const spot = (r: Random): number => (r.below(33) - 16) * 500;
const box = (r: Random): number[] => {
  const [west, south] = [spot(r), spot(r)];
  return [west, south, west + (1 + r.below(6)) * 500, south + (1 + r.below(6)) * 500];
};
const fine = (r: Random): number[] => [spot(r) + r.below(101) - 50, spot(r) + r.below(101) - 50];
const line = (r: Random) => [fine(r), fine(r)];
const metres = (r: Random) => r.among([0, 0, 5, 10, 60, 400, 6000, null]);
const edition = (r: Random) => r.among(['e1', 'e1', 'e2', 'e3']);
const designated = (r: Random) => r.among(['2008-01-01', '2020-01-01', null]);

const some = <T extends object>(r: Random, of: T): Partial<T> => Object.fromEntries(Object.entries(of).filter(() => r.chance(0.5))) as Partial<T>;

/** What each layer's rows can become: a whole row, of which a change takes a part. */
const LAYERS: Record<string, (r: Random) => Drawn> = {
  outfalls: (r) => ({
    at: fine(r), category: r.among(['industrial.enterprise.factory', 'industrial.enterprise.mine', 'other.urban_scattered', 'other.rural_scattered', 'other.urban_storm', 'other.misc', 'undetermined']),
    status: r.among(['in_use', 'in_use', 'in_use', 'stopped', 'sealed']), status_proof: '示意', position_error_m: metres(r), position_method: r.among(['rtk', 'gnss', 'geocoded']),
    discharger: r.among(['q1', 'q1', 'q2', 'q3', null]), approval: r.among(['approved', 'unapproved', null]), compliant: r.among([true, false, null]), flow_m3d: r.among([10, 500, 2000, null]),
    set_up: designated(r), reach: r.among(['r1', 'r2', null]), entry: r.among([fine(r), null]), retention_approved: r.among([true, null]), retention_report_no: r.among(['示意1号', null]),
    category_candidates: [], whole_seconds: r.chance(0.2), problems: r.among([[], ['no_sign']]), dry_flow_hours: r.among([null, 5, 48]),
  }),
  drinking_water_zones: (r) => ({ box: box(r), level: r.among(['class_1', 'class_2', 'quasi']), source_name: '示意水源地', edition: edition(r), boundary_error_m: metres(r), designated_on: designated(r), name: `示意 ${r.below(100)}` }),
  protected_areas: (r) => ({ box: box(r), kind: 'nature_reserve', level: r.among(['core_protection', 'general_control', 'buffer']), edition: edition(r), boundary_error_m: metres(r), designated_on: designated(r), name: '示意保护地' }),
  special_waters: (r) => ({ box: box(r), kind: 'scenic_water', level: 'scenic_water', edition: edition(r), boundary_error_m: metres(r), designated_on: designated(r), name: '示意水体' }),
  sewer_coverage: (r) => ({ box: box(r), plant: r.among(['t1', 't2', null]), edition: edition(r), boundary_error_m: metres(r), name: '示意覆盖' }),
  industrial_parks: (r) => ({ box: box(r), plant: r.among(['t1', 't2', null]), edition: edition(r), boundary_error_m: metres(r), name: '示意园区' }),
  sewer_lines: (r) => ({ line: line(r), kind: r.among(['sewage', 'combined', 'storm']), name: '示意管线' }),
  flood_defences: (r) => ({ ...(r.chance(0.5) ? { line: line(r), kind: 'levee' } : { box: box(r), kind: 'management_range' }), edition: r.among(['e1', 'e2', null]), boundary_error_m: metres(r), name: '示意堤防' }),
  treatment_plants: (r) => ({ at: fine(r), kind: 'urban', working: r.among([true, true, false, null]), design_m3d: r.among([100, 1000]), current_m3d: r.among([50, 500]), name: `示意厂 ${r.below(10)}` }),
  dischargers: (r) => ({ at: fine(r), kind: 'enterprise', livelihood: r.among(['housing', null]), position_error_m: metres(r), name: `示意单位 ${r.below(10)}` }),
  function_zones: (r) => ({ line: line(r), attained: r.among([true, false, null]), target_class: r.among(['II', 'III']), name: `示意功能区 ${r.below(10)}` }),
  reaches: (r) => ({ course: line(r), waterbody: 'w1', from_node: 'n1', to_node: 'n2', function_zone: r.among(['f1', 'f2', null]), name: `示意河段 ${r.below(10)}` }),
  rivers: (r) => ({ line: line(r), kind: 'river', name: `示意河 ${r.below(10)}` }),
  intakes: (r) => ({ at: fine(r), kind: 'surface', waterbody: 'w1', name: '示意取水口' }),
  monitoring_sections: (r) => ({ at: fine(r), level: 'city', name: '示意断面' }),
  channels: (r) => ({ course: line(r), kind: 'pipe', discharger: r.among(['q1', null]) }),
  layer_coverage: (r) => ({ box: box(r), layer: r.among(['drinking_water_zones', 'protected_areas', 'special_waters', 'sewer_coverage', 'industrial_parks', 'flood_defences']), statement: 'complete', as_of: r.among(['2012-01-01', '2026-01-01']), declared_by: '示意', name: '示意声明' }),
  layer_editions: (r) => ({ layer: 'drinking_water_zones', valid_from: r.among(['2010-01-01', '2010-01-01', '2090-01-01']), valid_to: r.among([null, null, '2015-01-01', '2095-01-01']), boundary_error_m: r.among([0, 0, 30, 500]), name: `示意版本 ${r.below(10)}`, document: r.among(['示意文件', null]) }),
};

/** How often each layer is edited: what decides more comes up more often. */
const WEIGHTS = ['outfalls', 'outfalls', 'outfalls', 'outfalls', 'drinking_water_zones', 'drinking_water_zones', 'drinking_water_zones', 'layer_editions', 'layer_coverage', 'dischargers', ...Object.keys(LAYERS)];

/** Makes one random edit through the functions of the API. @returns what was done, or why it was refused. */
export async function randomEdit(db: Db, catalog: Catalog, r: Random, done: number[]): Promise<string> {
  const layer = r.among(WEIGHTS);
  const resource = editable(catalog.layers).find(({ id }) => id === layer);
  if (!resource) throw new Error(`${layer} is no editable layer`);
  const editing = { catalog, resource, actor: '示意' };
  const ids: number[] = await db.knex(resource.table).where(resource.fixed).orderBy('id').pluck('id');
  const act = r.among(['create', 'change', 'change', 'change', 'remove', 'undo']);
  try {
    if (act === 'undo') {
      if (done.length === 0) return 'nothing to undo';
      const edit = done[Math.max(0, done.length - 1 - r.below(3))] as number;
      done.push((await undoEdit(db, catalog, '示意', edit)).edit);
      return `undo ${edit}`;
    }
    if (act === 'remove' && ids.length > 1) {
      const id = r.among(ids);
      done.push((await removeRow(db, editing, id, '*')).edit);
      return `remove ${layer}/${id}`;
    }
    if (act === 'create' || ids.length === 0) {
      const posted = row({ name: '示意', region_code: REGION, ...LAYERS[layer]?.(r) }, layer);
      const made = await createRow(db, editing, posted);
      done.push(made.edit);
      return `create ${layer}/${made.id} ${JSON.stringify(posted)}`;
    }
    const id = r.among(ids);
    const posted = row(consistent(some(r, LAYERS[layer]?.(r) as Drawn), layer), layer);
    done.push((await changeRow(db, editing, id, '*', posted)).edit);
    return `change ${layer}/${id} ${JSON.stringify(posted)}`;
  } catch (error) {
    if (error instanceof AppError) return `refused ${act} ${layer}: ${error.detail} ${JSON.stringify(error.errors)}`;
    throw error;
  }
}

const SHAPES = ['at', 'box', 'line', 'course'];

function row(drawn: Drawn, layer: string): Feature {
  const { geometry, properties } = feature(drawn);
  const { name, ...unnamed } = properties as Record<string, unknown>;
  return { type: 'Feature', properties: layer === 'channels' ? unnamed : properties, ...(SHAPES.some((one) => one in drawn) ? { geometry } : {}) } as Feature;
}

/** What only holds together is changed together. */
function consistent(part: Drawn, layer: string): Drawn {
  if (layer === 'outfalls' && part.status === 'sealed') return { ...part, status_proof: '示意' };
  if (layer === 'outfalls' && part.category !== undefined) return { ...part, category_candidates: [] };
  return part;
}
