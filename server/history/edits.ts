import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { OutfallHistory } from '../api-types';
import { runQuery } from '../db/query';

type Edit = OutfallHistory['edits'][number];

interface State { from: string; to: string | null; ended_by: 'update' | 'delete' | null; actor: string | null; row: Record<string, unknown> }

const told = (moment: string) => `to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** GeoJSON to 9 decimals of a degree, 0.1 mm. */
const places = (geom: string, entry: string) => `jsonb_build_object('geom', ST_AsGeoJSON(${geom}, 9, 0)::jsonb, 'entry_geom', ST_AsGeoJSON(${entry}, 9, 0)::jsonb)`;

/** Every state of an outfall's own row, the current one last. */
const STATES = `
  SELECT ${told('known_from')} AS from, ${told('known_to')} AS to, ended_by, actor, row FROM (
    SELECT known_from, known_to, ended_by, actor,
           (a.row - 'recorded_at') || ${places("(a.row ->> 'geom')::geometry", "(a.row ->> 'entry_geom')::geometry")} AS row
    FROM row_archive a WHERE table_name = 'outfall' AND row_key = :id::bigint::text
    UNION ALL
    SELECT recorded_at, NULL, NULL, NULL, (to_jsonb(o) - 'recorded_at' - 'geom_3857' - 'cell_12') || ${places('o.geom', 'o.entry_geom')} FROM outfall o WHERE id = :id
  ) states ORDER BY known_from`;

/** What was done to the row of an outfall, in order: written, changed (which fields, from what to what), deleted. */
export async function editsOf(trx: Knex, id: number): Promise<Edit[]> {
  const states = await runQuery<State>(trx, { sql: STATES, bindings: { id } });
  return states.flatMap((state, n) => {
    const before = states[n - 1];
    const begun: Edit = before?.ended_by === 'update'
      ? { at: state.from, kind: 'changed', actor: before.actor, fields: differences(before.row, state.row) }
      : { at: state.from, kind: 'written', actor: null, fields: [] };
    const deleted: Edit[] = state.ended_by === 'delete' ? [{ at: state.to as string, kind: 'deleted', actor: state.actor, fields: [] }] : [];
    return [begun, ...deleted];
  });
}

function differences(before: State['row'], after: State['row']): Edit['fields'] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.filter((field) => !isDeepStrictEqual(before[field] ?? null, after[field] ?? null))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}
