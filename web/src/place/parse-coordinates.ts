import { fromGaussKruger } from './gauss-kruger';

/** Degrees on CGCS2000, and how the text was read, so that the reader can object. */
export interface Reading {
  lon: number;
  lat: number;
  read: 'lonlat' | 'latlon' | 'gk' | 'gk.guessed';
  zone?: number;
}

/** China with a margin, degrees: longitudes 73–136 and latitudes 3–54 never overlap, so order shows itself. */
const isLongitude = (value: number): boolean => value >= 70 && value <= 140;
const isLatitude = (value: number): boolean => value >= 0 && value <= 60;

const PLAIN: [RegExp, string][] = [
  [/[，、；;]/g, ','],
  [/度|º/g, '°'],
  [/分|′|’|＇/g, "'"],
  [/秒|″|”|“|''/g, '"'],
  [/东经|東經/g, 'E'],
  [/北纬|北緯/g, 'N'],
  [/经度|纬度|[:：=()（）]/g, ' '],
  [/[XY]/gi, ' '],
];

function plain(text: string): string {
  const digits = text.replace(/[０-９．－]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0));
  return PLAIN.reduce((so, [pattern, by]) => so.replace(pattern, by), digits).toUpperCase();
}

const DMS = /([NE])?\s*(\d+(?:\.\d+)?)\s*°\s*(?:(\d+(?:\.\d+)?)\s*')?\s*(?:(\d+(?:\.\d+)?)\s*")?\s*([NE])?/g;

interface Part {
  value: number;
  axis: 'N' | 'E' | null;
}

function sexagesimal(text: string): Part[] {
  return [...text.matchAll(DMS)].map((match) => ({
    value: Number(match[2]) + Number(match[3] ?? 0) / 60 + Number(match[4] ?? 0) / 3600,
    axis: (match[1] ?? match[5] ?? null) as Part['axis'],
  }));
}

function decimal(text: string): Part[] {
  const parts = [...text.matchAll(/([NE])?\s*(-?\d+(?:\.\d+)?)\s*([NE])?/g)];
  return parts.map((match) => ({ value: Number(match[2]), axis: (match[1] ?? match[3] ?? null) as Part['axis'] }));
}

function geographic([first, second]: [Part, Part]): Reading | null {
  const latFirst = first.axis === 'N' || second.axis === 'E' || (isLatitude(first.value) && isLongitude(second.value));
  const [lat, lon] = latFirst ? [first.value, second.value] : [second.value, first.value];
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { lon, lat, read: latFirst ? 'latlon' : 'lonlat' };
}

/** Northing X has 7 digits in China, easting Y has 6, or 8 with its zone number (25–45) in front. */
function projected([first, second]: [Part, Part], nearLon: number): Reading | null {
  const isNorthing = (value: number): boolean => value > 1_000_000 && value < 6_500_000;
  const [northing, easting] = isNorthing(first.value) ? [first.value, second.value] : [second.value, first.value];
  const prefix = Math.floor(easting / 1_000_000);
  const zone = prefix || Math.round(nearLon / 3);
  if (!isNorthing(northing) || zone < 24 || zone > 46) return null;
  const [lon, lat] = fromGaussKruger(easting - prefix * 1_000_000, northing, zone);
  return { lon, lat, zone, read: prefix ? 'gk' : 'gk.guessed' };
}

/** Reads a pair of coordinates in any usual notation, or null. `nearLon` (degrees) decides a missing 3° zone. */
export function parseCoordinates(text: string, nearLon: number): Reading | null {
  const cleaned = plain(text);
  const rest = cleaned.replace(DMS, '').replace(/[NE,\s]/g, '');
  const dms = sexagesimal(cleaned);
  const parts = dms.length === 2 && rest === '' ? dms : decimal(cleaned);
  const strange = cleaned.replace(/-?\d+(\.\d+)?|[NE,\s°'"]/g, '') !== '';
  const [first, second] = parts;
  if (!first || !second || parts.length !== 2 || strange) return null;
  if (Math.abs(first.value) > 1000) return projected([first, second], nearLon);
  return geographic([first, second]);
}
