import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endReader } from '../server/imports/reading/reader';
import { type RunningApp, startApp } from './harness';
import { download } from './exports/client';
import { previewed } from './imports/client';
import { dxf, FLATGEOBUF_COUNT, flatgeobuf, layersOfDxf, shapefile } from './imports/made-files';
import { zipOf } from './imports/zip-of';

// What the readers make of files, by the installed ogr2ogr where there is one and by WebAssembly alone: both must say the same.

interface Read { format: string; columns: string[]; encoding: { guess: string; evidence: string } | null; notes: { zh: string; en: string }[]; tables: { name: string; taken: boolean }[]; rows: { cells: unknown[]; shape: { type: string; coordinates: unknown } | null; faults?: { column: string; reason: string; level: string }[] }[]; refused?: string; crashed?: string }
type Wanted = { file: string; sheet?: string; encoding?: string };

const folder = mkdtempSync(join(tmpdir(), 'paikou-reading-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hasGdal = (() => { try { execFileSync('ogr2ogr', ['--version']); return true; } catch { return false; } })();
const WAYS: [string, NodeJS.ProcessEnv][] = [...(hasGdal ? [['the installed program', process.env] as [string, NodeJS.ProcessEnv]] : []), ['WebAssembly', { ...process.env, PATH: '/nowhere' }]];

const put = (name: string, content: string | Uint8Array) => { writeFileSync(join(folder, name), content); return name; };
const taken = (name: string) => readFileSync(join(folder, name));

async function readAll(env: NodeJS.ProcessEnv, wanted: Wanted[]): Promise<Read[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'imports/read-files.ts'), JSON.stringify(wanted.map((one) => ({ ...one, file: join(folder, one.file) })))], { env, maxBuffer: 1 << 26, cwd: join(__dirname, '..') });
  return JSON.parse(stdout);
}

const notes = ({ notes: told }: Read) => (told ?? []).map(({ zh }) => zh);
const zip = (name: string, parts: Record<string, Uint8Array | string>) => put(name, zipOf(parts));
const points = (count: number) => Array.from({ length: count }, (_, n) => [131.1 + n / 1000, 44.4] as [number, number]);
const POINTS = { fields: [{ name: 'NAME', width: 20 }], rows: points(9).map((at, n) => ({ at, values: [`甲${n}`] })) };

