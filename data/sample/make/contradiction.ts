import gcoord, { type Position } from 'gcoord';
import { positionError } from './check';
import type { City } from './city';
import { ground, signedDistance } from './measure';
import type { Outcome } from './outcome';
import type { Placed } from './outfall';
import { type LonLat, metresBetween, nearestToOrigin, nth, planeAt } from './plane';
import { townOf } from './place';
import type { River } from './rivers';

// flag-contradiction told again from what was drawn: river and zone as typed against where they are, other datums by gcoord.

const NEAR = 100, FAR = 500;

const plain = (name: string) => name.replace(/（[^（）]*）/g, '');

/** Metres from a point to the line of a river. */
export function offLine(p: LonLat, { line }: River): number {
  const plane = planeAt(p);
  return Math.min(...line.slice(1).map((b, i) => Math.hypot(...nearestToOrigin(plane.to(nth(line, i)), plane.to(b)))));
}

/** Metres from any of the points to the rivers of a name. */
const offRiver = (city: City, name: string, points: LonLat[]): number =>
  Math.min(...Object.values(city.rivers).filter((river) => plain(river.name) === name).flatMap((river) => points.map((p) => offLine(p, river))));

const back = (p: LonLat, from: 'GCJ02' | 'BD09') => gcoord.transform(p as Position, gcoord[from], gcoord.WGS84) as LonLat;

/** Whether another datum puts a point onto its river without leaving its town. */
function fitsBetter(city: City, name: string, p: LonLat): boolean {
  const town = townOf(city, p)?.code;
  return (['GCJ02', 'BD09'] as const).map((from) => back(p, from)).some((q) => metresBetween(p, q) > 1 && offRiver(city, name, [q]) <= NEAR && townOf(city, q)?.code === town);
}

const inZone = (city: City, p: LonLat) =>
  signedDistance(p, ground(city.areas.filter((a) => a.layer === 'drinking_water_zones' && a.level !== 'quasi').map((a) => a.geometry)));

/** Outcome on one outfall. Throws where it lies at a threshold. */
export function contradiction(city: City, { code, place, facts }: Placed): Outcome {
  const e = positionError(facts.position_method, facts.position_error_m, facts.whole_seconds);
  const { mouth, entry } = place;
  const named = plain(facts.river_name ?? city.river(place.river).name);
  const off = offRiver(city, named, entry ? [mouth, entry] : [mouth]);
  const depth = facts.typed_in_zone === undefined ? undefined : inZone(city, mouth);
  if ([NEAR, NEAR + e, FAR - e, FAR + e].some((limit) => Math.abs(off - limit) < 1)) throw new Error(`${code}: ${off.toFixed(1)} m from ${named}`);
  const zoneDiffers = depth !== undefined && (facts.typed_in_zone ? depth > 2 * e : depth < -2 * e);
  if (zoneDiffers || named !== plain(city.river(place.river).name) || off > FAR + e) return 'conflict';
  if (off > NEAR + e && fitsBetter(city, named, mouth)) return 'conflict';
  return off > FAR - e ? 'borderline' : 'clear';
}
