import type { Geometry } from 'geojson';
import { z } from 'zod';
import { type Expression, LIMITS } from './expression';
import { refuse } from './refusal';

/** Reads the JSON encoding of CQL2. @throws AppError 400 */
export function readJson(filter: string): Expression {
  if (filter.length > LIMITS.length) refuse(`超过 ${LIMITS.length} 个字符 (longer than that many characters)`);
  let value: unknown;
  try {
    value = JSON.parse(filter);
  } catch {
    return refuse('不是合法的 JSON (not valid JSON)', filter.slice(0, 60));
  }
  return read(value, 0);
}

function read(value: unknown, depth: number): Expression {
  if (depth > LIMITS.depth) refuse(`嵌套超过 ${LIMITS.depth} 层 (nested deeper than that)`);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((each) => read(each, depth + 1));
  if (typeof value !== 'object' || value === null) return refuse('应为 CQL2 表达式 (must be a CQL2 expression)', value);
  return readObject(value as Record<string, unknown>, depth);
}

function readObject(value: Record<string, unknown>, depth: number): Expression {
  if (typeof value.op === 'string' && Array.isArray(value.args)) return { op: value.op, args: value.args.map((each) => read(each, depth + 1)) };
  if (typeof value.property === 'string') return { property: value.property };
  if (typeof value.date === 'string') return { date: value.date };
  if (typeof value.timestamp === 'string') return { timestamp: value.timestamp };
  if (Array.isArray(value.interval) && value.interval.length === 2) return { interval: value.interval.map((each) => read(each, depth + 1)) as [Expression, Expression] };
  const box = z.array(z.number()).safeParse(value.bbox);
  if (value.type === undefined && box.success) return { bbox: box.data };
  const shape = geometry.safeParse(value);
  if (shape.success) return shape.data as Geometry;
  return refuse('不是 CQL2 的运算、属性、时间或几何 (neither an operation, a property, a time nor a geometry of CQL2)', value);
}

const position = z.array(z.number()).min(2).max(3).transform(([x, y]) => [x, y]);
const line = z.array(position).min(2);
const ring = z.array(position).min(4);
const simple = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.literal('MultiPoint'), coordinates: z.array(position).min(1) }),
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line).min(1) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
]);
const geometry = z.union([simple, z.object({ type: z.literal('GeometryCollection'), geometries: z.array(simple).min(1) })]);
