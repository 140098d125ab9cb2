import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { collectionOf } from './features';
import type { Position } from './geometry';

/**
 * The city that a posted FeatureCollection is about when the caller does not say: the one nearest to its first position,
 * read either way round, so that swapped axes are told as such. An empty text when there is no city.
 * @throws AppError 422 for what is not a FeatureCollection.
 */
export async function cityOf(knex: Knex, body: unknown): Promise<string> {
  const first = collectionOf(body).map(firstPosition).find((position) => position !== undefined);
  const readings = first ? [first, [first[1], first[0]]].filter(inRange) : [];
  const [found] = await runQuery<{ code: string }>(knex, {
    sql: `SELECT r.code FROM region r
          LEFT JOIN jsonb_array_elements(:readings::jsonb) AS e (p) ON true
          WHERE r.level = 'city'
          ORDER BY ST_Distance(ST_Envelope(r.geom)::geography, ST_SetSRID(ST_MakePoint((p->>0)::float8, (p->>1)::float8), 4490)::geography), r.code
          LIMIT 1`,
    bindings: { readings: JSON.stringify(readings) },
  });
  return found?.code ?? '';
}

function firstPosition(feature: unknown): Position | undefined {
  const { coordinates } = (feature as { geometry?: { coordinates?: unknown } | null } | null)?.geometry ?? {};
  const [lon, lat] = (Array.isArray(coordinates) ? coordinates.flat(3) : []) as unknown[];
  return typeof lon === 'number' && typeof lat === 'number' ? [lon, lat] : undefined;
}

const inRange = (position: number[]) => Math.abs(position[0] as number) <= 180 && Math.abs(position[1] as number) <= 90;