describe.each(WAYS)('by %s', (_, env) => {
  test('a shapefile of which a part is cut off is refused with how many of how many are there; deleted records are none', async () => {
    const whole = shapefile(POINTS);
    const parts = (changed: Partial<typeof whole>) => Object.fromEntries(Object.entries({ ...whole, ...changed }).map(([end, bytes]) => [`甲.${end}`, bytes]));
    const fewer = Buffer.from(whole.dbf);
    fewer.writeUInt32LE(4, 4);
    const cut = Buffer.from(whole.shp.subarray(0, 100 + 5 * 28));
    cut.writeUInt32BE(cut.length / 2, 24);
    const deleted = Buffer.from(whole.dbf);
    deleted[deleted.readUInt16LE(8) + 2 * deleted.readUInt16LE(10)] = 0x2a;
    const { shx: _shx, ...without } = whole;
    const files = [
      zip('whole.zip', parts({})), zip('deleted.zip', parts({ dbf: deleted })), zip('half.zip', parts({ dbf: whole.dbf.subarray(0, whole.dbf.length / 2) })), zip('fewer.zip', parts({ dbf: fewer })),
      zip('cut.zip', parts({ shp: cut })), zip('index.zip', parts({ shx: whole.shx.subarray(0, 120) })), zip('noindex.zip', Object.fromEntries(Object.entries(without).map(([end, bytes]) => [`甲.${end}`, bytes]))),
      zip('cutnoindex.zip', Object.fromEntries(Object.entries({ ...without, shp: Buffer.from(cut.subarray(0, 230)).fill(115, 27, 28) }).map(([end, bytes]) => [`甲.${end}`, bytes]))),
    ];
    const read = await readAll(env, files.map((file) => ({ file })));
    expect(read.map(({ rows, refused, crashed }) => crashed ?? refused ?? rows.length)).toEqual([
      9, 8, expect.stringMatching(/\.dbf 不完整：文件头称 9 条记录，只有 \d 条完整/), expect.stringContaining('.shp 有 9 条记录，.dbf 有 4 条'),
      expect.stringContaining('索引有 9 条记录，只有 5 条在文件内'), expect.stringContaining('.shx 不完整'), 9, expect.stringContaining('不完整'),
    ]);
    expect(notes(read[6] as Read)).toEqual(['缺少 .shx，已由 .shp 重建索引']);
    expect(read[6]?.rows).toEqual(read[0]?.rows);
    expect([read[0]?.rows[8]?.cells, read[0]?.rows[8]?.shape]).toEqual([['甲8'], { type: 'Point', coordinates: [131.108, 44.4] }]);
  });

  test('of a whole file one feature that cannot be read is that row\'s fault, and the others are read', async () => {
    const uncounted = (bytes: Buffer) => { bytes.writeBigUInt64LE(0n, FLATGEOBUF_COUNT); return bytes; };
    const place = (text: string) => `<ogr:featureMember><ogr:甲 gml:id="f${text.length}"><ogr:g><gml:LineString srsName="EPSG:4490"><gml:posList>${text}</gml:posList></gml:LineString></ogr:g><ogr:n>${text.length}</ogr:n></ogr:甲></ogr:featureMember>`;
    const gml = (...places: string[]) => `<?xml version="1.0" encoding="utf-8"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2">${places.map(place).join('')}</ogr:FeatureCollection>`;
    const line = (x: number) => dxf([0, 'LINE'], [8, '污水管'], [10, x], [20, 1], [11, x + 9], [21, 1]);
    const spline = dxf([0, 'SPLINE'], [8, '污水管'], [71, 3], [72, 0], [73, 0]);
    const drawing = (entities: string) => dxf([0, 'SECTION'], [2, 'ENTITIES']) + entities + dxf([0, 'ENDSEC'], [0, 'EOF']);
    const shapes = shapefile(POINTS);
    const corrupt = Buffer.from(shapes.shp);
    corrupt.writeInt32LE(77, 100 + 28 + 8);
    const files = [
      put('二.fgb', flatgeobuf().fill(255, 252, 276)), put('无数.fgb', uncounted(flatgeobuf())), put('二.gml', gml('44 131 44.1 131.1', '44 131 44.1 x 3', '44 131 44.2 131.22')),
      put('二.dxf', drawing(line(1) + spline + line(50) + spline)), zip('二.zip', { 'a.shp': corrupt, 'a.shx': shapes.shx, 'a.dbf': shapes.dbf }),
      put('断.fgb', flatgeobuf().subarray(0, 380)), put('无数断.fgb', uncounted(flatgeobuf()).subarray(0, 380)), put('尾.fgb', Buffer.concat([uncounted(flatgeobuf()), Buffer.from('abc')])),
      put('坏.gml', gml('44 131 44.1 131.1', '44 131</gml:posList><gml:oops>')), put('吞.dxf', drawing(line(1) + dxf([0, 'POLYLINE'], [8, 'a'], [70, 0]) + line(50))),
    ];
    const read = await readAll(env, files.map((file) => ({ file })));
    const told = ({ rows, refused, crashed }: Read) => crashed ?? refused ?? rows.map(({ shape, faults }) => (faults ? faults.map(({ reason, level }) => `${level} ${reason.slice(0, 4)}`).join() : shape?.type ?? null));
    const unread = 'error 此要素损';
    expect(read.map(told)).toEqual([
      ['Point', unread, 'Point'], ['Point', 'Point', 'Point'], ['LineString', unread, 'LineString'], ['LineString', unread, 'LineString', unread], ['Point', 'error 几何数据', ...Array(7).fill('Point')],
      expect.stringMatching(/不完整：应有 3 个要素，只有前 2 个完整/), expect.stringMatching(/不完整：只有前 2 个完整，其后 52 字节/), expect.stringMatching(/只有前 3 个完整，其后 3 字节/),
      expect.stringContaining('GML 不完整'), expect.stringMatching(/DXF 第 \d+ 行附近读不下去/),
    ]);
    expect(read[2]?.rows.map(({ cells }) => cells.at(-1))).toEqual(['17', null, '18']);
  });

  test('names and values of a shapefile that are cut off amid a character do not belie its .cpg', async () => {
    const fields = ['排污口编码', '排污口名称', '所在乡镇街道', '排污口名册'].map((name) => ({ name, width: 16 }));
    const parts = shapefile({ fields, rows: [{ at: [131.1, 44.4], values: ['0007', '绥芬河市城区甲一号', '阜宁', '一'] }] });
    const files = [zip('cpg.zip', { 'a.shp': parts.shp, 'a.shx': parts.shx, 'a.dbf': parts.dbf, 'a.cpg': 'UTF-8' }), zip('nocpg.zip', { 'a.shp': parts.shp, 'a.shx': parts.shx, 'a.dbf': parts.dbf })];
    for (const { encoding, columns, rows } of await readAll(env, files.map((file) => ({ file })))) {
      expect([encoding?.guess, columns, rows.map(({ cells }) => cells)]).toEqual(['UTF-8', ['排污口', '排污口（2）', '所在乡', '排污_1'], [['0007', '绥芬河市城', '阜宁', '一']]]);
    }
  });

  test('of several shapefiles in a ZIP each can be read by its name', async () => {
    const named = (folders: string, values: string[]) => Object.entries(shapefile({ fields: [{ name: 'NAME', width: 20 }], rows: values.map((value, n) => ({ at: [131 + n, 44], values: [value] })) })).map(([end, bytes]) => [`${folders}.${end}`, bytes] as const);
    const file = zip('several.zip', Object.fromEntries([...named('数据/排口', ['甲', '乙', '丙']), ...named('数据/水源地', ['丁'])]));
    const [largest, other, path, none] = await readAll(env, [{ file }, { file, sheet: '水源地' }, { file, sheet: '数据/水源地.shp' }, { file, sheet: '没有' }]) as [Read, Read, Read, Read];
    expect([largest, other, path].map(({ rows }) => rows.map(({ cells }) => cells[0]))).toEqual([['甲', '乙', '丙'], ['丁'], ['丁']]);
    expect([notes(largest), largest.tables.map(({ name, taken: used }) => [name, used])]).toEqual([['图层“水源地”未读取，可改选（sheet）'], [['排口', true], ['水源地', false]]]);
    expect(none.refused).toMatch(/排口, 水源地/);
  });

  test('DXF: texts in the encoding that its version has, and in what the bytes say where the header is silent or wrong', async () => {
    const gbk = Buffer.from([0xd2, 0xbb, 0xbc, 0xb6]); // 一级
    const drawing = (header: [number, string | number][], layer: Buffer | string) => layersOfDxf(header, layer);
    const files = [
      put('2013.dxf', drawing([[9, '$ACADVER'], [1, 'AC1027'], [9, '$DWGCODEPAGE'], [3, 'ANSI_936']], '一级')), put('r12.dxf', drawing([[9, '$ACADVER'], [1, 'AC1009']], gbk)),
      put('page.dxf', drawing([[9, '$ACADVER'], [1, 'AC1015'], [9, '$DWGCODEPAGE'], [3, 'ANSI_936']], gbk)), put('big5.dxf', drawing([[9, '$ACADVER'], [1, 'AC1015'], [9, '$DWGCODEPAGE'], [3, 'ANSI_950']], Buffer.from([0xa4, 0x40, 0xaf, 0xc5]))),
    ];
    const read = await readAll(env, [...files.map((file) => ({ file })), { file: 'r12.dxf', encoding: 'GBK' }]);
    expect(read.map(({ encoding, columns, rows }) => [encoding?.guess, rows[0]?.cells[columns.indexOf('Layer')]])).toEqual([['UTF-8', '一级'], ['GBK', '一级'], ['GBK', '一级'], ['Big5', '一級'], ['GBK', '一级']]);
    expect(read[0]?.encoding?.evidence).toContain('AC1027');
  });

  test('DXF: texts are left out and told, a drawing of texts alone and one without its end are refused', async () => {
    const point = (n: number) => dxf([0, 'POINT'], [8, 'OUTFALLS'], [10, 44432284 + n], [20, 4918620]);
    const text = dxf([0, 'TEXT'], [8, 'OUTFALLS'], [10, 44432284], [20, 4918620], [40, 5], [1, 'no 1']);
    const drawing = (content: string, end = dxf([0, 'EOF'])) => `${dxf([0, 'SECTION'], [2, 'ENTITIES'])}${content}${dxf([0, 'ENDSEC'])}${end}`;
    const [mixed, alone, cut, binary] = await readAll(env, [put('mixed.dxf', drawing(point(0) + text + point(1))), put('texts.dxf', drawing(text + text)), put('cut.dxf', drawing(point(0) + point(1), '')), put('binary.dxf', 'AutoCAD Binary DXF\r\n\x1a\0')].map((file) => ({ file }))) as [Read, Read, Read, Read];
    expect([mixed.rows.length, notes(mixed)]).toEqual([2, ['1 个文字注记（TEXT、MTEXT）不是对象，未读取']]);
    expect([alone.refused, cut.refused, binary.refused]).toEqual([expect.stringContaining('只有 2 个文字注记'), expect.stringContaining('没有 EOF'), expect.stringContaining('二进制 DXF')]);
  });

  test('GML: codes keep their zeros, a file that breaks off is refused', async () => {
    const member = (code: string, n: number) => `<ogr:featureMember><ogr:z gml:id="z.${n}"><ogr:at><gml:Point srsName="urn:ogc:def:crs:EPSG::4490"><gml:pos>44.4 131.${n}</gml:pos></gml:Point></ogr:at><ogr:编码>${code}</ogr:编码></ogr:z></ogr:featureMember>\n`;
    const text = `<?xml version="1.0" encoding="utf-8"?>\n<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2">${['0001', '0002', '0003'].map(member).join('')}</ogr:FeatureCollection>\n`;
    const [whole, cut, between] = await readAll(env, [put('whole.gml', text), put('cut.gml', text.slice(0, -200)), put('between.gml', text.slice(0, text.lastIndexOf('<ogr:featureMember>')))].map((file) => ({ file }))) as [Read, Read, Read];
    expect(whole.rows.map(({ cells }) => cells[whole.columns.indexOf('编码')])).toEqual(['0001', '0002', '0003']);
    expect([cut.refused, between.refused]).toEqual([expect.stringContaining('没有结束标签 </ogr:FeatureCollection>'), expect.stringContaining('没有结束标签')]);
  });

  (hasGdal ? test : test.skip)('FlatGeobuf that breaks off is refused with how many of how many were read', async () => {
    put('points.geojson', JSON.stringify({ type: 'FeatureCollection', features: points(50).map((coordinates, n) => ({ type: 'Feature', properties: { name: `甲${n}` }, geometry: { type: 'Point', coordinates } })) }));
    rmSync(join(folder, 'points.fgb'), { force: true });
    execFileSync('ogr2ogr', ['-f', 'FlatGeobuf', 'points.fgb', 'points.geojson'], { cwd: folder });
    const [whole, cut] = await readAll(env, [{ file: 'points.fgb' }, { file: put('cut.fgb', taken('points.fgb').subarray(0, -1000)) }]) as [Read, Read];
    expect([whole.rows.length, cut.refused]).toEqual([50, expect.stringMatching(/FlatGeobuf 不完整：应有 50 个要素，只有前 [34]\d 个完整/)]);
  });
});

