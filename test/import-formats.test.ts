import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { endReader } from '../server/imports/reading/reader';
import { type RunningApp, startApp } from './harness';
import { commit, previewed, send, undo } from './imports/client';
import { flatgeobuf } from './imports/made-files';
import { zipOf } from './imports/zip-of';

const CITY = '231081';
const FOREIGN = join(__dirname, '../../shared/data');

let app: RunningApp;
let folder: string;
beforeAll(async () => { app = await startApp(); folder = mkdtempSync(join(tmpdir(), 'paikou-formats-')); });
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await endReader();
  await app.close();
});

const square = (lon: number, lat: number, half = 0.003) => ({ type: 'Polygon', coordinates: [[[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]]] });
const ZONES = { type: 'FeatureCollection', features: [0, 1, 2].map((n) => ({ type: 'Feature', properties: { 名称: `示意水源地${n}`, 水源地: `示意水源${n}`, 级别: n ? '二级' : '一级' }, geometry: square(131.1 + n / 50, 44.4) })) };

const hasGdal = (() => { try { execFileSync('ogr2ogr', ['--version']); return true; } catch { return false; } })();
/** Files made by GDAL's own program, where it is installed. */
const made = (...args: string[]) => { writeFileSync(join(folder, 'zones.geojson'), JSON.stringify(ZONES)); execFileSync('ogr2ogr', [...args, 'zones.geojson'], { cwd: folder, stdio: 'pipe' }); };
const read = (name: string) => readFileSync(join(folder, name));
const zipped = (parts: string[]) => zipOf(Object.fromEntries(parts.map((part) => [part, read(part)])));

const named = (job: Awaited<ReturnType<typeof previewed>>) => job.first.features.map(({ properties }) => [properties.name, properties.level]).sort();
const EXPECTED = [['示意水源地0', 'class_1'], ['示意水源地1', 'class_2'], ['示意水源地2', 'class_2']];

(hasGdal ? describe : describe.skip)('files made by ogr2ogr (skipped where it is not installed)', () => {
  test.each([
    ['GeoPackage', 'a.gpkg', ['-f', 'GPKG', 'a.gpkg'], true], ['GeoPackage in Gauss-Krüger', 'gk.gpkg', ['-f', 'GPKG', '-t_srs', 'EPSG:4532', 'gk.gpkg'], false],
    ['FlatGeobuf', 'a.fgb', ['-f', 'FlatGeobuf', 'a.fgb'], true], ['GML', 'a.gml', ['-f', 'GML', 'a.gml'], true], ['KML', 'a.kml', ['-f', 'KML', 'a.kml'], true], ['KMZ', 'a.kmz', ['-f', 'LIBKML', 'a.kmz'], true],
  ])('%s', async (_, name, args, asGiven) => {
    made(...args);
    const job = await previewed(app, name, read(name), { region: CITY, layer: 'drinking_water_zones' });
    expect([job.state, job.rows, job.crs?.as_given, job.counts?.errors, job.error]).toEqual(['previewed', 3, asGiven, 0, null]);
    expect(named(job)).toEqual(EXPECTED);
    const [lon, lat] = (job.first.features.find(({ properties }) => properties.name === '示意水源地0')!.geometry as { coordinates: number[][][][] }).coordinates[0]![0]![0]!;
    expect([Math.abs(lon! - 131.1), Math.abs(lat! - 44.4)].map((off) => Math.abs(off - 0.003) < 1e-7)).toEqual([true, true]);
  });

  test.each([['GBK', true], ['GBK', false], ['UTF-8', true], ['UTF-8', false]])('Shapefile in %s, with .cpg and .prj: %s', async (encoding, stated) => {
    const stem = `shape-${encoding}-${stated}`;
    made('-f', 'ESRI Shapefile', '-lco', `ENCODING=${encoding}`, `${stem}.shp`);
    const job = await previewed(app, `${stem}.zip`, zipped([`${stem}.shp`, `${stem}.shx`, `${stem}.dbf`, ...(stated ? [`${stem}.prj`, `${stem}.cpg`] : [])]), { region: CITY, layer: 'drinking_water_zones' });
    expect([job.state, job.encoding?.guess, job.rows, job.counts?.errors, job.error]).toEqual(['previewed', encoding, 3, 0, null]);
    expect(named(job)).toEqual(EXPECTED);
  });

  test('DXF has no fields: its layer, zone and values are found or asked for', async () => {
    made('-f', 'DXF', '-t_srs', 'EPSG:4553', '-nlt', 'MULTILINESTRING', 'a.dxf');
    const job = await previewed(app, '管网.dxf', read('a.dxf'), { region: CITY, defaults: { kind: 'sewage' } });
    expect([job.layer, job.rows, job.crs?.guess, job.crs?.as_given, job.counts?.errors]).toEqual(['sewer_lines', 3, 'gk3_zone_44', false, 0]);
    expect(await commit(app, job.id)).toMatchObject({ status: 422, body: { errors: [{ field: 'crs', value: 'gk3_zone_44' }] } });
    expect((await commit(app, job.id, { crs: 'gk3_zone_44' })).body.outcome).toMatchObject({ created: 3 });
  });
});

