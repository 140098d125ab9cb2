import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type RunningApp, startApp } from './harness';
import { decode } from './tiles-compare';
import { tileAt } from './tiles-drawn';

// Clients of others read our tiles and our style. Where one is not installed its test is skipped, and jest says so.

const CHROMIUM = '/usr/bin/chromium';
const hasGdal = (() => { try { execFileSync('ogrinfo', ['--version']); return true; } catch { return false; } })();
const MAPLIBRE = require.resolve('maplibre-gl/dist/maplibre-gl.js');

let app: RunningApp;
let place: { lon: number; lat: number };

beforeAll(async () => {
  app = await startApp();
  ({ rows: [place] } = await app.db.knex.raw('SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall ORDER BY id LIMIT 1') as { rows: [typeof place] });
});
afterAll(() => app.close());

(hasGdal ? test : test.skip)('GDAL finds in a tile what we put there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-mvt-'));
  try {
    for (const z of [0, 8, 12]) {
      const { x, y } = tileAt(z, place.lon, place.lat);
      const bytes = Buffer.from(await (await fetch(`${app.url}/tiles/onemap/${z}/${x}/${y}.mvt`)).arrayBuffer());
      const file = join(folder, `${z}.mvt`);
      writeFileSync(file, bytes);
      const text = execFileSync('ogrinfo', ['-al', '-so', file], { encoding: 'utf8' });
      const read = Object.fromEntries([...text.matchAll(/Layer name: (\w+)[\s\S]*?Feature Count: (\d+)/g)].map(([, layer, count]) => [layer, Number(count)]));
      expect(read).toEqual(Object.fromEntries(Object.entries(decode(bytes)).map(([layer, features]) => [layer, features.length])));
      expect(read.outfalls).toBeGreaterThan(0);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

(existsSync(CHROMIUM) ? test : test.skip)('MapLibre draws the one map by our style, sprites and glyphs, and asks nobody else', async () => {
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
    const page = await browser.newPage({ bypassCSP: true, viewport: { width: 1366, height: 768 } });
    const elsewhere: string[] = [];
    page.on('request', (request) => { if (!request.url().startsWith(app.url) && /^https?:/.test(request.url())) elsewhere.push(request.url()); });
    await page.goto(`${app.url}/healthz`);
    await page.setContent('<div id="map" style="position:absolute;inset:0"></div>');
    await page.addScriptTag({ path: MAPLIBRE });
    const drawn = await page.evaluate(`(async () => {
      const map = new maplibregl.Map({ container: 'map', style: '${app.url}/styles/onemap.json', center: [${place.lon}, ${place.lat}], zoom: 10.5 });
      const errors = [];
      map.on('error', ({ error }) => errors.push(String(error && error.message)));
      const idle = await new Promise((done) => { map.once('idle', () => done(true)); setTimeout(() => done(false), 60000); });
      return { idle, errors, layers: [...new Set(map.queryRenderedFeatures().map((feature) => feature.layer['source-layer']))] };
    })()`) as { idle: boolean; errors: string[]; layers: string[] };
    expect(drawn).toMatchObject({ idle: true, errors: [] });
    expect(drawn.layers).toEqual(expect.arrayContaining(['outfalls', 'rivers', 'regions']));
    expect(elsewhere).toEqual([]);
  } finally {
    await browser?.close();
  }
}, 120_000);
