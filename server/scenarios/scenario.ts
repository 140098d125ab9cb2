import type { Knex } from 'knex';
import type { Flip, ScenarioResult } from '../api-types';
import type { Catalog } from '../catalog';
import { type CheckPoint, gatherPoints, judgePoints } from '../checks/evaluate';
import { readCheckFeatures } from '../checks/features';
import { fault } from '../checks/geometry';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { affectedAfter, affectedBefore, type Touched } from '../edits/affected';
import { verdictsInForce } from '../edits/flips';
import { readFeature } from '../edits/read-feature';
import { explain } from '../edits/refusals';
import { editable, type Resource } from '../edits/resources';
import { deleteRow, readRow, updateRow } from '../edits/rows';
import { tableShape } from '../edits/table-shape';
import { AppError, type FieldError } from '../errors';
import { catalogInForce } from '../packs/active';
import { clearWork, gatherOutfalls, type Judging, judge, TOLD_REACH_M } from '../rules/engine';
import { today } from '../today';
import type { Scenario } from './body';
import { draftEdition, insertDrafts, readDrafts, withLayer } from './drafts';
import { flipsInHand } from './flips';
import { namedTwice, outfallNamed, removedAreas } from './named-rows';
import { packOf, regionOf } from './whose';

/** Longest that a scenario may work, milliseconds: whoever edits one of its rows waits as long. */
const LONGEST_MS = 30_000;
/** Longest that it waits for an edit under way of one of its rows, milliseconds. */
const PATIENCE_MS = 3_000;

/**
 * What would change if: the same edits as through the API, in a transaction that is never committed, judged by the same
 * rule files. It sees one state of the database throughout, takes no lock that edits wait for but that of the rows it
 * changes, and leaves nothing behind but numbers drawn from sequences.
 * @throws AppError 422 naming what does not fit; 503 when it works for too long.
 */
export async function runScenario(db: Db, catalog: Catalog, scenario: Scenario): Promise<ScenarioResult> {
  const deadline = Date.now() + LONGEST_MS;
  const region = await db.knex.transaction((trx) => regionOf(trx, catalog, scenario));
  const pack = await packOf(db.knex, catalog, region, scenario.pack);
  const judging: Judging = { pack, rules: catalog.rules, asOf: today(), reachM: TOLD_REACH_M, withClear: false, step: () => refuseAfter(deadline) };
  const trx = await db.knex.transaction({ isolationLevel: 'repeatable read' });
  try {
    await runQuery(trx, { sql: "SELECT set_config('lock_timeout', :ms, true)", bindings: { ms: `${PATIENCE_MS}ms` } });
    return await play(trx, catalog, judging, scenario);
  } finally {
    await trx.rollback();
  }
}

function refuseAfter(deadline: number) {
  if (Date.now() > deadline) throw new AppError('timeout', `推演超过 ${LONGEST_MS / 1000} s，请缩小范围 (the scenario works for too long; ask for less)`);
}

async function play(trx: Knex.Transaction, whole: Catalog, judging: Judging, scenario: Scenario): Promise<ScenarioResult> {
  const { pack } = judging;
  const catalog = await catalogInForce(trx, whole);
  const { changes, points } = await readChanges(trx, catalog, pack.region, scenario);
  const before = await affectedBefore(trx, catalog, changes.touched);
  const gone = await verdictsInForce(trx, changes.removed);
  const added = await changes.make();
  const ids = catalog.packs.includes(pack) ? await affectedAfter(trx, catalog, [...changes.touched, ...added], before) : null;
  const siblings = ids && await siblingsOf(trx, points);
  await judge(trx, [...(points.length ? [gatherPoints(pack, points)] : []), gatherOutfalls(pack, ids && [...ids, ...siblings as number[]])], judging);
  const [count] = await runQuery<{ n: number }>(trx, { sql: 'SELECT count(*) AS n FROM composed WHERE own AND variant_of IS NULL AND outfall_id > 0', bindings: {} });
  const flips = await flipsInHand(trx);
  await clearWork(trx);
  const removed: Flip[] = [...gone.values()].map(({ outfall, code, name, verdict }) => ({ outfall, code, name, from: verdict, to: null, why: [] }));
  return {
    region: pack.region,
    pack: { id: pack.id, version: pack.version },
    as_of: judging.asOf,
    evaluated: (count as { n: number }).n,
    flips: [...removed, ...flips].sort((a, b) => a.outfall - b.outfall),
    drafts: points.length ? await judgePoints(trx, catalog, { ...judging, withClear: true }, points) : [],
    generated_at: new Date().toISOString(),
  };
}

/** Drawn outfalls count with the others of their discharger. */
async function siblingsOf(trx: Knex.Transaction, points: CheckPoint[]): Promise<number[]> {
  const codes = points.map(({ discharger }) => discharger).filter((code) => code !== null);
  return codes.length === 0 ? [] : trx('outfall').join('discharger', 'discharger.id', 'outfall.discharger_id').whereIn('discharger.code', codes).pluck('outfall.id');
}

interface Changes { touched: Touched[]; removed: number[]; make(): Promise<Touched[]> }

