/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type Page, chromium } from 'playwright-core';
import { buildViewer } from '../server/viewer/build';
import { parseCoordinates } from '../web/src/place/parse-coordinates';
import { type RunningApp, startApp } from './harness';

// The built page in a real browser, over the whole application and its demonstration cities.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`没有浏览器 ${CHROMIUM}，跳过一张图页面测试 (no Chromium there: the viewer's browser tests are SKIPPED)`);
const inBrowser = installed ? describe : describe.skip;

const ADVICE = { ban: '建议依法取缔', merge: '建议清理合并', keep: '建议规范整治', review: '待人工研判' };
const INK = { ban: [179, 21, 29], merge: [240, 163, 10], keep: [11, 122, 117], review: [106, 63, 160] };

interface Item { id: number; name: string; category: string; verdict: keyof typeof ADVICE; location: { coordinates: [number, number] } }

let app: RunningApp;
let browser: Browser;

const get = async <T>(path: string): Promise<T> => (await (await fetch(`${app.url}${path}`)).json()) as T;
const list = (query: string) => get<{ items: Item[]; matched: number }>(`/api/outfalls?${query}`);
const part = (name: string) => `[data-test=${name}]`;

/** A page, with everything it complained of and every request that left the server. */
async function openPage(hash = '') {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(app.url)) complaints.push(`external: ${request.url()}`); });
  await page.goto(`${app.url}/${hash}`);
  await page.locator(part('map')).waitFor();
  return { page, complaints };
}

const matched = (page: Page, count: number) => page.locator(part('matched')).getByText(`共 ${count} 个`).waitFor();

/** Pixels of a colour within 14 px of the map's centre, on any of its canvases. */
const inkAtCentre = (page: Page, [red, green, blue]: number[]) =>
  page.evaluate(([r = 0, g = 0, b = 0]) => {
    const near = (a: number | undefined, wanted: number) => Math.abs((a ?? 0) - wanted) < 10;
    return [...document.querySelectorAll<HTMLCanvasElement>('[data-test=map] canvas')].reduce((sum, canvas) => {
      const data = canvas.getContext('2d')?.getImageData(canvas.width / 2 - 14, canvas.height / 2 - 14, 28, 28).data ?? [];
      for (let at = 0; at < data.length; at += 4) if (near(data[at], r) && near(data[at + 1], g) && near(data[at + 2], b)) sum += 1;
      return sum;
    }, 0);
  }, [red, green, blue] as number[]);

async function drawn(page: Page, verdict: keyof typeof INK) {
  const until = Date.now() + 15_000;
  while (Date.now() < until) {
    if ((await inkAtCentre(page, INK[verdict])) > 20) return true;
    await page.waitForTimeout(200);
  }
  return false;
}

