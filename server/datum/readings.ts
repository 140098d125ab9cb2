import gcoord, { type Position as Pair } from 'gcoord';
import proj4 from 'proj4';
import type { Bilingual } from '../api-types';
import { READINGS } from '../rules/contradiction-words';
import { readTyped, type Typed } from './typed';

type Position = [lon: number, lat: number];

/** One way to read a pair of coordinates, and where they lie then (CGCS2000 degrees). */
export interface Reading {
  reading: string;
  name: Bilingual;
  place: Position;
  /** How far this departs from what is written: 0 = as it stands; smaller is believed first where evidence is equal. */
  departure: number;
}

/** CGCS2000 Gauss-Krüger by central meridian (degrees): false easting 500 km, metres. */
const gaussKrueger = (meridian: number) =>
  `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`;

/** Numbers that China's zones can carry: 6-degree 13–23, 3-degree 25–45 (24 belongs to both series' gap and to none). */
const SERIES = [
  { width: 3, meridianOf: (zone: number) => 3 * zone, from: 24, to: 45 },
  { width: 6, meridianOf: (zone: number) => 6 * zone - 3, from: 13, to: 23 },
] as const;

/**
 * Every place that two typed values can mean.
 * @param pair the ledger's text or numbers, in either order.
 * @param centre of the city, degrees: Gauss-Krüger eastings without a zone number are read in the zones near it.
 */
