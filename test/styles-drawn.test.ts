/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { buildViewer } from '../server/viewer/build';
import { type RunningApp, startApp } from './harness';
import { decode } from './tiles-compare';
import { tileAt } from './tiles-drawn';

// The page and MapLibre draw the same view by the same style: pixels at places of features are compared, and a changed style changes both.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;
const MAPLIBRE = require.resolve('maplibre-gl/dist/maplibre-gl.js');
const [WIDTH, HEIGHT] = [1000, 760];

type Place = [number, number];
type Ink = [number, number, number];
interface View { centre: Place; /** of MapLibre: one less than on the page */ zoom: number; layers: string[] }
interface Shot { /** Mean colour of a square around a place. */ at(place: Place, reach?: number): Ink }
type Change = (layer: { id: string; paint?: Record<string, unknown>; layout?: Record<string, unknown> }) => void;

let app: RunningApp;
let browser: Browser;
let scratch: Page;

const rows = async <T>(sql: string): Promise<T[]> => (await app.db.knex.raw(sql)).rows;
const places = async (sql: string) => (await rows<{ lon: number; lat: number }>(sql)).map(({ lon, lat }): Place => [lon, lat]);

/** Where a place is on a picture whose middle is the view's centre. */
function pixel({ centre, zoom }: View, place: Place): Place {
  const mercator = ([lon, lat]: Place): Place => [(lon + 180) / 360, (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2];
  const [a, b] = [mercator(centre), mercator(place)];
  return [WIDTH / 2 + (b[0] - a[0]) * 512 * 2 ** zoom, HEIGHT / 2 + (b[1] - a[1]) * 512 * 2 ** zoom];
}

async function pictureOf(page: Page, view: View): Promise<Shot> {
  const bytes = await page.screenshot();
  const pixels = Buffer.from(await scratch.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = ''; // as a list of numbers the browser would take seconds to hand it over
    for (let n = 0; n < data.length; n += 30_000) text += btoa(String.fromCharCode(...data.subarray(n, n + 30_000)));
    return text;
  }, bytes.toString('base64')), 'base64');
  return {
    at(place, reach = 1) {
      const [x, y] = pixel(view, place).map(Math.round) as Place;
      const sums: Ink = [0, 0, 0];
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          for (const k of [0, 1, 2]) sums[k] = (sums[k] as number) + (pixels[((y + dy) * WIDTH + x + dx) * 4 + k] as number);
        }
      }
      return sums.map((sum) => Math.round(sum / (2 * reach + 1) ** 2)) as Ink;
    },
  };
}

/** A page that gets the style with a change, and without names, for which each has places and fonts of its own. */
async function pageWith(change: Change): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, bypassCSP: true });
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => { throw error; });
  await page.route('**/styles/onemap.json', async (route) => {
    const response = await route.fetch();
    const style = await response.json();
    style.layers = style.layers.filter(({ id }: { id: string }) => !id.includes('-name-'));
    style.layers.forEach(change);
    await route.fulfill({ response, json: style });
  });
  return page;
}

async function ours(view: View, change: Change = () => {}): Promise<Shot> {
  const page = await pageWith(change);
  const { centre: [lon, lat], zoom, layers } = view;
  const tiles = new Set<string>();
  let last = Date.now();
  page.on('request', (request) => { if (request.url().includes('.mvt')) { tiles.add(request.url()); last = Date.now(); } });
  const done = (request: Request) => { if (tiles.delete(request.url())) last = Date.now(); };
  page.on('requestfinished', done).on('requestfailed', done);
  await page.goto(`${app.url}/#city=653001&map=${zoom + 1}/${lon}/${lat}&layers=${layers}`);
  await page.locator('[data-test=map] canvas').first().waitFor();
  // The map over the whole page, without panels and names.
  await page.addStyleTag({ content: '#app > *, .panel { visibility: hidden !important } [data-test=map], [data-test=map] * { visibility: visible !important } [data-test=map] { position: fixed !important; inset: 0 !important; z-index: 9999 !important }' });
  const until = Date.now() + 60_000;
  while (Date.now() < until && (tiles.size || Date.now() - last < 2500)) await page.waitForTimeout(200);
  const shot = await pictureOf(page, view);
  await page.close();
  return shot;
}

