import { decode, inSquare } from './tiles-compare';
import { styleMetadataSchema, stylesSchema, tileMatrixSetSchema, tilesetListSchema, tilesetSchema } from '../server/api-types';
import { readCatalog } from '../server/catalog';
import { clientOf, linksOf } from './ogc/client';
import { type RunningApp, startApp } from './harness';

// Named after the abstract test suite of OGC API - Tiles Part 1 (20-057).

let app: RunningApp;
let client: ReturnType<typeof clientOf>;
let ids: string[];

beforeAll(async () => {
  app = await startApp();
  client = clientOf(app);
  ids = [...readCatalog().layers.keys()];
});
afterAll(() => app.close());

const GRIDS = ['WebMercatorQuad', 'WorldCRS84Quad'];
const REL = 'http://www.opengis.net/def/rel/ogc/1.0/';

async function bytes(url: string) {
  const answer = await fetch(url.startsWith('http') ? url : app.url + url);
  return { status: answer.status, type: answer.headers.get('content-type'), etag: answer.headers.get('etag'), body: Buffer.from(await answer.arrayBuffer()) };
}

/** Row and column of a position, by the definition that the service gives of a grid. */
async function placeIn(grid: string, z: number, lon: number, lat: number) {
  const { body } = await client.get(`/ogc/tileMatrixSets/${grid}`);
  const { pointOfOrigin: [left, top], cellSize, tileWidth } = body.tileMatrices[z];
  const [x, y] = grid === 'WorldCRS84Quad' ? [lon, lat] : [lon * 111319.49079327358, Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 6378137];
  return { col: (x - left) / cellSize / tileWidth, row: (top - y) / cellSize / tileWidth };
}

test('/conf/core/conformance-success', async () => {
  const { conformsTo } = (await client.get('/ogc/conformance')).body;
  for (const each of ['core', 'tileset', 'tilesets-list', 'dataset-tilesets', 'geodata-tilesets', 'mvt', 'oas30']) expect(conformsTo).toContain(`http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/${each}`);
});

test.each(GRIDS)('/conf/core/tc-op, tc-success, /conf/mvt/content: %s, from the template of the tileset to the unit in the tile', async (grid) => {
  const { body } = await client.get(`/ogc/collections/outfalls/tiles/${grid}`);
  const [{ href: template } = { href: '' }] = linksOf(body, 'item');
  const outfalls = (await client.all('outfalls')).filter(({ id }) => id % 40 === 0);
  expect(outfalls.length).toBeGreaterThan(3);
  for (const { id, geometry, properties } of outfalls) {
    const { col, row } = await placeIn(grid, 14, ...(geometry as never as { coordinates: [number, number] }).coordinates);
    const url = template.replace('{tileMatrix}', '14').replace('{tileRow}', String(Math.floor(row))).replace('{tileCol}', String(Math.floor(col)));
    const { status, type, body } = await bytes(url);
    expect([status, type]).toEqual([200, 'application/vnd.mapbox-vector-tile']);
    const feature = decode(body).outfalls?.find((each) => each.id === id);
    expect(feature?.properties).toMatchObject({ code: properties!.code, id });
    const [x, y] = feature!.parts[0]![0]!;
    expect(Math.abs(x - (col % 1) * 4096)).toBeLessThanOrEqual(1);
    expect(Math.abs(y - (row % 1) * 4096)).toBeLessThanOrEqual(1);
  }
});

test('the tile of OGC and that of /tiles are one', async () => {
  const [ours, theirs] = [await bytes('/ogc/collections/rivers/tiles/WebMercatorQuad/6/23/55'), await bytes('/tiles/rivers/6/55/23.mvt')];
  expect(ours.status).toBe(200);
  expect(ours.body.equals(theirs.body)).toBe(true);
  expect(ours.etag).toBe(theirs.etag);
  const again = await fetch(`${app.url}/ogc/collections/rivers/tiles/WebMercatorQuad/6/23/55`, { headers: { 'if-none-match': ours.etag as string } });
  expect(again.status).toBe(304);
  const degrees = await bytes('/ogc/collections/rivers/tiles/WorldCRS84Quad/5/8/55');
  expect(degrees.etag).not.toBe(ours.etag);
});

test('a tile whose format is named is the same one; other formats there are none, nor is f a filter of /tiles', async () => {
  const at = `${app.url}/ogc/collections/outfalls/tiles/WebMercatorQuad/0/0/0`;
  const [plain, named] = await Promise.all([fetch(at), fetch(`${at}?f=mvt`)]);
  expect([named.status, named.headers.get('etag')]).toEqual([200, plain.headers.get('etag')]);
  expect(Buffer.from(await named.arrayBuffer()).equals(Buffer.from(await plain.arrayBuffer()))).toBe(true);
  for (const wrong of [`${at}?f=png`, `${app.url}/tiles/outfalls/0/0/0.mvt?f=mvt`]) expect([wrong, (await fetch(wrong)).status]).toEqual([wrong, 400]);
});

