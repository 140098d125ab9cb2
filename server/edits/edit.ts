import type { Feature } from 'geojson';
import type { Knex } from 'knex';
import type { EditResult } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { codeOf } from '../loading/geojson-table';
import { catalogInForce } from '../packs/active';
import { lockForEdit } from '../rules/city-lock';
import { affectedAfter, affectedBefore, type Touched } from './affected';
import { issueCode } from './codes';
import { refuseIfReferred } from './dependents';
import { flipsSince, verdictsInForce } from './flips';
import { judgeAnew } from './judge-anew';
import { readFeature } from './read-feature';
import { explain } from './refusals';
import { editable, type Resource } from './resources';
import { deleteRow, insertRow, type Row, type RowImage, readRow, restoreRow, updateRow } from './rows';
import { type TableShape, tableShape } from './table-shape';

export interface Editing { catalog: Catalog; resource: Resource; actor: string | undefined }

/** Which version of the row the caller has seen: the value of `If-Match`. */
export type Seen = string | undefined;

/** Adds a row from a posted Feature and judges what it affects. All in one transaction, as every edit here. @throws AppError 422, 409. */
export const createRow = (db: Db, editing: Editing, body: unknown): Promise<EditResult> => inEdit(db, editing, async (trx, shape) => {
  const feature = await read(trx, editing, shape, body);
  const issued = { ...feature, properties: await withCode(trx, shape.table, feature.properties ?? {}) };
  return carryOut(trx, editing, shape, undefined, () => write(shape, issued, () => insertRow(trx, shape, issued)));
});

/** Changes the given properties and geometry of a row. @throws AppError 404, 428 (no version), 412 (another version), 422, 409. */
export const changeRow = (db: Db, editing: Editing, id: number, seen: Seen, body: unknown): Promise<EditResult> => inEdit(db, editing, async (trx, shape) => {
  const row = await standing(trx, editing.resource, shape, id, seen);
  const feature = await read(trx, editing, shape, body, row);
  return carryOut(trx, editing, shape, row, async () => {
    await write(shape, feature, () => updateRow(trx, shape, id, feature));
    return id;
  });
});

/** Deletes a row that nothing refers to. @throws AppError 404, 428, 412, 409. */
export const removeRow = (db: Db, editing: Editing, id: number, seen: Seen): Promise<EditResult> => inEdit(db, editing, async (trx, shape) => {
  const row = await standing(trx, editing.resource, shape, id, seen);
  await refuseIfReferred(trx, shape.table, id);
  return carryOut(trx, editing, shape, row, async () => {
    await deleteRow(trx, shape, id);
    return id;
  });
});

interface Logged { id: number; action: string; layer: string; row_id: number; before: RowImage | null; after: RowImage | null }

/** Takes an edit back, as long as the row stands as that edit left it. @throws AppError 404, 409. */
export async function undoEdit(db: Db, catalog: Catalog, actor: string | undefined, edit: number): Promise<EditResult> {
  const logged: Logged | undefined = await db.knex('audit_log').where({ id: edit }).first();
  if (!logged) throw new AppError('not_found', `没有编辑 ${edit} (no such edit)`, [{ field: 'id', reason: '没有这次编辑 (no such edit)', value: edit }]);
  const resource = editable(catalog.layers).find(({ id }) => id === logged.layer) as Resource;
  const editing = { catalog, resource, actor };
  return inEdit(db, editing, async (trx, shape) => {
    const row = await readRow(trx, resource, shape, logged.row_id, true);
    const asLeft = await trx.raw("SELECT ?::jsonb - 'recorded_at' IS NOT DISTINCT FROM ?::jsonb - 'recorded_at' AS same", [row ? JSON.stringify(row.image) : null, logged.after ? JSON.stringify(logged.after) : null]);
    if (!asLeft.rows[0].same) {
      throw new AppError('conflict', '此后又有改动，不能撤回 (the row was changed since)', [{ field: 'id', reason: '该行已不是这次编辑后的样子 (not as this edit left it)', value: edit }]);
    }
    const { before } = logged;
    if (!before) await refuseIfReferred(trx, shape.table, logged.row_id);
    return carryOut(trx, editing, shape, row, async () => {
      if (before) await write(shape, { type: 'Feature', geometry: null, properties: before } as never, () => restoreRow(trx, shape, before, row !== undefined));
      else await deleteRow(trx, shape, logged.row_id);
      return logged.row_id;
    }, edit);
  });
}

