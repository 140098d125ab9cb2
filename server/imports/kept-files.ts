import type { Db } from '../db/open';
import { KEPT_BYTES, KEPT_FILES } from './limits';
import type { Upload } from './upload';

// Files of jobs that are not committed stay with their process, so that they can be read another way (another sheet, another encoding)
// without a new upload. Of too many or too large ones the oldest go first.

const opened = new WeakMap<Db['knex'], Map<number, Upload>>();

function filesOf({ knex }: Pick<Db, 'knex'>): Map<number, Upload> {
  const files = opened.get(knex) ?? new Map<number, Upload>();
  opened.set(knex, files);
  return files;
}

export function keepFile(db: Pick<Db, 'knex'>, job: number, upload: Upload): void {
  const files = filesOf(db);
  files.set(job, upload);
  const bytes = () => [...files.values()].reduce((sum, one) => sum + one.bytes, 0);
  for (const oldest of [...files.keys()]) if (files.size > KEPT_FILES || bytes() > KEPT_BYTES) dropFile(db, oldest);
}

export const keptFile = (db: Pick<Db, 'knex'>, job: number): Upload | undefined => filesOf(db).get(job);

/** Gives it to whoever reads it again. */
export function takeFile(db: Pick<Db, 'knex'>, job: number): Upload | undefined {
  const upload = keptFile(db, job);
  filesOf(db).delete(job);
  return upload;
}

export const dropFile = (db: Pick<Db, 'knex'>, job: number): void => takeFile(db, job)?.discard();

export function dropFiles(db: Pick<Db, 'knex'>): void {
  for (const job of [...filesOf(db).keys()]) dropFile(db, job);
}
