import ExcelJS from 'exceljs';
import { readingsOf } from '../server/datum/readings';
import { pairIn } from '../server/datum/typed';
import { typedPlace } from '../server/imports/meaning/place';
import { guessColumns } from '../server/imports/meaning/guess-columns';
import { knownHeadings } from '../server/imports/meaning/words';
import { readDate } from '../server/imports/meaning/dates';
import { headingOf } from '../server/imports/reading/heading';
import { numberShown } from '../server/imports/reading/number-format';
import { endReader } from '../server/imports/reading/reader';
import type { Cell } from '../server/imports/reading/source';
import { type RunningApp, startApp } from './harness';
import { commit, previewed, send } from './imports/client';

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

test('headings cut off to ten bytes mean what all headings that begin so mean; where these differ it is asked', () => {
  const text = (property: string, zh: string) => ({ title: { zh, en: property }, type: 'text', required: false, property });
  const fields = { name: text('name', '名称'), category: text('category', '类型'), typed_in_zone: text('typed_in_zone', '填报'), credit_code: text('credit_code', '信用代码') };
  const guess = (layer: string, ...columns: string[]) => guessColumns({ layer, fields, shapes: ['Point'] }, columns);
  expect(guess('outfalls', '是否在饮用', '统一社', '入河排污口', '自然保护地')).toMatchObject({ mapping: ['typed_in_zone', 'credit_code', null, null], cut: [{ column: 2 }] });
  expect(guess('outfalls', '入河排污口').cut[0]?.properties).toEqual(expect.arrayContaining(['name', 'category']));
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

const HEAD = ['编码', '排污口名称', '经度', '纬度', '类型', '流量', '设置时间'];
const row = (n: number, flow: Cell = 1, day: Cell = '2020-01-02'): Cell[] => [`r${n}`, `绥芬河市${n}号排污口`, 131.15, 44.4 + n / 1000, '工业企业', flow, day];
const properties = (job: Job) => job.first.features.map((feature) => feature.properties as Record<string, unknown>);
const told = (job: Job, level: 'error' | 'note' = 'error') => job.problems.filter((one) => one.level === level && !/HJ 1235/.test(one.reason));

describe('what a workbook shows', () => {
  test.each<[number, string, unknown]>([
    [12, '00000', { text: '00012', beside: false }], [12, '"SFH-"000', { text: 'SFH-012', beside: false }], [2021.1, '0.00', { text: '2021.10', beside: true }], [3, '0"号"', { text: '3号', beside: true }], [7, '\\A00', { text: 'A07', beside: false }],
    [12, '0', undefined], [12, 'General', undefined], [1200, '#,##0', undefined], [-5, '00000', undefined], [1.5, '00000', undefined], [12, '00000;[Red]-00000', { text: '00012', beside: false }],
  ])('%d as %s', (value, format, shown) => expect(numberShown(value, format)).toEqual(shown));

  test('codes keep their zeros and letters; long numbers are refused, not rounded; fractions have no tail', async () => {
    const codes = [12, 12, 123456789012345680, 0.1 + 0.2];
    const job = await look(await workbook([HEAD, ...codes.map((code, n) => [code, ...row(n).slice(1)])], [], (sheet) => { sheet.getCell('A2').numFmt = '00000'; sheet.getCell('A3').numFmt = '"SFH-"000'; sheet.getCell('F2').numFmt = '0.0"m³/d"'; }));
    expect(properties(job).map((one) => one.local_code)).toEqual(['00012', 'SFH-012', undefined, '0.3']);
    expect([properties(job)[0]?.flow_m3d, told(job).map(({ row: line, column, reason }) => [line, column, reason.slice(0, 10)])]).toEqual([1, [[4, '编码', '数字超过 15 位，']]]);
  });

  test('a hidden sheet is not read unless it is named; hidden rows and columns are read and told', async () => {
    const content = await workbook([HEAD, row(1), row(2), row(3)], [], (sheet, book) => {
      sheet.getRow(3).hidden = true;
      sheet.getColumn(6).hidden = true;
      const hidden = book.addWorksheet('旧表');
      hidden.addRows([HEAD, row(4)]);
      hidden.state = 'hidden';
    });
    const job = await look(content);
    expect([job.rows, notes(job)]).toEqual([3, '工作表“旧表”是隐藏的，未读取；要读取请指定此表\n台账 有 1 行隐藏或被筛掉，照样读取：第 3 行\n台账 有隐藏列，照样读取：“流量”']);
    expect((await look(content, { sheet: '旧表' })).rows).toBe(1);
  });

  test('a number in cells merged downwards is given to none of them; a text is the same for all; both also after another look', async () => {
    const job = await look(await workbook([[...HEAD, '受纳水体'], [...row(1, 300), '城区河'], [...row(2, null), null], [...row(3, 5), null]], ['F2:F3', 'H2:H4']));
    expect(properties(job).map((one) => [one.flow_m3d, one.river_name])).toEqual([[undefined, '城区河'], [undefined, '城区河'], [5, '城区河']]);
    expect(told(job, 'note').filter(({ column }) => column === '流量').map(({ row: line, value, reason }) => [line, value, reason.slice(0, 10)])).toEqual([[2, 300, '第 2–3 行合并为'], [3, 300, '第 2–3 行合并为']]);
    const again = (await send<Job>(app, 'PATCH', `/api/imports/${job.id}`, { mapping: { 流量: 'position_error_m' } })).body;
    expect(properties(again).map((one) => [one.position_error_m, one.river_name])).toEqual([[undefined, '城区河'], [undefined, '城区河'], [5, '城区河']]);
  });
});

test('lines that are no rows are left out and told', async () => {
  const numbered = ['序号', ...HEAD];
  const job = await look(await workbook([numbered, ['甲', '乙', '丙', 1, 2, 3, 4, 5], [1, ...row(1)], [2, ...row(2)], [null, '本页合计', null, null, null, null, 2], ['第二页'], numbered, [3, ...row(3)], ['一、工业类'], [4, ...row(4)], ['生活类', '生活类', '生活类', '生活类', '生活类', '生活类', '生活类', '生活类'], [5, ...row(5)],
    [null, null, null, null, null, '合计', 5], ['总计：4个', null, null, null, null, null, 5], ['备注：1.本表由各乡镇填报；2.示意。'], ['填表人：示意', null, '审核人：示意', null, null, '联系电话：000']]));
  expect([job.rows, job.counts?.errors]).toEqual([5, 0]);
  expect(notes(job).split('\n').map((one) => one.replace(/^台账 第 | ?，未计入$/g, ''))).toEqual(['2 行是列号', '5 行是合计行', '6 行是分节或分页的标题（“第二页”）', '7 行是重复的表头', '9 行是分节或分页的标题（“一、工业类”）', '11 行是分节或分页的标题（“生活类”）',
    '13 行是合计行', '14 行是合计行', '15 行是表下的备注、签署（“备注：1.本表由各乡镇填报；2.示意。”）', '16 行是表下的备注、签署（“填表人：示意”）']);
});

test('a row of which only a name is known is a row, and what it lacks is told', async () => {
  const job = await look(csv([HEAD, row(1), [null, '绥芬河市总计沟排污口', null, null, '工业企业', null, null], ['绥芬河市甲排污口', null, null, null, null, null, null]]));
  expect([job.rows, job.counts?.errors]).toEqual([3, 2]);
});

describe('dates', () => {
  test.each<[Cell, string]>([['2023.05.01.', '2023-05-01'], ['2023 5 1', '2023-05-01'], ['2023年05月01日上午', '2023-05-01'], ['2023/5/1 08:30', '2023-05-01'], ['20230501', '2023-05-01'], ['２０２３年５月１日', '2023-05-01'], [44927, '2023-01-01'], ['二〇一五年六月一日', '2015-06-01'], ['二零二三年十二月二十三日', '2023-12-23'], ['二○一五年十月三十号', '2015-10-30'], ['2015年6月1号', '2015-06-01']])('%s', (cell, value) => expect(readDate(cell)).toEqual({ value }));
  test.each<[Cell, string]>([['2023年5月', '2023-05-01？'], ['2021.6', '2021-06-01？'], ['2021.10', '2021-10-01？'], ['2023年', '2023-01-01？'], [2023, '2023-01-01？'], ['约2010年', '2010-01-01？'], ['2010年左右', '2010-01-01？'], ['202305', '2023-05-01？'], [2021.1, '2021-01-01 或 2021-10-01？']])('%s is no day', (cell, suggested) => {
    expect(readDate(cell)).toMatchObject({ partial: true, reason: expect.stringMatching(/按未知处理/), suggestion: `如要补到日 (to give a day): ${suggested}` });
  });
  test.each<[Cell, string | undefined]>([['23.5.1', '2023-05-01？'], ['2021-13-45', undefined], ['2021年13月', undefined], ['20210230', undefined], ['2010-2012年', undefined], ['不清楚', undefined]])('%s is refused', (cell, suggestion) => {
    const read = readDate(cell);
    expect(read).toEqual({ reason: expect.any(String), ...(suggestion ? { suggestion } : {}) });
  });

  test.each<[Cell, [string, string] | undefined]>([['2023年5月', ['2023-05-01', '2023-05-31']], ['2024.2', ['2024-02-01', '2024-02-29']], [2015, ['2015-01-01', '2015-12-31']], ['二〇一五年', ['2015-01-01', '2015-12-31']], ['2015年建成', ['2015-01-01', '2015-12-31']], ['2015年12月份', ['2015-12-01', '2015-12-31']],
    [2021.1, undefined], ['约2010年', undefined], ['2010年以前', undefined], ['2010年左右', undefined], ['2010年底', undefined], ['90年代', undefined]])('%s is some day from … to …', (cell, days) => {
    expect([(readDate(cell) as { partial?: true }).partial, (readDate(cell) as { days?: unknown }).days]).toEqual([true, days]);
  });

  test('a day is taken for a month or year by consent alone, told row by row, and the words are kept', async () => {
    const job = await look(csv([HEAD, row(11, 1, '2023年5月'), row(12, 1, '2015'), row(13, 1, '2015年以前'), row(14, 1, '2015-06-01')]));
    const days = (of: Job) => properties(of).map((one) => one.set_up ?? null);
    expect([days(job), job.counts?.partial_dates, job.partial_dates]).toEqual([[null, null, null, '2015-06-01'], 2, 'unknown']);
    const { body: agreed } = await send<Job>(app, 'PATCH', `/api/imports/${job.id}`, { partial_dates: 'last_day' });
    expect([days(agreed), agreed.counts?.partial_dates, agreed.partial_dates]).toEqual([['2023-05-31', '2015-12-31', null, '2015-06-01'], 2, 'last_day']);
    expect(told(agreed, 'note').filter(({ column }) => column === '设置时间').map(({ row: line, reason }) => [line, reason.slice(0, 16)])).toEqual([[2, '按同意取末日 2023-05-31'.slice(0, 16)], [3, '按同意取末日 2015-12-31'.slice(0, 16)], [4, '只有年，不是日期：按未知处理，原'.slice(0, 16)]]);
    expect((await commit(app, job.id)).body.outcome).toMatchObject({ created: 4 });
    const { rows } = await app.db.knex.raw("SELECT set_up, source -> 'said' AS said FROM outfall WHERE local_code IN ('r11', 'r14') ORDER BY local_code");
    expect(rows).toEqual([{ set_up: '2023-05-31', said: { set_up: '2023年5月' } }, { set_up: '2015-06-01', said: null }]);
  });

  test('a month alone bars no row: the day stays unknown, the words are kept', async () => {
    const job = await look(await workbook([HEAD, row(1, 1, '2023年5月'), row(2, 1, 2021.1)], [], (sheet) => { sheet.getCell('G3').numFmt = '0.00'; }), { defaults: { set_up: '2000-01-01' } });
    expect([job.counts?.errors, properties(job).map((one) => one.set_up), told(job, 'note').filter(({ column }) => column === '设置时间').map(({ suggestion }) => suggestion?.slice(-11))]).toEqual([0, [undefined, undefined], ['2023-05-01？', '2021-10-01？'].map((one) => one.slice(-11))]);
    expect((await commit(app, job.id)).body.outcome).toMatchObject({ created: 2 });
    const { rows } = await app.db.knex.raw("SELECT set_up, source -> 'said' AS said FROM outfall WHERE local_code IN ('r1', 'r2') ORDER BY local_code");
    expect(rows).toEqual([{ set_up: null, said: { set_up: '2023年5月' } }, { set_up: null, said: { set_up: '2021.10' } }]);
  });
});

test('codes of regions of twelve figures: a village stands for its town, and it is told; the city is the city', async () => {
  const job = await look(csv([[...HEAD, '行政区划代码'], [...row(1), '231081101201'], [...row(2), '231081101000'], [...row(3), '231081000000'], [...row(4), '231081']]));
  expect([job.counts?.errors, properties(job).map((one) => one.region_code)]).toEqual([0, ['231081101', '231081101', '231081', '231081']]);
  expect(told(job, 'note').filter(({ column }) => column === '行政区划代码').map(({ row: line, value }) => [line, value])).toEqual([[2, '231081101201']]);
});

test('ditto marks are no values, also where any text is one; a range is not offered as its beginning', async () => {
  const job = await look(csv([['排污口名称', '经度', '纬度', '类型', '受纳水体', '流量'], ['绥芬河市甲排污口', 131.15, 44.4, '工业企业', '绥芬河', 1], ['绥芬河市乙排污口', 131.16, 44.4, '〃', '同上', '10~20'], ['绥芬河市丙排污口', 131.17, 44.4, '工业企业', '″', '3m³/d']]));
  expect(told(job).filter(({ level }) => level === 'error').map(({ row: line, column, value, suggestion }) => [line, column, value, suggestion === null])).toEqual([
    [3, '类型', '〃', false], [3, '受纳水体', '同上', false], [3, '流量', '10~20', true], [4, '受纳水体', '″', false], [4, '流量', '3m³/d', false]]);
  expect(properties(job).map((one) => one.river_name ?? null)).toEqual(['绥芬河', null, null]);
});

test('problems name columns as the file or the layer does, also in the table of problems; a unit is suggested away', async () => {
  const job = await look(csv([['排污口名称', '经度', '纬度', '流量'], ['绥芬河市甲排污口', 131.15, 44.4, '300m³/d'], ['绥芬河市乙排污口', 10, 20, 1]]));
  const labels = Object.fromEntries(job.problems.map(({ column, label }) => [column, label]));
  expect(labels).toMatchObject({ category: '排污口类型', geometry: '位置', 流量: '流量', ...(labels.name ? { name: '排污口名称' } : {}) });
  expect(told(job).find(({ column }) => column === '流量')?.suggestion).toMatch(/^去掉“m3\/d”，并核对单位：300/);
  const lines = (await (await fetch(`${app.url}/api/imports/${job.id}/problems.csv`)).text()).split('\r\n').slice(1).filter(Boolean);
  expect([...new Set(lines.map((line) => line.split(',')[2]))].sort()).toEqual([...new Set(Object.values(labels))].sort());
});
