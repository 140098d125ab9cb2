import type { Knex } from 'knex';
import type { Box, Region } from '../api-types';
import { runQuery } from '../db/query';

interface Row extends Omit<Region, 'towns' | 'parent'> {
  parent: string | null;
  bbox: Box;
}

/** Cities in order of code, each with what lies below it. */
export async function listRegions(knex: Knex): Promise<Region[]> {
  const rows = await runQuery<Row>(knex, {
    sql: `SELECT code, name, name_en, level, parent_code AS parent, sample,
                 json_build_array(ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)) AS bbox
          FROM region ORDER BY code COLLATE "C"`,
    bindings: {},
  });
  return rows.filter((row) => row.parent === null).map((city) => ({ ...city, towns: townsOf(city, rows) }));
}

const townsOf = (city: Row, rows: Row[]) =>
  rows.filter((row) => row.parent === city.code).map(({ sample, ...town }) => town);