test('a ZIP with a single table is read; with several, or none, it is said what a ZIP may hold', async () => {
  const csv = '名称,编码\n甲,0007\n';
  const [one, explained, two, none, nested] = await readAll(process.env, [
    zip('one.zip', { '数据/甲.csv': csv, '数据/说明.txt': '示意' }), zip('kml.zip', { '甲.geojson': JSON.stringify({ type: 'Feature', properties: { 名称: '甲' }, geometry: null }) }), zip('two.zip', { 'a.csv': csv, 'b.csv': csv }), zip('none.zip', { 'a.doc': 'x' }), zip('nested.zip', { 'a.csv': zipOf({ 'b.csv': csv }) }),
  ].map((file) => ({ file }))) as [Read, Read, Read, Read, Read];
  expect([one.rows.map(({ cells }) => cells), notes(one)]).toEqual([[['甲', '0007']], ['读取 ZIP 内的“数据/甲.csv”', 'ZIP 内另有 1 个文件未读取：数据/说明.txt']]);
  expect(explained.rows.map(({ cells }) => cells)).toEqual([['甲']]);
  expect([two.refused, none.refused, nested.refused]).toEqual([expect.stringMatching(/2 个可导入的文件.*ZIP 内可为/), expect.stringMatching(/没有 \.shp、工作簿或 KML.*ZIP 内可为/), expect.stringContaining('又是 ZIP')]);
});

