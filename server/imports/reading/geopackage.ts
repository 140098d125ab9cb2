import type { Geometry } from 'geojson';
import { Database } from 'node-sqlite3-wasm';
import { openByGdal } from './gdal';
import { BrokenGeometry, readWkb } from './read-wkb';
import { type Asked, type Cell, type Fault, type Note, type RawRow, type Source, type StatedCrs, Unreadable } from './source';

// A GeoPackage is a SQLite file, and its geometries are WKB behind a short head: read as such it takes a fraction of GDAL's time. What needs
// more (curves, views, files that SQLite alone does not open) is for GDAL.

const ENCODING = { guess: 'UTF-8', evidence: 'GeoPackage 规定 (as GeoPackage lays down)' };
const NO_DATA = /^(layer_styles|qgis_projects)$/;

interface Place { column: string; type: string; crs: StatedCrs | null }
interface Layer { name: string; place: Place | null; columns: { name: string; type: string }[]; rows: number }

export async function openGeopackage(file: string, asked: Asked): Promise<Source> {
  const opened = opening(file);
  return opened ? sourceOf(opened.db, opened.layers, asked) : openByGdal(file, asked, { format: 'GeoPackage', encoding: ENCODING, skip: NO_DATA, drawn: (feature, layer) => isDrawn(file, layer, feature) });
}

function opening(file: string): { db: Database; layers: Layer[] } | undefined {
  let db: Database | undefined;
  try {
    db = new Database(file, { readOnly: true });
    db.exec('PRAGMA trusted_schema = OFF');
    const layers = layersOf(db);
    if (layers) return { db, layers };
  } catch {
    // broken, or journalled in a way that needs more: GDAL says what it is
  }
  db?.close();
  return undefined;
}

/** Whether a row of a table that GDAL reads has a geometry at all. */
function isDrawn(file: string, layer: string, feature: number): boolean {
  let db: Database | undefined;
  try {
    db = new Database(file, { readOnly: true });
    const [place] = rowsOf<{ column_name: string }>(db, 'SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?', [layer]);
    return place !== undefined && rowsOf(db, `SELECT 1 FROM (SELECT ${quoted(place.column_name)} AS g FROM ${quoted(layer)} LIMIT 1 OFFSET ${feature - 1}) WHERE g IS NOT NULL`).length > 0;
  } catch {
    return false; // what SQLite alone does not open
  } finally {
    db?.close();
  }
}

const rowsOf = <T>(db: Database, sql: string, values: string[] = []) => db.all(sql, values) as unknown as T[];
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Its tables, those without geometries too; undefined where one is for GDAL. */
function layersOf(db: Database): Layer[] | undefined {
  const tables = new Map(rowsOf<{ name: string; type: string }>(db, "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").map(({ name, type }) => [name, type]));
  if (!tables.has('gpkg_contents') || !tables.has('gpkg_spatial_ref_sys')) return undefined;
  const contents = rowsOf<{ table_name: string; data_type: string }>(db, 'SELECT table_name, data_type FROM gpkg_contents ORDER BY rowid');
  const places = tables.has('gpkg_geometry_columns') ? rowsOf<{ table_name: string; column_name: string; geometry_type_name: string; srs_id: number }>(db, 'SELECT * FROM gpkg_geometry_columns') : [];
  const curved = tables.has('gpkg_extensions') && rowsOf(db, "SELECT 1 FROM gpkg_extensions WHERE extension_name LIKE 'gpkg_geom_%'").length > 0;
  const names = contents.filter(({ data_type }) => ['features', 'attributes', 'aspatial'].includes(data_type)).map(({ table_name }) => table_name);
  // as GDAL has it: where no table is registered as one without geometries, those that nobody registered are such tables
  if (!contents.some(({ data_type }) => data_type === 'attributes' || data_type === 'aspatial')) {
    names.push(...[...tables.keys()].filter((name) => !/^(gpkg_|rtree_|sqlite_)/.test(name) && !contents.some(({ table_name }) => table_name === name)));
  }
  if (curved || names.some((name) => tables.get(name) !== 'table') || places.some(({ geometry_type_name }) => !PLAIN.has(geometry_type_name.toUpperCase()))) return undefined;
  return names.map((name) => {
    const place = places.find(({ table_name }) => table_name === name);
    return { name, place: place ? { column: place.column_name, type: place.geometry_type_name, crs: crsOf(db, place.srs_id) } : null, columns: columnsOf(db, name, place?.column_name), rows: countOf(db, name, tables.has('gpkg_ogr_contents')) };
  });
}

const PLAIN = new Set(['GEOMETRY', 'POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION']);

/** Without geometry and number of the row. */
const columnsOf = (db: Database, table: string, geometry: string | undefined) => rowsOf<{ name: string; type: string; pk: number }>(db, `PRAGMA table_info(${quoted(table)})`)
  .filter(({ name, type, pk }) => name !== geometry && !(pk === 1 && type.toUpperCase() === 'INTEGER'));

function countOf(db: Database, table: string, noted: boolean): number {
  const known = noted ? rowsOf<{ feature_count: number | null }>(db, 'SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?', [table])[0]?.feature_count : null;
  return Number(known ?? rowsOf<{ n: number }>(db, `SELECT count(*) AS n FROM ${quoted(table)}`)[0]?.n ?? 0);
}

