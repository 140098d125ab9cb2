/** [longitude, latitude] in degrees, CGCS2000. */
export type LonLat = [number, number];
/** [east, north] in metres of a local plane. */
export type Metres = [number, number];

const A = 6378137;
const E2 = 0.00669438002290;

/** Metres per degree of longitude and latitude at a latitude, on the CGCS2000 ellipsoid. */
export function metresPerDegree(lat: number): Metres {
  const phi = (lat * Math.PI) / 180;
  const w = 1 - E2 * Math.sin(phi) ** 2;
  const perRadian: Metres = [(A * Math.cos(phi)) / Math.sqrt(w), (A * (1 - E2)) / w ** 1.5];
  return [(perRadian[0] * Math.PI) / 180, (perRadian[1] * Math.PI) / 180];
}

/** A linear map about an origin, so lines straight in lon/lat stay straight; good for a few kilometres. */
export function planeAt(origin: LonLat) {
  const [mx, my] = metresPerDegree(origin[1]);
  return {
    to: (p: LonLat): Metres => [(p[0] - origin[0]) * mx, (p[1] - origin[1]) * my],
    from: (p: Metres): LonLat => [origin[0] + p[0] / mx, origin[1] + p[1] / my],
  };
}

/** An item that must be there; a negative place counts from the end. */
export function nth<T>(items: readonly T[], i: number): T {
  const item = items.at(i);
  if (item === undefined) throw new RangeError(`no item ${i} of ${items.length}`);
  return item;
}

/** 7 decimals: about 1 cm. */
export const round7 = (x: number) => Math.round(x * 1e7) / 1e7;
export const roundPoint = (p: LonLat): LonLat => [round7(p[0]), round7(p[1])];

export function shift(p: LonLat, east: number, north: number): LonLat {
  return roundPoint(planeAt(p).from([east, north]));
}

export function metresBetween(a: LonLat, b: LonLat): number {
  const [x, y] = planeAt(a).to(b);
  return Math.hypot(x, y);
}

/** Nearest point of a segment to the origin of the plane. */
export function nearestToOrigin(a: Metres, b: Metres): Metres {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / length2));
  return [a[0] + t * dx, a[1] + t * dy];
}
