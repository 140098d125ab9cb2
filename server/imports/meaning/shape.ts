import { POSITIONS } from '../limits';
import type { Position } from './place';
import type { Repair, RowFault } from './plan';

export interface Shape { type: string; coordinates: unknown }

const REPAIRS: Record<string, Repair> = {
  height: { kind: 'height', zh: '去掉高程', en: 'heights dropped' },
  area: { kind: 'area', zh: '闭合的线按其围成的面读取', en: 'a closed line is read as the area within' },
  closed: { kind: 'closed', zh: '闭合未闭合的环', en: 'open rings closed' },
  degenerate: { kind: 'degenerate', zh: '去掉点数不足的部分', en: 'parts with too few positions dropped' },
  collection: { kind: 'collection', zh: '从几何集合中取出可用的部分', en: 'usable parts taken out of a collection' },
};

/** How deep positions lie, and the fewest of a part. */
const TYPES: Record<string, { depth: number; least: number; rings?: true }> = {
  Point: { depth: 0, least: 1 }, MultiPoint: { depth: 1, least: 1 }, LineString: { depth: 1, least: 2 }, MultiLineString: { depth: 2, least: 2 },
  Polygon: { depth: 2, least: 4, rings: true }, MultiPolygon: { depth: 3, least: 4, rings: true },
};

const wrong = (value: unknown, reason: string, suggestion: string | null = null): RowFault => ({ column: 'geometry', value: value ?? null, reason, suggestion, level: 'error' });

/**
 * A geometry as the file has it, made fit to be stored: positions moved, heights dropped, rings closed, in one of the types that the layer
 * takes. What was done to it stands in `repairs`; what cannot be helped in `faults`.
 */
export function fitShape(given: Shape, move: (position: Position) => Position, wanted: string[]): { shape: Shape | null; repairs: Repair[]; faults: RowFault[] } {
  const fitting = new Fitting(move);
  const drawn = areaOf(given, wanted);
  if (drawn !== given) fitting.repairs.add('area');
  const parts = drawn.type === 'GeometryCollection' ? fitting.takenApart(drawn as unknown as { geometries?: unknown }, wanted) : fitting.fit(drawn);
  if (fitting.faults.length) return { shape: null, repairs: [], faults: fitting.faults };
  const shape = parts && asWanted(parts, wanted);
  if (!shape) fitting.faults.push(wrong(given.type, `此图层的几何类型为 (this layer takes): ${[...new Set(wanted.flatMap((type) => [type.replace('Multi', ''), type]))].join(', ')}`));
  return { shape: shape ?? null, repairs: [...fitting.repairs].map((kind) => REPAIRS[kind] as Repair), faults: fitting.faults };
}

/** Whether it is a line that ends where it begins. */
export function isClosed({ type, coordinates }: Shape): boolean {
  if (type !== 'LineString' || !Array.isArray(coordinates) || coordinates.length < 4) return false;
  const [first, last] = [coordinates[0], coordinates.at(-1)];
  return Array.isArray(first) && Array.isArray(last) && first[0] === last[0] && first[1] === last[1];
}

/** A closed line as the area within, where a layer takes areas and no lines: drawings have no other areas. */
function areaOf(given: Shape, wanted: string[]): Shape {
  if (!isClosed(given) || !wanted.some((one) => /Polygon$/.test(one)) || wanted.some((one) => /LineString$/.test(one))) return given;
  return { type: 'Polygon', coordinates: [given.coordinates] };
}

class Fitting {
  readonly repairs = new Set<string>();
  readonly faults: RowFault[] = [];
  private positions = 0;

  constructor(private readonly move: (position: Position) => Position) {}

  fit({ type, coordinates }: Shape): Shape | null {
    const known = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
    if (!known) { this.faults.push(wrong(type, '不支持的几何类型 (not a geometry type that can be stored)')); return null; }
    const fitted = this.level(coordinates, known.depth, known);
    if (this.faults.length) return null;
    if (fitted === undefined || (Array.isArray(fitted) && fitted.length === 0)) {
      this.faults.push(wrong(null, this.repairs.has('degenerate') ? '点数不足，剩不下几何 (too few positions: nothing is left)' : '空几何 (empty geometry)'));
      return null;
    }
    return { type, coordinates: fitted };
  }

