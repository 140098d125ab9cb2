import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import type { Config } from '../config';
import { migrate } from '../db/migrate';
import type { Db } from '../db/open';
import { runJob } from '../db/query';
import { loadDepartments } from '../departments/load';
import { activePacks } from '../packs/active';
import { recoverImports } from '../imports/recover';
import { endDeadRuns } from '../rule-runs/record';
import { runPack } from '../rule-runs/run';
import { dissolveAreas } from '../rules/dissolve';
import { ENGINE } from '../rules/engine-text';
import { type Pack, packText } from '../rules/pack-files';
import type { Rule } from '../rules/rule-files';
import { today } from '../today';
import { loadCategories } from './codes';
import { loadLimits } from './limits';
import { loadCity, sampleCities } from './sample';

export type Tell = (step: string) => void;

/** Makes a database ready to serve: schema, codes, packs, demonstration cities when it is empty, verdicts. */
export async function setUp(db: Db, catalog: Catalog, config: Pick<Config, 'sample'>, tell: Tell): Promise<void> {
  await prepare(db, catalog, tell);
  if (config.sample) await loadSample(db, catalog, tell);
  for (const pack of await activePacks(db.knex, catalog)) if (await isDue(db, pack)) await evaluateCity(db, catalog, pack, tell);
}

/** Schema, codes and packs. */
export async function prepare(db: Db, catalog: Catalog, tell: Tell): Promise<void> {
  const fresh = await migrate(db.knex);
  if (fresh.length > 0) tell(`数据库结构已更新: ${fresh.join(', ')}`);
  await runJob(db.knex, async (trx) => {
    await loadCategories(trx);
    await loadLimits(trx);
    await loadDepartments(trx);
    await registerPacks(trx, catalog.packs, catalog.rules);
    await registerEngine(trx);
  });
  const lost = await recoverImports(db);
  if (lost.length > 0) tell(`中途结束的导入已标记为失败，没有写入任何数据: ${lost.join(', ')}`);
  const dead = await endDeadRuns(db);
  if (dead.length > 0) tell(`中途结束的研判已标记为失败，原结论不变: ${dead.join(', ')}`);
}

export async function evaluateAll(db: Db, catalog: Catalog, tell: Tell): Promise<void> {
  for (const pack of await activePacks(db.knex, catalog)) await evaluateCity(db, catalog, pack, tell);
}

/** An earlier form of a pack stays on record with its rules; the same version of other rules is another row. */
async function registerPacks(trx: Knex.Transaction, packs: Pack[], rules: Map<string, Rule>) {
  if (packs.length === 0) return;
  await trx('rule_pack').insert(packs.map(({ hash, ...pack }) => {
    const text = packText(pack, rules);
    return {
      id: pack.id, version: pack.version, region_code: pack.region, title: pack.title.zh, hash, valid_from: pack.valid_from,
      body: JSON.stringify(pack), rules: JSON.stringify(text.rules), codes: JSON.stringify(text.codes),
    };
  })).onConflict(['id', 'version', 'hash']).ignore();
}

const registerEngine = (trx: Knex.Transaction) =>
  trx('engine_text').insert({ hash: ENGINE.hash, texts: JSON.stringify(ENGINE.texts) }).onConflict('hash').ignore();

/** Loads the demonstration cities, unless the database has any region. */
export async function loadSample(db: Db, catalog: Catalog, tell: Tell): Promise<void> {
  if (await db.knex('region').first('id')) return;
  for (const region of sampleCities()) {
    const rows = await runJob(db.knex, (trx) => loadCity(trx, region));
    const total = Object.values(rows).reduce((sum, n) => sum + n, 0);
    tell(`示意数据 ${region}: 排污口 ${rows.outfall ?? 0} 个，共 ${total} 行`);
  }
  await runJob(db.knex, async (trx) => {
    await trx.raw('ANALYZE');
    for (const pack of await activePacks(trx, catalog)) await dissolveAreas(trx, catalog.rules, pack, today());
  });
}

/** A city is due when it has outfalls and its last finished run was by other rules. */
async function isDue(db: Db, pack: Pack): Promise<boolean> {
  const last = await db.knex('rule_run').where({ region_code: pack.region }).whereNotNull('finished_at').orderBy('id', 'desc').first();
  if (last?.pack_hash === pack.hash) return false;
  return (await db.knex('outfall').where('region_code', 'like', `${pack.region}%`).first('id')) !== undefined;
}

async function evaluateCity(db: Db, catalog: Catalog, pack: Pack, tell: Tell) {
  const started = Date.now();
  const { outfalls, changed } = await runPack(db, catalog, pack, { reason: 'inventory' });
  tell(`规则研判 ${pack.region}: ${outfalls} 个排污口，结论变化 ${changed} 个 (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
