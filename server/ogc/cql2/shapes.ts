import type { Geometry, Position } from 'geojson';
import { boxGeometry, positions, storedGeometry } from '../box';
import { type Crs, placed } from '../crs';
import type { Expression } from './expression';
import { refuse } from './refusal';
import type { Writer } from './sql';

/** SQL of a geometry in EPSG:4490. */
export interface Shape { sql: string; collection: boolean }

/** A property, shape or box as a geometry. @throws AppError 400 for anything else, and for coordinates that are no place. */
export function shapeOf(expression: Expression, writer: Writer): Shape {
  if (typeof expression === 'object' && 'property' in expression) {
    const { sql, type } = writer.property(expression.property);
    return type === 'geometry' ? { sql, collection: false } : refuse(`${expression.property} 不是几何 (not a geometry)`, expression.property);
  }
  if (typeof expression === 'object' && 'bbox' in expression && !('type' in expression)) {
    const box = boxGeometry(writer.crs, expression.bbox);
    return typeof box === 'string' ? refuse(`BBOX：${box}`, expression.bbox) : literal(box, writer);
  }
  if (typeof expression === 'object' && 'type' in expression) return literal(placedGeometry(writer.crs, checked(expression)), writer);
  return refuse('应为几何 (must be a geometry)', expression);
}

function literal(geometry: Geometry, writer: Writer): Shape {
  writer.count(positions(geometry).length);
  const name = `cql_shape_${writer.shapes.length}`;
  const { sql, bindings } = storedGeometry(writer.crs, geometry, name);
  Object.assign(writer.bindings, bindings);
  writer.shapes.push(sql);
  return { sql, collection: geometry.type === 'GeometryCollection' };
}

function checked(geometry: Geometry): Geometry {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
  const same = ([a, b]: Position, [c, d]: Position) => a === c && b === d;
  if (rings.some((ring) => ring.length < 4 || !same(ring[0] as Position, ring.at(-1) as Position))) refuse('多边形的环须闭合且至少四个点 (a ring must be closed and have four positions)');
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : [];
  if (lines.some((line) => line.length < 2)) refuse('线至少两个点 (a line has two positions)');
  if (geometry.type === 'GeometryCollection') geometry.geometries.forEach(checked);
  return geometry;
}

function placedGeometry(crs: Crs, geometry: Geometry): Geometry {
  if (geometry.type === 'GeometryCollection') return { ...geometry, geometries: geometry.geometries.map((each) => placedGeometry(crs, each)) };
  const place = (value: unknown): unknown => (Array.isArray(value) && typeof value[0] === 'number'
    ? placed(crs, value[0], value[1] as number) ?? refuse(`坐标超出 ${crs.uri} 的范围或次序有误 (outside ${crs.title}, or in another order)`, value)
    : (value as unknown[]).map(place));
  return { ...geometry, coordinates: place(geometry.coordinates) } as Geometry;
}
