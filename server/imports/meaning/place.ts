import gcoord, { type Position as Pair } from 'gcoord';
import proj4 from 'proj4';
import { readingsOf } from '../../datum/readings';
import type { Plan } from './plan';

export type Position = [lon: number, lat: number];

const DEGREES = '+proj=longlat +ellps=GRS80 +no_defs';
const gaussKrueger = (meridian: number, easting = 500_000) => `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`;

const movers = new Map<string, (position: Position) => Position>();

/**
 * How positions of a geometry get from what a file has to CGCS2000 longitude, latitude.
 * @returns undefined for a reading that only typed texts can have.
 */
export function moverOf({ reading, crs }: Pick<Plan, 'reading' | 'crs'>): ((position: Position) => Position) | undefined {
  if (reading === 'as_given') return (position) => position;
  const key = `${reading} ${crs}`;
  const found = movers.get(key) ?? make(reading, crs);
  if (found) movers.set(key, found);
  return found;
}

function make(reading: string, crs: string | null): ((position: Position) => Position) | undefined {
  if (reading === 'stated') {
    if (!crs) return undefined;
    const projection = proj4(crs, DEGREES);
    return ([x, y]) => projection.forward([x, y]) as Position;
  }
  const zone = /^gk([36])_zone_(\d+)$/.exec(reading);
  if (zone) return fromZone(Number(zone[1]), Number(zone[2]));
  const parts = reading.split('+');
  if (parts.some((part) => !['swapped_axes', 'gcj02', 'bd09'].includes(part))) return undefined;
  return (position) => parts.reduce<Position>((at, part) => (part === 'swapped_axes' ? [at[1], at[0]] : gcoord.transform(at as Pair, part === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09, gcoord.WGS84) as Position), position);
}

/** Eastings with or without the number of their zone, in either order of axes. */
function fromZone(width: number, zone: number) {
  const projection = proj4(gaussKrueger(width === 3 ? 3 * zone : 6 * zone - 3), DEGREES);
  return ([x, y]: Position): Position => {
    const [easting, northing] = x > 1_000_000 && x < 10_000_000 && y > 10_000_000 ? [y, x] : [x, y];
    return projection.forward([easting > 1_000_000 ? easting % 1_000_000 : easting, northing]) as Position;
  };
}

const PLAIN = /^[+-]?\d{1,3}(\.\d+)?$/;

/** Two typed values by the reading of the plan. */
export function typedPlace(pair: [string | number, string | number], plan: Pick<Plan, 'reading' | 'crs' | 'centre'>): Position | undefined {
  const [first, second] = pair;
  if (plan.reading === 'as_given') {
    const plain = [first, second].map((one) => (typeof one === 'number' ? one : PLAIN.test(one) ? Number(one) : Number.NaN)) as Position;
    if (plain.every(Number.isFinite)) return Math.abs(plain[0]) <= 180 && Math.abs(plain[1]) <= 90 ? plain : undefined;
  }
  const readings = readingsOf(pair, plan.centre);
  const lettered = !readings.some(({ reading }) => reading.startsWith('swapped_axes')); // letters say which is which: there is nothing to turn
  const wanted = lettered ? plan.reading.replace(/^swapped_axes\+?/, '') || 'as_given' : plan.reading;
  return readings.find(({ reading }) => reading === wanted)?.place
    ?? (plan.reading === 'stated' && typeof first === 'number' && typeof second === 'number' ? moverOf(plan)?.([first, second]) : undefined);
}

/** Reference frames that agree with CGCS2000 within about two metres. */
const ALIKE = /CGCS2000|China[ _]?2000|China Geodetic Coordinate System 2000|China_2000|WGS[ _]?(19)?84|World Geodetic System 1984|ETRS|GRS[ _]?1980|GRS80|NAD_?83|North[ _]American[ _](Datum[ _])?(of[ _])?1983|GDA_?(19)?94|Geocentric_Datum_of_Australia|Geocentric Datum of Australia|GDA2020|NZGD2000|RGF93|European_Terrestrial/i;
const DEFUNCT = /Beijing|北京|Xian|Xi'an|西安|Krassow|IAG/i;

export type StatedReading = { reading: string; crs: string | null; note: string } | { refused: string };

