import type { Catalog } from '../catalog';
import { AppError } from '../errors';
import type { Pack } from '../rules/pack-files';
import { namesOf } from './active';

/** The edition that a path names. @throws AppError not_found with the editions that there are. */
export function onePack(catalog: Catalog, id: string, version: string): Pack {
  const pack = catalog.packs.find((one) => one.id === id && one.version === version);
  if (pack) return pack;
  const reason = `可用 (allowed): ${namesOf(catalog.packs)}`;
  const field = catalog.packs.some((one) => one.id === id) ? 'version' : 'id';
  throw new AppError('not_found', `没有规则集 ${id}@${version} (no such pack)；${reason}`, [{ field, reason, value: field === 'id' ? id : version }]);
}
