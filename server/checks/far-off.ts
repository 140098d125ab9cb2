import { type Box, type Position, clamp } from './geometry';

/** Farther outside the city's box than this is refused, metres. */
export const FARTHEST_M = 20_000;

/** A position and how far it lies outside a box, in degrees of latitude; 0 = inside. */
interface Off { at: Position; off: number }

/** The position that lies farthest outside the box; off 0 = all are inside. */
export const farthest = ({ coordinates }: { coordinates: unknown }, box: Box): Off =>
  offsets(coordinates, box).reduce((most, each) => (each.off > most.off ? each : most));

/** The position that lies least far outside the box; off 0 = one at least is inside. */
export const nearest = ({ coordinates }: { coordinates: unknown }, box: Box): Off =>
  offsets(coordinates, box).reduce((least, each) => (each.off < least.off ? each : least));

function offsets(coordinates: unknown, box: Box): Off[] {
  const perLon = Math.cos((box[1] * Math.PI) / 180);
  return positionsIn(coordinates).map((at) => {
    const [lon, lat] = clamp(at, box);
    return { at, off: Math.hypot((at[0] - lon) * perLon, at[1] - lat) };
  });
}

const positionsIn = (coordinates: unknown): Position[] =>
  (Array.isArray((coordinates as unknown[])[0]) ? (coordinates as unknown[]).flatMap(positionsIn) : [coordinates as Position]);
