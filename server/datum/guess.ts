import type { Knex } from 'knex';
import type { DatumGuess, DatumGuessRequest } from '../api-types';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { type Reading, readingsOf } from './readings';

/** A mouth stands on its river's bank: within this of the centre line they agree, metres. As `near_m` of flag-contradiction. */
const NEAR_M = 100;

interface City { lon: number; lat: number; town_known: boolean; river_known: boolean }
interface Evidence extends Omit<DatumGuess['readings'][number], 'reading' | 'name' | 'place' | 'shift_m' | 'fits'> { n: number }

/**
 * 坐标疑错诊断: every way to read two typed values, each with what speaks for it, best first. Nothing is moved or stored.
 * @throws AppError 422 for values that are no coordinates, or a city, town or river that is not on record.
 */
export async function guessDatum(knex: Knex, request: DatumGuessRequest): Promise<DatumGuess> {
  const city = await cityOf(knex, request);
  const readings = readingsOf(request.coordinates, [city.lon, city.lat]);
  if (readings.length === 0) refuse('coordinates', '不能读作经纬度或高斯-克吕格坐标 (neither degrees nor Gauss-Krüger metres)', request.coordinates);
  const evidence = await evidenceOf(knex, request, readings);
  const literal = readings[0]?.departure === 0 ? readings[0] : undefined;
  const shifts = await shiftsOf(knex, literal, readings);
  const judged = readings.map((reading, n) => {
    const { n: _, ...own } = evidence[n] as Evidence;
    return { reading, row: { reading: reading.reading, name: reading.name, place: point(reading.place), shift_m: shifts[n] ?? null, ...own, fits: fits(own, request) } };
  }).sort((a, b) => rank(a, request) - rank(b, request) || (a.row.river_m ?? 1e9) - (b.row.river_m ?? 1e9) || a.reading.departure - b.reading.departure);
  const ranked = judged.map(({ row }) => row);
  return { readings: ranked, ...conclusion(judged, request) };
}

const point = (place: [number, number]) => ({ type: 'Point' as const, coordinates: place.map((one) => Math.round(one * 1e8) / 1e8) as [number, number] });

type Own = Omit<Evidence, 'n'>;

/** Agrees with everything that was given. */
const fits = (own: Own, { town, river }: DatumGuessRequest): boolean =>
  own.in_city_box && (!town || own.town_agrees === true) && (!river || (own.river_m !== null && own.river_m <= NEAR_M));

interface Judged { reading: Reading; row: DatumGuess['readings'][number] }

/** Fits what is given and as it stands, fits, lies in the city, lies in its box, elsewhere. */
function rank({ reading, row }: Judged, request: DatumGuessRequest): number {
  if (row.fits && (request.town || request.river)) return reading.departure === 0 ? 0 : 1;
  if (row.town_agrees) return 2;
  return row.in_city ? 3 : row.in_city_box ? 4 : 5;
}

function conclusion(judged: Judged[], request: DatumGuessRequest): Pick<DatumGuess, 'best' | 'note'> {
  const fitting = judged.filter(({ row }) => row.fits);
  const [first] = fitting;
  if (!first) return { best: null, note: { zh: '没有一种解读与所给证据全部相符，请核对原始资料', en: 'No reading agrees with all that was given: check the source' } };
  if (first.reading.departure === 0 && (request.river || request.town)) return { best: first.row.reading, note: { zh: '照原样即相符', en: 'It fits as it stands' } };
  if (fitting.length > 1 && !request.river) return { best: null, note: { zh: `有 ${fitting.length} 种解读相符，须提供所在河流等更多证据`, en: `${fitting.length} readings fit: name the river or give more to go by` } };
  return { best: first.row.reading, note: { zh: `按“${first.row.name.zh}”解读最相符；系统不自行移动点位`, en: `Read as “${first.row.name.en}” it fits best; no point is moved` } };
}

async function cityOf(knex: Knex, { region, town, river }: DatumGuessRequest): Promise<City> {
  const [city] = await runQuery<City>(knex, {
    sql: `SELECT ST_X(c.at) AS lon, ST_Y(c.at) AS lat, EXISTS (SELECT FROM region WHERE code = :town AND parent_code = r.code) AS town_known,
                 EXISTS (SELECT FROM waterbody WHERE region_code LIKE r.code || '%' AND plain_name(name) = plain_name(:river)) AS river_known
          FROM region r CROSS JOIN LATERAL (SELECT ST_Centroid(ST_Envelope(r.geom)) AS at) c WHERE r.code = :region AND r.level = 'city'`,
    bindings: { region, town: town ?? null, river: river ?? null },
  });
  if (!city) refuse('region', '没有这个城市 (no such city)', region);
  if (town && !city.town_known) refuse('town', '该市没有这个乡镇 (the city has no such town)', town);
  if (river && !city.river_known) refuse('river', '该市水系名录中没有这条河 (the city has no water of that name)', river);
  return city;
}

