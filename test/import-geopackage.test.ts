import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { openByGdal } from '../server/imports/reading/gdal';
import { openGeopackage } from '../server/imports/reading/geopackage';
import type { RawRow, Source } from '../server/imports/reading/source';

// GeoPackages are read as the SQLite files that they are: what GDAL reads in them is the measure.

const hasGdal = (() => { try { execFileSync('ogr2ogr', ['--version']); return true; } catch { return false; } })();

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'paikou-gpkg-')); });
afterAll(() => rmSync(folder, { recursive: true }));

const asked = (sheet?: string) => ({ name: 'a.gpkg', known: [], totals: [], drawings: [], folder, ...(sheet ? { sheet } : {}) });
const byGdal = (file: string, sheet?: string) => openByGdal(file, asked(sheet), { format: 'GeoPackage', encoding: { guess: 'UTF-8', evidence: 'GeoPackage 规定 (as GeoPackage lays down)' }, skip: /^(layer_styles|qgis_projects)$/ });

async function whole(source: Source) {
  const rows: RawRow[] = [];
  for await (const row of source.rows) rows.push(...(Array.isArray(row) ? row : [row]));
  await source.close?.();
  const { rows: _rows, close: _close, crs, ...about } = source;
  return { about, crs: crs && { name: crs.name, evidence: crs.evidence }, rows };
}

/** GDAL writes days with strokes; the file has hyphens. */
const days = (value: unknown) => (typeof value === 'string' ? value.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3') : value);

const POSITION = (n: number) => [131.1 + n / 7, 44.4 - n / 11];
const SHAPES: unknown[] = [
  { type: 'Point', coordinates: POSITION(1) }, { type: 'Point', coordinates: [...POSITION(2), 81.25] }, { type: 'MultiPoint', coordinates: [POSITION(1), POSITION(3)] },
  { type: 'LineString', coordinates: [POSITION(1), POSITION(2), POSITION(4)] }, { type: 'MultiLineString', coordinates: [[POSITION(1), POSITION(2)], [POSITION(3), POSITION(4)]] },
  { type: 'Polygon', coordinates: [[POSITION(0), [132, 44], [132, 45], POSITION(0)], [[131.9, 44.3], [131.9, 44.4], [131.8, 44.4], [131.9, 44.3]]] },
  { type: 'MultiPolygon', coordinates: [[[POSITION(0), [132, 44], [132, 45], POSITION(0)]], [[[133, 44], [134, 44], [134, 45], [133, 44]]]] },
  { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: POSITION(5) }, { type: 'LineString', coordinates: [POSITION(1), POSITION(2)] }] }, null,
];
const COLLECTION = { type: 'FeatureCollection', features: SHAPES.map((geometry, n) => ({ type: 'Feature', geometry, properties: {
  名称: n === 3 ? '' : `示意“${n}”, 'x'\n第二行`, count: n * 1000, big: 2 ** 40 + n, real: n / 3 + 0.1, yes: n % 2 === 0, day: '2024-02-29', at: '2024-02-29T10:20:30Z', none: n === 0 ? 'one' : null } })) };

function made(name: string, ...args: string[]): string {
  writeFileSync(join(folder, 'all.geojson'), JSON.stringify(COLLECTION));
  execFileSync('ogr2ogr', ['-f', 'GPKG', name, 'all.geojson', '-nln', '图层', ...args], { cwd: folder, stdio: 'pipe' });
  return join(folder, name);
}

const sql = (file: string, ...statements: string[]) => {
  const db = new Database(file);
  for (const statement of statements) db.exec(statement);
  db.close();
};