/** Codes and values of DXF, as text. */
const dxf = (...pairs: [number, string | number][]) => pairs.map(([code, value]) => `${code}\n${value}\n`).join('');

test('DXF whose blocks insert other blocks, moved and turned, comes in as what is drawn', async () => {
  const insert = (block: string, x: number, y: number, turned = 0) => dxf([0, 'INSERT'], [8, '污水管'], [2, block], [10, x], [20, y], [50, turned]);
  const block = (name: string, content: string) => `${dxf([0, 'BLOCK'], [8, '0'], [2, name], [70, 0], [10, 0], [20, 0], [30, 0], [3, name])}${content}${dxf([0, 'ENDBLK'], [8, '0'])}`;
  const section = (name: string, content: string) => `${dxf([0, 'SECTION'], [2, name])}${content}${dxf([0, 'ENDSEC'])}`;
  const drawing = section('HEADER', dxf([9, '$ACADVER'], [1, 'AC1021']))
    + section('BLOCKS', block('PIPE', dxf([0, 'LINE'], [8, '污水管'], [10, 0], [20, 0], [11, 100], [21, 0])) + block('STREET', insert('PIPE', 0, 0) + insert('PIPE', 0, 50, 90)))
    + section('ENTITIES', insert('STREET', 44432284.373, 4918620.276) + insert('STREET', 44432584.373, 4918620.276)) + dxf([0, 'EOF']);
  const job = await previewed(app, '管网.dxf', drawing, { region: CITY, layer: 'sewer_lines', defaults: { kind: 'sewage' } });
  expect([job.rows, job.crs?.guess, job.counts?.errors, job.error]).toEqual([2, 'gk3_zone_44', 0, null]);
  expect((await commit(app, job.id, { crs: 'gk3_zone_44' })).body.outcome).toMatchObject({ created: 2 });
  const { rows } = await app.db.knex.raw('SELECT ST_NumGeometries(geom) AS parts, round(ST_Length(geom::geography)) AS metres FROM sewer_line WHERE id IN (SELECT row_id FROM import_change WHERE job_id = ?)', [job.id]);
  expect(rows).toEqual([{ parts: 2, metres: 200 }, { parts: 2, metres: 200 }]);
});