async function theirs(view: View, change: Change = () => {}): Promise<Shot> {
  const page = await pageWith(change);
  await page.goto(`${app.url}/healthz`);
  await page.setContent('<div id="map" style="position:absolute;inset:0"></div>');
  await page.addScriptTag({ path: MAPLIBRE });
  const errors = await page.evaluate(`(async () => {
    const style = await (await fetch('${app.url}/styles/onemap.json')).json();
    const shown = new Set(${JSON.stringify(view.layers)});
    for (const layer of style.layers) if (layer['source-layer']) layer.layout = { ...layer.layout, visibility: shown.has(layer['source-layer']) ? 'visible' : 'none' };
    const map = new maplibregl.Map({ container: 'map', style, center: ${JSON.stringify(view.centre)}, zoom: ${view.zoom}, attributionControl: false, fadeDuration: 0 });
    const errors = [];
    map.on('error', ({ error }) => errors.push(String(error && error.message)));
    await new Promise((done) => { map.once('idle', done); setTimeout(() => { errors.push('not idle'); done(); }, 90000); });
    return errors;
  })()`);
  expect(errors).toEqual([]);
  const shot = await pictureOf(page, view);
  await page.close();
  return shot;
}

const apart = (a: Ink, b: Ink) => Math.max(...a.map((value, k) => Math.abs(value - (b[k] as number))));

const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Symbols stand between pixels otherwise in each, and each smooths edges in its own way. */
const TOLERANCE = { area: 12, symbol: 30, line: 40 };

const GROUND: Ink = [244, 243, 239];