(hasGdal ? describe : describe.skip)('files made by ogr2ogr (skipped where it is not installed)', () => {
  test.each([['as it is', []], ['Gauss-Krüger', ['-t_srs', 'EPSG:4532']], ['with measures', ['-dim', 'XYM']], ['with heights and measures', ['-dim', 'XYZM']], ['one type', ['-nlt', 'POINT', '-where', "OGR_GEOMETRY='POINT'"]], ['a table without places', ['-nlt', 'NONE']]])('the same as by GDAL: %s', async (what, args) => {
    const file = made(`${what.replaceAll(' ', '-')}.gpkg`, ...args);
    const [ours, theirs] = [await whole(await openGeopackage(file, asked())), await whole(await byGdal(file))];
    expect(ours.about).toEqual({ ...theirs.about, shapes: what !== 'a table without places' });
    expect(ours.crs).toEqual(theirs.crs);
    expect(ours.rows).toHaveLength(theirs.rows.length);
    for (const [n, row] of ours.rows.entries()) {
      const other = theirs.rows[n] as RawRow;
      expect([row.line, row.sheet, row.faults]).toEqual([other.line, other.sheet, other.faults]);
      expect(near(row.shape)).toEqual(near(other.shape));
      expect(row.cells.slice(0, 6).map(near)).toEqual(other.cells.slice(0, 6).map(days).map(near));
      expect(String(row.cells[6]).slice(0, 19).replace('T', ' ')).toBe(String(days(other.cells[6])).slice(0, 19).replace('T', ' '));
    }
  });

  test('of several layers the largest is taken, the others are told, one can be named; styles are no layer', async () => {
    const file = made('several.gpkg', '-where', 'count < 3000');
    execFileSync('ogr2ogr', ['-f', 'GPKG', '-update', file, join(folder, 'all.geojson'), '-nln', 'larger'], { stdio: 'pipe' });
    sql(file, "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, style TEXT)", "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('layer_styles', 'attributes')");
    for (const sheet of [undefined, '图层']) {
      const [ours, theirs] = [await whole(await openGeopackage(file, asked(sheet))), await whole(await byGdal(file, sheet))];
      expect(ours.about).toEqual(theirs.about);
      expect(ours.rows.map(({ sheet: one }) => one)).toEqual(theirs.rows.map(({ sheet: one }) => one));
    }
    await expect(openGeopackage(file, asked('nowhere'))).rejects.toThrow('larger');
  });

  test('curves and views are left to GDAL, which makes lines of them', async () => {
    const file = made('curves.gpkg', '-nlt', 'CONVERT_TO_CURVE', '-where', "OGR_GEOMETRY='POLYGON'");
    const { rows } = await whole(await openGeopackage(file, asked()));
    expect(rows.map(({ shape }) => shape?.type)).toEqual(['Polygon']);
  });

  test('what the file does not know, cannot hold or has broken is told, row by row', async () => {
    const file = made('broken.gpkg', '-nlt', 'POINT', '-where', "OGR_GEOMETRY='POINT'");
    const spatialIndex = [1, 2, 3, 4, 5, 6, 7].map((n) => `DROP TRIGGER IF EXISTS "rtree_图层_geom_update${n}"`);
    sql(file, ...spatialIndex, 'UPDATE "图层" SET geom = substr(geom, 1, length(geom) - 3), big = 9223372036854775807, "名称" = x\'00ff\' WHERE fid = 1', "UPDATE \"图层\" SET geom = 'text' WHERE fid = 2", 'UPDATE gpkg_geometry_columns SET srs_id = 0', 'UPDATE gpkg_contents SET srs_id = 0');
    const { rows, crs } = await whole(await openGeopackage(file, asked()));
    expect(crs).toBeNull();
    expect(rows.map(({ shape, faults }) => [shape, faults?.map(({ column, level, value }) => [column, level, value])])).toEqual([[null, [['geometry', 'error', 'WKB: 数据不完整 (truncated)']]], [null, [['geometry', 'error', 'GeoPackage Binary']]]]);
    expect([rows[0]?.cells[0], rows[0]?.cells[2]]).toEqual(['00FF', '9223372036854775807']);
  });
});

/** Twelve digits after the point, as GDAL writes coordinates; fifteen digits of a number. */
const near = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null), (_, one) => (typeof one === 'number' ? Number(one.toPrecision(12)) : one));