/** -1 and 0 are the format's words for an unknown system. */
function crsOf(db: Database, id: number): StatedCrs | null {
  const [row] = rowsOf<{ organization: string; organization_coordsys_id: number; definition: string; definition_12_063?: string }>(db, `SELECT * FROM gpkg_spatial_ref_sys WHERE srs_id = ${Number(id)}`);
  if (!row || id === -1 || id === 0) return null;
  const wkt = [row.definition, row.definition_12_063].find((one) => one && one !== 'undefined') ?? null;
  const name = /^\w+\["([^"]+)"/.exec(wkt ?? '')?.[1] ?? '?';
  return { name: row.organization.toUpperCase() === 'EPSG' ? `EPSG:${row.organization_coordsys_id}` : name, wkt, evidence: `文件自带坐标系 (stated in the file): ${name}` };
}

function sourceOf(db: Database, layers: Layer[], asked: Asked): Source {
  const close = () => { if (db.isOpen) db.close(); };
  const refuse = (reason: string, value: unknown, again = false) => { close(); return new Unreadable(reason, value, again); };
  if (layers.length === 0) throw refuse('GeoPackage 中没有图层 (no layers)', asked.name);
  const usable = layers.filter(({ name }) => !NO_DATA.test(name));
  const open = usable.filter(({ name }) => asked.sheet === undefined || name === asked.sheet);
  if (asked.sheet !== undefined && open.length === 0) throw refuse(`没有这个图层；有 (no such layer; there are): ${usable.map(({ name }) => name).join(', ')}`, asked.sheet, true);
  const layer = open.reduce<Layer | undefined>((most, each) => (!most || each.rows > most.rows ? each : most), undefined);
  if (!layer) throw refuse('GeoPackage 中没有可导入的图层 (no layer to import)', asked.name);
  const notes: Note[] = usable.filter((one) => one !== layer).map(({ name, rows }) => ({ zh: `图层“${name}”（${rows} 个要素）未读取，可改选（sheet）`, en: `layer "${name}" is not read; name it as sheet` }));
  return {
    format: 'GeoPackage', encoding: ENCODING, crs: layer.place?.crs ?? null, columns: layer.columns.map(({ name }) => name), notes, shapes: layer.place !== null, total: layer.rows,
    rows: features(db, layer, layers.length > 1 ? layer.name : null, close), close,
    tables: layers.map((one) => ({ name: one.name, rows: one.rows, columns: one.columns.length, taken: one === layer })),
  };
}

/** Numbers beyond what JSON's readers keep, and bytes, come as texts: bytes in hexadecimal digits. */
const cellAs = (column: string) => `CASE WHEN typeof(${column}) = 'blob' THEN hex(${column}) WHEN typeof(${column}) = 'integer' AND ${column} NOT BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST(${column} AS TEXT) ELSE ${column} END`;

/** Each row as one JSON array: a call into SQLite per cell takes three times as long. */
function* features(db: Database, { name, place, columns }: Layer, sheet: string | null, close: () => void): Generator<RawRow> {
  const parts = columns.reduce<string[][]>((all, { name: column }, n) => { if (n % PER_CALL === 0) all.push([]); all.at(-1)?.push(cellAs(quoted(column))); return all; }, []);
  const statement = db.prepare(`SELECT ${[...parts.map((part, n) => `json_array(${part.join(', ')}) AS c${n}`), `${place ? quoted(place.column) : 'NULL'} AS g`].join(', ')} FROM ${quoted(name)}`);
  const flags = columns.flatMap(({ type }, n) => (type.toUpperCase() === 'BOOLEAN' ? [n] : []));
  let line = 0;
  try {
    for (const row of statement.iterate() as IterableIterator<Record<string, string | Uint8Array | null>>) {
      line++;
      const cells: Cell[] = JSON.parse(row.c0 as string ?? '[]');
      for (let n = 1; n < parts.length; n++) cells.push(...JSON.parse(row[`c${n}`] as string));
      for (let n = 0; n < cells.length; n++) if (cells[n] === '') cells[n] = null;
      for (const n of flags) if (cells[n] === 0 || cells[n] === 1) cells[n] = cells[n] === 1;
      const { shape, fault } = shapeOf(row.g ?? null);
      yield { sheet, line, cells, shape, ...(fault ? { faults: [fault] } : {}) };
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'SQLite3Error') throw new Unreadable(`GeoPackage 第 ${line + 1} 个要素处损坏 (broken at this feature): ${error.message}`, line + 1);
    throw error;
  } finally {
    statement.finalize();
    close();
  }
}

/** Arguments that a function of SQLite takes are counted. */
const PER_CALL = 100;

/** Doubles of the envelope, by its code. */
const ENVELOPES = [0, 32, 48, 48, 64];

const broken = (why: string): { shape: null; fault: Fault } => ({ shape: null, fault: { column: 'geometry', value: why, reason: '几何数据损坏或不支持 (a broken geometry, or of a kind that is not read)', suggestion: null, level: 'error' } });

function shapeOf(blob: string | Uint8Array | null): { shape: Geometry | null; fault?: Fault } {
  if (blob === null) return { shape: null };
  if (typeof blob === 'string' || blob.length < 8 || blob[0] !== 0x47 || blob[1] !== 0x50) return broken('GeoPackage Binary');
  const envelope = ENVELOPES[((blob[3] as number) >> 1) & 7];
  if (envelope === undefined) return broken('envelope');
  try {
    return { shape: readWkb(blob, 8 + envelope) };
  } catch (error) {
    if (error instanceof BrokenGeometry) return broken(error.message);
    throw error;
  }
}