const inEdit = <T>(db: Db, { resource, actor }: Editing, work: (trx: Knex.Transaction, shape: TableShape) => Promise<T>): Promise<T> => db.knex.transaction(async (trx) => {
  await lockForEdit(trx, `edit ${resource.id}`);
  await runQuery(trx, { sql: "SELECT set_config('paikou.actor', :actor, true)", bindings: { actor: actor ?? '' } }); // the archive keeps who ended a state
  return work(trx, await tableShape(trx, resource.table));
});

async function read(trx: Knex.Transaction, { catalog, resource }: Editing, shape: TableShape, body: unknown, current?: Row): Promise<Feature> {
  const { feature, faults } = await readFeature(trx, body, { catalog, resource, shape, current });
  if (feature) return feature;
  throw new AppError('invalid', `有 ${faults.length} 处不合要求 (${faults.length} faults)`, faults);
}

/** The row, which the caller must have seen in its present version. */
async function standing(trx: Knex.Transaction, resource: Resource, shape: TableShape, id: number, seen: Seen): Promise<Row> {
  const row = await readRow(trx, resource, shape, id, true);
  if (!row) throw noSuchRow(resource, id);
  const versions = seen?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (!versions) {
    const reason = '须以 If-Match 给出读到的 ETag (send the ETag that was read as If-Match)';
    throw new AppError('unconditional', reason, [{ field: 'if-match', reason, value: null }]);
  }
  if (versions.includes('*') || versions.includes(`"${row.version}"`)) return row;
  const reason = '该行已被改动，请重新读取 (the row was changed meanwhile; read it again)';
  throw new AppError('changed', reason, [{ field: 'if-match', reason: `现为 (now): "${row.version}"`, value: seen }]);
}

export const noSuchRow = ({ id: layer, title }: Resource, id: number) =>
  new AppError('not_found', `${title.zh}中没有 ${id} (no such row of ${layer})`, [{ field: 'id', reason: `没有此编号 (no row of ${layer} has this id)`, value: id }]);

async function withCode(trx: Knex.Transaction, table: string, properties: Record<string, unknown>) {
  const key = codeOf(table);
  return properties[key] === undefined ? { ...properties, [key]: await issueCode(trx, table, properties.region_code as string) } : properties;
}

async function write<T>(shape: TableShape, feature: Feature, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error, shape, feature);
  }
}

/** Makes a change, judges anew what it affects, and keeps who did what. */
async function carryOut(trx: Knex.Transaction, { catalog: whole, resource, actor }: Editing, shape: TableShape, row: Row | undefined, change: () => Promise<number>, undoes?: number): Promise<EditResult> {
  const catalog = await catalogInForce(trx, whole);
  const touched = (id: number | undefined): Touched[] => (id === undefined ? [] : [{ table: shape.table, ids: [id] }]);
  const before = await affectedBefore(trx, catalog, touched(row?.id));
  const former = await verdictsInForce(trx, before.ids);
  const id = await change();
  const ids = await affectedAfter(trx, catalog, touched(id), before);
  for (const [outfall, verdict] of await verdictsInForce(trx, ids.filter((one) => !before.ids.has(one)))) former.set(outfall, verdict);
  const runs = await judgeAnew(trx, catalog, ids, actor);
  const now = await readRow(trx, resource, shape, id);
  const action = row ? (now ? 'change' : 'remove') : 'create';
  const [{ id: edit, at }] = await trx('audit_log').insert({
    actor, action, layer: resource.id, row_table: shape.table, row_id: id, runs: runs.map(({ run }) => run), undoes,
    before: row && JSON.stringify(row.image), after: now && JSON.stringify(now.image),
  }).returning(['id', 'at']);
  return {
    edit, action, layer: resource.id, id, at: at.toISOString(), actor: actor ?? null, etag: now ? `"${now.version}"` : null, feature: now?.feature ?? null,
    runs, flips: await flipsSince(trx, former, ids),
  };
}