inBrowser('the page and MapLibre', () => {
  beforeAll(async () => {
    await buildViewer(() => {});
    app = await startApp();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
    scratch = await browser.newPage();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const CITY: View = { centre: [76.2, 39.8], zoom: 10, layers: ['outfalls', 'drinking_water_zones', 'protected_areas', 'special_waters', 'sewer_coverage', 'industrial_parks', 'waterbodies', 'rivers'] };
  let city: [Shot, Shot];
  beforeAll(async () => { city = [await ours(CITY), await theirs(CITY)]; }, 300_000);

  const seen = (place: Place) => pixel(CITY, place).every((at, axis) => at > 20 && at < [WIDTH, HEIGHT][axis]! - 20);

  /** Those in view with no other within 20 pixels. */
  const single = async () => (await rows<{ verdict: string; strictest: string | null; lon: number; lat: number }>(`
    SELECT i.verdict, i.strictest, ST_X(o.geom) AS lon, ST_Y(o.geom) AS lat FROM outfall_item i JOIN outfall o ON o.id = i.id
    WHERE NOT EXISTS (SELECT FROM outfall n WHERE n.id <> o.id AND ST_DWithin(n.geom_3857, o.geom_3857, ${20 * 76.4})) ORDER BY i.id`)).filter(({ lon, lat }) => seen([lon, lat]));

  test('outfalls of each verdict, provisional or not, have the same symbols', async () => {
    const inks = new Map<string, Ink>();
    const found = await single();
    for (const { verdict, strictest, lon, lat } of found) {
      const [ink, other] = city.map((shot) => shot.at([lon, lat], 4)) as [Ink, Ink];
      expect([verdict, strictest, ink, other, apart(ink, other) <= TOLERANCE.symbol]).toEqual([verdict, strictest, ink, other, true]);
      inks.set(`${verdict} ${strictest}`, ink);
    }
    // what is to be merged stands close together in town: nearer, then, at the loneliest of them
    const [merge] = await places(`SELECT ST_X(o.geom) AS lon, ST_Y(o.geom) AS lat FROM outfall_item i JOIN outfall o ON o.id = i.id
      CROSS JOIN LATERAL (SELECT min(ST_Distance(n.geom, o.geom)) AS d FROM outfall n WHERE n.id <> o.id) near WHERE i.verdict = 'merge' ORDER BY d DESC, i.id LIMIT 1`);
    const near: View = { centre: merge as Place, zoom: 15, layers: ['outfalls'] };
    const [ink, other] = [await ours(near), await theirs(near)].map((shot) => shot.at(merge as Place, 4)) as [Ink, Ink];
    expect(apart(ink, other)).toBeLessThanOrEqual(TOLERANCE.symbol);
    inks.set('merge null', ink);
    expect([...inks.keys()]).toEqual(expect.arrayContaining(['ban null', 'keep null']));
    expect([...inks.keys()].some((key) => key.startsWith('review '))).toBe(true);
    for (const [a, b] of [['ban', 'merge'], ['ban', 'keep'], ['merge', 'keep']]) expect(apart(inks.get(`${a} null`) as Ink, inks.get(`${b} null`) as Ink)).toBeGreaterThan(TOLERANCE.symbol);
  }, 300_000);

  test('zones of each level, sewer coverage, parks and waters have the same colours', async () => {
    const areas = [
      ...['class_1', 'class_2', 'quasi'].map((level) => ['drinking_water_zone', `level = '${level}'`]),
      ['sewer_coverage', 'true'], ['industrial_park', 'true'], ['protected_area', 'true'], ['waterbody', `GeometryType(geom) = 'MULTIPOLYGON'`],
    ] as [string, string][];
    const differing: unknown[] = [];
    for (const [from, where] of areas) {
      const all = (await places(`SELECT ST_X(p) AS lon, ST_Y(p) AS lat
        FROM (SELECT (ST_Dump(ST_GeneratePoints(ST_Buffer(geom, -0.0008), 60, 7))).geom AS p FROM ${from} WHERE ${where} ORDER BY id) s
        WHERE NOT EXISTS (SELECT FROM outfall o WHERE ST_DWithin(o.geom, p, 0.012))`)).filter(seen);
      if (!all.length) { differing.push([from, where, 'not in view']); continue; }
      const inks = all.slice(0, 15).map((place) => city.map((shot) => shot.at(place)) as [Ink, Ink]); // one may lie on the edge of something else
      if (middle(inks.map(([a, b]) => apart(a, b))) > TOLERANCE.area || middle(inks.map(([a]) => apart(a, GROUND))) <= TOLERANCE.area) differing.push([from, where, inks]);
    }
    expect(differing).toEqual([]);
  });

  test('far out, counted outfalls have the same rings', async () => {
    const view: View = { centre: [76.2, 39.8], zoom: 5, layers: ['outfalls'] };
    const { z, x, y } = tileAt(view.zoom, ...view.centre);
    const tile = decode(new Uint8Array(await (await fetch(`${app.url}/tiles/outfalls/${z}/${x}/${y}.mvt`)).arrayBuffer()));
    const rings = tile.outfalls!.filter(({ properties }) => properties.aggregate).map(({ parts }): Place => {
      const [px, py] = parts[0]![0] as Place;
      const [mx, my] = [(x + px / 4096) / 2 ** z, (y + py / 4096) / 2 ** z];
      return [mx * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * my))) * 180) / Math.PI];
    });
    expect(rings.length).toBeGreaterThan(0);
    const [a, b] = [await ours(view), await theirs(view)];
    for (const ring of rings) {
      expect([ring, apart(a.at(ring, 15), b.at(ring, 15)) <= TOLERANCE.symbol]).toEqual([ring, true]);
      expect(apart(a.at(ring, 15), GROUND)).toBeGreaterThan(TOLERANCE.area); // and something is drawn there
    }
  }, 300_000);

  test('rivers have the same lines', async () => {
    const vertices = (await places(`SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT (ST_DumpPoints(geom)).geom AS p FROM waterbody WHERE kind = 'river' AND grade = 'trunk' AND GeometryType(geom) = 'MULTILINESTRING') s`)).filter(seen);
    expect(vertices.length).toBeGreaterThan(20);
    const agree = vertices.filter((place) => apart(city[0].at(place), city[1].at(place)) <= TOLERANCE.line);
    expect(agree.length / vertices.length).toBeGreaterThan(0.9);
    expect(vertices.filter((place) => city.every((shot) => apart(shot.at(place), [31, 111, 178]) < 90)).length).toBeGreaterThan(10);
  });

  test('a changed style changes both, and alike', async () => {
    const change: Change = ({ id, paint, layout }) => {
      if (paint && /^drinking_water_zones-\d-fill$/.test(id)) paint['fill-color'] = 'rgba(0,255,0,1)';
      if (layout?.['icon-image'] === 'verdict-keep') layout['icon-image'] = 'verdict-ban';
    };
    const [zone] = (await places(`SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT ST_PointOnSurface(geom) AS p FROM drinking_water_zone z WHERE level = 'quasi'
      AND NOT EXISTS (SELECT FROM outfall o WHERE ST_DWithin(o.geom, ST_PointOnSurface(z.geom), 0.01)) ORDER BY id) s`)).filter(seen);
    const kept = (await single()).find(({ verdict }) => verdict === 'keep');
    if (!zone || !kept) throw new Error('no zone or no outfall in view');
    const changed = [await ours(CITY, change), await theirs(CITY, change)];
    for (const [n, shot] of changed.entries()) {
      expect(apart(city[n]!.at(zone), [0, 255, 0])).toBeGreaterThan(100);
      expect(shot.at(zone)).toEqual([0, 255, 0]);
      expect(apart(city[n]!.at([kept.lon, kept.lat], 4), shot.at([kept.lon, kept.lat], 4))).toBeGreaterThan(50);
    }
    const [a, b] = changed.map((shot) => shot.at([kept.lon, kept.lat], 4)) as [Ink, Ink];
    expect(apart(a, b)).toBeLessThanOrEqual(TOLERANCE.symbol);
  }, 300_000);
});