test('a drawing: what its layers are called says what it is and which level; of several things one is read and the others are told and can be chosen', async () => {
  const vertices = (x: number) => [[x, 4918620], [x + 100, 4918620], [x + 100, 4918720], [x, 4918720]].flatMap(([e, n]): [number, number][] => [[10, e!], [20, n!]]);
  const area = (layer: string, x: number) => dxf([0, 'LWPOLYLINE'], [100, 'AcDbEntity'], [8, layer], [100, 'AcDbPolyline'], [90, 4], [70, 1], ...vertices(x));
  const line = (layer: string, x: number) => dxf([0, 'LINE'], [8, layer], [10, x], [20, 4918620], [11, x + 100], [21, 4918620]);
  const drawing = dxf([0, 'SECTION'], [2, 'HEADER'], [9, '$ACADVER'], [1, 'AC1021'], [0, 'ENDSEC'], [0, 'SECTION'], [2, 'ENTITIES'])
    + area('饮用水一级保护区', 44432284) + area('饮用水二级保护区', 44432484) + line('污水管DN300', 44432684) + line('图框', 44432684) + dxf([0, 'ENDSEC'], [0, 'EOF']);
  const job = await previewed(app, '图纸.dxf', drawing, { region: CITY });
  expect([job.layer, job.rows, job.first.features.map(({ properties }) => properties.level), job.tables.map(({ name, rows, taken }) => [name, rows, taken])]).toEqual(['drinking_water_zones', 2, ['class_1', 'class_2'],
    [['饮用水一级保护区', 1, true], ['饮用水二级保护区', 1, true], ['污水管DN300', 1, false], ['图框', 1, false]]]);
  expect(job.notes.map(({ zh }) => zh)).toEqual(['图层“污水管DN300”（1 个图形）未读取，可改选（sheet）', '图层“图框”（1 个图形）未读取，可改选（sheet）',
    '图层按图中图层名“饮用水一级保护区、饮用水二级保护区”判断为“饮用水水源保护区”', '“级别”按图中图层名判断：“饮用水一级保护区”→ class_1，“饮用水二级保护区”→ class_2']);
  const { body: filled } = await send<typeof job>(app, 'PATCH', `/api/imports/${job.id}`, { defaults: { name: '示意水源地', source_name: '示意水源' } });
  expect([filled.counts?.errors, filled.defaults]).toEqual([0, { name: '示意水源地', source_name: '示意水源' }]);
  expect(await send(app, 'PATCH', `/api/imports/${job.id}`, { defaults: { level: '特级' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'defaults.level', value: '特级' }] } });
  for (const asked of [{ defaults: { constructor: 'x' } }, { defaults: { name: { zh: 'x' } } }, { mapping: { [job.columns[0]!.name]: 'toString' } }, { values: { constructor: {} } }]) expect(await send(app, 'PATCH', `/api/imports/${job.id}`, asked)).toMatchObject({ status: 422 });
  const pipes = await previewed(app, '图纸.dxf', drawing, { region: CITY, sheet: '污水管DN300' });
  expect([pipes.layer, pipes.rows, pipes.first.features.map(({ properties }) => properties.kind), pipes.counts?.errors]).toEqual(['sewer_lines', 1, ['sewage'], 0]);
  const asked = await previewed(app, '图纸.dxf', drawing, { region: CITY, layer: 'sewer_lines' });
  expect([asked.layer, asked.tables.filter(({ taken }) => taken).map(({ name }) => name)]).toEqual(['sewer_lines', ['污水管DN300']]);
});

test('reaches without nodes get those at the ends of their lines by consent, and new ones where there are none; an undo takes them away', async () => {
  const [at] = (await app.db.knex.raw("SELECT ST_X(geom) AS x, ST_Y(geom) AS y FROM reach_node WHERE code = '231081-node-02'")).rows as [{ x: number; y: number }];
  const line = (name: string, ...points: number[][]) => ({ type: 'Feature', properties: { 名称: name, 水体编码: '231081-w-01' }, geometry: { type: 'LineString', coordinates: points } });
  const file = JSON.stringify({ type: 'FeatureCollection', features: [
    line('示意甲', [at.x + 0.00002, at.y], [131.1, 44.3]), line('示意乙', [131.1, 44.30002], [131.2, 44.31]), line('示意丙', [131.05, 44.35], [131.1, 44.3]),
  ] });
  const nodes = async () => Number((await app.db.knex('reach_node').count('* as n').first())?.n);
  const before = await nodes();
  const job = await previewed(app, '河段.geojson', file, { region: CITY, layer: 'reaches' });
  expect([job.counts?.errors, job.nodes, job.problems[0]?.reason]).toEqual([3, 'given', expect.stringContaining('缺少必填项')]);
  const again = (how: string) => send<typeof job>(app, 'PATCH', `/api/imports/${job.id}`, { nodes: how });
  expect((await again('match')).body.problems.filter(({ level }) => level === 'error').map(({ row, column }) => `${row} ${column}`)).toEqual(['1 to_node', '2 from_node', '2 to_node', '3 from_node', '3 to_node']);
  const { body: made } = await again('make');
  expect([made.counts?.errors, made.problems.filter(({ reason }) => reason.includes('线端')).length, await nodes()]).toEqual([0, 6, before]);
  expect(made.problems.find(({ row, column }) => row === 1 && column === 'from_node')).toMatchObject({ value: '231081-node-02', reason: expect.stringMatching(/线端 1\.6 m 处的已有结点/) });
  await app.db.knex('reach').where({ code: '231081-w-01-r1' }).update({ chief_city: '示意' }); // the commit compares anew
  expect((await commit(app, job.id)).body.outcome).toMatchObject({ created: 3 });
  const { rows } = await app.db.knex.raw(`SELECT r.name, f.code = '231081-node-02' AS standing, f.kind AS from, t.kind AS to, t.code = (SELECT o.code FROM reach_node o JOIN reach b ON b.from_node_id = o.id WHERE b.name = '示意乙') AS joined
    FROM reach r JOIN reach_node f ON f.id = r.from_node_id JOIN reach_node t ON t.id = r.to_node_id WHERE r.source ->> 'import' = ? ORDER BY r.id`, [String(job.id)]);
  expect(rows).toEqual([{ name: '示意甲', standing: true, from: expect.any(String), to: 'junction', joined: true }, { name: '示意乙', standing: false, from: 'junction', to: 'outlet', joined: false }, { name: '示意丙', standing: false, from: 'source', to: 'junction', joined: true }]);
  expect(await nodes()).toBe(before + 3);
  const repeated = await previewed(app, '河段.geojson', file, { region: CITY, layer: 'reaches', nodes: 'make' });
  expect(repeated.counts).toMatchObject({ new: 0, changed: 0, same: 3, errors: 0, gone: 0 });
  expect((await undo(app, job.id)).status).toBe(201);
  expect(await nodes()).toBe(before);
});

