import type { Geometry, Position } from 'geojson';
import type { Expression } from './expression';
import { refuse } from './refusal';
import type { Reader } from './text';

const SHAPES = {
  point: (reader: Reader): Geometry => ({ type: 'Point', coordinates: one(reader, position) }),
  linestring: (reader: Reader): Geometry => ({ type: 'LineString', coordinates: many(reader, position) }),
  polygon: (reader: Reader): Geometry => ({ type: 'Polygon', coordinates: many(reader, ring) }),
  multipoint: (reader: Reader): Geometry => ({ type: 'MultiPoint', coordinates: many(reader, looselyOne) }),
  multilinestring: (reader: Reader): Geometry => ({ type: 'MultiLineString', coordinates: many(reader, ring) }),
  multipolygon: (reader: Reader): Geometry => ({ type: 'MultiPolygon', coordinates: many(reader, (each) => many(each, ring)) }),
  geometrycollection: (reader: Reader): Geometry => ({ type: 'GeometryCollection', geometries: many(reader, member) }),
};

type Word = keyof typeof SHAPES;

export const isGeometryWord = (word: string): word is Word | 'bbox' => word === 'bbox' || Object.hasOwn(SHAPES, word);

/** A shape or BBOX whose word has been read. Coordinates stay in the order in which they are written. */
export function readShape(word: Word | 'bbox', reader: Reader): Expression {
  if (word === 'bbox') return { bbox: many(reader, (each) => each.number()) };
  reader.take('z');
  return SHAPES[word](reader);
}

function many<T>(reader: Reader, item: (reader: Reader) => T): T[] {
  reader.expect('(');
  const items = [item(reader)];
  while (reader.take(',')) items.push(item(reader));
  reader.expect(')');
  return items;
}

function one<T>(reader: Reader, item: (reader: Reader) => T): T {
  const items = many(reader, item);
  return items.length === 1 ? items[0] as T : refuse('POINT 只有一个坐标 (a point has one position)');
}

/** A height may follow; what is stored has none. */
function position(reader: Reader): Position {
  const at: Position = [reader.number(), reader.number()];
  if (reader.peek().kind === 'number' || ['-', '+'].includes(reader.peek().value)) reader.number();
  return at;
}
const ring = (reader: Reader): Position[] => many(reader, position);

/** MULTIPOINT has its positions with or without brackets. */
const looselyOne = (reader: Reader): Position => (reader.peek().value === '(' ? one(reader, position) : position(reader));

/** A collection within a collection is not read, so that nothing nests without end. */
function member(reader: Reader): Geometry {
  const word = Object.keys(SHAPES).find((each) => each !== 'geometrycollection' && reader.take(each)) as Word | undefined;
  if (word) reader.take('z');
  return word ? SHAPES[word](reader) : reader.fail('几何类型 (a kind of geometry)');
}
