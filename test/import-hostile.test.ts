import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import ExcelJS from 'exceljs';
import { dropFiles } from '../server/imports/kept-files';
import { endReader } from '../server/imports/reading/reader';
import { onServer, type RunningApp, startApp } from './harness';
import { commit, previewed, send, undo, upload } from './imports/client';
import { zipOf } from './imports/zip-of';

const CITY = '231081';
let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(async () => {
  await endReader();
  await app.close();
});
afterEach(async () => {
  dropFiles(app.db); // of jobs that stand; of others nothing is left
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`paikou-import-${process.pid}-`))).toEqual([]);
  expect(Number((await app.db.knex('import_row').count('* as n').whereIn('job_id', app.db.knex('import_job').select('id').where({ state: 'failed' })).first())?.n)).toBe(0);
});

const workbook = async (fill: (sheet: ExcelJS.Worksheet) => void) => {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('台账'));
  return new Uint8Array(await book.xlsx.writeBuffer());
};
const kml = (inner: string, head = '') => `<?xml version="1.0"?>${head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`;
const SHP = (() => { const head = Buffer.alloc(100); head.writeInt32BE(9994, 0); head.writeInt32BE(2 ** 30, 24); head.writeInt32LE(1000, 28); head.writeInt32LE(1, 32); return head; })();

const nested = (members: string) => `{"type":"FeatureCollection","features":[{"type":"Feature",${members}}]}`;

/** The least that is a workbook, with these rows. */
const rawWorkbook = (rows: string, doctype = '') => zipOf({
  '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
  '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml': '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `${doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
});