test.each(GRIDS)('every layer has in %s what it has as items', async (grid) => {
  for (const id of ids) {
    const items = await client.all(id, { region: '231081' });
    if (!items.length) continue;
    const drawn = decode((await bytes(`/ogc/collections/${id}/tiles/${grid}/9/${grid === 'WebMercatorQuad' ? 184 : 129}/${grid === 'WebMercatorQuad' ? 442 : 884}`)).body)[id] ?? [];
    for (const { id: feature } of drawn.filter((each) => inSquare(each).length && !each.properties.aggregate)) expect(items.map((each) => each.id)).toContain(feature);
  }
});

test('/conf/core/tc-error: out of range 400, empty 204, malformed 400, unknown 404', async () => {
  const status = async (path: string) => (await bytes(`/ogc/collections/outfalls/tiles/${path}`)).status;
  for (const path of ['WebMercatorQuad/23/0/0', 'WebMercatorQuad/0/1/0', 'WebMercatorQuad/0/0/1', 'WorldCRS84Quad/22/0/0', 'WorldCRS84Quad/0/1/0', 'WorldCRS84Quad/0/0/2', 'WebMercatorQuad/a/0/0',
    'WebMercatorQuad/1/-1/0', 'WebMercatorQuad/1/0/01', 'WebMercatorQuad/1/1.5/0', 'WebMercatorQuad/1/1e0/0', 'WebMercatorQuad/99999999999/0/0']) expect([path, await status(path)]).toEqual([path, 400]);
  for (const path of ['WebMercatorQuad/5/0/0', 'WorldCRS84Quad/5/0/0', 'WorldCRS84Quad/0/0/0']) expect([path, await status(path)]).toEqual([path, 204]);
  expect(await status('WorldCRS84Quad/0/0/1')).toBe(200);
  expect(await status('NothingQuad/0/0/0')).toBe(404);
  expect((await bytes('/ogc/collections/nothing/tiles/WebMercatorQuad/0/0/0')).status).toBe(404);
  const { body } = await client.get('/ogc/collections/outfalls/tiles/WebMercatorQuad/0/7/9');
  expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['tileCol', 'tileRow']);
});

test('/conf/core/tc-tilecol-definition, tc-tilematrix-definition, tc-tilerow-definition, /conf/oas30/completeness, operation-id', async () => {
  const { body } = await client.get('/ogc/api');
  const operation = body.paths['/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}'].get;
  const named = (name: string) => operation.parameters.find((each: { name: string }) => each.name === name);
  expect(named('tileMatrix')).toMatchObject({ in: 'path', required: true, schema: { type: 'string' } });
  for (const name of ['tileRow', 'tileCol']) expect(named(name)).toMatchObject({ in: 'path', required: true, schema: { type: 'integer', minimum: 0 } });
  const operations = Object.values(body.paths).flatMap((methods: any) => Object.values(methods).map((each: any) => each.operationId));
  for (const source of ['collection', 'dataset']) for (const what of ['getTileSetsList', 'getTileSet', 'getTile']) expect(operations).toContain(`${source}.vector.${what}`);
  expect(operations).toEqual(expect.arrayContaining(['getTileMatrixSetsList', 'getTileMatrixSet']));
});

test('/conf/tilesets-list/tileset-links, /conf/dataset-tilesets/landingpage, operation, /conf/geodata-tilesets/desc-links, operation', async () => {
  const landing = await client.get('/ogc');
  const sources = [linksOf(landing.body, `${REL}tilesets-vector`)[0]!.href];
  for (const id of ids) sources.push(linksOf((await client.get(`/ogc/collections/${id}`)).body, `${REL}tilesets-vector`)[0]!.href);
  for (const source of sources) {
    expect(source).toMatch(/\/tiles$/);
    const { status, type, body } = await client.get(source);
    expect([status, type]).toEqual([200, 'application/json']);
    expect(tilesetListSchema.safeParse(body).error).toBeUndefined();
    expect(body.tilesets.map(({ tileMatrixSetURI }: { tileMatrixSetURI: string }) => tileMatrixSetURI.split('/').pop())).toEqual(GRIDS);
    for (const one of body.tilesets) {
      expect(linksOf(one, 'self')).toHaveLength(1);
      expect((await client.get(linksOf(one, 'self')[0]!.href)).status).toBe(200);
    }
  }
});

