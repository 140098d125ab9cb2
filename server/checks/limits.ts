import type { FieldError } from '../errors';
import { fault, type Position } from './geometry';

/** Positions that the lines and areas of one request may have, edges counted as cut into pieces of at most 200 m. */
const MOST_POSITIONS = 20_000;
/** Lines and areas that one request may have. */
const MOST_SHAPES = 200;
/** 200 m of a meridian at the poles, where a degree is the longest; as in sql/functions/05_shape.sql. */
const STEP_DEG = 0.00179;

/** Refuses more lines and areas than one answer can be worked out for in time. `coordinates` of each, well-formed. */
export function shapeLimits(shapes: unknown[]): FieldError[] {
  if (shapes.length > MOST_SHAPES) {
    return [fault(['features'], `线和面至多 ${MOST_SHAPES} 个 (at most ${MOST_SHAPES} lines and areas)`, shapes.length)];
  }
  const total = shapes.reduce((sum: number, coordinates) => sum + positionsOf(coordinates), 0);
  if (total <= MOST_POSITIONS) return [];
  const reason = `线和面按 ≤ 200 m 加密后至多 ${MOST_POSITIONS} 个坐标 (at most ${MOST_POSITIONS} positions, edges cut to 200 m)`;
  return [fault(['features'], reason, total)];
}

/** How many positions a line has once no edge is longer than 200 m; of nested lines the sum. */
function positionsOf(coordinates: unknown): number {
  const parts = coordinates as unknown[][];
  if (Array.isArray(parts[0]?.[0])) return parts.reduce((sum, part) => sum + positionsOf(part), 0);
  const line = parts as Position[];
  return line.slice(1).reduce((sum, [lon, lat], n) => {
    const [fromLon, fromLat] = line[n] as Position;
    return sum + Math.max(1, Math.ceil(Math.hypot(lon - fromLon, lat - fromLat) / STEP_DEG));
  }, 1);
}
