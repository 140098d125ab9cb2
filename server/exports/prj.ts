import type { Crs } from '../ogc/crs';

const DEGREES = 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]';
const WGS84 = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]';

/** Well-known text 1 of a coordinate system, for a .prj. */
export function prjOf({ srid, meridian, within }: Crs): string {
  if (srid === 4490) return DEGREES;
  if (srid === 3857) return `PROJCS["WGS 84 / Pseudo-Mercator",${WGS84},PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]`;
  if (meridian === undefined) throw new Error(`no .prj for EPSG:${srid}`);
  const easting = (within[0] + within[2]) / 2;
  const name = easting > 1_000_000 ? `CGCS2000 / 3-degree Gauss-Kruger zone ${meridian / 3}` : `CGCS2000 / 3-degree Gauss-Kruger CM ${meridian}E`;
  return `PROJCS["${name}",${DEGREES},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",${meridian}],PARAMETER["scale_factor",1],PARAMETER["false_easting",${easting}],PARAMETER["false_northing",0],UNIT["metre",1]]`;
}