test.each(GRIDS)('/conf/tileset/description: %s, with limits that hold every item and the definition of the grid', async (grid) => {
  for (const base of ['/ogc', '/ogc/collections/outfalls', '/ogc/collections/rivers']) {
    const { status, type, body } = await client.get(`${base}/tiles/${grid}`);
    expect([status, type]).toEqual([200, 'application/json']);
    expect(tilesetSchema.safeParse(body).error).toBeUndefined();
    expect(body.tileMatrixSetURI).toBe(`http://www.opengis.net/def/tilematrixset/OGC/1.0/${grid}`);
    const [item] = linksOf(body, 'item');
    expect(item).toMatchObject({ templated: true, type: 'application/vnd.mapbox-vector-tile' });
    for (const part of ['{tileMatrix}', '{tileRow}', '{tileCol}']) expect(item!.href).toContain(part);
    const definition = await client.get(linksOf(body, `${REL}tiling-scheme`)[0]!.href);
    expect([definition.status, definition.body.id]).toEqual([200, grid]);
  }
  const { body: { tileMatrixSetLimits: limits } } = await client.get(`/ogc/collections/outfalls/tiles/${grid}`);
  for (const { geometry } of await client.all('outfalls')) {
    for (const z of [0, 5, 14]) {
      const { col, row } = await placeIn(grid, z, ...(geometry as never as { coordinates: [number, number] }).coordinates);
      const limit = limits.find(({ tileMatrix }: { tileMatrix: string }) => tileMatrix === String(z));
      expect(Math.floor(col) >= limit.minTileCol && Math.floor(col) <= limit.maxTileCol && Math.floor(row) >= limit.minTileRow && Math.floor(row) <= limit.maxTileRow).toBe(true);
    }
  }
}, 60_000);

test('tile matrix sets are those of the register', async () => {
  const sets = await Promise.all(GRIDS.map(async (grid) => (await client.get(`/ogc/tileMatrixSets/${grid}`)).body));
  for (const set of sets) expect(tileMatrixSetSchema.safeParse(set).error).toBeUndefined();
  // OGC 17-083r4, annex D
  expect(sets[0].tileMatrices[0]).toMatchObject({ scaleDenominator: expect.closeTo(559082264.028717, 3), cellSize: expect.closeTo(156543.033928041, 6), matrixWidth: 1, matrixHeight: 1 });
  expect(sets[0].tileMatrices[18].scaleDenominator).toBeCloseTo(2132.72958384978, 6);
  expect(sets[1].tileMatrices[0]).toMatchObject({ scaleDenominator: expect.closeTo(279541132.014358, 3), cellSize: 0.703125, pointOfOrigin: [-180, 90], matrixWidth: 2, matrixHeight: 1 });
  expect(sets[1].tileMatrices[17].scaleDenominator).toBeCloseTo(2132.72958384978, 6);
});

test('filters and versions of the tiles hold below /ogc too', async () => {
  const sum = async (query: string) => (decode((await bytes(`/ogc/collections/outfalls/tiles/WorldCRS84Quad/0/0/1${query}`)).body).outfalls ?? []).filter((each) => inSquare(each).length).reduce((total, { properties }) => total + Number(properties.count), 0);
  expect(await sum('')).toBe((await client.items('outfalls')).body.numberMatched);
  expect(await sum('?verdict=ban')).toBe((await client.items('outfalls', { verdict: 'ban' })).body.numberMatched);
  expect((await bytes('/ogc/collections/outfalls/tiles/WorldCRS84Quad/0/0/1?nonsense=1')).status).toBe(400);
  expect(Object.keys(decode((await bytes('/ogc/tiles/WorldCRS84Quad/6/16/110')).body)).length).toBeGreaterThan(5);
});

test('styles: the list, and what is said of each', async () => {
  const { status, body } = await client.get('/ogc/styles');
  expect(status).toBe(200);
  expect(stylesSchema.safeParse(body).error).toBeUndefined();
  expect(body.default).toBe('onemap');
  const [sheet] = linksOf(body.styles[0], 'stylesheet');
  expect(sheet).toMatchObject({ href: `${app.url}/ogc/styles/onemap?f=json`, type: 'application/vnd.mapbox.style+json' });
  const style = await fetch(sheet!.href);
  expect(style.headers.get('content-type')).toMatch(/^application\/vnd\.mapbox\.style\+json/);
  expect(await style.json()).toEqual(await (await fetch(`${app.url}/styles/onemap.json`)).json());
  expect((await fetch(`${app.url}/ogc/styles/onemap`)).headers.get('content-type')).toMatch(/style\+json/);
  const page = await fetch(`${app.url}/ogc/styles/onemap`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await page.text()).toContain(`${app.url}/ogc/styles/onemap/metadata`);
  expect((await client.get('/ogc/styles/nothing')).status).toBe(404);
  expect(linksOf((await client.get('/ogc')).body, 'http://www.opengis.net/def/rel/ogc/1.0/styles')[0]?.href).toBe(`${app.url}/ogc/styles`);
  const metadata = await client.get(linksOf(body.styles[0], 'describedby')[0]!.href);
  expect(styleMetadataSchema.safeParse(metadata.body).error).toBeUndefined();
  expect((await client.get('/ogc/styles/nothing/metadata')).status).toBe(404);
});