test('KML: folders become a column, a description that is a table becomes columns, any other stays a text; each KML of a KMZ can be named', async () => {
  const mark = (name: string, description: string) => `<Placemark><name>${name}</name><description><![CDATA[${description}]]></description><Point><coordinates>131.1,44.4</coordinates></Point></Placemark>`;
  const table = (code: string) => `<table border="1"><tr><th>名称</th><th>值</th></tr><tr><td>编码</td><td>${code}</td></tr><tr><td>备&nbsp;注</td><td>第一行<br>第二行</td></tr></table>`;
  const document = (content: string) => `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>文档</name>${content}</Document></kml>`;
  const text = document(`<Folder><name>排口</name><Folder><name>工业</name>${mark('甲', table('0007'))}${mark('乙', '<html><body><table><tr><td colspan="2">乙</td></tr><tr><td><table><tr><td>编码</td><td>0008</td></tr></table></td></tr></table></body></html>')}</Folder></Folder>${mark('丙', `见下 ${table('0009')}`)}${mark('丁', '<table><tr><td>a<td>b</table>')}`);
  const [read, named, missing] = await readAll(process.env, [
    { file: put('folders.kml', text) }, { file: put('two.kmz', zipOf({ 'doc.kml': text, 'files/second.kml': document(mark('戊', '')) })), sheet: 'second' }, { file: 'two.kmz', sheet: '没有' },
  ]) as [Read, Read, Read];
  expect(notes(read)).toEqual(['2 个地标的说明是表格，已按列读取']);
  const of = (column: string) => read.rows.map(({ cells }) => cells[read.columns.indexOf(column)]);
  expect([of('name'), of('文件夹'), of('编码')]).toEqual([['甲', '乙', '丙', '丁'], ['排口/工业', '排口/工业', null, null], ['0007', '0008', null, null]]);
  expect([of('description').slice(0, 2), of('description').slice(2).map((one) => /<table/.test(String(one)))]).toEqual([[null, null], [true, true]]);
  expect([named.rows.map(({ cells }) => cells[named.columns.indexOf('name')]), missing.refused]).toEqual([['戊'], expect.stringContaining('doc.kml, files/second.kml')]);
});

