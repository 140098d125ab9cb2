import type { Knex } from 'knex';
import type { Bilingual, OutfallChain } from '../api-types';
import { type Query, runQuery } from '../db/query';
import { noOutfall } from '../outfalls/file';

/** Reaches below one outfall that one answer holds; more are named as not followed. */
const MOST_REACHES = 500;
/** An intake or section this far beside a reach still stands on it; a zone counts as on the bank within BANK_M. Metres. */
const BESIDE_M = 500;
const BANK_M = 50;

type Downstream = OutfallChain['downstream'];
interface Ends { km: number; kind: string; reach: string }
interface Row {
  outfall: OutfallChain['outfall']; dischargers: OutfallChain['dischargers']; channels: OutfallChain['channels'];
  reach: OutfallChain['reach']; reach_id: number | null; region: string;
}
interface Below { reaches: Downstream['reaches']; total: number; sections: Downstream['sections']; intakes: Downstream['intakes']; zones: Downstream['zones']; ends: Ends[] }

/**
 * 全链条: dischargers, channels, outfall, receiving reach with its function zone and river chiefs' offices, and what lies
 * downstream in order, kilometres along the river from the outfall's foot on its reach.
 * @throws AppError 404
 */
export async function chainOf(knex: Knex, id: number, withinKm: number): Promise<OutfallChain> {
  const [own] = await runQuery<Row>(knex, ownQuery(id));
  if (!own) throw noOutfall(id);
  const { outfall, dischargers, channels, reach } = own;
  const [below] = reach ? await runQuery<Below>(knex, belowQuery(reach.id, reach.along_m, withinKm)) : [];
  const { ends = [], total = 0, ...found } = below ?? { reaches: [], sections: [], intakes: [], zones: [] };
  const lost = await unplaced(knex, own.region);
  return {
    outfall, dischargers, channels, reach,
    downstream: { within_km: withinKm, ...found },
    not_followed: notFollowed(own, ends, total, withinKm, lost),
  };
}

function notFollowed({ reach, dischargers, channels }: Row, ends: Ends[], total: number, withinKm: number, lost: string[]): Bilingual[] {
  const known = new Set(channels.map(({ discharger_id }) => discharger_id));
  return [
    ...(dischargers.length === 0 ? [{ zh: '排污单位未查明', en: 'The discharger is not traced' }] : []),
    ...dischargers.filter((one) => !known.has(one.id)).map(({ name }) => ({ zh: `没有${name}至排污口的排污通道资料`, en: `No channel on record from ${name} to the outfall` })),
    ...(reach ? [] : [{ zh: '未对应到河段，无法向下游追踪', en: 'Not tied to a reach: nothing downstream can be followed' }]),
    ...(reach && !reach.function_zone ? [{ zh: '河段未对应水功能区', en: 'The reach is not tied to a function zone' }] : []),
    ...ends.map((end) => (end.kind === 'limit'
      ? { zh: `${end.reach}在 ${end.km} km 处仍向下游延伸，超出 ${withinKm} km 未再追踪`, en: `${end.reach} goes on beyond ${withinKm} km and was not followed further` }
      : { zh: `河网数据在${end.reach}末端（${end.km} km）中断${end.kind === 'border' ? '（出境）' : ''}，其后未知`, en: `The network breaks off at the end of ${end.reach} (${end.km} km${end.kind === 'border' ? ', leaving the map' : ''}): unknown beyond` })),
    ...(total > MOST_REACHES ? [{ zh: `下游共 ${total} 个河段，只列最近 ${MOST_REACHES} 个`, en: `${total} reaches downstream, the nearest ${MOST_REACHES} are listed` }] : []),
    ...lost.map((name) => ({ zh: `${name}未对应到河段，可能在下游而未列出`, en: `${name} is tied to no reach and could be downstream unlisted` })),
  ];
}

/** Surface intakes and sections of the city that no reach passes. */
async function unplaced(knex: Knex, region: string): Promise<string[]> {
  const rows = await runQuery<{ name: string }>(knex, {
    sql: `SELECT t.name FROM (
            SELECT name, geom, region_code FROM intake WHERE kind = 'surface' UNION ALL SELECT name, geom, region_code FROM monitoring_section) t
          WHERE t.region_code LIKE :region || '%'
            AND NOT EXISTS (SELECT FROM reach r WHERE r.geom && box_around(t.geom, :beside) AND flat_distance(t.geom, r.geom) <= :beside)
          ORDER BY t.name COLLATE "C"`,
    bindings: { region: region.slice(0, 6), beside: BESIDE_M },
  });
  return rows.map(({ name }) => name);
}

