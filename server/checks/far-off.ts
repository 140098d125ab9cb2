import { type Box, type Position, clamp } from './geometry';

/** Farther outside the city's box than this is refused, metres. */
export const FARTHEST_M = 20_000;

/** The position that lies farthest outside the box, and how far, in degrees of latitude; 0 = all are inside. */
export function farthest({ coordinates }: { coordinates: unknown }, box: Box): { at: Position; off: number } {
  const perLon = Math.cos((box[1] * Math.PI) / 180);
  const all = positionsIn(coordinates).map((at) => {
    const [lon, lat] = clamp(at, box);
    return { at, off: Math.hypot((at[0] - lon) * perLon, at[1] - lat) };
  });
  return all.reduce((most, each) => (each.off > most.off ? each : most));
}

const positionsIn = (coordinates: unknown): Position[] =>
  (Array.isArray((coordinates as unknown[])[0]) ? (coordinates as unknown[]).flatMap(positionsIn) : [coordinates as Position]);
