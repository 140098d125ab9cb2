import { t } from '../language/language';
import { toGaussKruger, zoneOf } from './gauss-kruger';

/** Six decimals of a degree are 0.1 m, as the field sheets ask. */
export const decimalDegrees = (lon: number, lat: number): string => `${lon.toFixed(6)}, ${lat.toFixed(6)}`;

function dms(value: number, letter: string): string {
  // Rounded once, in hundredths of a second, so that 59.999″ never prints as 60″.
  const hundredths = Math.round(Math.abs(value) * 360_000);
  const degrees = Math.floor(hundredths / 360_000);
  const minutes = Math.floor((hundredths % 360_000) / 6_000);
  const seconds = ((hundredths % 6_000) / 100).toFixed(2);
  return `${degrees}°${String(minutes).padStart(2, '0')}′${seconds.padStart(5, '0')}″${letter}`;
}

export const degreesMinutesSeconds = (lon: number, lat: number): string =>
  `${dms(lon, lon < 0 ? 'W' : 'E')} ${dms(lat, lat < 0 ? 'S' : 'N')}`;

/** X is the northing and Y the easting with its zone number in front, as Chinese tables have it; metres. */
export function gaussKruger(lon: number, lat: number): string {
  const zone = zoneOf(lon);
  const [easting, northing] = toGaussKruger(lon, lat, zone);
  return `X ${northing.toFixed(2)} Y ${(zone * 1_000_000 + easting).toFixed(2)}`;
}

/** Metres with the precision that the figure deserves: below 10 m one decimal. */
export function metres(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return `${(size / 1000).toFixed(1)} km`;
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} m`;
}

/** Square metres; from a hectare on in hectares, from a square kilometre on in those. */
export function squareMetres(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(value < 10_000_000 ? 2 : 1)} km²`;
  if (value >= 10_000) return `${(value / 10_000).toFixed(2)} hm²`;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} m²`;
}

/** Signed distance to a boundary: negative inside. */
export const signedMetres = (value: number): string => `${value < 0 ? '−' : '+'}${metres(value)}`;

export const bearingWord = (degrees: number): string =>
  t(`bearing.${(Math.round((((degrees % 360) + 360) % 360) / 45) % 8) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`);

/** "界内长度 340 m" of a line, "界内面积 2.1 hm²" of an area; nothing where nothing lies inside. */
export function insideSize({ inside_m, inside_m2 }: { inside_m?: number | undefined; inside_m2?: number | undefined }): string {
  if (inside_m) return t('check.inside.length', { size: metres(inside_m) });
  return inside_m2 ? t('check.inside.area', { size: squareMetres(inside_m2) }) : '';
}
