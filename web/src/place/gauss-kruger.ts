import proj4 from 'proj4';

/** CGCS2000 is GRS80 as far as a projection can tell (the flattenings differ in the eleventh digit). */
const GEOGRAPHIC = '+proj=longlat +ellps=GRS80 +no_defs';

const projections = new Map<number, proj4.Converter>();

/** 3° zone n has its central meridian at 3n degrees; easting is shifted by 500 km, without zone prefix here. */
function projection(zone: number): proj4.Converter {
  let known = projections.get(zone);
  if (!known) {
    known = proj4(GEOGRAPHIC, `+proj=tmerc +lat_0=0 +lon_0=${zone * 3} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`);
    projections.set(zone, known);
  }
  return known;
}

export const zoneOf = (lon: number): number => Math.round(lon / 3);

/** Easting and northing in metres, without zone prefix. */
export function toGaussKruger(lon: number, lat: number, zone = zoneOf(lon)): [number, number] {
  return projection(zone).forward([lon, lat]) as [number, number];
}

/** Longitude and latitude in degrees from easting (without zone prefix) and northing in metres. */
export function fromGaussKruger(easting: number, northing: number, zone: number): [number, number] {
  return projection(zone).inverse([easting, northing]) as [number, number];
}
