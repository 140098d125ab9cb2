import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Database } from 'node-sqlite3-wasm';
import { PMTiles, zxyToTileId } from 'pmtiles';
import { readWanted } from '../server/tiles/archive/command';
import { Drawing } from '../server/tiles/archive/drawing';
import { factsOf } from '../server/tiles/archive/facts';
import { writePmtiles } from '../server/tiles/archive/pmtiles';
import { sourceHere, sourceThere } from '../server/tiles/archive/source';
import { tileId, tileOf } from '../server/tiles/archive/tile-id';
import { writeArchive } from '../server/tiles/archive/write';
import { onServer, type RunningApp, startApp } from './harness';
import { decode } from './tiles-compare';
import { tileAt } from './tiles-drawn';

const ROOT = join(__dirname, '..');
const hasGdal = (() => { try { execFileSync('ogrinfo', ['--version']); return true; } catch { return false; } })();

let app: RunningApp;
let folder: string;
beforeAll(async () => {
  app = await startApp();
  folder = mkdtempSync(join(tmpdir(), 'paikou-archive-'));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const silent = () => {};
const write = async (out: string, options: string[], there = false) => {
  const { wanted, asked } = readWanted(['--out', join(folder, out), ...options], app.catalog.layers);
  await writeArchive(there ? await sourceThere(app.url, asked) : await sourceHere(app.db, asked, 2), wanted, silent);
  return join(folder, out);
};
const opened = (file: string) => {
  const bytes = readFileSync(file);
  return new PMTiles({ getKey: () => file, getBytes: async (at, length) => ({ data: Uint8Array.from(bytes.subarray(at, at + length)).buffer }) });
};
const served = async (path: string) => Buffer.from(await (await fetch(`${app.url}/tiles/${path}`)).arrayBuffer());

/** The embedded engine takes twenty times as long for a tile, and there is nothing of its own in archives. */
const DEEPEST = onServer ? 10 : 5;
const SUIFENHE = ['--region', '231081', '--zoom', `0-${DEEPEST}`];

/** Every tile in and around the box of the city. */
function around({ west, south, east, north }: Record<'west' | 'south' | 'east' | 'north', number>, deepest: number) {
  return Array.from({ length: deepest + 1 }, (_, z) => z).flatMap((z) => {
    const [first, last] = [tileAt(z, west, north), tileAt(z, east, south)];
    const inWorld = ({ x, y }: { x: number; y: number }) => x >= 0 && y >= 0 && x < 2 ** z && y < 2 ** z;
    return Array.from({ length: last.x - first.x + 3 }, (_, n) => first.x - 1 + n)
      .flatMap((x) => Array.from({ length: last.y - first.y + 3 }, (_, n) => ({ z, x, y: first.y - 1 + n }))).filter(inWorld);
  });
}

test('both formats hold every tile that is served, and no other', async () => {
  const [pmtiles, mbtiles] = [await write('city.pmtiles', SUIFENHE), await write('city.mbtiles', SUIFENHE)];
  const archive = opened(pmtiles);
  const header = await archive.getHeader();
  expect(header).toMatchObject({ minZoom: 0, maxZoom: DEEPEST, clustered: true, tileType: 1, tileCompression: 2 });
  const db = new Database(mbtiles, { readOnly: true });
  try {
    const tiles = around({ west: header.minLon, south: header.minLat, east: header.maxLon, north: header.maxLat }, DEEPEST);
    let holding = 0;
    for (const { z, x, y } of tiles) {
      const bytes = await served(`onemap/${z}/${x}/${y}.mvt?region=231081`);
      const packed = (await archive.getZxy(z, x, y))?.data;
      expect([z, x, y, packed ? Buffer.from(packed).equals(bytes) : 'none']).toEqual([z, x, y, bytes.length ? true : 'none']);
      const row = db.get('SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?', [z, x, 2 ** z - 1 - y]);
      expect([z, x, y, row ? gunzipSync(row.tile_data as Uint8Array).equals(bytes) : 'none']).toEqual([z, x, y, bytes.length ? true : 'none']);
      if (bytes.length) holding++;
    }
    expect(holding).toBeGreaterThan(DEEPEST);
    expect(header.numAddressedTiles).toBe(holding);
    expect(db.get('SELECT count(*) AS n FROM tiles')?.n).toBe(holding);
    expect(db.get('SELECT count(*) AS n FROM images')?.n).toBe(header.numTileContents);
      const document = await (await fetch(`${app.url}/tiles/onemap.json?region=231081`)).json();
    const metadata = await archive.getMetadata() as typeof document;
    expect(metadata).toMatchObject({ name: document.name, attribution: expect.stringContaining('示意') });
    expect(metadata.vector_layers.map(({ id }: { id: string }) => id)).toEqual(document.vector_layers.filter(({ minzoom }: { minzoom: number }) => minzoom <= DEEPEST).map(({ id }: { id: string }) => id));
    const rows = Object.fromEntries(db.all('SELECT name, value FROM metadata').map(({ name, value }) => [name, value])) as Record<string, string>;
    expect(rows).toMatchObject({ format: 'pbf', minzoom: '0', maxzoom: String(DEEPEST), attribution: metadata.attribution, bounds: document.bounds.join() });
    const { vector_layers } = JSON.parse(rows.json!);
    expect(vector_layers.map(({ id }: { id: string }) => id)).toEqual(metadata.vector_layers.map(({ id }: { id: string }) => id));
    expect(vector_layers.find(({ id }: { id: string }) => id === 'outfalls').fields).toMatchObject({ id: 'Number', code: 'String', sample: 'Boolean' });
  } finally {
    db.close();
  }
  expect(existsSync(`${pmtiles}.drawing`) || existsSync(`${mbtiles}.part`)).toBe(false);
});

(hasGdal ? test : test.skip)('GDAL reads the MBTiles', async () => {
  const file = await write('gdal.mbtiles', [...SUIFENHE, '--zoom', '10', '--layers', 'outfalls,rivers']);
  const read = (layer: string) => JSON.parse(execFileSync('ogr2ogr', ['-f', 'GeoJSON', '-t_srs', 'OGC:CRS84', '/vsistdout/', file, layer], { encoding: 'utf8' })).features;
  const found = new Map(read('outfalls').map(({ properties, geometry }: { properties: { id: number }; geometry: unknown }) => [properties.id, geometry])); // those in buffers come twice
  const { rows } = await app.db.knex.raw(`SELECT id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall WHERE region_code LIKE '231081%'`);
  expect(found.size).toBe(rows.length);
  for (const { id, lon, lat } of rows) expect(found.get(id)).toEqual({ type: 'Point', coordinates: [expect.closeTo(lon, 3), expect.closeTo(lat, 3)] });
  expect(read('rivers').length).toBeGreaterThan(0);
});

test('equal data make equal bytes, also by way of a running server', async () => {
  const narrow = ['--region', '231081', '--zoom', onServer ? '0-9' : '3-5'];
  for (const format of ['pmtiles', 'mbtiles']) {
    const [first, second, there] = [await write(`1.${format}`, narrow), await write(`2.${format}`, narrow), await write(`3.${format}`, narrow, true)];
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
    expect(readFileSync(first).equals(readFileSync(there))).toBe(true);
  }
});

const LONG = ['--region', '231081', '--zoom', '11-14', '--layers', 'outfalls'];

/** The command in a process of its own; the embedded engine, open in another one, is drawn from by its server. */
function child(out: string) {
  const options = ['--out', out, ...LONG];
  const { connectionString } = app.db.knex.client.config.connection;
  const words = onServer ? [join(ROOT, 'server/paikou.cjs'), 'tiles', ...options] : ['--require', 'tsx/cjs', '--eval', `
    const { readCatalog } = require('./server/catalog');
    const { readWanted } = require('./server/tiles/archive/command');
    const { sourceThere } = require('./server/tiles/archive/source');
    const { writeArchive } = require('./server/tiles/archive/write');
    const { wanted, asked } = readWanted(${JSON.stringify(options)}, readCatalog().layers);
    sourceThere(${JSON.stringify(app.url)}, asked).then((source) => writeArchive(source, wanted, console.log));`];
  return spawn(process.execPath, words, { cwd: ROOT, env: { ...process.env, ...(onServer && { DATABASE_URL: connectionString }) }, stdio: ['ignore', 'pipe', 'inherit'] });
}

test('a run that is killed goes on where it was, and nothing half-written has the name', async () => {
  const out = join(folder, 'killed.pmtiles');
  const index = join(`${out}.drawing`, 'index');
  const first = child(out);
  const ended = new Promise((done) => { first.once('close', done); });
  while (first.exitCode === null && existsSync(folder) && (!existsSync(index) || statSync(index).size === 0)) await new Promise((next) => { setTimeout(next, 5); });
  first.kill('SIGKILL');
  await ended;
  expect(existsSync(out)).toBe(false);
  const kept = statSync(index).size;
  const second = child(out);
  let told = '';
  second.stdout.on('data', (words) => { told += words; });
  expect(await new Promise((done) => { second.once('close', done); })).toBe(0);
  expect(told).toContain(`已有 ${Math.floor(kept / 40)} 个瓦片`);
  expect(readFileSync(out).equals(readFileSync(await write('unbroken.pmtiles', LONG)))).toBe(true);
}, 240_000);

test('a torn end is cut off and drawn again', async () => {
  const at = join(folder, 'torn');
  const tiles = [1, 2, 3].map((id) => ({ id, bytes: Buffer.from(`tile ${id}`) }));
  const before = new Drawing(at, 'this');
  before.append(tiles);
  before.close();
  truncateSync(join(at, 'index'), 40 * 3 - 7);
  appendFileSync(join(at, 'tiles'), 'half of a til');
  const after = new Drawing(at, 'this');
  expect(after.entries.map(({ id }) => id)).toEqual([1, 2]);
  after.append(tiles.slice(2));
  expect(after.entries.map((entry) => after.read(entry).toString())).toEqual(['tile 1', 'tile 2', 'tile 3']);
  expect(() => new Drawing(at, 'this')).toThrow(/正在输出同一文件/);
  after.close();
  const other = new Drawing(at, 'that');
  expect(other.last).toBe(-1);
  other.remove();
});

test('data that change meanwhile are not mixed; a record time holds them still', async () => {
  const { wanted, asked } = readWanted(['--out', join(folder, 'changed.pmtiles'), ...SUIFENHE], app.catalog.layers);
  const source = await sourceHere(app.db, asked, 1);
  let drawn = 0;
  const draw = async (address: Parameters<typeof source.draw>[0]) => {
    if (++drawn === 4) await app.db.knex('waterbody').where({ id: app.db.knex('waterbody').min('id') }).update({ name: '改名河' });
    return source.draw(address);
  };
  await expect(writeArchive({ ...source, draw }, wanted, silent)).rejects.toThrow(/数据在输出期间有改动/);
  expect(existsSync(wanted.out)).toBe(false);
  const told: string[] = [];
  await writeArchive(await sourceHere(app.db, asked, 2), wanted, (line) => told.push(line));
  expect(told.join()).not.toContain('继续上次');
  const names = decode(Buffer.from((await opened(wanted.out).getZxy(0, 0, 0))!.data)).outfalls;
  expect(names?.length).toBeGreaterThan(0);
  const then = new Date(Date.now() - 1000).toISOString();
  const pinned = ['--region', '231081', '--zoom', '0-4', '--known-at', then];
  const first = readFileSync(await write('then.pmtiles', pinned));
  await app.db.knex('waterbody').where({ id: app.db.knex('waterbody').min('id') }).update({ name: '再改名河' });
  expect(readFileSync(await write('then.pmtiles', pinned)).equals(first)).toBe(true);
});

test('numbers of tiles are those of PMTiles', () => {
  for (let n = 0; n < 400; n++) {
    const z = n % 19;
    const [x, y] = [(n * 7919 * 104729) % 2 ** z, (n * 15485863) % 2 ** z];
    expect([z, x, y, tileId({ z, x, y })]).toEqual([z, x, y, zxyToTileId(z, x, y)]);
    expect(tileOf(tileId({ z, x, y }))).toEqual({ z, x, y });
  }
});

test('many tiles stand in leaf directories, the first within 16 KiB', async () => {
  const drawing = new Drawing(join(folder, 'many'), 'many');
  const some = (n: number, below: number) => Math.floor(Math.abs(Math.sin(n * 12.9898) * 43758.5453) * below) % below;
  const tiles = Array.from({ length: 60_000 }, (_, n) => ({ id: tileId({ z: 12, x: 0, y: 0 }) + n * 4 + some(n, 4), content: some(n, 700) }));
  const packed = Array.from({ length: 700 }, (_, n) => gzipSync(`content ${n} ${'x'.repeat(some(n, 90))}`));
  drawing.append(tiles.map(({ id, content }) => ({ id, bytes: packed[content]! })));
  const document = await (await fetch(`${app.url}/tiles/onemap.json`)).json();
  const file = join(folder, 'many.pmtiles');
  writePmtiles(file, drawing, factsOf(document, 12, 12));
  const archive = opened(file);
  const header = await archive.getHeader();
  expect(header.leafDirectoryLength).toBeGreaterThan(0);
  expect(header.rootDirectoryOffset + header.rootDirectoryLength).toBeLessThanOrEqual(16_384);
  expect(header).toMatchObject({ numAddressedTiles: 60_000, numTileContents: 700 });
  for (const { id, content } of tiles.filter((_, n) => n % 997 === 0)) {
    const { z, x, y } = tileOf(id);
    expect(Buffer.from((await archive.getZxy(z, x, y))!.data).toString()).toMatch(new RegExp(`^content ${content} x*$`));
    if (!tiles.some((each) => each.id === id + 1)) {
      const next = tileOf(id + 1);
      expect(await archive.getZxy(next.z, next.x, next.y)).toBeUndefined();
    }
  }
  drawing.remove();
});

test.each([
  [['--out', 'a.zip'], /--out/], [['--out', 'a.pmtiles', '--zoom', '9-3'], /--zoom/], [['--out', 'a.pmtiles', '--colour', 'red'], /colour/],
  [['--out', 'a.pmtiles', '--layers', 'nowhere'], /图层有误/], [['--out', 'a.pmtiles', '--verdict', 'burn'], /查询参数有误/],
])('%j is refused', (options, words) => {
  expect(() => readWanted(options as string[], app.catalog.layers)).toThrow(words as RegExp);
});

test('nothing to draw, or nowhere to write, is said', async () => {
  await expect(write('none.pmtiles', ['--layers', 'outfalls', '--verdict', 'ban', '--region', '231081', '--zoom', '0-2', '--q', '没有这样的名称'])).rejects.toThrow(/没有任何要素/);
  expect(existsSync(join(folder, 'none.pmtiles.drawing'))).toBe(false);
  await expect(write('no/where.pmtiles', SUIFENHE)).rejects.toThrow(/没有这个文件夹/);
  await expect(write('code.pmtiles', ['--region', '999999'])).rejects.toThrow(/不存在的编码/);
});

test.each([['tile=1/0/2&to=3', 'tile'], ['tile=3/0/0&to=2', 'to'], ['tile=3/0/0&to=12', 'to'], ['tile=3/0/0&to=4&verdict=burn', 'verdict'], ['tile=0/0/0&to=1&region=999999', 'region']])('cover: %s is refused naming %s', async (query, field) => {
  const answer = await fetch(`${app.url}/api/tile-cover?${query}`);
  expect([answer.status, (await answer.json()).errors[0].field]).toEqual([400, field]);
});
