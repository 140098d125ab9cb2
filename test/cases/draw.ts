import type { Feature, Geometry, Position } from 'geojson';

// Drawings are in metres east and north of an origin. GRS80, as EPSG:4490.
const ORIGIN = { lon: 100, lat: 36 };
const AXIS = 6378137;
const SQUARE = 0.006694380022903416;
const DEGREE = Math.PI / 180;

/** A drawn row: columns, and its shape in metres of the drawing under one of the names below. */
export type Drawn = Record<string, unknown>;
type Point = [number, number];

/**
 * [lon, lat] in degrees of a point of the drawing. The north distance is kept on the meridian and the east distance on
 * its own parallel, so distances to edges along either axis are exact to a millimetre within some kilometres.
 */
export function place([east, north]: Point): Position {
  const lat = latitudeAt(north);
  const curve = Math.sqrt(1 - SQUARE * Math.sin(lat * DEGREE) ** 2);
  return [ORIGIN.lon + (east * curve) / (AXIS * Math.cos(lat * DEGREE) * DEGREE), lat];
}

function latitudeAt(north: number): number {
  let lat = ORIGIN.lat;
  for (let turn = 0; turn < 6; turn++) {
    const middle = ((lat + ORIGIN.lat) / 2) * DEGREE;
    lat = ORIGIN.lat + (north * (1 - SQUARE * Math.sin(middle) ** 2) ** 1.5) / (AXIS * (1 - SQUARE) * DEGREE);
  }
  return lat;
}

const box = ([west, south, east, north]: number[]): Point[] =>
  [[west, south], [east, south], [east, north], [west, north], [west, south]] as Point[];
const rings = (polygon: number[][]): Position[][] => polygon.map((ring) => box(ring).map(place));

/** How each name of a shape is drawn: boxes are [west, south, east, north]; in `holed` all after the first are holes. */
const SHAPES: Record<string, (given: never) => Geometry> = {
  at: (point: Point) => ({ type: 'Point', coordinates: place(point) }),
  box: (one: number[]) => ({ type: 'MultiPolygon', coordinates: [rings([one])] }),
  boxes: (many: number[][]) => ({ type: 'MultiPolygon', coordinates: many.map((one) => rings([one])) }),
  holed: (one: number[][]) => ({ type: 'MultiPolygon', coordinates: [rings(one)] }),
  ring: (corners: Point[]) => ({ type: 'MultiPolygon', coordinates: [[[...corners, corners[0] as Point].map(place)]] }),
  line: (points: Point[]) => ({ type: 'MultiLineString', coordinates: [points.map(place)] }),
  course: (points: Point[]) => ({ type: 'LineString', coordinates: points.map(place) }),
};

/** The GeoJSON feature of a drawn row: `entry` is a place too, everything else a column. */
export function feature(row: Drawn): Feature<Geometry | null> {
  const shape = Object.keys(SHAPES).find((name) => name in row);
  const { [shape ?? '']: drawn, entry, ...columns } = row;
  const geometry = shape ? (SHAPES[shape] as (given: unknown) => Geometry)(drawn) : null;
  return { type: 'Feature', geometry, properties: entry ? { ...columns, entry: place(entry as Point) } : columns } as Feature<Geometry | null>;
}