test.each([['231081', 'special_waters', 'fgb'], ['231081', 'reaches', 'csv'], ['231081', 'layer_coverage', 'geojson'], ['653001', 'function_zones', 'shp.zip'], ['653001', 'sewer_coverage', 'kml'], ['653001', 'outfalls', 'xlsx']])(
  'what we export of %s (%s.%s) comes back as what stands, with nothing to complain of', async (region, layer, format) => {
    const file = new Uint8Array(await (await fetch(`${app.url}/api/exports/${layer}.${format}?region=${region}`)).arrayBuffer());
    const job = await previewed(app, `${layer}.${format.replace('shp.', '')}`, file, { region });
    expect([job.layer, job.counts?.same, job.problem_count, job.error]).toEqual([layer, job.rows, 0, null]);
    expect(job.counts).toMatchObject({ new: 0, changed: 0, errors: 0, notes: 0, repairs: 0, rings: 0 });
  });

test('a kind in the words of a department says the level of a special water too; a declaration may name its layer in Chinese', async () => {
  const look = (name: string, rows: string[][], layer: string) => previewed(app, name, rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'), { region: CITY, layer });
  const area = 'POLYGON((131.1 44.4,131.11 44.4,131.11 44.41,131.1 44.41,131.1 44.4))';
  const special = await look('风景.csv', [['名称', '类型', '几何（WKT）'], ['示意', '风景名胜区', area]], 'special_waters');
  expect([special.counts?.errors, special.first.features[0]?.properties.level]).toEqual([0, 'scenic_water']);
  expect((await commit(app, special.id, { edition: { name: '示意', document: '示意', valid_from: '2026-01-01', boundary_error_m: 1 } })).body.outcome).toMatchObject({ created: 1 });
  const strange = await look('怪.csv', [['名称', '类型', '几何（WKT）'], ['示意', '公园', area]], 'special_waters');
  expect(strange.decisions).toMatchObject([{ property: 'kind', value: '公园' }]);
  const declared = await look('声明.csv', [['名称', '图层', '声明', '截至日期', '声明单位', '几何（WKT）'], ['示意', '排污口', '完备', '2024-01-01', '示意局', area], ['示意二', '饮用水水源保护区', '无此类区域', '2024-01-01', '示意局', area]], 'layer_coverage');
  expect([declared.counts?.errors, declared.first.features.map(({ properties }) => [properties.layer, properties.statement])]).toEqual([0, [['outfalls', 'complete'], ['drinking_water_zones', 'none_here']]]);
  const town = await look('乡镇.csv', [['编码', '名称', '英文名称', '级别', '上级代码', '几何（WKT）'], ['231081999', '示意镇', 'Example', '镇', '231081', area]], 'regions');
  expect([town.counts?.errors, town.first.features[0]?.properties.level]).toEqual([0, 'town']);
});

test('boundary points of a land survey, northing first, in the zone that the file states', async () => {
  const text = '[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=44\r\n[地块坐标]\r\n5,1.2,1,示意地块,面,,,,@\r\nJ1,1,4918620.276,44432284.373\r\nJ2,1,4918620.276,44432384.373\r\nJ3,1,4918720.276,44432384.373\r\nJ1,1,4918620.276,44432284.373\r\n';
  const job = await previewed(app, '界址点.txt', text, { region: CITY, layer: 'industrial_parks', mapping: { 地块名称: 'name' } });
  expect([job.format, job.crs?.guess, job.counts?.errors]).toEqual(['TXT 界址点', 'gk3_zone_44', 0]);
  const [lon, lat] = (job.first.features[0]!.geometry as { coordinates: number[][][][] }).coordinates[0]![0]![0]!;
  expect([Math.abs(lon! - 131.15) < 1e-7, Math.abs(lat! - 44.4) < 1e-7]).toEqual([true, true]); // PROJ's own figures for EPSG:4553
});

test('a workbook: title, two merged rows of headings, degrees in three cells, a total row, dates; another sheet is told', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('台账');
  sheet.addRows([['绥芬河市入河排污口台账'], ['序号', '排污口名称', '类型', '经度', '', '', '纬度', '', '', '设置时间'], ['', '', '', '度', '分', '秒', '度', '分', '秒', ''],
    [1, '绥芬河市示意甲排污口', '其他排污口', 131, 7, 12, 44, 24, 36, new Date('2020-05-01')], [2, '绥芬河市示意乙排污口', '雨洪排口', 131, 7, 30, 44, 24, 30, '2021.6.1'], ['合计', 2]]);
  for (const merged of ['A1:J1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:F2', 'G2:I2', 'J2:J3']) sheet.mergeCells(merged);
  book.addWorksheet('说明').addRows([['填表说明', '示意'], ['一', '二']]);
  const job = await previewed(app, '台账.xlsx', new Uint8Array(await book.xlsx.writeBuffer()), { region: CITY });
  expect([job.layer, job.rows, job.counts?.errors, job.notes.map(({ zh }) => zh)]).toEqual(['outfalls', 2, 0, ['工作表“说明”未读取（表头不同）', '台账 第 6 行是合计行，未计入']]);
  expect(job.first.features.map(({ geometry, properties }) => [(geometry as { coordinates: number[] }).coordinates.map((one) => Math.round(one * 1e6) / 1e6), properties.set_up])).toEqual([[[131.12, 44.41], '2020-05-01'], [[131.125, 44.408333], '2021-06-01']]);
});

