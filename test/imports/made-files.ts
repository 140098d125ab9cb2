/** Codes and values of DXF, as text. */
export const dxf = (...pairs: [number, string | number][]) => pairs.map(([code, value]) => `${code}\n${value}\n`).join('');

/** A drawing of one line, the name of whose layer is given as bytes or text. */
export function layersOfDxf(header: [number, string | number][], layer: Buffer | string): Buffer {
  const before = `${dxf([0, 'SECTION'], [2, 'HEADER'], ...header, [0, 'ENDSEC'], [0, 'SECTION'], [2, 'ENTITIES'], [0, 'LINE'])}8\n`;
  return Buffer.concat([Buffer.from(before), Buffer.from(layer as string), Buffer.from(`\n${dxf([10, 44432284], [20, 4918620], [11, 44432384], [21, 4918620], [0, 'ENDSEC'], [0, 'EOF'])}`)]);
}

export interface Points { fields: { name: string; width: number }[]; rows: { at: [number, number]; values: string[] }[] }

/** The files of a shapefile of points in UTF-8: names are cut off after ten bytes and values at their width, as programs do. */
export function shapefile({ fields, rows }: Points): { shp: Buffer; shx: Buffer; dbf: Buffer } {
  const header = (bytes: number) => {
    const head = Buffer.alloc(100);
    head.writeUInt32BE(9994, 0); head.writeUInt32BE(bytes / 2, 24); head.writeUInt32LE(1000, 28); head.writeUInt32LE(1, 32);
    [Math.min(...rows.map(({ at }) => at[0])), Math.min(...rows.map(({ at }) => at[1])), Math.max(...rows.map(({ at }) => at[0])), Math.max(...rows.map(({ at }) => at[1]))].forEach((value, n) => head.writeDoubleLE(value, 36 + 8 * n));
    return head;
  };
  const records = rows.map(({ at }, n) => {
    const record = Buffer.alloc(28);
    record.writeUInt32BE(n + 1, 0); record.writeUInt32BE(10, 4); record.writeUInt32LE(1, 8); record.writeDoubleLE(at[0], 12); record.writeDoubleLE(at[1], 20);
    return record;
  });
  const index = rows.map((_, n) => {
    const entry = Buffer.alloc(8);
    entry.writeUInt32BE((100 + 28 * n) / 2, 0); entry.writeUInt32BE(10, 4);
    return entry;
  });
  const length = 1 + fields.reduce((sum, { width }) => sum + width, 0);
  const head = Buffer.alloc(32);
  head[0] = 3; head[1] = 126; head[2] = 1; head[3] = 1;
  head.writeUInt32LE(rows.length, 4); head.writeUInt16LE(33 + 32 * fields.length, 8); head.writeUInt16LE(length, 10);
  const described = fields.map(({ name, width }) => {
    const field = Buffer.alloc(32);
    Buffer.from(name).subarray(0, 10).copy(field);
    field[11] = 0x43; field[16] = width;
    return field;
  });
  const values = rows.map((row) => {
    const record = Buffer.alloc(length, 0x20);
    let place = 1;
    fields.forEach(({ width }, n) => { Buffer.from(row.values[n] ?? '').subarray(0, width).copy(record, place); place += width; });
    return record;
  });
  return { shp: Buffer.concat([header(100 + 28 * rows.length), ...records]), shx: Buffer.concat([header(100 + 8 * rows.length), ...index]), dbf: Buffer.concat([head, ...described, Buffer.from([0x0d]), ...values, Buffer.from([0x1a])]) };
}

/** A FlatGeobuf of three points named 甲, 乙 and 丙, without an index, as GDAL writes it: features of 80 bytes from byte 168 on. */
export const flatgeobuf = () => Buffer.from('ZmdiA2ZnYgGcAAAAIAAAAAAAAAAYACAACAAMAAUAAAAAAAAAAAAQABQABgAYAAAAAAEAAEQAAAAcAAAAEAAAAAMAAAAAAAAAAAAAAAEAAAA8AAAABAAAADMzMzMzY2BAMzMzMzMzRkCamZmZmWlgQDMzMzMzM0ZAAQAAAHAADgAQAAgABwAAAAAADAAOAAAAAAAACwgAAAAAAAAABgAAAOWQjeensAAATAAAAAwAAAAIAAwABAAIAAgAAAAgAAAABAAAAAkAAAAAAAMAAADnlLIAAAAIAAgAAAAEAAgAAAAEAAAAAgAAADMzMzMzY2BAMzMzMzMzRkBMAAAADAAAAAgADAAEAAgACAAAACAAAAAEAAAACQAAAAAAAwAAAOS5mQAAAAgACAAAAAQACAAAAAQAAAACAAAAZmZmZmZmYEAzMzMzMzNGQEwAAAAMAAAACAAMAAQACAAIAAAAIAAAAAQAAAAJAAAAAAADAAAA5LiZAAAACAAIAAAABAAIAAAABAAAAAIAAACamZmZmWlgQDMzMzMzM0ZA', 'base64');
/** Where its header has the number of features. */
export const FLATGEOBUF_COUNT = 64;
