import type { Point as GeoPoint, Position } from 'geojson';
import Feature from 'ol/Feature';
import { extend } from 'ol/extent';
import GeoJSON from 'ol/format/GeoJSON';
import type Geometry from 'ol/geom/Geometry';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import { circular } from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import { getDistance } from 'ol/sphere';
import type { Box, CrossedZone, Finding, Provisional, Verdict } from '../api/shapes';
import { metres, signedMetres } from '../place/format-place';

/** Box in degrees that holds a place, the boundary point and the circle of error, with as much again around. */
export function evidenceBox(place: Position, finding: Finding): Box {
  const reach_m = Math.max(Math.abs(finding.distance_m ?? 0), finding.error_m ?? 0, 5) * 1.6;
  const ring = circular(place, reach_m, 8).getExtent();
  const [lon = 0, lat = 0] = finding.nearest?.coordinates ?? place;
  return extend(ring, [lon, lat, lon, lat]) as Box;
}

/** What is to be drawn for one judged outfall: its place, its findings, and the one looked at (null = all). */
export interface Judged {
  location: GeoPoint;
  /** where its water meets the river, when that is known apart from the mouth */
  entry?: GeoPoint | null;
  verdict: Verdict | null;
  provisional: Provisional | null;
  findings: Finding[];
  rule: string | null;
}

const geojson = new GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' });

const at = (position: Position): number[] => fromLonLat([position[0] ?? 0, position[1] ?? 0]);

/** Ring in degrees on the sphere: drawn up to 0.3 % off the ellipsoid, less than its own line is wide. */
const errorCircle = (centre: Position, radius_m: number): Feature =>
  new Feature({ geometry: circular(centre, radius_m, 96).transform('EPSG:4326', 'EPSG:3857'), part: 'error' });

/** "−38 m ± 10 m": negative inside the zone. */
export function distanceWithError({ distance_m, error_m }: Finding): string {
  if (distance_m === null) return '';
  return error_m ? `${signedMetres(distance_m)} ± ${metres(error_m)}` : signedMetres(distance_m);
}

/** The distance is the mouth's or the entry point's: it starts at the one that lies that far from the boundary point. */
function startOf({ location, entry }: Judged, to: Position, distance_m: number): Position {
  const off = (from: GeoPoint): number => Math.abs(getDistance(from.coordinates, to) - Math.abs(distance_m));
  return entry && off(entry) < off(location) ? entry.coordinates : location.coordinates;
}

function connector(judged: Judged, finding: Finding): Feature[] {
  if (!finding.nearest || finding.distance_m === null) return [];
  return measure(startOf(judged, finding.nearest.coordinates, finding.distance_m), finding);
}

/** The line from the place measured to the boundary point, and its distance. */
function measure(from: Position, finding: Finding): Feature[] {
  if (!finding.nearest) return [];
  const to = at(finding.nearest.coordinates);
  const eastward = (finding.nearest.coordinates[0] ?? 0) >= (from[0] ?? 0);
  return [
    new Feature({ geometry: new LineString([at(from), to]), part: 'connector' }),
    new Feature({ geometry: new Point(to), part: 'boundary', label: distanceWithError(finding), eastward, distance_m: finding.distance_m }),
  ];
}

const DRAWN = new Set(['conflict', 'borderline', 'unknown']);

/** The findings whose distance is drawn: the one looked at, else all that hit, are borderline or unknown. */
function drawnFindings({ findings, rule }: Pick<Judged, 'findings' | 'rule'>): Finding[] {
  if (rule) return findings.filter((finding) => finding.rule === rule);
  return findings.filter((finding) => DRAWN.has(finding.outcome));
}

export function judgedFeatures(judged: Judged): Feature[] {
  const { coordinates } = judged.location;
  const drawn = drawnFindings(judged);
  const errors = drawn.map((finding) => finding.error_m ?? 0);
  const error_m = Math.max(0, ...errors);
  return [
    ...(error_m > 0 ? [errorCircle(coordinates, error_m)] : []),
    ...drawn.flatMap((finding) => connector(judged, finding)),
    new Feature({
      geometry: new Point(at(coordinates)),
      part: 'outfall',
      verdict: judged.verdict,
      strictest: judged.provisional?.strictest,
    }),
  ];
}

/** The point of a line or area that its distance was measured from. */
export const measuredFrom = (finding: Finding): Position | undefined =>
  (finding.evidence as { from?: [number, number] } | null)?.from;

/** A drawn line or area as it was sent, what of it lies inside zones, and the distance of the finding looked at (null = all). */
export function shapeFeatures(geometry: object, zones: CrossedZone[], findings: Finding[], rule: string | null): Feature[] {
  const read = (body: object) => geojson.readGeometry(body) as Geometry;
  return [
    ...zones.flatMap(({ part }) => (part ? [new Feature({ geometry: read(part), part: 'inside' })] : [])),
    new Feature({ geometry: read(geometry), part: 'sketch' }),
    ...drawnFindings({ findings, rule }).flatMap((finding) => {
      const from = measuredFrom(finding);
      return from && finding.distance_m !== null ? measure(from, finding) : [];
    }),
  ];
}