function refuse(field: string, reason: string, value: unknown): never {
  throw new AppError('invalid', reason, [{ field, reason, value }]);
}

const evidenceOf = (knex: Knex, { region, town, river }: DatumGuessRequest, readings: Reading[]) => runQuery<Evidence>(knex, {
  sql: `WITH reading AS (
          SELECT n, ST_SetSRID(ST_MakePoint((p ->> 0)::float8, (p ->> 1)::float8), 4490) AS at
          FROM jsonb_array_elements(:places::jsonb) WITH ORDINALITY AS e (p, n)),
        water AS (SELECT plain_name(name) AS name, CASE ST_Dimension(geom) WHEN 2 THEN ST_Boundary(geom) ELSE geom END AS line FROM waterbody WHERE region_code LIKE :region || '%')
        SELECT r.n::integer AS n, ST_Intersects(ST_Envelope(c.geom), r.at) AS in_city_box, ST_Intersects(c.geom, r.at) AS in_city,
               CASE WHEN t.code IS NOT NULL THEN json_build_object('code', t.code, 'name', t.name) END AS town,
               CASE WHEN :town::text IS NOT NULL THEN coalesce(t.code = :town, false) END AS town_agrees,
               (SELECT round(min(m.metres)::numeric, 1)::float8 FROM water w CROSS JOIN LATERAL nearest_on(r.at, w.line, 20000) m
                WHERE w.name = plain_name(:river::text) AND w.line && box_around(r.at, 20000)) AS river_m,
               (SELECT json_build_object('name', w.name, 'metres', round(m.metres::numeric, 1)) FROM water w
                CROSS JOIN LATERAL nearest_on(r.at, w.line, 20000) m WHERE m.metres IS NOT NULL AND w.line && box_around(r.at, 20000)
                ORDER BY m.metres LIMIT 1) AS nearest_river,
               (SELECT coalesce(json_agg(z ORDER BY z.layer, z.level, z.id), '[]') FROM (
                  SELECT 'drinking_water_zones' AS layer, d.id, d.name, d.level FROM drinking_water_zone d JOIN layer_edition e ON e.id = d.edition_id
                  WHERE e.valid_from <= current_date AND coalesce(e.valid_to > current_date, true) AND ST_Intersects(d.geom, r.at)
                  UNION ALL
                  SELECT CASE a.class WHEN 'nature' THEN 'protected_areas' ELSE 'special_waters' END, a.id, a.name, a.level
                  FROM protected_area a JOIN layer_edition e ON e.id = a.edition_id
                  WHERE e.valid_from <= current_date AND coalesce(e.valid_to > current_date, true) AND ST_Intersects(a.geom, r.at)) z) AS in_zones
        FROM reading r
        JOIN region c ON c.code = :region
        LEFT JOIN LATERAL (SELECT code, name FROM region WHERE length(code) = 9 AND ST_Intersects(geom, r.at) ORDER BY code LIMIT 1) t ON true
        ORDER BY r.n`,
  bindings: { region, town: town ?? null, river: river ?? null, places: JSON.stringify(readings.map(({ place }) => place)) },
});

/** Geodesic metres from the literal reading to each. */
async function shiftsOf(knex: Knex, literal: Reading | undefined, readings: Reading[]): Promise<(number | null)[]> {
  if (!literal) return readings.map(() => null);
  const rows = await runQuery<{ metres: number }>(knex, {
    sql: `SELECT round(ST_Distance(ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)::geography, ST_SetSRID(ST_MakePoint((p ->> 0)::float8, (p ->> 1)::float8), 4490)::geography)::numeric, 1)::float8 AS metres
          FROM jsonb_array_elements(:places::jsonb) WITH ORDINALITY AS e (p, n) ORDER BY n`,
    bindings: { lon: literal.place[0], lat: literal.place[1], places: JSON.stringify(readings.map(({ place }) => place)) },
  });
  return rows.map(({ metres }) => metres);
}
