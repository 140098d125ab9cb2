import ExcelJS from 'exceljs';
import { guessColumns } from '../server/imports/meaning/guess-columns';
import { knownHeadings } from '../server/imports/meaning/words';
import { headingOf } from '../server/imports/reading/heading';
import { endReader } from '../server/imports/reading/reader';
import type { Cell } from '../server/imports/reading/source';
import { type RunningApp, startApp } from './harness';
import { previewed } from './imports/client';

const CITY = '231081';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(async () => {
  await endReader();
  await app.close();
});

type Job = Awaited<ReturnType<typeof previewed>>;
const place = (job: Job, n = 0) => (job.first.features[n]?.geometry as { coordinates: number[] } | null)?.coordinates ?? null;
const meant = (job: Job) => Object.fromEntries(job.columns.map(({ name, property }) => [name, property]));
const notes = (job: Job) => job.notes.map(({ zh }) => zh).join('\n');
const csv = (rows: Cell[][]) => rows.map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')).join('\n');

/** A workbook of one sheet, or what `build` makes of it. */
async function workbook(rows: Cell[][], merged: string[] = [], build: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => {}): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('台账');
  sheet.addRows(rows);
  for (const range of merged) sheet.mergeCells(range);
  build(sheet, book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const look = async (content: string | Uint8Array, fields: Record<string, unknown> = {}) =>
  previewed(app, typeof content === 'string' ? '排污口.csv' : '排污口.xlsx', content, { region: CITY, layer: 'outfalls', ...fields });

describe('whose a column is', () => {
  test('coordinates of the company before those of the outfall are not the outfall\'s', async () => {
    const job = await look(await workbook([['排污口名称', '责任主体坐标', '', '排污口坐标', '', '类型'], ['', '经度', '纬度', '经度', '纬度', ''], ['绥芬河市甲排污口', 131.1, 44.45, 131.15, 44.4, '工业企业']], ['A1:A2', 'B1:C1', 'D1:E1', 'F1:F2']));
    expect([place(job), job.rows, job.counts?.errors]).toEqual([[131.15, 44.4], 1, 0]);
    expect(meant(job)).toMatchObject({ '责任主体坐标·经度': null, '责任主体坐标·纬度': null, '排污口坐标·经度': 'lon', 排污口名称: 'name' });
    expect(notes(job)).toMatch(/“责任主体坐标·经度”说的似是别的对象/);
  });

  test('coordinates of the company alone place nothing', async () => {
    const job = await look(await workbook([['排污口名称', '责任主体坐标', '', '类型'], ['', '经度', '纬度', ''], ['绥芬河市甲排污口', 131.1, 44.45, '工业企业']], ['A1:A2', 'B1:C1', 'D1:D2']));
    expect([place(job), job.counts?.errors]).toEqual([null, 1]);
  });

  test('where the water enters is not the mouth', async () => {
    const job = await look(await workbook([['排污口名称', '入河点坐标', '', '口门坐标', '', '类型'], ['', '经度', '纬度', '经度', '纬度', ''], ['绥芬河市甲排污口', 131.1, 44.45, 131.15, 44.4, '工业企业']], ['A1:A2', 'B1:C1', 'D1:E1', 'F1:F2']));
    expect([place(job), job.first.features[0]?.properties.entry]).toEqual([[131.15, 44.4], [131.1, 44.45]]);
  });

  test('the name and kind of who answers for it before those of the outfall', async () => {
    const job = await look(await workbook([['责任主体', '', '排污口', '', '', ''], ['名称', '类型', '名称', '经度', '纬度', '类型'], ['某厂', '国企', '绥芬河市甲排污口', 131.15, 44.4, '工业企业']], ['A1:B1', 'C1:F1']));
    expect([job.first.features[0]?.properties, place(job)]).toMatchObject([{ name: '绥芬河市甲排污口', category: 'industrial.enterprise.factory' }, [131.15, 44.4]]);
  });

  test('the most specific of two headings is taken and told; of two equal ones neither', async () => {
    const plain = await look(csv([['名称', '排污口名称', '经度', '纬度', '类型'], ['某厂', '绥芬河市甲排污口', 131.15, 44.4, '工业企业']]));
    expect([plain.first.features[0]?.properties.name, notes(plain)]).toEqual(['绥芬河市甲排污口', expect.stringMatching(/“名称”取自“排污口名称”；“名称”未采用/)]);
    const twice = await look(csv([['名称', '经度', '纬度', '经度', '纬度', '类型'], ['绥芬河市甲排污口', 131.15, 44.4, 131.2, 44.5, '工业企业']]));
    expect([place(twice), twice.counts?.errors, notes(twice)]).toEqual([null, 1, expect.stringMatching(/“经度”、“经度（2）”都可作“经度”.*请指定一列/)]);
    const named = await look(csv([['名称', '经度', '纬度', '经度', '纬度', '类型'], ['绥芬河市甲排污口', 131.15, 44.4, 131.2, 44.5, '工业企业']]), { mapping: { '经度（2）': 'lon', '纬度（2）': 'lat' } });
    expect([place(named), notes(named)]).toEqual([[131.2, 44.5], '']);
  });

  test('a company\'s name names a company where companies are listed, not an outfall', () => {
    const text = { title: { zh: '名称', en: 'Name' }, type: 'text', required: true, property: 'name' };
    expect(guessColumns({ layer: 'dischargers', fields: { name: text }, shapes: ['Point'] }, ['企业名称', '经度']).mapping).toEqual(['name', 'lon']);
    expect(guessColumns({ layer: 'outfalls', fields: { name: text }, shapes: ['Point'] }, ['企业名称', '经度'])).toMatchObject({ mapping: [null, 'lon'], foreign: [{ property: 'name', column: 0 }] });
  });

  test.each(['坐标', '位置', '基本信息', '地理坐标（WGS84）', '排污口信息', '排污口基本情况'])('a group that says no more than %s changes nothing', async (group) => {
    const job = await look(await workbook([['编码', group, '', '', '类型'], ['', '名称', '经度', '纬度', ''], ['g1', '绥芬河市甲排污口', 131.15, 44.4, '工业企业']], ['A1:A2', 'B1:D1', 'E1:E2']));
    expect([place(job), job.first.features[0]?.properties.name, job.counts?.errors]).toEqual([[131.15, 44.4], '绥芬河市甲排污口', 0]);
  });
});

describe('headings of several rows', () => {
  const known = new Set(knownHeadings());
  const columns = (...rows: Cell[][]) => headingOf(rows.map((cells, n) => ({ line: n + 1, cells })), known).columns;

  test('units below a heading divide nothing', () => {
    expect(columns(['编码', '坐标', '坐标', '流量', '类型'], ['编码', '经度', '纬度', 'm³/d', '类型'], ['a', 131, 44, 3, 'x'])).toEqual(['编码', '经度', '纬度', '流量（m³/d）', '类型']);
    expect(columns(['编码', '名称', '经度', '纬度', '流量', '建成时间'], [null, null, '（°）', '（°）', 'm³/d', '年/月/日'], ['a', 'b', 131, 44, 3, '2020-1-1'])).toEqual(['编码', '名称', '经度（°）', '纬度（°）', '流量（m³/d）', '建成时间（年/月/日）']);
    expect(columns(['编码', '基本信息', '基本信息', '基本信息', '监测', '监测'], ['编码', '排污口名称', '地理坐标', '地理坐标', '流量', 'COD'], ['编码', '排污口名称', '经度', '纬度', '(m³/d)', '(mg/L)'], ['a', 'b', 131, 44, 3, 4]))
      .toEqual(['编码', '排污口名称', '经度', '纬度', '监测·流量(m³/d)', '监测·COD(mg/L)']);
  });

  test('a title across the table and lines of who filled it in are no groups', () => {
    const head = ['名称', '经度', '纬度', '类型'];
    expect(columns(['责任主体台账', '责任主体台账', '责任主体台账', '责任主体台账'], ['填报单位：示意局', null, '填报日期：2023年5月', null], head, ['a', 131, 44, 'x'])).toEqual(head);
  });
});
