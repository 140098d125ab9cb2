import type { Query } from '../db/query';

/** Places with a larger stated error than this are few and looked for apart (partial indexes), metres. */
const COARSE_M = 500;

/**
 * Outfalls one of whose places (mouth, entry point, production site) lies, with its error, within `reachM` metres of a row
 * of `table`: a box around the place touches the row, so never less than that and little more. `rows` is a condition on `t`.
 */
export function nearby(table: string, rows: string, bindings: Query['bindings'], reachM: number, positionErrors: Record<string, number>): Query {
  const margin = reachM + Math.max(COARSE_M, ...Object.values(positionErrors)) + 16; // whole seconds add 15 m in quadrature
  return {
    sql: `WITH changed AS MATERIALIZED (
            SELECT t.geom, ST_Expand(t.geom::box2d, 1.02 * :margin / metres_per_lon(least(greatest(abs(ST_YMin(t.geom)), abs(ST_YMax(t.geom))) + :margin / 110574, 89)),
                                     1.02 * :margin / 110574)::geometry AS box
            FROM "${table}" t WHERE t.geom IS NOT NULL AND ${rows}
          )
          SELECT o.id FROM changed c
          JOIN outfall o ON o.geom && ST_SetSRID(c.box, 4490) OR o.position_error_m > ${COARSE_M}
          WHERE ST_Intersects(c.geom, box_around(o.geom, :reach_m + position_error(o.position_error_m, o.position_method, o.whole_seconds, :errors::jsonb)))
          UNION
          SELECT o.id FROM changed c
          JOIN outfall o ON o.entry_geom && ST_SetSRID(c.box, 4490) OR o.position_error_m > ${COARSE_M}
          WHERE ST_Intersects(c.geom, box_around(o.entry_geom, :reach_m + position_error(o.position_error_m, o.position_method, o.whole_seconds, :errors::jsonb)))
          UNION
          SELECT o.id FROM changed c
          JOIN discharger d ON d.geom && ST_SetSRID(c.box, 4490) OR d.position_error_m > ${COARSE_M}
          JOIN outfall o ON o.discharger_id = d.id
          WHERE ST_Intersects(c.geom, box_around(d.geom, :reach_m + position_error(d.position_error_m, d.position_method, false, :errors::jsonb)))`,
    bindings: { ...bindings, margin, reach_m: reachM, errors: JSON.stringify(positionErrors) },
  };
}

/** With some areas all in force that touch or overlap them (within 2e-7 degrees, 2 cm), directly or through others: what lies inside one is measured to the boundary of all. */
export const connectedTo = (table: string, ids: number[], asOf: string): Query => ({
  sql: `WITH RECURSIVE link AS (
          SELECT id, geom FROM "${table}" WHERE id = ANY (:ids::bigint[])
          UNION
          SELECT b.id, b.geom FROM link a JOIN "${table}" b ON b.geom && ST_Expand(a.geom, 2e-7) AND ST_DWithin(a.geom, b.geom, 2e-7)
          JOIN layer_edition e ON e.id = b.edition_id
          WHERE e.valid_from <= :as_of AND coalesce(e.valid_to > :as_of, true)
        )
        SELECT id FROM link WHERE id <> ALL (:ids::bigint[])`,
  bindings: { ids, as_of: asOf },
});
