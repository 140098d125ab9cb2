/// <reference lib="dom" />
import { existsSync, readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { type Browser, chromium } from 'playwright-core';
import { endReader } from '../server/imports/reading/reader';
import { buildViewer } from '../server/viewer/build';
import { type RunningApp, startApp } from './harness';

// The import panel in a real browser, from the file to the undo.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`没有浏览器 ${CHROMIUM}，跳过导入页面测试 (no Chromium there: the import panel's tests are SKIPPED)`);
const part = (name: string) => `[data-test=${name}]`;
/** Looked at by people, where a folder is named. */
const SHOTS = process.env.PAIKOU_SHOTS;

const CSV = `排污口名称,类型,所在乡镇,经度,纬度,定位方式,设置时间
绥芬河市阜宁镇示意甲排污口,工业企业排污口,阜宁镇,131.12,44.41,GPS,2019年5月1日
绥芬河市阜宁镇示意乙排污口,生活污水混排,阜宁镇,131.121,44.411,RTK,2018/6/3
绥芬河市阜宁镇示意丙排污口,雨水排口,阜宁镇,131.122,44.412,RTK,2018/2/30
`;

(installed ? describe : describe.skip)('the import panel in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  beforeAll(async () => {
    await buildViewer(() => {});
    app = await startApp();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    await endReader();
    await app?.close();
  });

  async function open(hash: string) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error.stack)));
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    await page.goto(`${app.url}/${hash}`);
    await page.locator(part('map')).waitFor();
    const give = (name: string, content: string | Buffer) => page.locator(part('import-file')).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content as string) });
    const number = async (name: string) => Number((await page.locator(`${part(`import-${name}`)} b`).innerText()).replaceAll(',', ''));
    const shot = async (name: string) => { if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` }); };
    return { page, complaints, give, number, shot };
  }

  const count = async () => Number((await app.db.knex('outfall').count('* as n').first())?.n);

  test('a ledger: problems by row, a spelling decided, the sound rows committed, all taken back', async () => {
    const before = await count();
    const { page, complaints, give, number, shot } = await open('#city=231081&map=13/131.12/44.41');
    await page.locator(part('open-import')).click();
    await shot('import-1-start');
    await give('台账.csv', CSV);
    await page.locator(part('import-preview')).waitFor();
    expect([await number('new'), await number('errors'), await number('gone')]).toEqual([3, 2, 0]);
    const problems = page.locator(part('import-problems'));
    expect(await problems.locator('tbody tr.error').allInnerTexts()).toEqual([expect.stringMatching(/^3\s+类型\s+生活污水混排/), expect.stringMatching(/^4\s+设置时间\s+2018\/2\/30/)]);
    expect(await page.locator(part('import-commit')).isDisabled()).toBe(true);
    await shot('import-2-preview');
    await page.locator(part('import-decide')).click();
    await page.getByRole('option').filter({ hasText: '城镇生活污水散排口' }).first().click();
    await problems.getByText('待定的写法').waitFor({ state: 'detached' });
    expect(await number('errors')).toBe(1);
    await page.locator(part('agree-sound')).click();
    await page.locator(part('import-commit')).click();
    await page.locator(part('import-result')).getByText('新增 2').waitFor();
    await shot('import-3-done');
    expect(await count()).toBe(before + 2);
    await page.locator(part('import-undo')).click();
    await page.locator('.el-popconfirm').getByRole('button').last().click();
    await page.locator(part('import-undone')).waitFor();
    expect(await count()).toBe(before);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('another sheet is chosen for the file that is there; a file that fits no layer gets one', async () => {
    const { page, complaints, give, number, shot } = await open('#city=231081&tool=import');
    const book = new ExcelJS.Workbook();
    book.addWorksheet('排污口').addRows([['排污口名称', '类型', '经度', '纬度'], ['绥芬河市甲排污口', '其他排污口', 131.1, 44.4], ['绥芬河市乙排污口', '其他排污口', 131.11, 44.4]]);
    book.addWorksheet('取水口').addRows([['取水口名称', '经度', '纬度'], ['甲取水口', 131.1, 44.4]]);
    await give('普查.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    await page.locator(part('import-preview')).waitFor();
    expect(await number('new')).toBe(2);
    await page.locator(part('import-sheet')).click();
    await page.getByRole('option', { name: /^取水口/ }).click();
    await page.locator(part('import-preview')).getByText('1 行 ·').waitFor();
    expect([await number('new'), await page.locator(part('import-as')).innerText()]).toEqual([1, '饮用水取水口']);
    await shot('import-7-sheet');
    await page.locator(part('import-reading')).click();
    await page.getByRole('option', { name: 'BD-09（百度）', exact: true }).click();
    await page.locator(part('import-crs')).getByText('BD-09').waitFor();
    await page.locator(part('agree-crs')).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('columns: what one means is chosen, the preview made anew, and remembered with the commit; all problems are a file', async () => {
    const { page, complaints, give, number, shot } = await open('#city=231081&tool=import');
    const text = `口子叫法,曾用叫法,类型,经度,纬度\n${Array.from({ length: 130 }, (_, n) => `绥芬河市示意列${n}排污口,旧${n},${n < 120 ? '怪类型' : '其他排污口'},${131.1 + n / 10_000},44.41`).join('\n')}\n`;
    await give('列.csv', text);
    await page.locator(part('import-preview')).waitFor();
    await page.locator(part('import-lacking')).getByText('必填而没有对应的列：名称').waitFor();
    const column = (name: string) => page.locator(`[data-column="${name}"]`);
    expect(await column('口子叫法').innerText()).toMatch(/绥芬河市示意列0排污口；绥芬河市示意列1排污口；绥芬河市示意列2排污口\s+不用/);
    const errors = await number('errors');
    expect(errors).toBe(130);
    const choose = async (name: string, field: RegExp) => {
      await column(name).getByRole('button').click();
      await page.getByRole('option', { name: field }).first().click();
      await page.locator(part('import-progress')).waitFor({ state: 'detached' });
    };
    await column('曾用叫法').getByRole('button').click();
    await page.getByRole('option', { name: /^名称/ }).first().waitFor();
    await shot('import-6-columns');
    await page.keyboard.press('Escape');
    await choose('曾用叫法', /^名称/);
    await choose('口子叫法', /^名称/);
    expect([(await column('口子叫法').innerText()).includes('名称'), (await column('曾用叫法').innerText()).includes('不用')]).toEqual([true, true]);
    expect(await number('errors')).toBe(120);
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator(part('import-problems-csv')).click()]);
    expect(file.suggestedFilename()).toBe('列.csv_问题.csv');
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFF工作表,行,列,值,级别,原因,建议');
    expect(lines.filter((line) => line.includes(',类型,怪类型,错误,'))).toHaveLength(120);
    await page.locator(part('import-more')).click();
    await page.locator(part('import-problems')).getByText(/第 101–\d+ 条/).waitFor();
    await page.locator(part('agree-sound')).click();
    await page.locator(part('import-commit')).click();
    await page.locator(part('import-result')).getByText('新增 10').waitFor();
    await page.locator(part('import-again')).click();
    await give('下一份.csv', text);
    await page.locator(part('import-columns')).getByText('沿用此来源上次的对应').waitFor();
    expect([await number('same'), await column('口子叫法').count()]).toEqual([10, 1]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('zones: repairs are drawn before and after, an edition is asked for; what cannot be read says why', async () => {
    const { page, complaints, give, number, shot } = await open('#city=231081&tool=import');
    const at = (x: number, y: number) => [131.1 + x / 1000, 44.4 + y / 1000];
    const zone = (name: string, ring: number[][]) => ({ type: 'Feature', properties: { 名称: name, 水源地: '示意', 级别: '一级' }, geometry: { type: 'Polygon', coordinates: [ring.map(([x, y]) => at(x!, y!))] } });
    await give('保护区.geojson', JSON.stringify({ type: 'FeatureCollection', features: [
      zone('示意自交', [[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]), zone('示意反向', [[10, 0], [10, 4], [14, 4], [14, 0], [10, 0]]), zone('示意', [[20, 0], [24, 0], [24, 4], [20, 4], [20, 0]]),
    ] }));
    await page.locator(part('import-preview')).waitFor();
    expect([await number('new'), await number('errors')]).toEqual([3, 0]);
    expect(await page.locator(part('import-repairs')).locator('li').count()).toBe(2);
    expect(await page.locator(part('import-consent')).getByText('1 行环的方向').count()).toBe(1);
    await page.locator(part('agree-repairs')).getByText('全部').click();
    expect(await page.locator(part('import-commit')).isDisabled()).toBe(true);
    await page.locator(part('edition-name')).fill('示意版');
    await page.locator(part('edition-document')).fill('示意文号〔2026〕1号');
    await page.getByLabel('生效日期').fill('2026-01-01');
    await page.keyboard.press('Enter');
    await page.getByLabel('边界误差').fill('5');
    await page.keyboard.press('Tab');
    await shot('import-4-zones');
    const declared = () => app.db.knex('layer_coverage').whereRaw("code LIKE '%-drinking_water_zones-import-%'").select('region_code', 'statement', 'as_of', 'declared_by', 'document', 'name');
    expect(await page.locator(part('coverage-no')).locator('input').isChecked()).toBe(true); // nothing is declared by itself
    await page.locator(part('coverage-no')).getByText('不声明').waitFor();
    await page.locator(part('coverage-yes')).click();
    await page.locator(part('import-coverage')).getByText('已全部在库').waitFor();
    expect([await page.locator(part('import-commit')).isDisabled(), await page.locator(part('import-lacks')).innerText()]).toEqual([true, '入库前还须：填全完备声明']);
    await page.locator(part('coverage-region')).click();
    await page.getByRole('option', { name: '阜宁镇' }).click();
    await page.getByLabel('截至日期').fill('2026-02-01');
    await page.keyboard.press('Enter');
    await page.locator(part('coverage-by')).fill('示意局');
    await page.locator(part('import-consent')).scrollIntoViewIfNeeded();
    await shot('import-5-declared');
    await page.locator(part('import-commit')).click();
    await page.locator(part('import-result')).getByText('新增 3').waitFor();
    expect(await declared()).toEqual([{ region_code: '231081101', statement: 'complete', as_of: '2026-02-01', declared_by: '示意局', document: '示意文号〔2026〕1号', name: expect.stringContaining('阜宁镇') }]);
    const { rows } = await app.db.knex.raw("SELECT name, ST_IsPolygonCCW(geom) AS ccw FROM drinking_water_zone WHERE name LIKE '示意%' AND source ->> 'file' = '保护区.geojson' ORDER BY name");
    expect(rows).toEqual([{ name: '示意', ccw: true }, { name: '示意反向', ccw: true }, { name: '示意自交', ccw: expect.any(Boolean) }]);
    await page.locator(part('import-undo')).click();
    await page.locator('.el-popconfirm').getByRole('button').last().click();
    await page.locator(part('import-undone')).waitFor();
    expect(await declared()).toEqual([]);
    await page.locator(part('import-again')).click();
    await give('坏.csv', '名称,类型\n"甲,其他\n');
    await page.locator(part('import-failed')).getByText('CSV 写法有误').waitFor();
    await page.locator(part('language')).click();
    await page.locator(part('import-failed')).getByText('It could not be read').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
