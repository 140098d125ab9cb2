import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Knex } from 'knex';
import { from as copyFrom } from 'pg-copy-streams';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { STAGED, type StagedRow } from './staged-row';

/** Rows on their way beside the data: as lines of COPY, or where the engine has no COPY as they are. */
export type Batch = { count: number } & ({ lines: Uint8Array } | { rows: StagedRow[] });

export interface Staging {
  /** Lines of COPY are taken. */
  copies: boolean;
  take(batch: Batch): Promise<void>;
  /** What was taken stands. */
  end(): Promise<void>;
  /** What was taken is gone, where the engine could copy; else it is for the caller to delete. */
  abandon(): Promise<void>;
}

/** Takes the rows of one file beside the data, not into them. */
export const openStaging = (db: Db, job: number): Promise<Staging> => (db.engine === 'server' ? copying(db.knex) : Promise.resolve(inserting(db.knex, job)));

function inserting(knex: Knex, job: number): Staging {
  return {
    copies: false,
    take: (batch) => insertRows(knex, job, 'rows' in batch ? batch.rows : []),
    end: async () => {},
    abandon: async () => {},
  };
}

/** Rows by one statement, each column as an array of texts. */
export async function insertRows(runner: Knex | Knex.Transaction, job: number, rows: StagedRow[]): Promise<void> {
  const names = Object.keys(STAGED);
  await runQuery(runner, {
    sql: `INSERT INTO import_row (job_id, ${names.join(', ')}) SELECT :job, ${Object.entries(STAGED).map(([name, type]) => `r.${name}::${type}`).join(', ')}
          FROM unnest(${names.map((name) => `:${name}::text[]`).join(', ')}) AS r (${names.join(', ')})`,
    bindings: { job, ...Object.fromEntries(names.map((name, at) => [name, rows.map((row) => row[at] ?? null)])) },
  });
}

/** One COPY for the whole file, in a transaction: it stands at its end or not at all. */
async function copying(knex: Knex): Promise<Staging> {
  const trx = await knex.transaction();
  await trx.raw('SET LOCAL statement_timeout = 0');
  const connection = await trx.client.acquireConnection();
  const stream = connection.query(copyFrom(`COPY import_row (job_id, ${Object.keys(STAGED).join(', ')}) FROM STDIN`)) as ReturnType<typeof copyFrom>;
  const over = finished(stream);
  over.catch(() => {});
  return {
    copies: true,
    take: async (batch) => {
      if ('lines' in batch && !stream.write(batch.lines)) await Promise.race([once(stream, 'drain'), over]);
    },
    end: async () => {
      stream.end();
      await over;
      await trx.commit();
    },
    abandon: async () => {
      stream.destroy(new Error('abandoned'));
      await over.catch(() => {});
      await trx.rollback().catch(() => {});
    },
  };
}