test('boundary points: a ring beside the first is another part of the parcel, one within it a hole, whatever their numbers', async () => {
  const box = (x: number, y: number, size: number) => [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]] as [number, number][];
  const text = (area: string, ...rings: [number, [number, number][]][]) => `[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=44\r\n[地块坐标]\r\n,${area},P-01,示意地块,面,,,,@\r\n${rings.flatMap(([id, ring]) => ring.map(([x, y], n) => `J${n + 1},${id},${y},${x}`)).join('\r\n')}\r\n`;
  const [outside, hole, beside] = [box(44432000, 4918000, 100), box(44432020, 4918020, 10), box(44432300, 4918000, 100)];
  const cases = [text('0.99', [1, outside], [2, hole]), text('2', [1, outside], [2, beside]), text('2', [1, outside], [1, beside]), text('1.99', [1, outside], [2, hole], [3, beside]), text('0.99', [1, hole], [2, outside])];
  const read = await readAll(process.env, cases.map((content, n) => ({ file: put(`rings${n}.txt`, content) })));
  expect(read.map(({ rows }) => [rows[0]?.shape?.type, rows[0]?.shape?.coordinates])).toEqual([
    ['Polygon', [outside, hole]], ['MultiPolygon', [[outside], [beside]]], ['MultiPolygon', [[outside], [beside]]], ['MultiPolygon', [[outside, hole], [beside]]], ['Polygon', [hole, outside]],
  ]);
  expect(read.map(({ rows }) => (rows[0]?.faults ?? []).map(({ reason }) => reason.replace(/ \(.*/, '')))).toEqual([[], ['有 2 个互不包含的外圈，读作一个地块的 2 部分'], ['有 2 个互不包含的外圈，读作一个地块的 2 部分'], ['有 2 个互不包含的外圈，读作一个地块的 2 部分，另有 1 圈是其中的洞'], []]);
});

