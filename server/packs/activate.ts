import type { Knex } from 'knex';
import type { Activation } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';
import { AppError } from '../errors';
import { runPack } from '../rule-runs/run';
import type { Pack } from '../rules/pack-files';
import { today } from '../today';
import { activePack } from './active';
import { comparePack } from './compare';

export interface ActivationRequest {
  /** Of the preview that was looked at. */
  token: string;
  reason: string;
  actor: string;
}

/** What would change under a pack. Nothing is written. */
export const previewPack = (db: Db, catalog: Catalog, pack: Pack) => runJob(db.knex, (trx) => comparePack(trx, catalog, pack));

/**
 * Makes a pack the one that judges its city from now on and evaluates the city by it, in one transaction: whatever fails
 * leaves the former pack and the former verdicts in force.
 * @throws AppError conflict when the pack judges already, or when what was previewed is not what would happen now.
 */
export async function activatePack(db: Db, catalog: Catalog, pack: Pack, request: ActivationRequest): Promise<Activation> {
  let id = 0;
  await runPack(db, catalog, pack, {
    reason: 'activated',
    actor: request.actor,
    before: async (trx) => {
      await trx.raw('LOCK TABLE pack_activation IN SHARE ROW EXCLUSIVE MODE'); // two activations at once: one after the other
      refuseEarly(pack);
      await refuseActive(trx, catalog, pack);
      await refuseUnseen(trx, catalog, pack, request.token);
    },
    after: async (trx, { run }) => { id = await record(trx, pack, request, run); },
  });
  return (await activations(db.knex)).find((one) => one.activation === id) as Activation;
}

async function refuseActive(trx: Knex.Transaction, catalog: Catalog, pack: Pack) {
  const active = await activePack(trx, catalog, pack.region);
  if (active?.hash !== pack.hash) return;
  throw new AppError('conflict', `规则集 ${pack.id}@${pack.version} 已是现行 (this pack judges already)`, [{ field: 'version', reason: '已是现行 (active already)', value: pack.version }]);
}

function refuseEarly(pack: Pack) {
  const day = today();
  if (pack.valid_from <= day) return;
  const reason = `自 ${pack.valid_from} 起施行，今日 ${day} 不能启用 (in force from ${pack.valid_from}: not yet)`;
  throw new AppError('conflict', reason, [{ field: 'version', reason, value: pack.version }]);
}

async function refuseUnseen(trx: Knex.Transaction, catalog: Catalog, pack: Pack, token: string) {
  const now = await comparePack(trx, catalog, pack);
  if (now.token === token) return;
  throw new AppError('conflict', '未见过这一结果的预览：请先预览，再以其 token 启用 (what would happen now is not what was previewed: preview again, then activate with its token)', [
    { field: 'token', reason: '预览之后规则集、现行版本或数据已变，或从未预览 (pack, active edition or data changed since, or never previewed)', value: token },
  ]);
}

async function record(trx: Knex.Transaction, pack: Pack, { token, reason, actor }: ActivationRequest, run: number): Promise<number> {
  const [row] = await trx('pack_activation')
    .insert({ region_code: pack.region, pack_id: pack.id, pack_version: pack.version, pack_hash: pack.hash, actor, reason, preview: token, run_id: run })
    .returning('id');
  return row.id;
}

/** Every activation on record, the latest first. */
export function activations(runner: Knex | Knex.Transaction): Promise<Activation[]> {
  return runQuery<Activation>(runner, {
    sql: `SELECT a.id AS activation, a.region_code AS region, json_build_object('id', a.pack_id, 'version', a.pack_version, 'hash', a.pack_hash) AS pack,
                 to_char(a.activated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS activated_at, a.actor, a.reason,
                 a.run_id AS run, r.outfalls, r.changed
          FROM pack_activation a JOIN rule_run r ON r.id = a.run_id ORDER BY a.id DESC`,
    bindings: {},
  });
}
