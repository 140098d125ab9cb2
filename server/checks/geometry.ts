import type { FieldError } from '../errors';
import { fieldName } from '../http/input';

export type Position = [lon: number, lat: number];
export type Box = [west: number, south: number, east: number, north: number];
type Path = (string | number)[];

/** How deep the positions of each GeoJSON type lie, and the fewest of them in a line. Rings have one more and are closed. */
const TYPES: Record<string, { depth: number; least: number; rings?: true }> = {
  Point: { depth: 0, least: 1 },
  LineString: { depth: 1, least: 2 },
  MultiLineString: { depth: 2, least: 2 },
  Polygon: { depth: 2, least: 4, rings: true },
  MultiPolygon: { depth: 3, least: 4, rings: true },
};

/** Everything wrong with the structure of a GeoJSON geometry in `[longitude, latitude]` degrees. `box` is where it should lie. */
export function geometryFaults(geometry: unknown, path: Path, box: Box): FieldError[] {
  if (geometry === null || geometry === undefined) return [fault(path, '缺少几何 (no geometry)', geometry)];
  if (typeof geometry !== 'object' || Array.isArray(geometry)) return [fault(path, '几何须为 GeoJSON 对象 (not a GeoJSON geometry)', geometry)];
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  const known = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (!known) return [fault([...path, 'type'], `不支持的几何类型；可用 (geometry types): ${Object.keys(TYPES).join(', ')}`, type)];
  return coordinateFaults(coordinates, known.depth, [...path, 'coordinates'], known, box);
}

function coordinateFaults(value: unknown, depth: number, path: Path, type: { least: number; rings?: true }, box: Box): FieldError[] {
  if (!Array.isArray(value)) return [fault(path, '坐标须为数组 (coordinates must be an array)', value)];
  if (value.length === 0) return [fault(path, '空几何 (empty geometry)', value)];
  if (depth === 0) return positionFaults(value, path, box);
  const inner = value.flatMap((each, n) => coordinateFaults(each, depth - 1, [...path, n], type, box));
  return depth === 1 && inner.length === 0 ? lineFaults(value as Position[], path, type) : inner;
}

function lineFaults(line: Position[], path: Path, { least, rings }: { least: number; rings?: true }): FieldError[] {
  if (line.length < least) return [fault(path, `至少 ${least} 个坐标 (at least ${least} positions)`, line.length)];
  const [first, last] = [line[0], line.at(-1)];
  if (rings && String(first) !== String(last)) return [fault(path, '环未闭合，首末坐标须相同 (the ring is not closed)', [first, last])];
  return [];
}

function positionFaults(position: unknown[], path: Path, box: Box): FieldError[] {
  const wrong = position.findIndex((number) => typeof number !== 'number' || !Number.isFinite(number));
  if (wrong >= 0) return [fault([...path, wrong], '坐标须为有限的数 (not a finite number)', position[wrong] === Infinity ? 'Infinity' : position[wrong])];
  if (position.length < 2) return [fault(path, '坐标须有经度和纬度 (longitude and latitude are needed)', position)];
  if (position.length > 2) return [fault(path, '只接受二维坐标，请去掉高程 (3D coordinates are not accepted)', position)];
  const [lon, lat] = position as Position;
  if (swapFits([lon, lat], box)) return [swapped([lon, lat], path)];
  if (Math.abs(lon) > 180) return [fault([...path, 0], '经度超出 −180–180，坐标须为十进制度 (longitude out of range; decimal degrees are expected)', lon)];
  if (Math.abs(lat) > 90) return [fault([...path, 1], '纬度超出 −90–90，坐标须为十进制度 (latitude out of range; decimal degrees are expected)', lat)];
  return [];
}

const inside = ([lon, lat]: Position, [west, south, east, north]: Box) => lon >= west && lon <= east && lat >= south && lat <= north;

const swapFits = ([first, second]: Position, box: Box) => !inside([first, second], box) && inside([second, first], box);

const swapped = ([lat, lon]: Position, path: Path) =>
  fault(path, `经纬度疑似颠倒，应写作 [经度, 纬度]，即 [${lon}, ${lat}] (the axes look swapped: write longitude first)`, [lat, lon]);

/** The point of the box nearest to a position; the position itself when it is inside. */
export const clamp = ([lon, lat]: Position, [west, south, east, north]: Box): Position =>
  [Math.min(Math.max(lon, west), east), Math.min(Math.max(lat, south), north)];

export const fault = (path: Path, reason: string, value: unknown): FieldError => ({ field: fieldName(path), reason, value: value ?? null });