test('boundary points: UTF-16 and full-width marks are read; a stated number of points or area that does not fit is told', async () => {
  const corners = [[4918620.276, 44432284.373], [4918620.276, 44432384.373], [4918720.276, 44432384.373], [4918720.276, 44432284.373], [4918620.276, 44432284.373]];
  const text = (count: string, area: string) => `[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=44\r\n转换参数=,,,,,,\r\n[地块坐标]\r\n${count},${area},P-01,示意地块,面,,,,@\r\n${corners.map(([x, y], n) => `J${(n % 4) + 1},1,${x},${y}`).join('\r\n')}\r\n`;
  const wide = text('5', '1.0').replaceAll(',', '，').replaceAll('=', '＝').replaceAll('@', '＠').replace('4918720.276', '４９１８７２０．２７６');
  const cases = ['5', '4', '7', '5', '5', '5'].map((count, n) => text(count, ['1.0000', '10000', '1', '15', '1.0020', ''][n] as string));
  const read = await readAll(process.env, [...cases, wide, Buffer.from(`\uFEFF${text('5', '1')}`, 'utf16le')].map((content, n) => ({ file: put(`parcel${n}.txt`, content) })));
  expect(read.map(({ format, rows }) => [format, rows.length, rows[0]?.shape?.coordinates])).toEqual(read.map(() => ['TXT 界址点', 1, [corners.map(([x, y]) => [y, x])]]));
  expect(read.map(({ rows }) => (rows[0]?.faults ?? []).map(({ column, level }) => [column, level]))).toEqual([[], [], [['界址点数', 'note']], [], [['面积', 'note']], [], [], []]);
  expect(read[4]?.rows[0]?.faults?.[0]?.reason).toContain('1.0000 公顷');
});