/** Everything that the scenario changes, looked at before anything is. @throws AppError 422 with all that is wrong. */
async function readChanges(trx: Knex.Transaction, catalog: Catalog, region: string, scenario: Scenario): Promise<{ changes: Changes; points: CheckPoint[] }> {
  const faults: FieldError[] = [];
  const points = await readPoints(trx, region, scenario.draft_outfalls, faults);
  const resources = editable(catalog.layers);
  const outfalls = resources.find(({ id }) => id === 'outfalls') as Resource;
  const shape = await tableShape(trx, 'outfall');
  const withEditions = await givenEditions(trx, catalog, region, scenario.draft_areas);
  const drafts = await readDrafts(trx, catalog, region, withEditions, faults);
  const moves: { id: number; feature: Parameters<typeof updateRow>[3]; index: number }[] = [];
  for (const [index, { outfall, location, entry }] of scenario.moved.entries()) {
    const row = await outfallNamed(trx, region, outfall, ['moved', index, 'outfall'], faults);
    const current = row && await readRow(trx, outfalls, shape, row);
    if (!current) continue;
    const body = { type: 'Feature', geometry: location, properties: entry === undefined ? {} : { entry } };
    const read = await readFeature(trx, body, { catalog, resource: outfalls, shape, current, path: ['moved', index] });
    faults.push(...read.faults.map((one) => ({ ...one, field: one.field.replace('.geometry', '.location').replace('.properties.entry', '.entry') })));
    if (read.feature) moves.push({ id: current.id, feature: read.feature, index });
  }
  const removals: { id: number; index: number }[] = [];
  for (const [index, outfall] of scenario.removed_outfalls.entries()) {
    const id = await outfallNamed(trx, region, outfall, ['removed_outfalls', index], faults);
    if (id) removals.push({ id, index });
  }
  const removed = removals.map(({ id }) => id);
  const gone = await removedAreas(trx, resources, scenario.removed_areas, faults);
  faults.push(...namedTwice(scenario, [...moves.map(({ id, index }) => ({ key: id, path: ['moved', index, 'outfall'] })), ...removals.map(({ id, index }) => ({ key: id, path: ['removed_outfalls', index] }))]),
    ...namedTwice(scenario, gone.map(({ table, id, index }) => ({ key: `${table} ${id}`, path: ['removed_areas', index, 'id'] }))));
  if (faults.length) throw new AppError('invalid', `有 ${faults.length} 处不合要求 (${faults.length} faults)`, faults);
  const make = async () => {
    for (const { table, id, index } of gone) {
      await deleteRow(trx, { table } as never, id).catch((error) => { throw stillUsed(error, index); });
    }
    for (const { id, feature, index } of moves) await updateRow(trx, shape, id, feature).catch((error) => { throw explain(error, shape, feature, ['moved', index]); });
    for (const id of removed) await deleteRow(trx, shape, id);
    return insertDrafts(trx, drafts);
  };
  const touched = [...gone.map(({ table, id }) => ({ table, ids: [id] })), { table: 'outfall', ids: [...moves.map(({ id }) => id), ...removed] }];
  return { points, changes: { touched, removed, make } };
}

const FOREIGN_KEY = '23503';

const stillUsed = (error: { code?: string }, index: number) => (error.code !== FOREIGN_KEY ? error
  : new AppError('invalid', '仍被引用，不能去掉 (still referred to)', [{ field: `removed_areas[${index}].id`, reason: '仍被引用 (other rows refer to it)' }]));

async function readPoints(trx: Knex.Transaction, region: string, features: unknown[], faults: FieldError[]): Promise<CheckPoint[]> {
  if (features.length === 0) return [];
  try {
    const { points, shapes } = await readCheckFeatures(trx, region, { type: 'FeatureCollection', features });
    faults.push(...shapes.map(({ index, geometry }) => fault(['draft_outfalls', index, 'geometry', 'type'], '排污口须为点 (an outfall is a point)', geometry.type)));
    return points;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
    faults.push(...error.errors.map((one) => ({ ...one, field: one.field.replace(/^features/, 'draft_outfalls') })));
    return [];
  }
}

/** Drafts of layers whose rows have an edition get one for this scenario unless they name theirs. */
async function givenEditions(trx: Knex.Transaction, catalog: Catalog, region: string, posted: unknown[]): Promise<unknown[]> {
  const codes = new Map<string, string>();
  const all: unknown[] = [];
  for (const body of posted.map(withLayer)) {
    const { layer, properties } = body as { layer?: string; properties?: unknown };
    const resource = editable(catalog.layers).find(({ id }) => id === layer);
    const wanted = resource && (await tableShape(trx, resource.table)).given.get('edition')?.required && !Array.isArray(properties)
      && (properties as { edition?: unknown } | null | undefined)?.edition === undefined && (typeof properties === 'object' || properties === undefined);
    if (!wanted) { all.push(body); continue; }
    if (!codes.has(resource.id)) codes.set(resource.id, await draftEdition(trx, resource.id, region));
    all.push({ ...(body as object), properties: { ...(properties as object | null | undefined), edition: codes.get(resource.id) } });
  }
  return all;
}
