import { type Decoded, readEwkb } from './ewkb';
import { geodesic, isArea, isInside, type LonLat, toBoundary } from './measure';
import type { Found, RecordedGeometry, VerdictRecord } from './shape';
import type { Line } from './line';

/** 1 cm, and half the millimetre to which distances of areas are rounded. */
const TOLERANCE_M = 0.0105;
const SRID = 4490;

type Area = { layer: string; id: number; place?: string; distance_m: number | null; name: string };
type Places = Record<string, LonLat | undefined>;

/** Both writings of each geometry; inside or outside and distance of every area found; each finding against its areas. */
export function checkGeometry(record: VerdictRecord): Line[] {
  const drawn = [
    ...Object.entries(record.places).flatMap(([name, one]) => (one ? [{ name, one }] : [])),
    ...record.areas.map(({ layer, id, geometry }) => ({ name: `${layer} ${id}`, one: geometry })),
    ...record.coverages.map(({ layer, id, geometry }) => ({ name: `layer_coverage ${id} (${layer})`, one: geometry })),
  ];
  const shapes = new Map(record.areas.map(({ layer, id, geometry }) => [`${layer} ${id}`, readEwkb(geometry.ewkb)]));
  const places = Object.fromEntries(Object.entries(record.places).flatMap(([name, one]) => (one ? [[name, readEwkb(one.ewkb).coordinates as LonLat]] : []))) as Places;
  const found = [record.findings, ...record.input.variants.map(({ findings }) => findings)].flat();
  return [...drawn.map(({ name, one }) => checkWritings(name, one)), ...found.flatMap((finding) => checkFinding(finding, places, shapes))];
}

function checkWritings(name: string, { ewkb, geojson }: RecordedGeometry): Line {
  const what = `几何两种写法 both writings of ${name}`;
  const { srid, type, coordinates } = readEwkb(ewkb);
  if (srid !== SRID) return { agrees: false, what, detail: `SRID ${srid}` };
  const [a, b] = [coordinates, geojson.coordinates].map((nested) => (nested as unknown[]).flat(4) as number[]);
  const agrees = type === geojson.type && a?.length === b?.length && (a ?? []).every((value, n) => Math.abs(value - (b?.[n] ?? Number.NaN)) < 1e-13 * Math.max(1, Math.abs(value)));
  return { agrees, what, detail: agrees ? undefined : 'EWKB ≠ GeoJSON' };
}

function checkFinding(finding: Found, places: Places, shapes: Map<string, Decoded>): Line[] {
  const areas = finding.areas as unknown as Area[];
  if (Array.isArray(finding.evidence.downstream)) return checkDownstream(finding, areas);
  return [...areas.map((area) => checkArea(finding, area, places, shapes)), ...checkWhole(finding, areas, places, shapes)];
}

/** Metres along the river cannot be measured again without its network: both writings of them must agree, and the least is the finding's. */
function checkDownstream({ rule, distance_m, evidence }: Found, areas: Area[]): Line[] {
  const told = evidence.downstream as { layer: string; id: number; km: number }[];
  const lines = areas.map(({ layer, id, name, distance_m: metres }): Line => {
    const km = told.find((each) => each.layer === layer && each.id === id)?.km;
    const agrees = metres !== null && km !== undefined && Math.abs(metres / 1000 - km) < 0.00051;
    return { agrees, what: `${rule}: ${name}，沿河 along the river ${km ?? '?'} km`, detail: agrees ? '沿河距离未重新量测，仅核对两处一致 (not measured again: both places agree)' : `记录为 stated ${metres} m` };
  });
  const least = Math.min(...areas.map((area) => area.distance_m ?? Infinity));
  const agrees = areas.length === 0 || (distance_m !== null && Math.abs(distance_m - least) < 0.00051);
  return [...lines, { agrees, what: `${rule}: 沿河最近者 the nearest along the river`, detail: agrees ? undefined : `记录为 stated ${distance_m} m` }];
}

function checkArea(finding: Found, area: Area, places: Places, shapes: Map<string, Decoded>): Line {
  const what = `${finding.rule}: ${area.name}`;
  const shape = shapes.get(`${area.layer} ${area.id}`);
  const point = places[area.place ?? String(finding.evidence.place ?? 'mouth')];
  if (!shape || !point || area.distance_m === null) return { agrees: false, what, detail: '记录中没有可复核的几何 (no geometry to check it by)' };
  const metres = toBoundary(point, shape);
  const signed = isArea(shape) && isInside(point, shape) ? -metres : metres;
  return distanceLine(what, area.distance_m, signed);
}

function distanceLine(what: string, stated: number, found: number): Line {
  const agrees = Math.abs(stated - found) <= TOLERANCE_M;
  const side = found < 0 ? '内 inside' : '外 outside';
  return { agrees, what: `${what} ${side} ${found.toFixed(3)} m`, detail: agrees ? undefined : `记录为 stated ${stated} m` };
}

/**
 * The finding's own distance is to the union of its areas: from outside the least of theirs, from inside at least as far
 * as from any of them, and as far as the nearest boundary point that it names.
 */
function checkWhole(finding: Found, areas: Area[], places: Places, shapes: Map<string, Decoded>): Line[] {
  const { distance_m: d, evidence } = finding;
  const point = places[String(evidence.place ?? 'mouth')];
  if (d === null || !point) return [];
  const lines: Line[] = [];
  const nearest = evidence.nearest as LonLat | undefined;
  if (nearest) lines.push(distanceLine(`${finding.rule}: 最近点 nearest point`, Math.abs(d), geodesic(point, nearest)));
  const areal = areas.filter(({ layer, id }) => { const shape = shapes.get(`${layer} ${id}`); return shape && isArea(shape); });
  const own = areal.filter(({ place }) => (place ?? 'mouth') === (evidence.place ?? 'mouth'));
  if (own.length === 0 || own.length < areas.length) return lines;
  const inside = own.some(({ layer, id }) => isInside(point, shapes.get(`${layer} ${id}`) as Decoded));
  const reaches = own.map(({ layer, id }) => toBoundary(point, shapes.get(`${layer} ${id}`) as Decoded));
  const [least, most] = [Math.min(...reaches), Math.max(...own.map(({ layer, id }, n) => (isInside(point, shapes.get(`${layer} ${id}`) as Decoded) ? (reaches[n] as number) : 0)))];
  const agrees = inside ? d <= TOLERANCE_M && -d >= most - TOLERANCE_M : Math.abs(d - least) <= TOLERANCE_M;
  lines.push({ agrees, what: `${finding.rule}: 到各区并集 to the union of areas`, detail: agrees ? undefined : `记录为 stated ${d} m` });
  return lines;
}
