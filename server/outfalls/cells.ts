import type { Query } from '../db/query';
import { type OutfallFilter, outfallItems, outfallWhere } from './filters';

/**
 * Outfalls per cell of the tile pyramid, for tiles to z8: columns level (2^level cells each way), at_cell (row from the north * 2^level
 * + column), verdict that counts (null = not judged), outfalls, east and north (sums of whole metres in EPSG:3857). The relation
 * `tile` must be in sight: to z4 the rows are of level 8, closer in of level 12 and of the rows of cells that the tile crosses.
 */
export function countedCells(filter: OutfallFilter, day: string, of: 'few' | 'all'): Query {
  const { region, verdict, ...others } = filter;
  return Object.values(others).some((value) => value !== undefined) ? countedNow(filter, day, of) : keptCounts({ region, verdict }, day);
}

/** Counts kept with the data know region and verdict; an override in force takes its outfall from one verdict to another. */
function keptCounts({ region, verdict }: Pick<OutfallFilter, 'region' | 'verdict'>, day: string): Query {
  const regions = region?.map((_, n) => `region_code LIKE :cells_region_${n}`).join(' OR ') ?? 'true';
  const verdicts = verdict ? 'verdict = ANY (CAST(:cells_verdict AS text[]))' : 'true';
  return {
    sql: `SELECT level, kept.cell AS at_cell, nullif(verdict, '') AS verdict, outfalls, east, north FROM (
        SELECT level, cell, region_code, verdict, outfalls, east, north FROM outfall_cell
        UNION ALL
        SELECT l.level, l.cell, o.region_code, k.verdict, k.n, k.n * round(ST_X(o.geom_3857)), k.n * round(ST_Y(o.geom_3857))
        FROM override_current f JOIN outfall o ON o.id = f.outfall_id LEFT JOIN verdict_current v ON v.outfall_id = f.outfall_id,
             LATERAL (VALUES (12, o.cell_12), (8, parent_cell(o.cell_12))) l (level, cell),
             LATERAL (VALUES (coalesce(v.verdict, ''), -1), (f.verdict, 1)) k (verdict, n)
        WHERE f.expires_on >= CAST(:cells_day AS date)
      ) kept, tile
      WHERE level = ${LEVEL} AND ${ROWS} AND (${regions}) AND ${verdicts}`,
    bindings: {
      cells_day: day, ...(verdict && { cells_verdict: verdict }),
      ...Object.fromEntries(region?.map((code, n) => [`cells_region_${n}`, `${code}%`]) ?? []),
    },
  };
}

/** Any other filter: the outfalls themselves are counted; of all (OFFSET) without the planner taking the reader's cells for a condition that few pass. */
function countedNow(filter: OutfallFilter, day: string, of: 'few' | 'all'): Query {
  const [items, where] = [outfallItems(filter, day, of), outfallWhere(filter)];
  return {
    sql: `SELECT level, at_cell, verdict, count(*) AS outfalls, sum(round(ST_X(geom_3857))) AS east, sum(round(ST_Y(geom_3857))) AS north
      FROM (
        SELECT ${LEVEL} AS level, CASE WHEN tile.z <= 4 THEN parent_cell(i.cell_12) ELSE i.cell_12 END AS at_cell, i.verdict, i.geom_3857
        FROM ${items.sql} i, tile WHERE (${where.sql}) AND tile.z <= 8${of === 'all' ? '' : ' AND i.geom_3857 && tile.box'}
      ) each_outfall GROUP BY level, at_cell, verdict${of === 'all' ? ' OFFSET 0' : ''}`,
    bindings: { ...items.bindings, ...where.bindings },
  };
}

const LEVEL = 'CASE WHEN tile.z <= 4 THEN 8 ELSE 12 END';

/** From the tile's upper to its lower edge; which columns of them, is for the reader to pick. */
const ROWS = `kept.cell BETWEEN (CASE WHEN tile.z <= 4 THEN tile.y << (16 - tile.z) ELSE tile.y << (24 - tile.z) END)
      AND (CASE WHEN tile.z <= 4 THEN (tile.y + 1) << (16 - tile.z) ELSE (tile.y + 1) << (24 - tile.z) END) - 1`;
