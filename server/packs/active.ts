import type { Knex } from 'knex';
import { type Catalog, defaultPack } from '../catalog';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import type { Pack } from '../rules/pack-files';

type Runner = Knex | Knex.Transaction;
interface Activated { id: string; version: string }

/**
 * The pack that judges a city (six digits, or a town's nine) today: the last one activated, else the one whose file says
 * `active`. Read from the database each time, so that every process follows an activation at once. Within a transaction
 * give that transaction: the embedded engine has one connection.
 * @throws AppError unavailable when this process has no file of the activated edition; it never falls back to another.
 */
export async function activePack(runner: Runner, catalog: Catalog, region: string): Promise<Pack | undefined> {
  const [activated] = await runQuery<Activated>(runner, {
    sql: `SELECT pack_id AS id, pack_version AS version FROM pack_activation WHERE starts_with(:region, region_code) ORDER BY pack_activation.id DESC LIMIT 1`,
    bindings: { region },
  });
  if (!activated) return defaultPack(catalog, region);
  const { id, version } = activated;
  const pack = catalog.packs.find((one) => one.id === id && one.version === version);
  if (pack) return pack;
  const reason = `现行规则集 ${id}@${version} 的文件不在本服务中 (the active pack is not among this process's files)`;
  throw new AppError('unavailable', reason, [{ field: 'pack', reason, value: `${id}@${version}` }]);
}

/**
 * The pack for a day (YYYY-MM-DD), as it is seen today: the active one; for a day before that came into force, the latest edition of the
 * city that was in force then. Where none was, the active one all the same: no day is left without an answer.
 */
export async function packForDay(runner: Runner, catalog: Catalog, region: string, day: string): Promise<Pack | undefined> {
  const active = await activePack(runner, catalog, region);
  if (!active || active.valid_from <= day) return active;
  const [former] = catalog.packs.filter((one) => one.region === active.region && one.valid_from <= day).sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1));
  return former ?? active;
}

/** The active pack of every city that has pack files, in order of region. */
export async function activePacks(runner: Runner, catalog: Catalog): Promise<Pack[]> {
  const packs: Pack[] = [];
  for (const region of [...new Set(catalog.packs.map((pack) => pack.region))].sort()) {
    const pack = await activePack(runner, catalog, region);
    if (pack) packs.push(pack);
  }
  return packs;
}

/** The catalogue with the packs that judge today, and no others. */
export const catalogInForce = async (runner: Runner, catalog: Catalog): Promise<Catalog> => ({ ...catalog, packs: await activePacks(runner, catalog) });

/** `id@version (region)` of packs, for messages. */
export const namesOf = (packs: Pack[]): string => packs.map(({ id, version, region }) => `${id}@${version} (${region})`).join(', ');