/** Without the `crs` member that PostGIS adds for EPSG:4490. */
const json = (geom: string) => `ST_AsGeoJSON(${geom}, 7, 0)::json`;
const chiefs = (r: string) => `json_build_object('city', ${r}.chief_city, 'town', ${r}.chief_town, 'village', ${r}.chief_village)`;

const ownQuery = (id: number): Query => ({
  sql: `SELECT o.region_code AS region, r.id AS reach_id,
      json_build_object('id', o.id, 'code', o.local_code, 'name', o.name, 'status', o.status, 'location', ${json('o.geom')},
        'entry_point', ${json('o.entry_geom')}) AS outfall,
      (SELECT coalesce(json_agg(json_build_object('id', d.id, 'code', d.code, 'name', d.name, 'kind', d.kind, 'role', t.role, 'location', ${json('d.geom')}) ORDER BY t.n, d.id), '[]')
        FROM (SELECT DISTINCT ON (id) id, role, n FROM (
                SELECT o.discharger_id AS id, 'main' AS role, 1 AS n UNION ALL SELECT unnest(o.shared_with), 'shared', 2
                UNION ALL SELECT discharger_id, 'channel', 3 FROM channel WHERE outfall_id = o.id) a ORDER BY id, n) t
        JOIN discharger d ON d.id = t.id) AS dischargers,
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'code', c.code, 'kind', c.kind, 'discharger_id', c.discharger_id,
          'length_m', round(size_of(c.geom)::numeric, 1), 'geometry', ${json('c.geom')}) ORDER BY c.id), '[]') FROM channel c WHERE c.outfall_id = o.id) AS channels,
      CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'code', r.code, 'name', r.name, 'declared', o.reach_id IS NOT NULL,
        'length_m', round(r.length_m::numeric, 1), 'along_m', round(metres_along(r.geom, coalesce(o.entry_geom, o.geom))::numeric, 1),
        'off_m', round(n.metres::numeric, 1), 'chiefs', ${chiefs('r')}, 'geometry', ${json('r.geom')},
        'waterbody', json_build_object('id', w.id, 'code', w.code, 'name', w.name),
        'function_zone', CASE WHEN z.id IS NOT NULL THEN json_build_object('id', z.id, 'code', z.code, 'name', z.name, 'target_class', z.target_class,
          'latest_class', z.latest_class, 'attained', z.attained, 'assessed_on', z.assessed_on, 'geometry', ${json('z.geom')}) END) END AS reach
    FROM outfall o
    LEFT JOIN reach r ON r.id = coalesce(o.reach_id, (SELECT id FROM reach WHERE waterbody_id = o.waterbody_id ORDER BY flat_distance(o.geom, geom), id LIMIT 1))
    LEFT JOIN waterbody w ON w.id = r.waterbody_id
    LEFT JOIN function_zone z ON z.id = r.function_zone_id
    LEFT JOIN LATERAL nearest_on(coalesce(o.entry_geom, o.geom), r.geom, NULL) n ON true
    WHERE o.id = :id`,
  bindings: { id },
});

