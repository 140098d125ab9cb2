import type { Position } from 'geojson';
import { type Query, runQuery } from '../db/query';
import type { Db } from '../db/open';
import { AppError } from '../errors';

/** A coordinate reference system that items may be asked in. */
export interface Crs {
  uri: string;
  /** Of PostGIS, whose coordinates are always lon/lat or easting/northing. */
  srid: number;
  /** Official order is lat/lon or northing/easting. */
  swapped: boolean;
  /** Degrees, else metres. */
  degrees: boolean;
  /** Least and greatest first and second coordinate in PostGIS's order: what lies beyond is no place. */
  within: [number, number, number, number];
  /** Meridian of a projection of one zone: farther than `REACH` from it there are no coordinates. */
  meridian?: number;
  title: string;
}

/** Degrees to either side of its meridian within which PROJ's transverse Mercator surely gives a coordinate. */
export const REACH = 65;

const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';
const WORLD: Crs['within'] = [-180, -90, 180, 90];

export const CRS84: Crs = { uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', srid: 4490, swapped: false, degrees: true, within: WORLD, title: 'WGS 84 经度,纬度 lon,lat' };
/** What is stored. Items in CRS84 and EPSG:4326 have the same numbers: the national system differs from it by less than its error. */
export const CGCS2000: Crs = { uri: `${EPSG}4490`, srid: 4490, swapped: true, degrees: true, within: WORLD, title: 'CGCS2000 纬度,经度 lat,lon' };
const WGS84: Crs = { uri: `${EPSG}4326`, srid: 4490, swapped: true, degrees: true, within: WORLD, title: 'WGS 84 纬度,经度 lat,lon' };
const MERCATOR: Crs = { uri: `${EPSG}3857`, srid: 3857, swapped: false, degrees: false, within: [-20037508.35, -20048967, 20037508.35, 20048967], title: 'Web Mercator 东,北 easting,northing (m)' };

/** EPSG:4513–4533: 3° zones 25–45 with the zone before the easting; EPSG:4534–4554: the same by their meridian, without. */
const FIRST_ZONE = 25;
const LAST_ZONE = 45;

/** Half the width, metres, in which coordinates of a zone are read: 40° of longitude at the equator. */
const HALF_WIDTH = 4.5e6;

function gaussKruger(zone: number, prefixed: boolean): Crs {
  const code = (prefixed ? 4513 : 4534) + zone - FIRST_ZONE;
  const origin = 500_000 + (prefixed ? zone * 1_000_000 : 0);
  return {
    uri: EPSG + code, srid: code, swapped: true, degrees: false, within: [origin - HALF_WIDTH, -9.5e6, origin + HALF_WIDTH, 9.5e6], meridian: zone * 3,
    title: `CGCS2000 3° 高斯-克吕格 ${prefixed ? `${zone} 带` : `${zone * 3}°E`} 北,东 northing,easting (m)`,
  };
}

/** All that is served: the general ones, then the Gauss-Krüger zones that the cities on record reach into. */
export async function servedCrs(db: Pick<Db, 'knex'>): Promise<Crs[]> {
  const zones = await runQuery<{ zone: number }>(db.knex, CITY_ZONES);
  const own = zones.map(({ zone }) => zone).filter((zone) => zone >= FIRST_ZONE && zone <= LAST_ZONE);
  return [CRS84, CGCS2000, WGS84, MERCATOR, ...own.map((zone) => gaussKruger(zone, true)), ...own.map((zone) => gaussKruger(zone, false))];
}

const CITY_ZONES: Query = {
  sql: `SELECT DISTINCT zone FROM region,
      generate_series(CAST(floor((ST_XMin(geom) + 1.5) / 3) AS integer), CAST(floor((ST_XMax(geom) + 1.5) / 3) AS integer)) AS zone
    WHERE level = 'city' ORDER BY zone`,
  bindings: {},
};

/** @throws AppError 400 naming the parameter and what is served. */
export function findCrs(served: Crs[], uri: string | undefined, field: string): Crs {
  if (uri === undefined) return CRS84;
  const found = served.find((each) => each.uri === uri);
  if (found) return found;
  throw new AppError('bad_request', '不支持这个坐标系 (this CRS is not served)', [
    { field, reason: `可用 (allowed): ${served.map((each) => each.uri).join(', ')}`, value: uri },
  ]);
}

/** A position as a client writes it in a CRS, in PostGIS's order; undefined where it is no place of that CRS. */
export function placed(crs: Crs, first: number, second: number): Position | undefined {
  const [a, b] = crs.swapped ? [second, first] : [first, second];
  const [left, low, right, high] = crs.within;
  return a >= left && a <= right && b >= low && b <= high ? [a, b] : undefined;
}