export function readingsOf(pair: [string | number, string | number], centre: Position): Reading[] {
  const typed = pair.map(readTyped) as [Typed | undefined, Typed | undefined];
  const [first, second] = typed.map(valuesOf) as [Value[], Value[]];
  const order = orderOf(typed);
  if (order === 'against itself') return [];
  const angles = first.flatMap((a) => second.flatMap((b) => anglesOf(a, b, order)));
  const metres = first.flatMap((a) => second.flatMap((b) => metresOf(a, b, centre)));
  const usable = [...angles, ...metres].filter(({ place: [lon, lat] }) => Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  return [...new Map(usable.sort((a, b) => b.departure - a.departure).map((one) => [one.reading, one])).values()].sort((a, b) => a.departure - b.departure);
}

interface Value { form: 'degrees' | 'minutes' | 'seconds' | 'packed_seconds' | 'metres'; value: number }

const AS_GIVEN: Bilingual = { zh: '照原样（CGCS2000 度）', en: 'as given (CGCS2000 degrees)' };

const FORMS: Record<string, Bilingual & { departure: number }> = {
  degrees: { zh: '十进制度', en: 'decimal degrees', departure: 0 },
  marked: { zh: '度分秒', en: 'degrees, minutes, seconds', departure: 0 },
  minutes: { zh: '度分合写（DDDMM.mm）', en: 'packed degrees and minutes', departure: 1 },
  seconds: { zh: '度分秒合写（DDDMMSS）', en: 'packed degrees, minutes, seconds', departure: 1 },
  packed_seconds: { zh: '度.分秒合写（D.MMSS）', en: 'degrees.minutes-seconds packed', departure: 2 },
};

/** What one typed value can be: what its marks say, or without any, all that a number can be. */
function valuesOf(typed: Typed | undefined): Value[] {
  if (!typed) return [];
  const sign = typed.negative ? -1 : 1;
  if (typed.degrees !== undefined) return [{ form: 'degrees', value: sign * typed.degrees }];
  const number = typed.number as number;
  if (typed.metres) return typed.negative ? [] : [{ form: 'metres', value: number }];
  const [degree, rest] = [Math.floor(number / 100), number % 100];
  const angles: Value[] = [
    ...(number <= 180 ? [{ form: 'degrees', value: number } as const, ...sexagesimal([Math.floor(number), ...unpack(number)], 'packed_seconds')] : []),
    ...(number >= 300 && number < 18_060 ? sexagesimal([degree, rest], 'minutes') : []),
    ...(number >= 30_000 && number < 1_806_000 ? sexagesimal([Math.floor(number / 10_000), Math.floor((number % 10_000) / 100), number % 100], 'seconds') : []),
  ];
  return [...angles.map(({ form, value }) => ({ form, value: sign * value })), ...(number >= 100_000 && !typed.negative ? [{ form: 'metres', value: number } as const] : [])];
}

/** 76.0723 → 07 minutes, 23 seconds. */
function unpack(number: number): [number, number] {
  const digits = Math.round((number % 1) * 1e8) / 1e6; // MM.SSss
  const minutes = Math.floor(digits + 1e-9);
  return [minutes, Math.round((digits - minutes) * 1e6) / 1e4];
}

function sexagesimal([degrees = Number.NaN, minutes = 0, seconds = 0]: number[], form: Value['form']): Value[] {
  return minutes < 60 && seconds < 60 && degrees <= 180 ? [{ form, value: degrees + minutes / 60 + seconds / 3600 }] : [];
}

/** Which of two values is which, where letters or words say so: then they are not turned. */
function orderOf([first, second]: [Typed | undefined, Typed | undefined]): 'lon first' | 'lat first' | 'open' | 'against itself' {
  if (first?.axis && first.axis === second?.axis) return 'against itself';
  if (first?.axis === 'lon' || second?.axis === 'lat') return 'lon first';
  return first?.axis === 'lat' || second?.axis === 'lon' ? 'lat first' : 'open';
}

/** Both values are angles of one form: in either order, in each datum. */
function anglesOf(a: Value, b: Value, order: 'lon first' | 'lat first' | 'open'): Reading[] {
  if (a.form === 'metres' || a.form !== b.form) return [];
  const form = FORMS[a.form] as Bilingual & { departure: number };
  const [given, turned]: [Position, Position] = [[a.value, b.value], [b.value, a.value]];
  const orders: [string, Position, number][] = order === 'open' ? [['', given, 0], ['swapped_axes', turned, 1]] : [['', order === 'lon first' ? given : turned, 0]];
  return orders.flatMap(([axes, typed, off]) => [['', typed, 0], ['gcj02', back(typed, 'GCJ02'), 2], ['bd09', back(typed, 'BD09'), 3]]
    .map(([datum, place, moved]) => angle(a.form, form, axes, datum as string, place as Position, form.departure * 4 + off + (moved as number))));
}

function angle(form: string, words: Bilingual, order: string, datum: string, place: Position, departure: number): Reading {
  const parts = [order, datum].filter(Boolean);
  const said = parts.map((part) => READINGS[part] as Bilingual);
  const plain = form === 'degrees' && parts.length === 0;
  return {
    reading: plain ? 'as_given' : [...(form === 'degrees' ? [] : [form]), ...parts].join('+'),
    name: plain ? AS_GIVEN
      : { zh: [...(form === 'degrees' ? [] : [words.zh]), ...said.map((one) => one.zh)].join('，'), en: [...(form === 'degrees' ? [] : [words.en]), ...said.map((one) => one.en)].join(', ') },
    place, departure,
  };
}

const back = (typed: Position, datum: 'GCJ02' | 'BD09') => gcoord.transform(typed as Pair, gcoord[datum], gcoord.WGS84) as Position;

/** One value is a northing, the other an easting with or without its zone number. Surveyors write the northing first. */
function metresOf(a: Value, b: Value, centre: Position): Reading[] {
  if (a.form !== 'metres' || b.form !== 'metres') return [];
  return [...eastings(b.value, a.value, centre, 0), ...eastings(a.value, b.value, centre, 1)];
}

function eastings(easting: number, northing: number, centre: Position, turned: number): Reading[] {
  if (northing > 6_500_000 || northing < 100_000) return [];
  const zone = Math.floor(easting / 1_000_000);
  if (zone === 0) return SERIES.flatMap((series) => zonesNear(series, centre).map((one) => project(series, one, easting, northing, 2 + turned + Math.abs(series.meridianOf(one) - centre[0]) / 100, false)));
  const series = SERIES.find(({ from, to }) => zone >= from && zone <= to);
  if (!series) return [];
  return [-2, -1, 0, 1, 2].map((off) => project(series, zone + off, easting - zone * 1_000_000, northing, turned + Math.abs(off) * 2, true));
}

const zonesNear = ({ meridianOf, from, to, width }: (typeof SERIES)[number], [lon]: Position) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((zone) => Math.abs(meridianOf(zone) - lon) <= 1.5 * width);

function project({ width, meridianOf }: (typeof SERIES)[number], zone: number, easting: number, northing: number, departure: number, numbered: boolean): Reading {
  const place = proj4(gaussKrueger(meridianOf(zone)), '+proj=longlat +ellps=GRS80 +no_defs', [easting, northing]) as Position;
  const typed = numbered && departure < 2;
  return {
    reading: `gk${width}_zone_${zone}`,
    name: {
      zh: `高斯-克吕格 ${width}° 带第 ${zone} 带（中央子午线 ${meridianOf(zone)}°）${numbered ? (typed ? '，照所填带号' : '，带号疑填错') : '，原文无带号'}`,
      en: `Gauss-Krüger ${width}° zone ${zone} (meridian ${meridianOf(zone)}°)${numbered ? (typed ? ', the zone as typed' : ', the zone typed wrongly') : ', no zone number typed'}`,
    },
    place, departure,
  };
}

/** A reading in words, also of a file that has not been read yet. */
export function nameOfReading(reading: string): Bilingual {
  if (reading === 'as_given') return AS_GIVEN;
  if (reading === 'stated') return { zh: '文件写明的坐标系', en: 'the coordinate system that the file states' };
  const zone = /^gk([36])_zone_(\d+)$/.exec(reading);
  if (zone) return { zh: `高斯-克吕格 ${zone[1]}° 带第 ${zone[2]} 带`, en: `Gauss-Krüger ${zone[1]}° zone ${zone[2]}` };
  const words = reading.split('+').map((part) => FORMS[part] ?? READINGS[part] ?? { zh: part, en: part });
  return { zh: words.map(({ zh }) => zh).join('，'), en: words.map(({ en }) => en).join(', ') };
}
