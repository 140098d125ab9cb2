/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { type RunningApp, startApp } from './harness';

// The pages of web/examples as they are served, in a real browser: features are drawn, and nobody else is asked.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

let app: RunningApp;
let browser: Browser;
beforeAll(async () => {
  app = await startApp();
  if (existsSync(CHROMIUM)) browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
afterAll(async () => {
  await browser?.close();
  await app.close();
});

async function open(name: string) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(app.url)) complaints.push(`external: ${request.url()}`); });
  await page.goto(`${app.url}/examples/${name}`);
  return { page, complaints };
}

const matched = async (collection: string): Promise<number> =>
  (await (await fetch(`${app.url}/ogc/collections/${collection}/items?f=json&limit=1&region=231081`)).json()).numberMatched;

inBrowser('examples', () => {
  test('the list leads to each', async () => {
    const { page, complaints } = await open('');
    const links = await page.locator('main a').evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    expect(links).toEqual(['openlayers', 'maplibre', 'leaflet'].map((name) => `${app.url}/examples/${name}.html`));
    for (const link of links) expect((await fetch(link)).status).toBe(200);
    expect(complaints).toEqual([]);
  });

  test('OpenLayers draws the tiles by the looks of the catalogue, and tells what is clicked', async () => {
    const { page, complaints } = await open('openlayers.html');
    await page.waitForFunction(() => 'example' in window);
    await page.evaluate(`new Promise((done) => { example.once('rendercomplete', done); example.render(); })`);
    const found = await page.evaluate(`(() => {
      const features = example.getAllLayers()[0].getFeaturesInExtent(example.getView().calculateExtent());
      const canvas = document.querySelector('#map canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let ink = 0;
      for (let at = 0; at < data.length; at += 4) if (Math.abs(data[at] - 11) < 6 && Math.abs(data[at + 1] - 122) < 6 && Math.abs(data[at + 2] - 117) < 6) ink++;
      const outfall = features.find((each) => each.get('layer') === 'outfalls');
      return { layers: [...new Set(features.map((each) => each.get('layer')))], ink, at: example.getPixelFromCoordinate(outfall.getFlatCoordinates().slice(0, 2)), code: outfall.get('code') };
    })()`) as { layers: string[]; ink: number; at: [number, number]; code: string };
    expect(found.layers).toEqual(expect.arrayContaining(['outfalls', 'rivers', 'drinking_water_zones', 'regions']));
    expect(found.ink).toBeGreaterThan(200); // 建议规范整治
    await page.locator('#map').click({ position: { x: found.at[0], y: found.at[1] } });
    expect(await page.locator('#told').textContent()).toContain(found.code);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('MapLibre draws the one map of one city', async () => {
    const { page, complaints } = await open('maplibre.html');
    await page.waitForFunction(() => {
      const { example } = window as unknown as { example?: { loaded(): boolean; areTilesLoaded(): boolean } };
      return example?.loaded() && example.areTilesLoaded();
    }, undefined, { timeout: 30_000 });
    const layers = await page.evaluate(`[...new Set(example.queryRenderedFeatures().map((each) => each.sourceLayer))]`);
    expect(layers).toEqual(expect.arrayContaining(['outfalls', 'rivers', 'regions']));
    expect(await page.locator('#told').textContent()).toBe('');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('Leaflet draws every item of three collections, and tells what is clicked', async () => {
    const { page, complaints } = await open('leaflet.html');
    await page.waitForFunction(() => 'example' in window);
    const all = await matched('outfalls') + await matched('rivers') + await matched('drinking_water_zones');
    const drawn = await page.evaluate(`(() => { let n = 0; example.eachLayer((layer) => { if (layer.feature) n++; }); return n; })()`);
    expect(drawn).toBe(all);
    const marks = page.locator('path.leaflet-interactive[stroke="#fff"]');
    expect(await marks.count()).toBe(await matched('outfalls'));
    await marks.last().click();
    expect(JSON.parse(await page.locator('#told').textContent() ?? '')).toMatchObject({ region: expect.stringMatching(/^231081/), category: expect.any(String) });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['openlayers', 'maplibre', 'leaflet'])('%s says what it could not show', async (name) => {
    const { page } = await open(`${name}.html?region=999999`);
    await page.locator('#told').getByText('未能显示').waitFor();
    await page.close();
  });
});