/** One entry, told of so many times in the directory of the ZIP. */
async function overlapping(times: number): Promise<Buffer> {
  const zip = Buffer.from(await zipOf({ 'aaa.csv': 'x'.repeat(1_000_000) }));
  const [directory, end] = [zip.indexOf('PK\x01\x02', 0, 'latin1'), zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')];
  const entry = zip.subarray(directory, end);
  const many = Array.from({ length: times }, (_, n) => { const one = Buffer.from(entry); one.write(n.toString(36).padStart(3, '0'), 46, 'latin1'); return one; });
  const last = Buffer.from(zip.subarray(end));
  last.writeUInt16LE(times, 8); last.writeUInt16LE(times, 10); last.writeUInt32LE(entry.length * times, 12);
  return Buffer.concat([zip.subarray(0, directory), ...many, last]);
}

/** A .shp of one polygon that states two thousand million points and has one. */
function endless(): Buffer {
  const shp = Buffer.alloc(100 + 8 + 64);
  shp.writeInt32BE(9994, 0); shp.writeInt32BE(shp.length / 2, 24); shp.writeInt32LE(1000, 28); shp.writeInt32LE(5, 32);
  shp.writeInt32BE(1, 100); shp.writeInt32BE(32, 104);
  shp.writeInt32LE(5, 108); [131, 44, 132, 45].forEach((value, n) => shp.writeDoubleLE(value, 112 + 8 * n)); shp.writeInt32LE(1, 144); shp.writeInt32LE(0x7fffffff, 148);
  return shp;
}

/** A table of one record with one field. */
const DBF = (() => {
  const dbf = Buffer.alloc(65 + 11, ' ');
  dbf.fill(0, 0, 64); dbf[0] = 3; dbf.writeUInt32LE(1, 4); dbf.writeUInt16LE(65, 8); dbf.writeUInt16LE(11, 10);
  dbf.write('NAME', 32, 'latin1'); dbf.write('C', 43, 'latin1'); dbf[48] = 10; dbf[64] = 13;
  return dbf;
})();

test.each<[string, string, () => Uint8Array | string | Promise<Uint8Array | string>, RegExp]>([
  ['a ZIP bomb', 'bomb.zip', () => zipOf({ 'a.shp': new Uint8Array(64 * 1024 * 1024) }), /压缩炸弹/],
  ['a ZIP whose headers state 3 GB', 'big.zip', () => zipOf({ 'a.shp': 'x' }, { size: 3_000_000_000 }), /过大|压缩炸弹/],
  ['a ZIP whose headers lie about a size', 'lie.zip', () => zipOf({ 'a.shp': 'x'.repeat(5000), 'a.dbf': 'y' }, { size: 4000 }), /损坏|不完整|不是 Shapefile/],
  ['a name that leads out of the ZIP', 'path.zip', () => zipOf({ '../../evil.shp': 'x' }), /路径/],
  ['a truncated ZIP', 'cut.zip', () => zipOf({ 'a.shp': 'x'.repeat(1000) }).slice(0, 60), /损坏|不完整/],
  ['a shapefile that states more bytes than it has', 'cut-shape.zip', () => zipOf({ 'a.shp': SHP, 'a.dbf': SHP }), /不完整/],
  ['a workbook with external links', 'links.xlsx', () => zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>', 'xl/externalLinks/externalLink1.xml': '<x/>' }), /外部链接/],
  ['a broken workbook', 'broken.xlsx', () => zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook' }), /损坏|没有数据/],
  ['XML with entities', 'lol.kml', () => kml('<Placemark><name>&b;</name></Placemark>', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'), /DOCTYPE/],
  ['a VRT that points elsewhere', 'x.gml', () => '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>', /不认识的 XML/],
  ['a web page', 'x.csv', () => '<!doctype html><html></html>', /网页/],
  ['a picture called CSV', 'x.csv', () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /不是可导入的格式/],
  ['binary called CSV', 'x.csv', () => new Uint8Array(2000).fill(0), /二进制/],
  ['an old Excel', 'x.xls', () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), /xlsx/],
  ['half a GeoPackage', 'x.gpkg', () => Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(3000)]), /打不开|没有图层|文件头不全/],
  ['a FlatGeobuf that states gigabytes', 'x.fgb', () => Buffer.concat([Buffer.from('fgb\x03fgb\x01', 'latin1'), Buffer.from([0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(100)]), /打不开|没有图层|文件头不全/],
  ['a million columns', 'wide.csv', () => `${Array.from({ length: 1_000_000 }, (_, n) => `c${n}`).join(',')}\n1,2\n`, /列/],
  ['a cell of a million characters', 'long.csv', () => `名称,类型\n${'长'.repeat(1_000_000)},其他\n`, /长达/],
  ['neither UTF-8 nor GBK', 'x.csv', () => new Uint8Array([0x61, 0x2c, 0x62, 10, 0xff, 0xff, 0x80, 0x2c, 0xff, 10]), /UTF-8/],
  ['an open quote', 'x.csv', () => '名称,类型\n"甲,其他\n', /CSV 写法有误/],
  ['an empty file', 'x.csv', () => '', /空文件/],
  ['JSON that breaks off', 'x.geojson', () => '{"type":"FeatureCollection","features":[{"type":"Fea', /JSON/],
  ['values nested without end', 'x.geojson', () => nested(`"properties":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}},"geometry":null`), /嵌套层次过深/],
  ['coordinates nested without end', 'x.geojson', () => nested(`"properties":{"a":1},"geometry":{"type":"Polygon","coordinates":${'['.repeat(200_000)}${']'.repeat(200_000)}}`), /嵌套层次过深/],
  ['a workbook with a cell in the last of 16384 columns', 'far.xlsx', () => rawWorkbook('<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1" t="inlineStr"><is><t>类型</t></is></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>'), /16384 列/],
  ['a workbook with rows and columns beyond counting', 'rows.xlsx', () => rawWorkbook('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row><row r="-5"><c r="ZZZZZZZZ3"><v>1</v></c></row>'), /损坏/],
  ['a workbook that declares entities', 'laugh.xlsx', () => rawWorkbook('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'), /损坏|DOCTYPE/],
  ['thousands of ZIP entries that are one and the same', 'overlap.zip', () => overlapping(3000), /压缩炸弹|损坏|不是/],
  ['a shapefile whose shape states two thousand million points', 'points.zip', () => zipOf({ 'a.shp': endless(), 'a.shx': endless().slice(0, 100), 'a.dbf': DBF }), /损坏|不完整/],
])('%s is refused with a reason', async (_, name, content, reason) => {
  const started = Date.now();
  const job = await previewed(app, name, await content(), { region: CITY });
  expect([job.state, job.error?.detail]).toEqual(['failed', expect.stringMatching(reason)]);
  expect(Date.now() - started).toBeLessThan(60_000);
});

test('a file whose name is a path keeps its last part; a form without a file, with two, of another type is refused', async () => {
  const job = await previewed(app, '../../etc/台账.csv', '名称,类型,经度,纬度\n甲排口,其他,131.1,44.4\n', { region: CITY });
  expect(job.file).toBe('台账.csv');
  expect(existsSync('/etc/台账.csv')).toBe(false);
  const form = new FormData();
  form.set('layer', 'outfalls');
  expect((await fetch(`${app.url}/api/imports`, { method: 'POST', body: form })).status).toBe(400);
  form.append('file', new Blob(['a']), 'a.csv');
  form.append('file', new Blob(['b']), 'b.csv');
  expect((await fetch(`${app.url}/api/imports`, { method: 'POST', body: form })).status).toBe(400);
  expect((await upload(app, 'a.csv', 'a,b\n1,2\n', { mapping: '{' })).status).toBe(400);
  expect((await upload(app, 'a.csv', 'a,b\n1,2\n', { nonsense: '1' })).status).toBe(400);
});

test('a formula is told, not believed', async () => {
  const job = await previewed(app, '公式.xlsx', await workbook((sheet) => { sheet.addRow(['排污口名称', '类型', '经度', '纬度']); sheet.addRow(['甲排口', '其他', { formula: "'[other.xlsx]S'!A1", result: 131.1 }, 44.4]); }), { region: CITY });
  expect(job.problems).toEqual(expect.arrayContaining([expect.objectContaining({ row: 2, column: 'C2', reason: expect.stringContaining('公式'), level: 'error' })]));
});

const ROWS = (count: number, from = 0) => `名称,类型,经度,纬度\n${Array.from({ length: count }, (_, n) => `绥芬河市示意批量${from + n}排污口,其他排污口,${131.1 + (n % 300) / 3000},${44.38 + Math.floor(n / 300) / 3000}`).join('\n')}\n`;

test('cancelled while it is read or previewed: no rows stay', async () => {
  const { body: job } = await upload(app, '多.csv', ROWS(20_000), { region: CITY });
  const cancelled = await send(app, 'POST', `/api/imports/${job.id}/cancel`);
  expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
  expect(await app.db.knex('import_row').where({ job_id: job.id })).toEqual([]);
  expect((await commit(app, job.id)).status).toBe(409);
  expect((await undo(app, job.id)).status).toBe(409);
  expect((await send(app, 'GET', '/api/imports/999999')).status).toBe(404);
});

test('cancelled at any moment of reading: no connection stays with it, no row either', async () => {
  const jobs: number[] = [];
  for (let n = 0; n < 14; n++) {
    const { body: job } = await upload(app, '多.csv', ROWS(4000), { region: CITY });
    jobs.push(job.id);
    await new Promise((next) => { setTimeout(next, n * n * 2); });
    expect((await send(app, 'POST', `/api/imports/${job.id}/cancel`)).body.state).toBe('cancelled');
  }
  expect(await app.db.knex('import_row').whereIn('job_id', jobs)).toEqual([]);
  const { rows } = await app.db.knex.raw("SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND query NOT LIKE 'autovacuum:%'");
  expect(rows).toEqual([]);
});

test('codes are issued without gaps or collisions, also by two commits at once', async () => {
  const jobs = [await previewed(app, '一.csv', ROWS(30), { region: CITY }), await previewed(app, '二.csv', ROWS(30, 100), { region: CITY })];
  const answers = await Promise.all(jobs.map(({ id }) => commit(app, id)));
  expect(answers.map(({ status, body }) => [status, body.detail])).toEqual([[201, undefined], [201, undefined]]);
  const codes: string[] = await app.db.knex('outfall').where('local_code', 'like', `${CITY}-%`).orderBy('local_code').pluck('local_code');
  const issued = await app.db.knex('outfall').whereRaw("source ->> 'file' IN ('一.csv', '二.csv')").orderBy('local_code').pluck('local_code');
  const first = Number(issued[0].slice(-4));
  expect(issued.map((code: string) => Number(code.slice(-4)))).toEqual(Array.from({ length: 60 }, (_, n) => first + n));
  expect(new Set(codes).size).toBe(codes.length);
  for (const { id } of jobs.reverse()) expect((await undo(app, id)).status).toBe(201);
});

(onServer ? test : test.skip)('a commit whose process is gone has failed; nothing of it stays (on a server)', async () => {
  const job = await previewed(app, '断.csv', ROWS(50), { region: CITY });
  const before = await app.db.knex('outfall').count('* as n').first();
  await app.db.knex('import_job').where({ id: job.id }).update({ state: 'committing' }); // as a killed process leaves it
  const { body: told } = await send(app, 'GET', `/api/imports/${job.id}`);
  expect([told.state, told.error?.detail]).toEqual(['failed', expect.stringContaining('没有写入')]);
  expect(await app.db.knex('outfall').count('* as n').first()).toEqual(before);
  expect((await commit(app, job.id)).status).toBe(409);
});

(onServer ? test : test.skip)('cancelled in the middle of a statement of the commit: nothing is written (on a server)', async () => {
  const job = await previewed(app, '长.csv', ROWS(20_000), { region: CITY });
  const before = await app.db.knex('outfall').count('* as n').first();
  const committing = commit(app, job.id);
  const started = Date.now();
  for (let step: string | null | undefined = null; !['writing', 'judging'].includes(step ?? '');) step = (await send(app, 'GET', `/api/imports/${job.id}`)).body.progress?.step;
  const asked = Date.now();
  const { body: cancelled } = await send(app, 'POST', `/api/imports/${job.id}/cancel`);
  expect([cancelled.state, (await committing).status]).toEqual(['cancelled', 409]);
  expect(Date.now() - asked).toBeLessThan(8_000);
  expect(await app.db.knex('outfall').count('* as n').first()).toEqual(before);
  expect(await app.db.knex('import_row').where({ job_id: job.id })).toEqual([]);
  expect(asked - started).toBeLessThan(20_000);
});
