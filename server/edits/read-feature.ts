import { isDeepStrictEqual } from 'node:util';
import type { Feature } from 'geojson';
import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { FARTHEST_M, farthest, nearest } from '../checks/far-off';
import { type Box, clamp, fault, geometryFaults } from '../checks/geometry';
import { invalidities, metresBetween } from '../checks/references';
import { runQuery } from '../db/query';
import type { FieldError } from '../errors';
import { codeOf } from '../loading/geojson-table';
import { today } from '../today';
import { referenceFaults } from './references';
import type { Resource } from './resources';
import type { Row } from './rows';
import type { TableShape } from './table-shape';
import { missingFaults, valueFaults } from './values';

type Path = (string | number)[];
type Geometry = { type: string; coordinates: unknown };

export interface Reading {
  catalog: Catalog;
  resource: Resource;
  shape: TableShape;
  /** The row that is changed; none for a new one. */
  current?: Row;
  /** Where the feature stands in the body. */
  path?: Path;
}

const MEMBERS = ['type', 'id', 'geometry', 'properties'];

/**
 * A posted GeoJSON Feature as a row of a table: properties are columns, references by code, positions [longitude, latitude]
 * in CGCS2000 degrees. A single line or area becomes a multiple one where the column wants that.
 * Everything wrong is told at once; `feature` is there when nothing is.
 */
export async function readFeature(trx: Knex.Transaction, body: unknown, reading: Reading): Promise<{ feature?: Feature; faults: FieldError[] }> {
  const { shape, resource, current, catalog, path = [] } = reading;
  if (typeof body !== 'object' || body === null || Array.isArray(body) || (body as Feature).type !== 'Feature') {
    return { faults: [fault([...path, 'type'], '须为 GeoJSON Feature (not a GeoJSON Feature)', (body as { type?: unknown } | null)?.type ?? body)] };
  }
  const { geometry, properties = {} } = body as { geometry?: unknown; properties?: unknown };
  const strange = Object.keys(body).filter((name) => !MEMBERS.includes(name)).map((name) => fault([...path, name], `未知字段；可用 (unknown field; allowed): ${MEMBERS.join(', ')}`, (body as Record<string, unknown>)[name]));
  if (properties !== null && (typeof properties !== 'object' || Array.isArray(properties))) return { faults: [...strange, fault([...path, 'properties'], '须为对象 (must be an object)', properties)] };
  const given = { ...(properties as Record<string, unknown> | null), ...(current ? {} : missingFixed(resource, properties as Record<string, unknown> | null)) };
  const inside: Path = [...path, 'properties'];
  const faults = [...strange, ...valueFaults(shape, given, inside), ...fixedFaults(resource, given, inside), ...aheadFaults(resource, given, inside),
    ...(current ? [] : missingFaults(shape, given, [codeOf(shape.table)], inside))];
  const named = new Set(faults.map(({ field }) => field));
  const sound = Object.fromEntries(Object.entries(given).filter(([name]) => ![...named].some((field) => field.startsWith([...inside, name].join('.')))));
  faults.push(...await referenceFaults(trx, catalog, shape, sound, inside));
  const region = sound.region_code ?? current?.region;
  const box = typeof region === 'string' ? await boxOf(trx, region) : undefined;
  const stored = await placeFaults(trx, { geometry, given, box, moves: String(sound.region_code ?? current?.region).slice(0, 6) !== current?.region?.slice(0, 6) }, reading, faults);
  if (faults.length) return { faults };
  return { faults, feature: { type: 'Feature', ...(stored === undefined ? {} : { geometry: stored }), properties: given } as Feature };
}

const missingFixed = ({ fixed }: Resource, given: Record<string, unknown> | null) =>
  Object.fromEntries(Object.entries(fixed).filter(([name]) => given?.[name] === undefined));

/** A row stays in its layer. */
const fixedFaults = ({ id, fixed }: Resource, given: Record<string, unknown>, path: Path) => Object.entries(fixed)
  .filter(([name, value]) => given[name] !== undefined && given[name] !== value)
  .map(([name, value]) => fault([...path, name], `图层 ${id} 只有 (rows of this layer have): ${value}`, given[name]));

/** Nobody can say yet how things will stand. */
const aheadFaults = ({ past = [] }: Resource, given: Record<string, unknown>, path: Path) => past
  .filter((name) => typeof given[name] === 'string' && (given[name] as string) > today())
  .map((name) => fault([...path, name], `不能晚于今日 ${today()} (not a day to come)`, given[name]));