/** How a coordinate system that a file states is read. Systems without public parameters are refused, not taken for others. */
export function statedReading(name: string, wkt: string | null): StatedReading {
  if (/^gk[36]_zone_\d+$/.test(name)) return { reading: name, crs: null, note: 'CGCS2000 高斯-克吕格 (Gauss-Krüger)' };
  const epsg = /^EPSG:(\d+)$/.exec(name)?.[1];
  if (name === 'OGC:CRS84' || epsg === '4326' || epsg === '4490' || epsg === '4979') return { reading: 'as_given', crs: null, note: epsg === '4490' ? 'CGCS2000' : 'WGS 84 与 CGCS2000 相差不超过分米级，视为相同 (WGS 84 and CGCS2000 agree within decimetres and are taken as one)' };
  const own = epsg ? byNumber(Number(epsg)) : undefined;
  if (own) return { reading: 'stated', crs: own, note: name };
  if (!wkt && DEFUNCT.test(name)) return { refused: unshifted(name, name) };
  if (!wkt) return { refused: `坐标系 ${name} 没有可用的定义；请先转为 CGCS2000 或 WGS 84 (no definition of this coordinate system: convert the file first)` };
  if (DEFUNCT.test(wkt) && !ALIKE.test(wkt)) return { refused: unshifted(name, wkt) };
  if (!ALIKE.test(wkt) && !/TOWGS84/i.test(wkt)) return { refused: `坐标系 ${name} 的基准与 CGCS2000 的关系不明；请先转换 (how its datum lies to CGCS2000 is not known: convert the file first)` };
  try {
    const [lon, lat] = proj4(wkt, DEGREES).forward([1, 1]) as Position;
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return { refused: `坐标系 ${name} 的定义不可用 (its definition cannot be used)` };
  } catch (error) {
    return { refused: `坐标系 ${name} 的定义不可用 (its definition cannot be used): ${String((error as Error).message ?? error).slice(0, 120)}` };
  }
  const geographic = /^\s*(GEOGCS|GEOGCRS|GEODCRS)/.test(wkt) && !/gon|grad/i.test(wkt);
  if (geographic && ALIKE.test(wkt)) return { reading: 'as_given', crs: null, note: `${name}：与 CGCS2000 相差不超过约 2 m，未作改动 (within about 2 m of CGCS2000, left as it is)` };
  return { reading: 'stated', crs: wkt, note: name };
}

/** Which datum it is and what is needed to leave it: grids of shifts that only the surveying authorities have. */
function unshifted(name: string, text: string): string {
  const [zh, en] = /Beijing|北京|Krassow|54/i.test(text) ? ['北京54（克拉索夫斯基椭球）', 'Beijing 54'] : ['西安80（IAG 1975 椭球）', 'Xian 80'];
  return `坐标系 ${name} 属${zh}，不能直接读作 CGCS2000（相差数十至上百米）。须用当地 ${en.replace('Beijing', '北京').replace('Xian', '西安').replace(' ', '')}→CGCS2000 格网改正量（省级测绘部门的坐标转换格网，如 NTv2 .gsb）或当地七参数转换后再上传；`
    + `这些参数不公开，本系统没有 (${en}: not CGCS2000 by tens of metres. Convert it first with the local grid shift ${en} → CGCS2000 (an NTv2 .gsb of the provincial surveying authority) or local seven parameters; they are not public and not part of this system)`;
}

/** CGCS2000's own and the commonest others by number. */
function byNumber(epsg: number): string | undefined {
  if (epsg >= 4491 && epsg <= 4501) return gaussKrueger((epsg - 4491 + 13) * 6 - 3, (epsg - 4491 + 13) * 1_000_000 + 500_000);
  if (epsg >= 4502 && epsg <= 4512) return gaussKrueger((epsg - 4502 + 13) * 6 - 3);
  if (epsg >= 4513 && epsg <= 4533) return gaussKrueger((epsg - 4513 + 25) * 3, (epsg - 4513 + 25) * 1_000_000 + 500_000);
  if (epsg >= 4534 && epsg <= 4554) return gaussKrueger((epsg - 4534 + 25) * 3);
  if (epsg >= 32601 && epsg <= 32660) return `+proj=utm +zone=${epsg - 32600} +datum=WGS84 +units=m +no_defs`;
  return epsg === 3857 ? '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs' : undefined;
}
