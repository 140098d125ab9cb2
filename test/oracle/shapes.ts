import { booleanPointInPolygon, featureCollection, intersect, multiPolygon, point, polygon, union } from '@turf/turf';
import type { MultiPolygon, Position } from 'geojson';
import proj4 from 'proj4';
import { along, type LonLat, ring, seeded, toRing } from './geodesic';

// Random zones, what is true of them by Turf and GeographicLib, and ways to write the same ground differently.

type Random = ReturnType<typeof seeded>;
/** Rings of one polygon: the outer one, then holes. */
export type Rings = LonLat[][];
/** A zone as rows of a layer, each a multipolygon, and the ground they cover together. */
export interface Ground { rows: Rings[][]; truth: Rings[] }

export const draw = (seed: number, count: number): Ground[] => {
  const random = seeded(seed);
  // 20 km apart, so that of any place at most one ground lies within the 5 km that are told
  return Array.from({ length: count }, (_, k) => KINDS[k % KINDS.length]!([100 + (k % 6) * 0.22, 36 + Math.floor(k / 6) * 0.2], random));
};

const size = (random: Random) => 5 + Math.floor(random() * 60);
const east = ([lon, lat]: LonLat, metres: number): LonLat => [lon + metres / (111_320 * Math.cos((lat * Math.PI) / 180)), lat];

const KINDS: ((centre: LonLat, random: Random) => Ground)[] = [
  function holed(centre, random) {
    const rings = [ring(centre, size(random), 3000, random), ring(centre, size(random), 1200, random).reverse()];
    return { rows: [[rings]], truth: [rings] };
  },
  function severalParts(centre, random) {
    const parts = [east(centre, -1600), east(centre, 1600)].map((middle) => [ring(middle, size(random), 1500, random)]);
    return { rows: [parts], truth: parts };
  },
  function overlapping(centre, random) {
    const parts = [east(centre, -500), east(centre, 700)].map((middle) => [ring(middle, size(random), 2000, random)]);
    return { rows: parts.map((part) => [part]), truth: together(parts) };
  },
];

/** Grounds with spikes, channels and holes narrower than what positions are off by. */
export const narrow = (seed: number, count: number): Ground[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, k) => {
    const centre: LonLat = [100 + (k % 6) * 0.22, 36 + Math.floor(k / 6) * 0.2];
    const spiky = Array.from({ length: 24 }, (_, n): LonLat => {
      const [metres, angle] = [(n % 2 ? 400 : 30) * (0.5 + random()), (n / 24) * 2 * Math.PI];
      return [east(centre, metres * Math.cos(angle))[0], centre[1] + (metres * Math.sin(angle)) / 111_320];
    });
    const holes = [east(centre, 1500), east(centre, 1560)].map((middle) => ring(middle, 5, 25, random).reverse());
    const truth: Rings[] = [[[...spiky, spiky[0] as LonLat]], [ring(east(centre, 1500), 7, 300, random), ...holes]];
    return { rows: truth.map((rings) => [rings]), truth };
  });
};

const partsOf = ({ geometry }: { geometry: { type: string; coordinates: unknown } }): Rings[] =>
  (geometry.type === 'MultiPolygon' ? geometry.coordinates as Rings[] : [geometry.coordinates as Rings]);

const together = (parts: Rings[]): Rings[] => partsOf(union(featureCollection(parts.map((rings) => polygon(rings))))!);

/** Signed metres to the boundary of the ground, negative inside. */
export function truly(at: LonLat, { truth }: Ground): number {
  const inside = booleanPointInPolygon(point(at), multiPolygon(truth));
  return Math.min(...truth.flat().map((vertices) => toRing(at, vertices))) * (inside ? -1 : 1);
}

/** Places on, beside and away from a ground: half of them within some metres of an edge. */
export function placesAt({ truth }: Ground, count: number, random: Random): LonLat[] {
  const rings = truth.flat();
  const [lon, lat] = rings[0]![0] as LonLat;
  return Array.from({ length: count }, (_, k): LonLat => {
    if (k % 2 === 0) return [lon + (random() - 0.5) * 0.14, lat + (random() - 0.5) * 0.1];
    const vertices = rings[Math.floor(random() * rings.length)]!;
    const edge = Math.floor(random() * (vertices.length - 1));
    const [x, y] = along(vertices[edge]!, vertices[edge + 1]!, random());
    const off = 10 ** (-7 + 3 * random()); // 1 cm to 10 m
    return [x + (random() < 0.5 ? off : -off), y + (random() < 0.5 ? off : -off)];
  });
}

/** The same ground with every row cut by two lines, each piece a row of its own. */
export const cut = (ground: Ground, random: Random): Ground => ({
  ...ground,
  rows: shuffled(ground.rows.flat().flatMap((rings) => [0, 1].reduce((pieces) => pieces.flatMap((piece) => halves(piece, random)), [rings])).map((piece) => [piece]), random),
});

function halves(rings: Rings, random: Random): Rings[] {
  const [lon, lat] = middleOf(rings);
  const angle = random() * Math.PI;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const ends: [LonLat, LonLat] = [[lon - dx, lat - dy], [lon + dx, lat + dy]];
  return [1, -1].flatMap((side) => {
    const half = polygon([[ends[0], ends[1], [ends[1][0] - dy * side, ends[1][1] + dx * side], [ends[0][0] - dy * side, ends[0][1] + dx * side], ends[0]]]);
    const part = intersect(featureCollection([polygon(rings), half]));
    return part ? partsOf(part) : [];
  });
}

const middleOf = (rings: Rings): LonLat => {
  const [outer] = rings as [LonLat[]];
  return [outer.reduce((sum, [lon]) => sum + lon, 0) / outer.length + 1e-4, outer.reduce((sum, [, lat]) => sum + lat, 0) / outer.length];
};

/** The same ground, every ring begun at another vertex and run the other way round. */
export const turned = ({ rows, truth }: Ground, random: Random): Ground => ({ truth, rows: each(rows, (vertices) => {
  const open = vertices.slice(1);
  const first = Math.floor(random() * open.length);
  const moved = [...open.slice(first), ...open.slice(0, first)].reverse();
  return [...moved, moved[0] as LonLat];
}) });

/** The same ground written in Gauss-Krüger metres (3° zone of 102° E) and read back. */
export const thereAndBack = ({ rows, truth }: Ground): Ground => {
  const metres = proj4('+proj=longlat +ellps=GRS80', '+proj=tmerc +lat_0=0 +lon_0=102 +k=1 +x_0=34500000 +ellps=GRS80');
  return { truth, rows: each(rows, (vertices) => vertices.map((at) => metres.inverse(metres.forward(at)) as LonLat)) };
};

const each = (rows: Rings[][], change: (vertices: LonLat[]) => LonLat[]): Rings[][] => rows.map((row) => row.map((rings) => rings.map(change)));

export function shuffled<T>(list: T[], random: Random): T[] {
  return list.map((one) => ({ one, by: random() })).sort((a, b) => a.by - b.by).map(({ one }) => one);
}

export const geometryOf = (row: Rings[]): MultiPolygon => ({ type: 'MultiPolygon', coordinates: row as Position[][][] });
