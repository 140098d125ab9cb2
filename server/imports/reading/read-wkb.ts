import type { Geometry } from 'geojson';

const TYPES = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'];

/** Bytes that are no geometry, or one of a kind that cannot be read here; in words. */
export class BrokenGeometry extends Error {}

/**
 * Well-known binary as GeoJSON: both byte orders, ISO and PostGIS numbers for heights and measures (measures are left out). An empty point has no
 * coordinates. @throws BrokenGeometry
 */
export function readWkb(bytes: Uint8Array, from = 0): Geometry {
  return new Reading(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), from).geometry();
}

class Reading {
  private little = true;
  private values = 2;
  private high = false;

  constructor(private readonly view: DataView, private at: number) {}

  geometry(): Geometry {
    this.need(5);
    this.little = this.view.getUint8(this.at) === 1;
    const code = this.view.getUint32(this.at + 1, this.little);
    this.at += 5;
    const kind = (code & 0xffff) % 1000;
    const dimensions = Math.floor((code & 0xffff) / 1000);
    const type = TYPES[kind];
    if (!type || dimensions > 3) throw new BrokenGeometry(`WKB ${code}`);
    this.high = dimensions === 1 || dimensions === 3 || (code & 0x80000000) !== 0;
    const measured = dimensions >= 2 || (code & 0x40000000) !== 0;
    this.values = 2 + (this.high ? 1 : 0) + (measured ? 1 : 0);
    if (code & 0x20000000) { this.need(4); this.at += 4; } // its SRID
    return this.body(type);
  }

  private body(type: string): Geometry {
    if (type === 'Point') {
      const place = this.position();
      return { type, coordinates: Number.isNaN(place[0]) && Number.isNaN(place[1]) ? [] : place };
    }
    if (type === 'LineString') return { type, coordinates: this.line() };
    if (type === 'Polygon') return { type, coordinates: this.many(4, () => this.line()) };
    const parts = this.many(5, () => this.geometry());
    if (type === 'GeometryCollection') return { type, geometries: parts };
    return { type, coordinates: parts.map((part) => (part as { coordinates: unknown }).coordinates) } as Geometry;
  }

  private line = (): number[][] => this.many(8 * this.values, () => this.position());

  private position(): number[] {
    this.need(8 * this.values);
    const place = [this.view.getFloat64(this.at, this.little), this.view.getFloat64(this.at + 8, this.little)];
    if (this.high) place.push(this.view.getFloat64(this.at + 16, this.little));
    this.at += 8 * this.values;
    return place;
  }

  private many<T>(least: number, one: () => T): T[] {
    this.need(4);
    const count = this.view.getUint32(this.at, this.little);
    this.at += 4;
    this.need(count * least);
    const all: T[] = [];
    for (let n = 0; n < count; n++) all.push(one());
    return all;
  }

  private need(bytes: number) {
    if (this.at + bytes > this.view.byteLength) throw new BrokenGeometry('WKB: 数据不完整 (truncated)');
  }
}