test.each([['GBK', (text: string) => encodeGbk(text)], ['UTF-8', (text: string) => Buffer.from(`\uFEFF${text}`)]])('CSV in %s', async (encoding, encode) => {
  const job = await previewed(app, '排污口.csv', encode('名称,类型,坐标\n示意排污口,其他,"１３１．１２，４４．４１"\n'), { region: CITY });
  expect([job.encoding?.guess, job.first.features[0]?.geometry, job.first.features[0]?.properties]).toMatchObject([encoding, { coordinates: [131.12, 44.41] }, { name: '示意排污口', category: 'other' }]);
});

/** The few characters of the test, by their GBK codes. */
function encodeGbk(text: string): Buffer {
  const codes = new Map<string, number[]>();
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
  return Buffer.from([...text].flatMap((one) => (one.charCodeAt(0) < 0x80 ? [one.charCodeAt(0)] : codes.get(one) as number[])));
}

test('the datum detective reads a table in GCJ-02 by the river that it names, and converts nothing without consent', async () => {
  const { rows: [river] } = await app.db.knex.raw(`
    SELECT w.name, ST_AsGeoJSON(ST_LineInterpolatePoints(d.geom, 0.15))::json AS points
    FROM region c JOIN waterbody w ON w.region_code LIKE c.code || '%' AND w.kind = 'river' CROSS JOIN LATERAL ST_Dump(ST_Intersection(w.geom, ST_Buffer(c.geom, -0.01))) d
    WHERE c.code = '${CITY}' AND ST_Dimension(d.geom) = 1 ORDER BY ST_Length(d.geom) DESC LIMIT 1`);
  const gcoord = require('gcoord').default ?? require('gcoord');
  const rows = (river.points.coordinates as [number, number][]).slice(0, 6).map((at, n) => `绥芬河市示意${n}排污口,其他排污口,${river.name},${gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02).join(',')}`);
  const text = `名称,类型,所在河流,经度,纬度\n${rows.join('\n')}\n`;
  const job = await previewed(app, '高德.csv', text, { region: CITY });
  expect([job.crs?.guess, job.crs?.as_given, job.crs?.evidence]).toEqual(['gcj02', false, expect.stringContaining('GCJ-02')]);
  expect((await commit(app, job.id)).status).toBe(422);
  const { body: asGiven } = await send(app, 'PATCH', `/api/imports/${job.id}`, { reading: 'as_given' });
  expect(asGiven.crs).toMatchObject({ as_given: true });
  expect(asGiven.problems.filter(({ reason }) => /GCJ-02/.test(reason)).length).toBeGreaterThanOrEqual(5);
});

