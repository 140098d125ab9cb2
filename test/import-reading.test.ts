import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dxf, layersOfDxf, shapefile } from './imports/made-files';
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

  test('names and values of a shapefile that are cut off amid a character do not belie its .cpg', async () => {
    const fields = ['排污口编码', '排污口名称', '所在乡镇街道'].map((name) => ({ name, width: 16 }));
    const parts = shapefile({ fields, rows: [{ at: [131.1, 44.4], values: ['0007', '绥芬河市城区甲一号', '阜宁'] }] });
    const files = [zip('cpg.zip', { 'a.shp': parts.shp, 'a.shx': parts.shx, 'a.dbf': parts.dbf, 'a.cpg': 'UTF-8' }), zip('nocpg.zip', { 'a.shp': parts.shp, 'a.shx': parts.shx, 'a.dbf': parts.dbf })];
    for (const { encoding, columns, rows } of await readAll(env, files.map((file) => ({ file })))) {
      expect([encoding?.guess, columns, rows.map(({ cells }) => cells)]).toEqual(['UTF-8', ['排污口', '排污口（2）', '所在乡'], [['0007', '绥芬河市城', '阜宁']]]);
    }
  });

  test('of several shapefiles in a ZIP each can be read by its name', async () => {
    const named = (folders: string, values: string[]) => Object.entries(shapefile({ fields: [{ name: 'NAME', width: 20 }], rows: values.map((value, n) => ({ at: [131 + n, 44], values: [value] })) })).map(([end, bytes]) => [`${folders}.${end}`, bytes] as const);
    const file = zip('several.zip', Object.fromEntries([...named('数据/排口', ['甲', '乙', '丙']), ...named('数据/水源地', ['丁'])]));
    const [largest, other, path, none] = await readAll(env, [{ file }, { file, sheet: '水源地' }, { file, sheet: '数据/水源地.shp' }, { file, sheet: '没有' }]) as [Read, Read, Read, Read];
    expect([largest, other, path].map(({ rows }) => rows.map(({ cells }) => cells[0]))).toEqual([['甲', '乙', '丙'], ['丁'], ['丁']]);
    expect([notes(largest), largest.tables.map(({ name, taken: used }) => [name, used])]).toEqual([['图层“水源地”未读取，可在上传时以 sheet 指定'], [['排口', true], ['水源地', false]]]);
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
    expect([whole.rows.length, cut.refused]).toEqual([50, expect.stringMatching(/FlatGeobuf 不完整：应有 50 个要素，只能读出 [34]\d 个/)]);
  });
});

test('a file of a few bytes is read or refused in words', async () => {
  const files = [put('empty.csv', ''), put('one.csv', 'a'), put('list.json', '[]'), put('object.json', '{}'), put('heading.csv', 'a,b'), put('short.zip', 'PK')];
  const read = await readAll(process.env, files.map((file) => ({ file })));
  expect(read.map(({ crashed }) => crashed)).toEqual(files.map(() => undefined));
  expect(read.map(({ refused, columns }) => refused ?? columns)).toEqual([expect.stringContaining('空文件'), expect.stringContaining('没有分列'), expect.stringContaining('GeoJSON'), expect.stringContaining('GeoJSON'), ['a', 'b'], expect.any(String)]);
});