async function boxOf(trx: Knex.Transaction, region: string): Promise<Box | undefined> {
  const [found] = await runQuery<{ box: Box }>(trx, {
    sql: 'SELECT json_build_array(ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)) AS box FROM region WHERE code = left(:region, 6)',
    bindings: { region },
  });
  return found?.box;
}

interface Places { geometry: unknown; given: Record<string, unknown>; box: Box | undefined; /** To another city. */ moves: boolean }

/** Adds what is wrong with geometry and entry point. @returns the geometry as the column stores it; undefined = not given. */
async function placeFaults(trx: Knex.Transaction, { geometry, given, box, moves }: Places, { shape, resource, current, path = [] }: Reading, faults: FieldError[]) {
  const column = shape.columns.find(({ name }) => name === 'geom');
  const at = [...path, 'geometry'];
  const entryAt = [...path, 'properties', 'entry'];
  if (!column) {
    if (geometry !== null && geometry !== undefined) faults.push(fault(at, '此对象没有几何 (this has no geometry)', (geometry as Geometry).type));
    return undefined;
  }
  const wanted: { geometry: Geometry; at: Path }[] = [];
  let stored: Geometry | null | undefined;
  if (current && (geometry === undefined || isDeepStrictEqual(geometry, current.feature.geometry))) stored = undefined; // stays as it is, wherever that is
  else if ((geometry === null || geometry === undefined) && !column.required) stored = null;
  else {
    const wrong = geometryFaults(geometry, at, box ?? WORLD);
    faults.push(...wrong);
    stored = wrong.length ? undefined : asStored(geometry as Geometry, resource.shapes ?? [column.shape as string]);
    if (stored === undefined && wrong.length === 0) faults.push(fault([...at, 'type'], `可用 (allowed): ${singles(resource.shapes ?? [column.shape as string])}`, (geometry as Geometry).type));
    if (stored) wanted.push({ geometry: stored, at });
  }
  if (stored === undefined && current?.feature.geometry && moves) wanted.push({ geometry: current.feature.geometry as Geometry, at });
  if (given.entry !== undefined && given.entry !== null && shape.given.has('entry')) {
    const wrong = geometryFaults({ type: 'Point', coordinates: given.entry }, ['\0'], box ?? WORLD);
    faults.push(...wrong.map((one) => ({ ...one, field: one.field.replace('\0.coordinates', fault(entryAt, '', 0).field) })));
    if (wrong.length === 0) wanted.push({ geometry: { type: 'Point', coordinates: given.entry }, at: entryAt });
  }
  faults.push(...await refusals(trx, wanted, box));
  return stored;
}

const WORLD: Box = [-180, -90, 180, 90];

const single = (type: string) => type.replace('Multi', '');
const singles = (shapes: string[]) => [...new Set(shapes.flatMap((shape) => [single(shape), shape]))].join(', ');

/** The geometry in one of the types that the column takes, or undefined. */
function asStored({ type, coordinates }: Geometry, shapes: string[]): Geometry | undefined {
  if (shapes.includes(type)) return { type, coordinates };
  return shapes.includes(`Multi${type}`) ? { type: `Multi${type}`, coordinates: [coordinates] } : undefined;
}

/** Of well-formed geometries: those too far outside the city's box, and those that are invalid. A river flows on: of a line some part must be near. */
async function refusals(trx: Knex.Transaction, wanted: { geometry: Geometry; at: Path }[], box: Box | undefined): Promise<FieldError[]> {
  const outside = box ? wanted.map((one) => ({ ...one, far: (one.geometry.type.endsWith('LineString') ? nearest : farthest)(one.geometry, box) })).filter(({ far }) => far.off > 0) : [];
  const metres = await metresBetween(trx, outside.map(({ far }) => [far.at, clamp(far.at, box as Box)]));
  const far = outside.flatMap((one, n) => ((metres[n] as number) > FARTHEST_M ? [fault(one.at,
    `距该市范围 ${((metres[n] as number) / 1000).toFixed(1)} km，超过 ${FARTHEST_M / 1000} km (too far outside the city's box; wrong region or datum?)`, one.far.at)] : []));
  const reasons = await invalidities(trx, wanted.map(({ geometry }) => geometry));
  return [...far, ...wanted.flatMap(({ geometry, at }, n) => (reasons[n] ? [fault(at, `几何无效 (invalid geometry): ${reasons[n]}`, geometry.type)] : []))];
}