test('geometries: what is repaired is shown before and after and needs consent, a large change consent of its own', async () => {
  const feature = (name: string, geometry: unknown) => ({ type: 'Feature', properties: { 名称: name, 水源地: '示意', 级别: '一级' }, geometry });
  const at = (x: number, y: number) => [131.1 + x / 1000, 44.4 + y / 1000];
  const ring = (...points: number[][]) => points.map(([x, y]) => at(x!, y!));
  const file = { type: 'FeatureCollection', features: [
    feature('open', { type: 'Polygon', coordinates: [ring([0, 0], [4, 0], [4, 4], [0, 4])] }),
    feature('bow-tie', { type: 'Polygon', coordinates: [ring([10, 0], [14, 4], [14, 0], [10, 4], [10, 0])] }),
    feature('3D', { type: 'Polygon', coordinates: [ring([20, 0], [24, 0], [24, 4], [20, 0]).map((one) => [...one, 5])] }),
    feature('null', null), feature('empty', { type: 'Polygon', coordinates: [] }), feature('point', { type: 'Point', coordinates: at(0, 0) }),
    feature('antimeridian', { type: 'Polygon', coordinates: [[[179, 44], [-179, 44], [-179, 45], [179, 44]]] }),
    feature('collection', { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: at(0, 0) }, { type: 'Polygon', coordinates: [ring([30, 0], [34, 0], [34, 4], [30, 0])] }] }),
    feature('sound', { type: 'Polygon', coordinates: [ring([40, 0], [44, 0], [44, 4], [40, 0])] }),
    feature('sound', { type: 'Polygon', coordinates: [ring([40, 0], [44, 0], [44, 4], [40, 0])] }),
  ] };
  const job = await previewed(app, '几何.geojson', JSON.stringify(file), { region: CITY, layer: 'drinking_water_zones' });
  expect(job.counts).toMatchObject({ duplicate: 1, errors: 4, repairs: 4, large_repairs: 1 });
  const repairs = Object.fromEntries(job.first.features.filter(({ properties }) => properties._repairs).map(({ properties }) => [properties.name, [(properties._repairs as { kind: string }[]).map(({ kind }) => kind), properties._before !== undefined]]));
  expect(repairs).toEqual({ open: [['closed'], true], 'bow-tie': [['valid'], true], '3D': [['height'], true], collection: [['collection'], true] });
  const edition = { name: '示意', document: '示意', valid_from: '2026-01-01', boundary_error_m: 1 };
  expect((await commit(app, job.id, { edition })).status).toBe(422);
  expect((await commit(app, job.id, { edition, rows: 'sound', repairs: 'small' })).body.outcome).toMatchObject({ created: 4, skipped: 5, duplicates: 1 });
});

