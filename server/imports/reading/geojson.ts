import { readFileSync, statSync } from 'node:fs';
import type { Geometry } from 'geojson';
import { WHOLE_BYTES } from '../limits';
import { type Asked, type Cell, type Fault, type Note, type RawRow, type Source, type StatedCrs, Unreadable } from './source';
import { decoderOf, encodingOf } from './text';

const GEOMETRIES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'];

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A FeatureCollection, a Feature or a bare geometry. What is wrong with one feature is that row's fault, the others are read. */
export async function openGeojson(file: string, asked: Asked): Promise<Source> {
  const { size } = statSync(file);
  if (size > WHOLE_BYTES) throw new Unreadable(`GeoJSON ${Math.round(size / 1e6)} MB，上限 ${Math.round(WHOLE_BYTES / 1e6)} MB；请改用 GeoPackage 或 FlatGeobuf (too large: use GeoPackage or FlatGeobuf)`, size);
  const encoding = await encodingOf(file, asked.encoding);
  const document = parse(decoderOf(encoding).decode(readFileSync(file)));
  const features = featuresOf(document);
  const columns = columnsOf(features);
  return {
    format: 'GeoJSON', encoding, crs: statedCrs(document), tables: [{ name: asked.name, rows: features.length, columns: columns.length, taken: true }],
    columns, shapes: true, notes: notesOf(document, features), total: features.length, rows: rowsOf(features, columns),
  };
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(`不是合法的 JSON (not valid JSON): ${(error as Error).message.slice(0, 200)}`, null);
  }
}

function featuresOf(document: unknown): unknown[] {
  if (!isObject(document)) throw new Unreadable('根须为 GeoJSON 对象 (the root must be a GeoJSON object)', document);
  const { type } = document;
  if (type === 'FeatureCollection') {
    if (!Array.isArray(document.features)) throw new Unreadable('FeatureCollection 的 features 须为数组 (features must be an array)', isObject(document.features) ? 'object' : document.features);
    return document.features;
  }
  if (type === 'Feature') return [document];
  if (GEOMETRIES.includes(type as string)) return [{ type: 'Feature', properties: {}, geometry: document }];
  if (type === 'Topology') throw new Unreadable('TopoJSON 请先转为 GeoJSON (convert TopoJSON to GeoJSON first)', type);
  const spelled = [...GEOMETRIES, 'Feature', 'FeatureCollection'].find((each) => each.toLowerCase() === String(type).toLowerCase());
  throw new Unreadable(`type 不是 GeoJSON 类型${spelled ? `，应为 ${spelled}` : ''} (not a GeoJSON type)`, type);
}

/** A `crs` of the older GeoJSON; the standard's own is WGS 84 longitude, latitude. */
function statedCrs(document: unknown): StatedCrs {
  const name = ((document as Json).crs as { properties?: { name?: unknown } } | undefined)?.properties?.name;
  if (typeof name !== 'string') return { name: 'OGC:CRS84', wkt: null, evidence: 'GeoJSON 规定为 WGS 84 经纬度 (WGS 84 longitude, latitude as RFC 7946 lays down)' };
  const epsg = /EPSG:{1,2}(?:[\d.]*:)?(\d+)$/i.exec(name)?.[1];
  return { name: epsg ? `EPSG:${epsg}` : 'OGC:CRS84', wkt: null, evidence: `文件 crs 成员 (crs member of the file): ${name}` };
}

function columnsOf(features: unknown[]): string[] {
  const names = new Set<string>();
  for (const feature of features) if (isObject(feature) && isObject(feature.properties)) for (const name of Object.keys(feature.properties)) names.add(name);
  return [...names];
}

function notesOf(document: unknown, features: unknown[]): Note[] {
  const strange = Object.keys(document as Json).filter((name) => ['geometry', 'properties', 'coordinates'].includes(name) && (document as Json).type === 'FeatureCollection');
  const notes: Note[] = strange.map((name) => ({ zh: `FeatureCollection 不应有 ${name}，已忽略`, en: `a FeatureCollection has no ${name}: ignored` }));
  if (features.length === 0) notes.push({ zh: '没有要素', en: 'no features' });
  return notes;
}

function* rowsOf(features: unknown[], columns: string[]): Generator<RawRow> {
  for (const [n, feature] of features.entries()) yield rowOf(feature, columns, n + 1);
}

const fault = (column: string | null, value: unknown, reason: string, level: Fault['level'] = 'error'): Fault => ({ column, value, reason, suggestion: null, level });

/** One feature as a row: values that are no text or number are told as JSON. */
export function rowOf(feature: unknown, columns: string[], line: number, sheet: string | null = null): RawRow {
  if (!isObject(feature)) return { sheet, line, cells: columns.map(() => null), shape: null, faults: [fault(null, feature, '要素不是对象 (the feature is no object)')] };
  const faults: Fault[] = [];
  if (feature.type !== 'Feature') faults.push(fault('type', feature.type ?? null, '要素的 type 须为 Feature (its type must be Feature)'));
  if (feature.id !== undefined && !['string', 'number'].includes(typeof feature.id)) faults.push(fault('id', feature.id, 'id 须为文本或数 (must be a text or a number)', 'note'));
  const { properties } = feature;
  if (properties !== null && properties !== undefined && !isObject(properties)) faults.push(fault('properties', Array.isArray(properties) ? '数组 (array)' : properties, 'properties 须为对象 (must be an object)'));
  if (!('geometry' in feature)) faults.push(fault('geometry', null, '没有 geometry 成员 (no geometry member)', 'note'));
  const given = isObject(properties) ? properties : {};
  const shape = feature.geometry;
  if (shape !== null && shape !== undefined && !isObject(shape)) faults.push(fault('geometry', shape, 'geometry 须为对象或 null (must be an object or null)'));
  return { sheet, line, cells: columns.map((name) => (Object.hasOwn(given, name) ? cellOf(given[name]) : null)), shape: isObject(shape) ? shape as unknown as Geometry : null, ...(faults.length ? { faults } : {}) };
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