describe('through the service', () => {
  let app: RunningApp;
  const typeOf = (geometry: unknown) => (geometry as { type: string } | null)?.type ?? null;
  beforeAll(async () => { app = await startApp(); });
  afterAll(async () => { await endReader(); await app.close(); });

  test('a closed line of a drawing is an area where the layer takes areas, with consent, and stays a line where it takes lines', async () => {
    const ring = [[0, 0], [100, 0], [100, 100], [0, 100]].map(([x, y]): [number, number] => [44432284.373 + x!, 4918620.276 + y!]);
    const line = (closed: boolean) => dxf([0, 'LWPOLYLINE'], [100, 'AcDbEntity'], [8, 'A'], [100, 'AcDbPolyline'], [90, 4], [70, closed ? 1 : 0], ...ring.flatMap(([x, y]): [number, number][] => [[10, x], [20, y]]));
    const drawing = `${dxf([0, 'SECTION'], [2, 'HEADER'], [9, '$ACADVER'], [1, 'AC1027'], [0, 'ENDSEC'], [0, 'SECTION'], [2, 'ENTITIES'])}${line(true)}${line(false)}${dxf([0, 'ENDSEC'], [0, 'EOF'])}`;
    const parks = await previewed(app, '园区.dxf', drawing, { region: '231081', layer: 'industrial_parks', reading: 'gk3_zone_44' });
    expect([parks.rows, parks.counts?.repairs, parks.first.features.map(({ geometry }) => typeOf(geometry))]).toEqual([2, 1, ['MultiPolygon', null]]);
    expect(parks.first.features[0]?.properties._repairs).toMatchObject([{ kind: 'area', zh: '闭合的线按其围成的面读取' }]);
    const sewers = await previewed(app, '管网.dxf', drawing, { region: '231081', layer: 'sewer_lines', reading: 'gk3_zone_44', defaults: { kind: 'sewage' } });
    expect([sewers.counts?.repairs, sewers.first.features.map(({ geometry }) => typeOf(geometry))]).toEqual([0, ['MultiLineString', 'MultiLineString']]);
  });

  test('boundary points come with the name and code of their parcels, a shapefile of a ZIP with the layer that its name says', async () => {
    const text = '[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=44\n[地块坐标]\n4,0.5,P-01,示意地块,面,,,,@\nJ1,1,4918620.276,44432284.373\nJ2,1,4918620.276,44432384.373\nJ3,1,4918720.276,44432384.373\nJ1,1,4918620.276,44432284.373\n';
    const parcels = await previewed(app, '界址点.txt', text, { region: '231081', layer: 'industrial_parks' });
    expect(parcels.first.features[0]?.properties).toMatchObject({ name: '示意地块', code: 'P-01' });
    const parts = Object.entries(shapefile({ fields: [{ name: '名称', width: 20 }], rows: [{ at: [131.1, 44.4], values: ['示意'] }] }));
    const layerOf = async (name: string) => (await previewed(app, '资料.zip', zipOf(Object.fromEntries(parts.map(([end, bytes]) => [`${name}.${end}`, bytes]))), { region: '231081' })).layer;
    expect([await layerOf('treatment_plants'), await layerOf('monitoring_sections')]).toEqual(['treatment_plants', 'monitoring_sections']);
  });

  test('both parts of our own export of flood defences come back', async () => {
    const { bytes } = await download(app, 'flood_defences.shp.zip', { region: '231081' });
    const { notes: told } = await previewed(app, 'flood_defences.shp.zip', bytes, { region: '231081', layer: 'flood_defences' });
    const sheets = ['flood_defences', ...told.map(({ zh }) => /图层“(\w+)”未读取/.exec(zh)?.[1] as string)];
    const types: (string | null)[] = [];
    for (const sheet of sheets) {
      const job = await previewed(app, 'flood_defences.shp.zip', bytes, { region: '231081', layer: 'flood_defences', sheet });
      expect([job.error, (job.rows ?? 0) > 0, job.counts?.errors]).toEqual([null, true, 0]);
      types.push(...new Set(job.first.features.map(({ geometry }) => typeOf(geometry)?.replace('Multi', '') ?? null)));
    }
    expect([sheets.length, types.sort()]).toEqual([2, ['LineString', 'Polygon']]);
  });
});

test('a file of a few bytes is read or refused in words', async () => {
  const files = [put('empty.csv', ''), put('one.csv', 'a'), put('list.json', '[]'), put('object.json', '{}'), put('heading.csv', 'a,b'), put('short.zip', 'PK')];
  const read = await readAll(process.env, files.map((file) => ({ file })));
  expect(read.map(({ crashed }) => crashed)).toEqual(files.map(() => undefined));
  expect(read.map(({ refused, columns }) => refused ?? columns)).toEqual([expect.stringContaining('空文件'), expect.stringContaining('没有分列'), expect.stringContaining('GeoJSON'), expect.stringContaining('GeoJSON'), ['a', 'b'], expect.any(String)]);
});