test('a hole before the ring around it is put in order with consent; Beijing 54 is refused with what it takes to leave it', async () => {
  const box = (half: number) => [[-half, -half], [half, -half], [half, half], [-half, half], [-half, -half]].map(([x, y]) => [131.1 + x!, 44.4 + y!]);
  const zone = { type: 'Feature', properties: { 名称: 'order', 水源地: '示意', 级别: '一级' }, geometry: { type: 'Polygon', coordinates: [box(0.001), box(0.003)] } };
  const job = await previewed(app, '次序.geojson', JSON.stringify({ type: 'FeatureCollection', features: [zone] }), { region: CITY, layer: 'drinking_water_zones' });
  expect(job.counts).toMatchObject({ errors: 0, repairs: 1, large_repairs: 0 });
  expect(job.first.features[0]?.properties._repairs).toMatchObject([{ kind: 'order', area_change: 0 }]);
  const old = { type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4214' } }, features: [] };
  const refused = await previewed(app, '北京54.txt', '[属性描述]\r\n坐标系=北京54坐标系\r\n几度分带=3\r\n带号=44\r\n[地块坐标]\r\n3,1,1,示意,面,,,,@\r\nJ1,1,4918620,44432284\r\nJ2,1,4918620,44432384\r\nJ3,1,4918720,44432384\r\nJ1,1,4918620,44432284\r\n', { region: CITY, layer: 'industrial_parks' });
  expect([refused.state, refused.error?.detail]).toEqual(['failed', expect.stringMatching(/北京54.*格网改正量.*NTv2/)]);
  expect((await previewed(app, '北京54.geojson', JSON.stringify(old), { region: CITY, layer: 'industrial_parks' })).state).toBe('failed');
});

describe('another sheet, encoding or layer is chosen for the job that stands, without a new upload', () => {
  type Job = Awaited<ReturnType<typeof previewed>>;
  const again = async (job: Pick<Job, 'id'>, wishes: Record<string, unknown>): Promise<Job> => {
    const { status, body } = await send<Job & { detail?: string }>(app, 'PATCH', `/api/imports/${job.id}`, wishes);
    if (status !== 200) throw new Error(`${status} ${body.detail}`);
    for (let now = body; ; ({ body: now } = await send<Job>(app, 'GET', `/api/imports/${job.id}`))) {
      if (now.state !== 'reading') return now;
      await new Promise((next) => { setTimeout(next, 40); });
    }
  };
  const kept = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`paikou-import-${process.pid}-`)).length;

  test('a sheet, then all; the layer that was guessed goes with it, what was asked for stays', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('排污口').addRows([['排污口名称', '类型', '经度', '纬度'], ['绥芬河市甲排污口', '其他排污口', 131.1, 44.4], ['绥芬河市乙排污口', '其他排污口', 131.11, 44.4]]);
    book.addWorksheet('污水厂').addRows([['污水处理厂名称', '类型', '设计规模', '经度', '纬度'], ['甲厂', '城镇', 100, 131.1, 44.4]]);
    const before = kept();
    const job = await previewed(app, '普查.xlsx', new Uint8Array(await book.xlsx.writeBuffer()), { region: CITY });
    expect([job.state, job.file_kept, job.tables.map(({ name }) => name)]).toEqual(['previewed', true, ['排污口', '污水厂']]);
    const one = job.layer === 'outfalls' ? { sheet: '污水厂', layer: 'treatment_plants', rows: 1 } : { sheet: '排污口', layer: 'outfalls', rows: 2 };
    const other = await again(job, { sheet: one.sheet });
    expect([other.id, other.layer, other.rows, other.tables.filter(({ taken }) => taken).map(({ name }) => name)]).toEqual([job.id, one.layer, one.rows, [one.sheet]]);
    expect(await send(app, 'PATCH', `/api/imports/${job.id}`, { sheet: '没有' })).toMatchObject({ status: 422, body: { errors: [{ field: 'sheet', reason: expect.stringContaining('排污口、污水厂') }] } });
    const first = await again(other, { sheet: null });
    expect([first.layer, first.counts]).toEqual([job.layer, job.counts]);
    expect((await commit(app, job.id)).body).toMatchObject({ state: 'committed', file_kept: false });
    expect(kept()).toBe(before);
    expect((await send(app, 'PATCH', `/api/imports/${job.id}`, { sheet: '污水厂' })).status).toBe(409);
  });

  test('a layer where none fits, an encoding where the bytes are of none, a reading where the system stated is refused', async () => {
    const collection = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { 名称: '甲' }, geometry: { type: 'MultiPoint', coordinates: [[131.1, 44.4]] } }] };
    const before = kept();
    const unfit = await previewed(app, '点.geojson', JSON.stringify({ ...collection, crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4214' } } }), { region: CITY, layer: 'intakes' });
    expect([unfit.state, unfit.file_kept, unfit.stated_crs]).toEqual(['failed', true, 'EPSG:4214']);
    expect(await again(unfit, { reading: 'as_given' })).toMatchObject({ state: 'previewed', layer: 'intakes', rows: 1, error: null });
    const bytes = Buffer.concat([Buffer.from('名称,类型,经度,纬度\n甲,其他,131.1,44.4\n'), Buffer.from([0xff, 0xff, 0x2c, 0x2c, 0x0a])]);
    const garbled = await previewed(app, '乱.csv', bytes, { region: CITY, layer: 'outfalls' });
    expect([garbled.state, garbled.file_kept]).toEqual(['failed', true]);
    const read = await again(garbled, { encoding: 'UTF-8' });
    expect([read.state, read.rows, read.encoding?.guess, read.columns[0]?.name]).toEqual(['previewed', 2, 'UTF-8', '名称']);
    const table = await previewed(app, '表.csv', '甲乙,丙丁\n1,2\n', { region: CITY });
    expect((table.state === 'failed' ? await again(table, { layer: 'dischargers' }) : table).state).toBe('previewed');
    const broken = await previewed(app, '坏.csv', '名称,类型\n"甲,其他\n', { region: CITY });
    expect([broken.state, broken.file_kept, kept()]).toEqual(['failed', false, before + 3]);
    for (const { id } of [unfit, garbled, table]) await send(app, 'POST', `/api/imports/${id}/cancel`);
    expect(kept()).toBe(before);
  });

  test('what was mended in a file to read it is told again when it is read again', async () => {
    const job = await previewed(app, '点.fgb', new Uint8Array(flatgeobuf().fill(255, 252, 276)), { region: CITY, layer: 'intakes' });
    const told = ({ problems }: Job) => problems.filter(({ reason }) => reason.includes('此要素损坏')).map(({ row }) => row);
    expect([told(job), told(await again(job, { sheet: null }))]).toEqual([[2], [2]]);
  });
});

