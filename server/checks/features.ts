import type { Knex } from 'knex';
import { AppError, type FieldError } from '../errors';
import type { CheckPoint } from './evaluate';
import { FARTHEST_M, farthest } from './far-off';
import { type Position, clamp, fault, geometryFaults } from './geometry';
import { shapeLimits } from './limits';
import { type CleanProperties, readProperties } from './properties';
import { type References, invalidities, metresBetween, readReferences } from './references';
import type { CheckShape } from './shapes';

/** Features that one request may carry. */
const MOST_FEATURES = 10_000;

interface Posted { type?: unknown; geometry?: unknown; properties?: unknown }
interface Geometry { type: string; coordinates: unknown }
interface Read { index: number; geometry: Geometry; properties: CleanProperties }

/** Posted features, cleaned; each keeps its index. */
export interface CheckFeatures { points: CheckPoint[]; shapes: CheckShape[] }

/**
 * The features of a posted GeoJSON FeatureCollection (longitude, latitude in CGCS2000 degrees), cleaned.
 * @throws AppError 422 with every fault of every feature; 400 for a region that does not exist.
 */
export async function readCheckFeatures(knex: Knex, region: string, body: unknown): Promise<CheckFeatures> {
  const features = collectionOf(body);
  const references = await readReferences(knex, region, dischargersOf(features));
  const faults: FieldError[] = [];
  const read = features.map((feature, index) => readFeature(feature, index, references, faults)).filter((each) => each !== undefined);
  faults.push(...await geometryRefusals(knex, read, references));
  if (faults.length) throw new AppError('invalid', `有 ${faults.length} 处不合要求 (${faults.length} faults)`, faults);
  return { points: read.filter(isPoint).map(pointOf), shapes: read.filter((each) => !isPoint(each)).map(shapeOf) };
}

const isPoint = ({ geometry }: Read) => geometry.type === 'Point';

function pointOf({ index, geometry, properties }: Read): CheckPoint {
  const [lon, lat] = geometry.coordinates as Position;
  return { index, lon, lat, ...properties };
}

const shapeOf = ({ index, geometry: { type, coordinates }, properties }: Read): CheckShape => ({ index, geometry: { type, coordinates }, ...properties });

/** @throws AppError 422 for what is not a FeatureCollection of a length that can be checked. */
export function collectionOf(body: unknown): unknown[] {
  const { type, features, crs } = (typeof body === 'object' && body !== null ? body : {}) as { type?: unknown; features?: unknown; crs?: unknown };
  if (type !== 'FeatureCollection') refuse('type', '须为 GeoJSON FeatureCollection (not a GeoJSON FeatureCollection)', type ?? body);
  if (!Array.isArray(features)) refuse('features', 'features 须为数组 (must be an array)', features);
  if (features.length === 0) refuse('features', '没有要素 (empty collection)', features);
  if (features.length > MOST_FEATURES) refuse('features', `至多 ${MOST_FEATURES} 个要素 (at most ${MOST_FEATURES} features)`, features.length);
  if (crs !== undefined && crs !== null && !isLonLat(crs)) {
    refuse('crs', '坐标须为 CGCS2000 / WGS 84 经纬度 (coordinates must be longitude, latitude)', crs);
  }
  return features;
}

/** The `crs` member of older GeoJSON, where it names what RFC 7946 means anyway. */
const isLonLat = (crs: object) =>
  /^(urn:ogc:def:crs:)?(OGC:[\d.]*:?CRS84|EPSG:[\d.]*:?(4326|4490))$/.test(String((crs as { properties?: { name?: unknown } }).properties?.name));

function refuse(field: string, reason: string, value: unknown): never {
  throw new AppError('invalid', reason, [{ field, reason, value: value ?? null }]);
}

const dischargersOf = (features: unknown[]) =>
  [...new Set(features.map((feature) => (feature as { properties?: { discharger?: unknown } } | null)?.properties?.discharger))]
    .filter((code): code is string => typeof code === 'string' && !code.includes('\0'));

function readFeature(feature: unknown, index: number, references: References, faults: FieldError[]): Read | undefined {
  const path = ['features', index];
  const { type, geometry, properties } = (typeof feature === 'object' && feature !== null ? feature : {}) as Posted;
  if (type !== 'Feature') {
    faults.push(fault([...path, 'type'], '须为 GeoJSON Feature (not a GeoJSON Feature)', type ?? feature));
    return undefined;
  }
  const wrong = geometryFaults(geometry, [...path, 'geometry'], references.box);
  const { errors, clean } = readProperties(properties, [...path, 'properties'], references);
  faults.push(...wrong, ...errors);
  return wrong.length ? undefined : { index, geometry: geometry as Geometry, properties: clean as CleanProperties };
}

/** Of well-formed geometries: those too far off, those that are invalid, and more lines and areas than can be answered. */
async function geometryRefusals(knex: Knex, read: Read[], { box }: References): Promise<FieldError[]> {
  const shapes = read.filter((each) => !isPoint(each));
  const limits = shapeLimits(shapes.map(({ geometry }) => geometry.coordinates));
  if (limits.length) return limits;
  const outside = read.map(({ index, geometry }) => ({ index, ...farthest(geometry, box) })).filter(({ off }) => off > 0);
  const metres = await metresBetween(knex, outside.map(({ at }) => [at, clamp(at, box)]));
  const far = outside.flatMap(({ index, at }, n) => ((metres[n] as number) > FARTHEST_M ? [tooFar(index, at, metres[n] as number)] : []));
  const reasons = await invalidities(knex, shapes.map(({ geometry }) => geometry));
  return [...far, ...shapes.flatMap(({ index, geometry }, n) => (reasons[n] ? [invalid(index, geometry, reasons[n])] : []))];
}

const tooFar = (index: number, at: Position, metres: number) => fault(['features', index, 'geometry', 'coordinates'],
  `距该市范围 ${(metres / 1000).toFixed(1)} km，超过 ${FARTHEST_M / 1000} km (too far outside the city's box; wrong region or datum?)`, at);

const invalid = (index: number, { type }: Geometry, reason: string) =>
  fault(['features', index, 'geometry'], `几何无效 (invalid geometry): ${reason}`, type);