async function clickCentre(page: Page) {
  const box = await page.locator(part('map')).boundingBox();
  if (!box) throw new Error('no map');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

const centred = ({ location: { coordinates: [lon, lat] } }: Item, zoom = 17) => `map=${zoom}/${lon}/${lat}`;

inBrowser('the single map in a browser', () => {
  beforeAll(async () => {
    await buildViewer(() => {});
    app = await startApp();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test.each(['ban', 'review'] as const)('%s: an outfall is drawn in its colour, and a click opens its verdict card', async (verdict) => {
    const { items: [outfall] } = await list(`region=653001&verdict=${verdict}&limit=1`);
    if (!outfall) throw new Error(`no ${verdict} among the demonstration outfalls`);
    const { page, complaints } = await openPage(`#city=653001&${centred(outfall)}&layers=outfalls,drinking_water_zones`);
    expect(await drawn(page, verdict)).toBe(true);
    await clickCentre(page);
    const card = page.locator(part('card'));
    await card.locator(part('verdict')).waitFor();
    expect(await card.locator(part('verdict')).innerText()).toContain(ADVICE[verdict]);
    expect(await card.locator('h2').innerText()).toContain(outfall.name);
    expect(await card.locator('article.finding').count()).toBeGreaterThan(0);
    expect(await card.locator(part('closing')).innerText()).toBe('辅助研判，不替代行政决定');
    expect(page.url()).toContain(`outfall=${outfall.id}`);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the table is exported as it is filtered, an outfall as Word; a refusal is told', async () => {
    const { matched: merged, items: [outfall] } = await list('region=231081&verdict=merge');
    const { page, complaints } = await openPage(`#city=231081&verdict=merge&outfall=${outfall?.id}`);
    await page.locator(part('card')).locator(part('verdict')).waitFor();
    const saved = async (act: () => Promise<void>) => { const [download] = await Promise.all([page.waitForEvent('download'), act()]); return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }; };
    expect((await saved(() => page.locator(part('word-plan')).click())).name).toBe(`${outfall?.name}“一口一策”整治方案（建议稿）.docx`);
    expect((await saved(() => page.locator(part('word-file')).click())).name).toBe(`${outfall?.name}一口一档.docx`);
    await page.locator(part('open-table')).click();
    await page.locator(part('table-shown')).getByText(`共 ${merged} 条`).waitFor();
    await page.locator(part('export')).click();
    const { name, bytes } = await saved(() => page.locator(part('export-menu')).getByText('GeoJSON', { exact: true }).click());
    expect(name).toMatch(/^入河排污口_.*\.geojson$/);
    expect(JSON.parse(bytes.toString()).features.map(({ properties }: { properties: { verdict: string } }) => properties.verdict)).toEqual(Array(merged).fill('merge'));
    await page.route('**/api/exports/**', (route) => route.fulfill({ status: 413, contentType: 'application/problem+json', body: JSON.stringify({ title: '请求体过大', detail: '请缩小范围', errors: [] }) }));
    await page.locator(part('export')).click();
    await page.locator(part('export-menu')).getByText('CSV', { exact: true }).click();
    await page.getByText('请缩小范围').waitFor();
    expect(complaints.filter((one) => !/413/.test(one))).toEqual([]);
    await page.close();
  });

  test('a drawn line lists each zone it crosses with the length inside, and asks for no category', async () => {
    const { page, complaints } = await openPage('#city=653001&map=12/76.33/39.78');
    await page.locator(part('open-check')).click();
    await page.locator(part('check')).getByText('线', { exact: true }).click();
    await page.locator(part('check-draw')).click();
    const { x, y, width, height } = (await page.locator(part('map')).boundingBox()) as NonNullable<Awaited<ReturnType<ReturnType<Page['locator']>['boundingBox']>>>;
    await page.mouse.click(x + width * 0.3, y + height * 0.7);
    await page.mouse.dblclick(x + width * 0.65, y + height * 0.4);
    const zones = page.locator(part('zones'));
    await zones.getByText(/全长 \d+\.\d km/).waitFor();
    expect(await zones.locator('li').filter({ hasText: '保护区（示意）' }).filter({ hasText: /界内长度 \d/ }).count()).toBeGreaterThan(0);
    expect(await page.locator(part('check-result')).locator('.finding.conflict').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a check of a banned outfall’s own place comes to the same advice, with the distance', async () => {
    const { items: [outfall] } = await list('region=653001&verdict=ban&limit=1');
    if (!outfall) throw new Error('no ban among the demonstration outfalls');
    const { page, complaints } = await openPage(`#city=653001&${centred(outfall)}`);
    await page.locator(part('open-check')).click();
    const panel = page.locator(part('check'));
    await panel.locator(part('check-category')).click();
    await page.keyboard.type('农村生活污水散排口');
    await page.getByRole('treeitem').getByText('农村生活污水散排口', { exact: true }).click();
    await panel.locator(part('check-draw')).click();
    await clickCentre(page);
    const result = page.locator(part('check-result'));
    await result.waitFor();
    expect(await result.locator(part('verdict')).innerText()).toMatch(/建议不予设置|建议依法取缔/);
    expect(await result.locator(part('distance')).first().innerText()).toMatch(/^−[\d.]+ (k?m)( ± [\d.]+ m)?$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('one filter drives counts, table and address; the city switch keeps to its own outfalls', async () => {
    const [artux, banned, suifenhe] = await Promise.all([list('region=653001'), list('region=653001&verdict=ban'), list('region=231081')]);
    const { page, complaints } = await openPage('#city=653001');
    await matched(page, artux.matched);
    await page.locator(part('verdict-ban')).click();
    await matched(page, banned.matched);
    await page.locator(part('open-table')).click();
    await page.locator(part('table-shown')).getByText(`共 ${banned.matched} 条`).waitFor();
    expect(page.url()).toContain('verdict=ban');
    await page.reload();
    await matched(page, banned.matched);
    await page.locator(part('verdict-ban')).click();
    await page.locator(part('city')).click();
    await page.getByRole('option', { name: '绥芬河市' }).click();
    await matched(page, suifenhe.matched);
    expect(page.url()).toContain('city=231081');
    await page.goto('about:blank');
    await page.goto(`${app.url}/`); // opens on the city last used
    await matched(page, suifenhe.matched);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the map answers to the keyboard and speaks English on demand', async () => {
    const { items: [outfall] } = await list('region=231081&limit=1');
    if (!outfall) throw new Error('no outfall');
    const { page, complaints } = await openPage(`#city=231081&${centred(outfall)}`);
    await drawn(page, outfall.verdict);
    await page.locator(part('map')).focus();
    await page.keyboard.press('Enter');
    await page.locator(part('card')).locator(part('verdict')).waitFor();
    await page.locator(part('language')).click();
    expect(await page.locator(part('closing')).innerText()).toContain('replaces no administrative decision');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a link that names only an outfall opens its city and its place', async () => {
    const { items: [outfall] } = await list('region=231081&verdict=merge&limit=1');
    if (!outfall) throw new Error('no merge among the demonstration outfalls');
    const { page, complaints } = await openPage(`#city=653001&outfall=${outfall.id}`);
    await page.locator(part('card')).getByText(outfall.name).waitFor();
    await page.waitForURL(/city=231081/);
    const [lon, lat] = outfall.location.coordinates;
    await page.waitForURL((url) => Math.hypot(Number(url.hash.split('/')[1]) - lon, Number(url.hash.split('/')[2]?.split('&')[0]) - lat) < 0.05);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('天地图 is asked for with the key, and only where one is configured', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    await page.route(/tianditu/, (route) => { asked.push(route.request().url()); return route.abort(); });
    await page.route(`${app.url}/`, async (route) => {
      const response = await route.fetch();
      const { 'content-security-policy': _, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    await page.route('**/api/settings', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), tianditu_key: 'KEY' } });
    });
    await page.goto(`${app.url}/#city=231081&base=img`);
    await page.getByText('天地图无法加载').waitFor();
    expect(new Set(asked.map((url) => url.replace(/^https:\/\/t\d\.tianditu\.gov\.cn\/(\w+)\/.*(tk=\w+)$/, '$1 $2')))).toEqual(new Set(['img_w tk=KEY', 'cia_w tk=KEY']));
    await page.close();
  });

  test('a layer whose tiles fail says so in the legend', async () => {
    const page = await browser.newPage();
    await page.route('**/tiles/rivers/**', (route) => route.fulfill({ status: 400, json: { title: '示意', detail: '图层没有应答' } }));
    await page.goto(`${app.url}/#city=653001&layers=outfalls,rivers`);
    await page.locator('[data-layer=rivers]').locator(part('layer-failed')).waitFor();
    expect(await page.locator('[data-layer=rivers]').locator(part('layer-failed')).innerText()).toContain('图层没有应答');
    await page.close();
  });
});

describe('coordinates in any usual notation', () => {
  const near = (text: string, lon: number, lat: number, nearLon = 131) => {
    const reading = parseCoordinates(text, nearLon);
    expect(reading?.lon).toBeCloseTo(lon, 6);
    expect(reading?.lat).toBeCloseTo(lat, 6);
    return reading?.read;
  };

  test('decimal degrees, either order', () => {
    expect(near('131.15, 44.4', 131.15, 44.4)).toBe('lonlat');
    expect(near('44.4 131.15', 131.15, 44.4)).toBe('latlon');
    expect(near('１３１．１５，４４．４', 131.15, 44.4)).toBe('lonlat');
  });

  test('degrees, minutes, seconds with letters or Chinese words', () => {
    near('131°09′00″E 44°24′00″N', 131.15, 44.4);
    near('北纬44度24分0秒，东经131度9分0秒', 131.15, 44.4);
    near(`44°24'N, 131°9'E`, 131.15, 44.4);
  });

  test('3° Gauss-Krüger with and without zone number (vectors of PROJ for EPSG:4513 and 4553)', () => {
    const artux = parseCoordinates('25600333.478, 4397984.350', 76);
    expect([artux?.lon, artux?.lat]).toEqual([expect.closeTo(76.17, 7), expect.closeTo(39.71, 7)]);
    const suifenhe = parseCoordinates('X 4918620.276 Y 432284.373', 131.1);
    expect([suifenhe?.lon, suifenhe?.lat, suifenhe?.read]).toEqual([expect.closeTo(131.15, 7), expect.closeTo(44.4, 7), 'gk.guessed']);
  });

  test('what is no pair of coordinates is not read as one', () => {
    for (const text of ['', '653001-0012', '131.15', '阿湖乡', '131.15, 44.4, 3', '200, 100']) expect(parseCoordinates(text, 131)).toBeNull();
  });
});
