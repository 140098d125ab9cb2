import ExcelJS from 'exceljs';
import { readingsOf } from '../server/datum/readings';
import { pairIn } from '../server/datum/typed';
import { typedPlace } from '../server/imports/meaning/place';
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

describe('what the marks of a coordinate say', () => {
  const centre: [number, number] = [131.1, 44.4];
  const rounded = (place: number[] | undefined) => place?.map((one) => Math.round(one * 1e6) / 1e6);
  const asGiven = (pair: [string | number, string | number]) => rounded(readingsOf(pair, centre).find(({ reading }) => reading === 'as_given')?.place);

  test.each<[string, string, number[]]>([
    ['131°09′36″W', '44°24′12″S', [-131.16, -44.403333]], ['西经131.15', '南纬44.40', [-131.15, -44.4]], ['-131°09′36″', '-44°24′12″', [-131.16, -44.403333]],
    ['131°09′36″E', 'N44°24′12″', [131.16, 44.403333]], ['北纬44.40', '东经131.15', [131.15, 44.4]], ['131º09\'36.5\'\'', '44º24\'12.2\'\'', [131.160139, 44.403389]],
    ['131 9 36', '44 24 12', [131.16, 44.403333]], ['经度：131.15', '纬度：44.40', [131.15, 44.4]], ['131,1500', '44,4000', [131.15, 44.4]], ['东经131．16°', '北纬44．41°', [131.16, 44.41]],
  ])('%s, %s', (lon, lat, place) => expect(asGiven([lon, lat])).toEqual(place));

  test.each([['131,15', '44,40'], ['131.15±0.30', '44.40±0.30'], ['131°09′75″', '44°24′12″'], ['E131.15', 'W44.40'], ['-131.15W', '44.40'], ['约131.15', '44.40'], ['131.5°30′', '44°24′'], ['1.31e2', '44.40']])('%s, %s is not read in any way', (lon, lat) => {
    expect(readingsOf([lon, lat], centre)).toEqual([]);
  });

  test('letters say which is which also where the file has the latitude first', () => {
    const plan = { reading: 'swapped_axes', crs: null, centre };
    expect([typedPlace(['44.4', '131.15'], plan), typedPlace(['E131.15', 'N44.4'], plan)]).toEqual([[131.15, 44.4], [131.15, 44.4]]);
  });

  test.each<[string, [string, string] | undefined]>([
    ['131.15，44.40', ['131.15', '44.40']], ['(131.15,44.40)', ['131.15', '44.40']], ['（131.15　44.40）', ['131.15', '44.40']], ['东经131.15北纬44.40', ['东经131.15', '北纬44.40']], ['经度：131.15 纬度：44.40', ['经度:131.15', '纬度:44.40']],
    ['N44°24′12″,E131°09′36″', ['N44°24\'12"', 'E131°09\'36"']], ['131.15E 44.40N', ['131.15E', '44.40N']], ['131°09′36″/44°24′12″', ['131°09\'36"', '44°24\'12"']], ['131° 9′ 36″ 44° 24′ 12″', ['131° 9\' 36"', '44° 24\' 12"']],
    ['131 9 36 44 24 12', ['131 9 36', '44 24 12']], ['131,15,44,40', undefined], ['131.15', undefined], ['见附图', undefined],
  ])('%s in one cell', (text, pair) => expect(pairIn(text)).toEqual(pair));

  test('rows: what is not understood is refused with its row, column and value', async () => {
    const rows: Cell[][] = [['名称', '经纬度', '类型'], ...['北纬44.40 东经131.15', '131,15 44,40', '131°09′36″W 44°24′12″N', '见附图'].map((cell, n) => [`绥芬河市${n}号排污口`, cell, '工业企业'])];
    const job = await look(csv(rows));
    expect([place(job, 0), place(job, 1), place(job, 3)]).toEqual([[131.15, 44.4], null, null]);
    const wrong = job.problems.filter(({ level }) => level === 'error');
    expect(wrong.map(({ row, column, value }) => [row, column, value])).toEqual([[3, '经纬度', '131,15 44,40'], [4, 'geometry', expect.anything()], [5, '经纬度', '见附图']]);
    expect([wrong[0]?.reason, wrong[1]?.reason]).toEqual([expect.stringMatching(/不能按“照原样（CGCS2000 度）”读作坐标/), expect.stringMatching(/距该市范围/)]);
  });

  test('one coordinate without the other is told under the column that lacks it; a decimal comma is asked about', async () => {
    const job = await look(csv([['名称', '经度', '纬度', '类型'], ['绥芬河市甲排污口', '131.15', '', '工业企业'], ['绥芬河市乙排污口', '131,15', '44,40', '工业企业']]));
    expect(job.problems.filter(({ level }) => level === 'error').map(({ row, column, value, suggestion }) => [row, column, value, suggestion?.slice(0, 8)])).toEqual([[2, '纬度', null, undefined], [3, '经度', '131,15, 44,40', '逗号是小数点还是']]);
  });
});
