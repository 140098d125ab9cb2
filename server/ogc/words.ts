import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import type { Words } from './pages/items';

/** Words of the code table that attributes with `codes` refer to. */
export async function categoryWords(db: Db): Promise<Words> {
  const rows = await runQuery<{ code: string; zh: string; en: string }>(db.knex, { sql: 'SELECT code, name AS zh, name_en AS en FROM category ORDER BY sort', bindings: {} });
  return Object.fromEntries(rows.map(({ code, zh, en }) => [code, { zh, en }]));
}
