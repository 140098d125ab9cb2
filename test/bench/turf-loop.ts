import * as turf from '@turf/turf';
import type { Feature, MultiPolygon, Polygon } from 'geojson';
import type { Db } from '../../server/db/open';
import { time } from './figure';

type Area = Feature<Polygon | MultiPolygon>;

/**
 * What a scripter would write: for each outfall the zones and sewer areas whose boxes hold it, from an index, then
 * inside or outside and the distance to the boundary, by Turf. Milliseconds for all outfalls, extrapolated from a sample;
 * nothing is loaded, judged or stored in that time.
 */
export async function turfLoop({ knex }: Db, sample = 300): Promise<number> {
  const { rows: outfalls } = await knex.raw('SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall ORDER BY hashint8(id) LIMIT ?', [sample]);
  const { rows: [{ n }] } = await knex.raw('SELECT count(*) AS n FROM outfall');
  const index = turf.geojsonRbush<Polygon | MultiPolygon>();
  index.load(turf.featureCollection(await areasAbout(knex, outfalls)));
  const taken = await time(async () => {
    for (const { lon, lat } of outfalls) {
      const point = turf.point([lon, lat]);
      for (const area of index.search(turf.bbox(point)).features as Area[]) {
        turf.booleanPointInPolygon(point, area);
        turf.pointToPolygonDistance(point, area, { units: 'meters' });
      }
    }
  });
  return (taken / outfalls.length) * n;
}

async function areasAbout(knex: Db['knex'], outfalls: { lon: number; lat: number }[]): Promise<Area[]> {
  const { rows } = await knex.raw(`SELECT DISTINCT ON (z.kind, z.id) ST_AsGeoJSON(z.geom)::json AS geometry
    FROM jsonb_to_recordset(?::jsonb) AS p (lon float8, lat float8)
    JOIN (SELECT 1 AS kind, id, geom FROM drinking_water_zone UNION ALL SELECT 2, id, geom FROM sewer_coverage) z
      ON z.geom && ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490)`, [JSON.stringify(outfalls)]);
  return rows.map(({ geometry }: { geometry: Polygon | MultiPolygon }) => turf.feature(geometry));
}