  takenApart({ geometries }: { geometries?: unknown }, wanted: string[]): Shape | null {
    if (!Array.isArray(geometries)) { this.faults.push(wrong(geometries, '几何集合没有 geometries (a collection without geometries)')); return null; }
    const singles = wanted.map((type) => type.replace('Multi', ''));
    const usable = geometries.filter((one): one is Shape => typeof one === 'object' && one !== null && singles.includes(String((one as Shape).type).replace('Multi', '')));
    const single = usable[0]?.type.replace('Multi', '');
    if (!single) { this.faults.push(wrong('GeometryCollection', `几何集合中没有此图层可用的部分 (no usable part in the collection): ${singles.join(', ')}`)); return null; }
    this.repairs.add('collection');
    const parts = usable.filter(({ type }) => type.replace('Multi', '') === single).map((one) => this.fit(one)).filter((one) => one !== null);
    const all = parts.flatMap(({ type, coordinates }) => (type.startsWith('Multi') ? coordinates as unknown[] : [coordinates]));
    return all.length === 0 ? null : { type: `Multi${single}`, coordinates: all };
  }

  private level(value: unknown, depth: number, type: (typeof TYPES)[string]): unknown {
    if (!Array.isArray(value)) { this.faults.push(wrong(value, '坐标须为数组 (coordinates must be an array)')); return undefined; }
    if (depth === 0) return value.length === 0 ? undefined : this.position(value);
    const inner = value.map((each) => this.level(each, depth - 1, type)).filter((each) => each !== undefined);
    if (this.faults.length || depth > 1) return inner.length === 0 ? undefined : inner;
    return type.least > 1 ? this.part(inner as Position[], type) : inner;
  }

  private part(line: Position[], { least, rings }: (typeof TYPES)[string]): Position[] | undefined {
    const first = line[0];
    const last = line.at(-1);
    if (rings && first && last && (first[0] !== last[0] || first[1] !== last[1])) { line.push([...first]); this.repairs.add('closed'); }
    if (line.length < least || line.every(([x, y]) => x === first?.[0] && y === first[1])) { this.repairs.add('degenerate'); return undefined; }
    const jump = line.findIndex(([x], n) => n > 0 && Math.abs(x - (line[n - 1] as Position)[0]) > 180);
    if (jump > 0) this.faults.push(wrong([line[jump - 1], line[jump]], '跨越 180° 经线 (crosses the antimeridian)', '请在 180° 处分成两部分 (split it at 180°)'));
    return line;
  }

  private position(value: unknown[]): Position | undefined {
    if (++this.positions > POSITIONS) { if (this.faults.length === 0) this.faults.push(wrong(this.positions, `坐标超过 ${POSITIONS} 个 (too many positions)`)); return undefined; }
    const [x, y] = value;
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
      if (this.faults.length < 5) this.faults.push(wrong(value, '坐标须为两个有限的数 (two finite numbers)', typeof x === 'string' || typeof y === 'string' ? '去掉引号 (drop the quotes)' : null));
      return undefined;
    }
    if (value.length > 2) this.repairs.add('height');
    const [lon, lat] = this.move([x, y]);
    if (!Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lon) > 180 || Math.abs(lat) > 90) {
      if (this.faults.length < 5) this.faults.push(wrong([x, y], '不在经纬度范围内 (out of the range of longitude and latitude)', '核对坐标系与坐标次序 (check the coordinate system and the order of axes)'));
      return undefined;
    }
    return [lon, lat];
  }
}

/** In a type that the layer stores: a single one as a multiple one and the other way round where there is only one part. */
function asWanted({ type, coordinates }: Shape, wanted: string[]): Shape | undefined {
  if (wanted.includes(type)) return { type, coordinates };
  if (wanted.includes(`Multi${type}`)) return { type: `Multi${type}`, coordinates: [coordinates] };
  const single = type.replace('Multi', '');
  return type !== single && wanted.includes(single) && (coordinates as unknown[]).length === 1 ? { type: single, coordinates: (coordinates as unknown[])[0] } : undefined;
}
