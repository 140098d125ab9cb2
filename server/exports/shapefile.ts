import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Geometry, Position } from 'geojson';

/** One kind of shape of one file: points, lines or areas, not mixed. */
export type Kind = 'point' | 'line' | 'polygon';

const CODES = { point: 1, line: 3, polygon: 5 };

export const kindOf = ({ type }: Geometry): Kind => (type.endsWith('Point') ? 'point' : type.endsWith('LineString') ? 'line' : 'polygon');

/** Parts of a shape as the format wants them: outer rings clockwise, holes the other way round. */
function partsOf(geometry: Geometry): Position[][] {
  switch (geometry.type) {
    case 'LineString': return [geometry.coordinates];
    case 'MultiLineString': return geometry.coordinates;
    case 'Polygon': return turned(geometry.coordinates);
    case 'MultiPolygon': return geometry.coordinates.flatMap(turned);
    default: throw new Error(`no parts in a ${geometry.type}`);
  }
}

const turned = (rings: Position[][]) => rings.map((ring, n) => (isClockwise(ring) === (n === 0) ? ring : [...ring].reverse()));

function isClockwise(ring: Position[]): boolean {
  const [x0 = 0, y0 = 0] = ring[0] as number[];
  let twice = 0;
  for (let n = 1; n < ring.length; n++) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [ring[n - 1] as number[], ring[n] as number[]];
    twice += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return twice < 0;
}

/** Content of a record; null geometry is a shape of type 0. */
export function recordOf(geometry: Geometry | null): { bytes: Buffer; box: number[] | null } {
  if (!geometry) return { bytes: Buffer.alloc(4), box: null };
  if (geometry.type === 'Point') {
    const bytes = Buffer.alloc(20);
    const [x = 0, y = 0] = geometry.coordinates;
    bytes.writeInt32LE(CODES.point, 0); bytes.writeDoubleLE(x, 4); bytes.writeDoubleLE(y, 12);
    return { bytes, box: [x, y, x, y] };
  }
  const parts = partsOf(geometry);
  const points = parts.flat();
  const box = boxOf(points);
  const bytes = Buffer.alloc(44 + 4 * parts.length + 16 * points.length);
  bytes.writeInt32LE(CODES[kindOf(geometry)], 0);
  box.forEach((value, n) => bytes.writeDoubleLE(value, 4 + 8 * n));
  bytes.writeInt32LE(parts.length, 36); bytes.writeInt32LE(points.length, 40);
  let first = 0;
  parts.forEach((part, n) => { bytes.writeInt32LE(first, 44 + 4 * n); first += part.length; });
  points.forEach(([x = 0, y = 0], n) => { bytes.writeDoubleLE(x, 44 + 4 * parts.length + 16 * n); bytes.writeDoubleLE(y, 52 + 4 * parts.length + 16 * n); });
  return { bytes, box };
}

function boxOf(points: Position[]): number[] {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (const [x = 0, y = 0] of points) { box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y); }
  return box;
}

/** A field of a .dbf. Its bytes are made by the caller, as long as `width`. */
export interface DbfField { name: string; type: 'C' | 'N' | 'L' | 'D'; width: number; decimals: number }

/** Writes .shp, .shx and .dbf side by side; the headers, which state sizes, last. */
export class ShapefileWriter {
  private readonly out: Record<'shp' | 'shx' | 'dbf', WriteStream>;
  private box: number[] | null = null;
  private words = 50;
  rows = 0;
  /** Bytes of the larger of .shp and .dbf so far. */
  get bytes() { return Math.max(this.words * 2, this.dbfHead + this.rows * this.width); }
  private readonly width: number;
  private readonly dbfHead: number;

  constructor(private readonly base: string, private readonly kind: Kind, private readonly fields: DbfField[], private readonly language: number) {
    const stream = (part: string, head: number) => { const out = createWriteStream(`${base}.${part}`, { mode: 0o600 }); out.write(Buffer.alloc(head)); return out; };
    this.width = 1 + fields.reduce((sum, { width }) => sum + width, 0);
    this.dbfHead = 32 + 32 * fields.length + 1;
    this.out = { shp: stream('shp', 100), shx: stream('shx', 100), dbf: stream('dbf', this.dbfHead) };
  }

  async add({ bytes, box }: ReturnType<typeof recordOf>, values: Buffer[]) {
    const head = Buffer.alloc(8);
    head.writeInt32BE(++this.rows, 0); head.writeInt32BE(bytes.length / 2, 4);
    const index = Buffer.alloc(8);
    index.writeInt32BE(this.words, 0); index.writeInt32BE(bytes.length / 2, 4);
    this.words += 4 + bytes.length / 2;
    if (box) this.box = this.box ? boxOf([[this.box[0] as number, this.box[1] as number], [this.box[2] as number, this.box[3] as number], [box[0] as number, box[1] as number], [box[2] as number, box[3] as number]]) : box;
    await this.put('shp', Buffer.concat([head, bytes]));
    await this.put('shx', index);
    await this.put('dbf', Buffer.concat([Buffer.from(' '), ...values]));
  }

  private async put(part: 'shp' | 'shx' | 'dbf', bytes: Buffer) { if (!this.out[part].write(bytes)) await once(this.out[part], 'drain'); }

  async close(): Promise<string[]> {
    this.out.dbf.write(Buffer.from([0x1a]));
    for (const stream of Object.values(this.out)) { stream.end(); await finished(stream); }
    await overwrite(`${this.base}.shp`, this.mainHeader(this.words));
    await overwrite(`${this.base}.shx`, this.mainHeader(50 + 4 * this.rows));
    await overwrite(`${this.base}.dbf`, this.tableHeader());
    return ['shp', 'shx', 'dbf'].map((part) => `${this.base}.${part}`);
  }

  private mainHeader(words: number): Buffer {
    const head = Buffer.alloc(100);
    head.writeInt32BE(9994, 0); head.writeInt32BE(words, 24);
    head.writeInt32LE(1000, 28); head.writeInt32LE(CODES[this.kind], 32);
    (this.box ?? [0, 0, 0, 0]).forEach((value, n) => head.writeDoubleLE(value, 36 + 8 * n));
    return head;
  }

  private tableHeader(): Buffer {
    const head = Buffer.alloc(this.dbfHead);
    const now = new Date();
    head.set([3, now.getUTCFullYear() - 1900, now.getUTCMonth() + 1, now.getUTCDate()], 0);
    head.writeUInt32LE(this.rows, 4); head.writeUInt16LE(this.dbfHead, 8); head.writeUInt16LE(this.width, 10);
    head[29] = this.language;
    this.fields.forEach(({ name, type, width, decimals }, n) => {
      const at = 32 + 32 * n;
      head.write(name, at, 10, 'latin1'); head.write(type, at + 11, 1, 'latin1');
      head[at + 16] = width; head[at + 17] = decimals;
    });
    head[this.dbfHead - 1] = 0x0d;
    return head;
  }
}

async function overwrite(file: string, head: Buffer) {
  const out = await open(file, 'r+');
  await out.write(head, 0, head.length, 0);
  await out.close();
}