const foreign = existsSync(FOREIGN);
const filesIn = (name: string, pattern: RegExp) => (foreign ? readdirSync(join(FOREIGN, name)).filter((file) => pattern.test(file)).map((file) => join(FOREIGN, name, file)) : []);

(foreign ? describe : describe.skip)('files from elsewhere (skipped where ../shared/data is not)', () => {
  const outcome = async (path: string, fields: Record<string, unknown> = {}) => {
    const job = await previewed(app, path.replace(/^.*\//, ''), readFileSync(path), { region: CITY, layer: 'sewer_coverage', ...fields });
    // read, or refused in words that are not the server's own fault
    expect([path, job.state === 'previewed' ? (job.rows ?? -1) >= 0 : (job.error?.detail ?? '').length > 5 && !/服务器出错/.test(job.error?.detail ?? '')]).toEqual([path, true]);
    return job;
  };

  test('geojsonhint: every file is read or refused with a reason; what is bad is told', async () => {
    for (const path of filesIn('geojsonhint/bad', /\.geojson$/)) await outcome(path);
    for (const path of filesIn('geojsonhint/good', /\.geojson$/)) expect([path, (await outcome(path)).state]).toEqual([path, 'previewed']);
  });

  test('shapefile-js: broken ones say what is missing', async () => {
    const jobs = new Map<string, Awaited<ReturnType<typeof outcome>>>();
    for (const path of filesIn('shapefile-js', /\.zip$/)) jobs.set(path.replace(/^.*\//, ''), await outcome(path));
    expect([...jobs].filter(([, { state }]) => state === 'previewed').map(([name]) => name)).toEqual(expect.arrayContaining(['codepage.zip', 'counties.zip', 'senate.zip', 'utf.zip', 'train_stations.zip']));
    expect(jobs.get('noshp.zip')?.error?.detail).toContain('.shp');
    expect(jobs.get('no-dbf.zip')?.error?.detail).toContain('.dbf');
    expect(jobs.get('badzip.zip')?.state).toBe('failed');
  });

  test('togeojson: KML of every dialect, tracks are refused by name', async () => {
    for (const path of filesIn('togeojson', /\.kml$/)) await outcome(path);
    for (const path of filesIn('togeojson', /\.(gpx|tcx)$/)) expect((await outcome(path)).error?.detail).toMatch(/GPX|TCX|XML/);
  });
});
