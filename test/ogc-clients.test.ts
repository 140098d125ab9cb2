import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clientOf, epsg } from './ogc/client';
import { type RunningApp, startApp } from './harness';

// GDAL as a client: its drivers for OGC API Features and for vector tiles (Debian's gdal-bin).

let app: RunningApp;
let client: ReturnType<typeof clientOf>;
beforeAll(async () => {
  app = await startApp();
  client = clientOf(app);
});
afterAll(() => app.close());

const run = async (program: string, ...words: string[]) => (await promisify(execFile)(program, words, { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 })).stdout;
const source = () => `OAPIF:${app.url}/ogc`;

test('ogrinfo finds every collection and counts what the database has', async () => {
  const listed = await run('ogrinfo', '-ro', source());
  const collections = (await client.get('/ogc/collections')).body.collections as { id: string }[];
  expect([...listed.matchAll(/^\d+: (\w+)/gm)].map((found) => found[1])).toEqual(collections.map(({ id }) => id));
  const summary = await run('ogrinfo', '-ro', '-so', '-al', source());
  const counts = Object.fromEntries([...summary.matchAll(/Layer name: (\w+)[\s\S]*?Feature Count: (\d+)/g)].map((found) => [found[1], Number(found[2])]));
  for (const { id } of collections) expect([id, counts[id]]).toEqual([id, (await client.items(id, { limit: 1 })).body.numberMatched]);
});

test('GDAL reads all pages, each item once, with its attributes and place', async () => {
  const out = JSON.parse(await run('ogr2ogr', '-f', 'GeoJSON', '/vsistdout/', source(), 'outfalls', '-oo', 'PAGE_SIZE=20'));
  const expected = await client.all('outfalls');
  expect(out.features).toHaveLength(expected.length);
  for (const [n, feature] of out.features.entries()) {
    expect(feature.properties.code).toBe(expected[n]!.properties!.code);
    expect(feature.geometry.coordinates).toEqual((expected[n]!.geometry as any).coordinates.map((each: number) => expect.closeTo(each, 6)));
  }
});

test('GDAL asks by box and attribute, and counts as the service does', async () => {
  const text = await run('ogrinfo', '-ro', '-so', source(), 'outfalls', '-spat', '130', '44', '132', '45');
  expect(Number(/Feature Count: (\d+)/.exec(text)?.[1])).toBe((await client.items('outfalls', { bbox: '130,44,132,45' })).body.numberMatched);
  const banned = await run('ogrinfo', '-ro', '-so', source(), 'outfalls', '-where', `verdict = 'ban'`);
  expect(Number(/Feature Count: (\d+)/.exec(banned)?.[1])).toBe((await client.items('outfalls', { verdict: 'ban' })).body.numberMatched);
});

test('our Gauss-Krüger coordinates are those of GDAL, axis by axis', async () => {
  const [{ id, geometry }] = (await client.items('outfalls', { region: '653001', limit: 1 })).body.features as never as [{ id: number; geometry: { coordinates: [number, number] } }];
  for (const code of [4513, 4534, 4490, 3857]) {
    // GDAL gives coordinates in the order of the CRS's authority when asked for OGC's own URN
    const child = promisify(execFile)('gdaltransform', ['-s_srs', 'OGC:CRS84', '-t_srs', `EPSG:${code}`, '-output_xy']);
    child.child.stdin?.end(`${geometry.coordinates.join(' ')}\n`);
    const [east, north] = (await child).stdout.trim().split(/\s+/).map(Number) as [number, number];
    const ours = (await client.get(`/ogc/collections/outfalls/items/${id}?crs=${encodeURIComponent(epsg(code))}`)).body.geometry.coordinates;
    const order = code === 3857 ? [east, north] : [north, east];
    expect([code, ours]).toEqual([code, order.map((each) => expect.closeTo(each, code === 4490 ? 7 : 2))]);
  }
});

test('GDAL draws our vector tiles where they lie', async () => {
  const [first] = (await client.items('outfalls', { region: '231081', limit: 1 })).body.features as never as [{ geometry: { coordinates: [number, number] }; properties: { code: string } }];
  const [lon, lat] = first.geometry.coordinates;
  const z = 12;
  const x = Math.floor(((lon + 180) / 360) * 2 ** z);
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
  const tile = `${app.url}/ogc/collections/outfalls/tiles/WebMercatorQuad/${z}/${y}/${x}`;
  const folder = mkdtempSync(join(tmpdir(), 'paikou-mvt-'));
  const file = join(folder, `${y}.mvt`);
  writeFileSync(file, Buffer.from(await (await fetch(tile)).arrayBuffer()));
  const out = JSON.parse(await run('ogr2ogr', '-f', 'GeoJSON', '-t_srs', 'OGC:CRS84', '/vsistdout/', `MVT:${file}`, '-oo', `X=${x}`, '-oo', `Y=${y}`, '-oo', `Z=${z}`, '-oo', 'METADATA_FILE=', '-oo', 'CLIP=NO'));
  rmSync(folder, { recursive: true });
  const found = out.features.find((feature: { properties: { code: string } }) => feature.properties.code === first.properties.code);
  expect(found.geometry.coordinates).toEqual([expect.closeTo(lon, 4), expect.closeTo(lat, 4)]);
});