/** Marks as in sql/rules/flag-upstream-of-intake.sql, with sections, from the foot on. */
const belowQuery = (reachId: number, alongM: number, withinKm: number): Query => ({
  sql: `WITH way AS MATERIALIZED (
      SELECT w.*, r.*, CASE WHEN r.id = :reach THEN -:along::float8 ELSE s.length_m - :along::float8 + w.metres END AS begin_m
      FROM ways_down(ARRAY[:reach::bigint], :within::float8) w JOIN reach r ON r.id = w.reach_id CROSS JOIN (SELECT length_m FROM reach WHERE id = :reach) s),
    near AS MATERIALIZED (SELECT * FROM way WHERE begin_m <= :within::float8 ORDER BY begin_m, id LIMIT :most),
    mark AS MATERIALIZED (
      SELECT n.begin_m, n.id AS reach_id, n.geom AS line, n.name AS reach, 'zone' AS what, z.id, z.code, z.name, z.level AS kind, s.from_m, s.to_m
      FROM near n JOIN drinking_water_zone z ON z.geom && shape_box(n.geom, :bank) JOIN layer_edition e ON e.id = z.edition_id
      CROSS JOIN LATERAL stretches_in(n.geom, z.geom, :bank) s
      WHERE e.valid_from <= current_date AND coalesce(e.valid_to > current_date, true)
      UNION ALL
      SELECT n.begin_m, n.id, n.geom, n.name, p.what, p.id, p.code, p.name, p.kind, m.at_m, m.at_m
      FROM near n
      JOIN LATERAL (SELECT 'intake' AS what, id, code, name, kind, waterbody_id, geom FROM intake WHERE geom && shape_box(n.geom, :beside)
                    UNION ALL SELECT 'section', id, code, name, level, waterbody_id, geom FROM monitoring_section WHERE geom && shape_box(n.geom, :beside)) p ON true
      LEFT JOIN waterbody own ON own.id = p.waterbody_id
      JOIN LATERAL (SELECT r.id, flat_distance(p.geom, r.geom) AS off_m FROM reach r WHERE r.geom && box_around(p.geom, :beside)
                    ORDER BY coalesce(r.waterbody_id IN (own.id, own.parent_id), false) DESC, off_m, r.id LIMIT 1) spot ON spot.id = n.id AND spot.off_m <= :beside
      CROSS JOIN LATERAL (SELECT metres_along(n.geom, p.geom) AS at_m) m),
    met AS (
      SELECT DISTINCT ON (what, id) what, id, code, name, kind, reach, greatest(begin_m + from_m, 0) AS metres,
             ST_LineInterpolatePoint(line, least(1, greatest(from_m, -begin_m) / nullif(size_of(line), 0))) AS at
      FROM mark WHERE begin_m + to_m >= 0 AND begin_m + from_m <= :within::float8 ORDER BY what, id, metres)
    SELECT (SELECT count(*)::integer FROM way WHERE begin_m <= :within::float8) AS total,
      (SELECT coalesce(json_agg(json_build_object('id', n.id, 'code', n.code, 'name', n.name, 'from_km', round((greatest(n.begin_m, 0) / 1000)::numeric, 3),
          'to_km', round(((n.begin_m + n.length_m) / 1000)::numeric, 3), 'path', array_remove(n.path, n.id), 'chiefs', ${chiefs('n')},
          'function_zone', (SELECT json_build_object('id', z.id, 'code', z.code, 'name', z.name, 'target_class', z.target_class, 'latest_class', z.latest_class, 'attained', z.attained)
                            FROM function_zone z WHERE z.id = n.function_zone_id),
          'geometry', ${json('n.geom')}) ORDER BY n.begin_m, n.id), '[]') FROM near n) AS reaches,
      ${['section', 'intake', 'zone'].map((what) => `(SELECT coalesce(json_agg(json_build_object('id', m.id, 'code', m.code, 'name', m.name, 'kind', m.kind, 'reach', m.reach,
          'km', round((m.metres / 1000)::numeric, 3), 'location', ${json('m.at')}) ORDER BY m.metres, m.id), '[]') FROM met m WHERE m.what = '${what}') AS ${what}s`).join(',\n      ')},
      (SELECT coalesce(json_agg(json_build_object('km', round(((n.begin_m + n.length_m) / 1000)::numeric, 3), 'reach', n.name, 'kind', e.kind) ORDER BY n.begin_m, n.id), '[]')
        FROM near n
        JOIN LATERAL (
          SELECT CASE WHEN n.begin_m + n.length_m > :within::float8 THEN 'limit' WHEN NOT EXISTS (SELECT FROM reach x WHERE x.from_node_id = n.to_node_id) THEN d.kind END AS kind
          FROM reach_node d WHERE d.id = n.to_node_id) e ON e.kind IS NOT NULL AND e.kind <> 'outlet') AS ends`,
  bindings: { reach: reachId, along: alongM, within: withinKm * 1000, most: MOST_REACHES, beside: BESIDE_M, bank: BANK_M },
});
