import type { Geometry, Position } from 'geojson';
import type { Column } from './columns';
import type { Row } from './rows';

export type Cell = string | number | boolean | null;

/** A value as people read and an import takes it: Chinese words for codes, 是 and 否. Numbers and days stay what they are. */
export function cellOf({ type, words }: Column, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return value ? '是' : '否';
  if (words && typeof value === 'string') return value.split('、').map((one) => words[one]?.zh ?? one).join('、');
  return value as Cell;
}

/** Columns of a place in a table where the columns do not have it already: longitude and latitude, or WKT. */
export function placeColumns(columns: Column[], point: boolean): Column[] {
  if (columns.some(({ property }) => property === 'lon')) return [];
  const column = (name: string, heading: string, en: string, type: Column['type']): Column => ({ name, heading, en, type, property: name, words: undefined, own: undefined });
  return point ? [column('lon', '经度', 'Longitude', 'number'), column('lat', '纬度', 'Latitude', 'number')] : [column('wkt', '几何（WKT）', 'Geometry as WKT', 'string')];
}

/** Values of `placeColumns`. */
export function placeOf(columns: Column[], { geometry }: Row): Record<string, Cell> {
  if (!geometry || columns.length === 0) return {};
  if (columns.length === 1) return { wkt: wktOf(geometry) };
  const [lon = null, lat = null] = (geometry as { coordinates: number[] }).coordinates;
  return { lon, lat };
}

const position = ([x, y]: Position) => `${x} ${y}`;
const list = (items: string[]) => `(${items.join(',')})`;
const ring = (positions: Position[]) => list(positions.map(position));

/** Well-known text with the very digits of the coordinates. */
export function wktOf(geometry: Geometry): string {
  switch (geometry.type) {
    case 'Point': return `POINT(${position(geometry.coordinates)})`;
    case 'LineString': return `LINESTRING${ring(geometry.coordinates)}`;
    case 'MultiLineString': return `MULTILINESTRING${list(geometry.coordinates.map(ring))}`;
    case 'Polygon': return `POLYGON${list(geometry.coordinates.map(ring))}`;
    case 'MultiPolygon': return `MULTIPOLYGON${list(geometry.coordinates.map((polygon) => list(polygon.map(ring))))}`;
    default: throw new Error(`no layer has geometries of type ${geometry.type}`);
  }
}
