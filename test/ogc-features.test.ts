import type { Geometry, Position } from 'geojson';
import proj4 from 'proj4';
import { collectionsSchema, conformanceSchema, geoJsonFeatureSchema, geoJsonFeaturesSchema, landingSchema } from '../server/api-types';
import { readCatalog } from '../server/catalog';
import { layerWhere } from '../server/layers/layer-filter';
import { runQuery } from '../server/db/query';
import { CRS84, clientOf, epsg, linksOf } from './ogc/client';
import { type RunningApp, startApp } from './harness';

// Named after the abstract test suites of OGC API - Features Part 1 (17-069r4) and Part 2 (18-058r1).

let app: RunningApp;
let client: ReturnType<typeof clientOf>;
let collections: { id: string; crs: string[]; storageCrs: string; extent: any; links: any[] }[];

beforeAll(async () => {
  app = await startApp();
  client = clientOf(app);
  collections = (await client.get('/ogc/collections')).body.collections;
});
afterAll(() => app.close());

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** Rows of a layer as the database has them, in order of id. */
async function rows(id: string, condition = 'true'): Promise<{ id: number; box: number[] }[]> {
  const { header } = readCatalog().layers.get(id) as never as { header: never };
  const { from, sql, bindings } = layerWhere(header, {} as never, today());
  return runQuery(app.db.knex, {
    sql: `WITH tile AS (SELECT CAST(:day AS date) AS day) SELECT i.id, ARRAY[ST_XMin(i.geom), ST_YMin(i.geom), ST_XMax(i.geom), ST_YMax(i.geom)] AS box
      FROM ${from} i, tile WHERE ${sql} AND (${condition}) ORDER BY i.id`,
    bindings: { ...bindings, day: today() },
  });
}

const positions = (geometry: Geometry): Position[] => {
  const flat = (value: unknown): Position[] => (Array.isArray(value) && typeof value[0] === 'number' ? [value as Position] : (value as unknown[]).flatMap(flat));
  return geometry.type === 'GeometryCollection' ? geometry.geometries.flatMap(positions) : flat(geometry.coordinates);
};

describe('Part 1, core', () => {
  test('/conf/core/http: HTTP 1.1, HEAD, OPTIONS and refused methods', async () => {
    expect((await fetch(`${app.url}/ogc`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${app.url}/ogc/collections/outfalls/items`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${app.url}/ogc/collections/outfalls/items`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${app.url}/ogc/collections`, { method: 'OPTIONS' })).status).toBe(204);
  });

  test('/conf/core/root-op, /conf/core/root-success: landing page with its links, each leading somewhere', async () => {
    const { status, type, body } = await client.get('/ogc');
    expect([status, type]).toEqual([200, 'application/json']);
    expect(landingSchema.safeParse(body).error).toBeUndefined();
    for (const rel of ['self', 'service-desc', 'service-doc', 'conformance', 'data']) expect([rel, linksOf(body, rel).length]).toEqual([rel, 1]);
    for (const { href, type } of body.links) {
      const answer = await client.get(href);
      expect([href, answer.status, answer.type]).toEqual([href, 200, type.split(';')[0]]);
    }
  });

  test('/conf/core/api-definition-op, /conf/core/api-definition-success', async () => {
    const { body } = await client.get('/ogc');
    const definition = await client.get(linksOf(body, 'service-desc')[0]!.href);
    expect([definition.status, definition.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^application\/vnd\.oai\.openapi\+json; ?version=3\.0/)]);
    expect(definition.body.openapi).toMatch(/^3\.0\./);
  });

  test('/conf/core/conformance-op, /conf/core/conformance-success', async () => {
    const { status, type, body } = await client.get('/ogc/conformance');
    expect([status, type]).toEqual([200, 'application/json']);
    expect(conformanceSchema.safeParse(body).error).toBeUndefined();
    for (const each of ['core', 'geojson', 'html', 'oas30']) expect(body.conformsTo).toContain(`http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${each}`);
    expect(body.conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs');
  });

  test('/conf/core/fc-md-op, fc-md-success, fc-md-links, fc-md-items, fc-md-items-links', async () => {
    const { status, type, body } = await client.get('/ogc/collections');
    expect([status, type]).toEqual([200, 'application/json']);
    expect(collectionsSchema.safeParse(body).error).toBeUndefined();
    for (const rel of ['self', 'alternate']) expect(linksOf(body, rel).every(({ type }) => type)).toBe(true);
    expect(body.collections.map(({ id }: { id: string }) => id).sort()).toEqual([...readCatalog().layers.keys()].sort());
    for (const collection of collections) {
      const items = linksOf(collection, 'items');
      expect(items.map(({ type }) => type).sort()).toEqual(['application/geo+json', 'text/html']);
      for (const { href } of items) expect((await client.get(href)).status).toBe(200);
    }
  });

  test('/conf/core/fc-md-extent, fc-md-extent-multi: one box that holds every item', async () => {
    for (const { id, extent } of collections) {
      expect(extent.spatial.bbox).toHaveLength(1);
      const boxes = (await rows(id)).map(({ box }) => box as [number, number, number, number]);
      if (!boxes.length) continue;
      const [west, south, east, north] = [0, 1, 2, 3].map((n) => (n < 2 ? Math.min : Math.max)(...boxes.map((box) => box[n] as number)));
      expect([id, extent.spatial.bbox[0]]).toEqual([id, [west, south, east, north].map((each) => expect.closeTo(each as number, 4))]);
    }
  });

  test('/conf/core/sfc-md-op, /conf/core/sfc-md-success: each collection as in the list', async () => {
    for (const collection of collections) {
      const { status, body } = await client.get(`/ogc/collections/${collection.id}`);
      expect(status).toBe(200);
      expect(body).toEqual(collection);
    }
  });

  test('/conf/core/fc-op, fc-response, fc-timeStamp, fc-numberReturned, fc-numberMatched: every collection, item by item as in the database', async () => {
    for (const { id } of collections) {
      const { status, type, body } = await client.items(id, { limit: 1000 });
      expect([status, type]).toEqual([200, 'application/geo+json']);
      expect(geoJsonFeaturesSchema.safeParse(body).error).toBeUndefined();
      const expected = (await rows(id)).map((row) => row.id);
      expect([id, body.features.map((feature) => feature.id)]).toEqual([id, expected]);
      expect([body.numberMatched, body.numberReturned, body.features.length]).toEqual([expected.length, expected.length, expected.length]);
      expect(Math.abs(Date.parse(body.timeStamp) - Date.now())).toBeLessThan(60_000);
    }
  });

  test('/conf/core/fc-links: self, alternate and next, absolute, with type', async () => {
    const { body } = await client.items('outfalls', { limit: 10, region: '653001' });
    for (const rel of ['self', 'alternate', 'next', 'collection']) {
      expect(linksOf(body, rel)).toHaveLength(1);
      expect(linksOf(body, rel)[0]).toMatchObject({ href: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ogc\//), type: expect.stringMatching(/./) });
    }
    expect((await client.get(linksOf(body, 'self')[0]!.href)).body.features).toEqual(body.features);
    expect((await client.get(linksOf(body, 'alternate')[0]!.href)).type).toBe('text/html');
  });

  test('/conf/core/fc-limit-definition, fc-bbox-definition, fc-time-definition: parameters of the API definition', async () => {
    const { body } = await client.get('/ogc/api');
    const parameters = body.paths['/collections/{collectionId}/items'].get.parameters;
    const named = (name: string) => parameters.find((each: { name: string }) => each.name === name);
    expect(named('limit')).toMatchObject({ in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 } });
    expect(named('bbox')).toMatchObject({ in: 'query', required: false, style: 'form', explode: false, schema: { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } } });
    expect(named('datetime')).toMatchObject({ in: 'query', required: false, schema: { type: 'string' } });
  });

  test.each([1, 7, 100, 1000])('/conf/core/fc-limit-response: pages of %i lead through all, once each, with the same count', async (limit) => {
    const expected = (await rows('outfalls')).map((row) => row.id);
    const seen: number[] = [];
    let url: string | undefined = client.address('outfalls', { limit });
    for (let pages = 0; url && pages < (limit === 1 ? 5 : 1000); pages++) {
      const { body }: { body: any } = await client.get(url);
      expect(body.numberReturned).toBe(Math.min(limit, expected.length - seen.length));
      expect(body.numberMatched).toBe(expected.length);
      seen.push(...body.features.map(({ id }: { id: number }) => id));
      url = linksOf(body, 'next')[0]?.href;
    }
    expect(seen).toEqual(limit === 1 ? expected.slice(0, 5) : expected);
  });

  test('/conf/core/fc-bbox-response: exactly what touches the box; six numbers; over the date line', async () => {
    for (const { id } of collections) {
      const bbox = [76, 39.6, 76.3, 39.8];
      const expected = await rows(id, `ST_Intersects(i.geom, ST_MakeEnvelope(${bbox}, 4490))`);
      expect([id, await client.ids(id, { bbox: bbox.join() })]).toEqual([id, expected.map((row) => row.id)]);
    }
    const all = await client.ids('outfalls');
    expect(await client.ids('outfalls', { bbox: '70,30,-1,140,50,1' })).toEqual(all);
    expect(await client.ids('outfalls', { bbox: '170,-90,-170,90' })).toEqual([]);
    expect(await client.ids('outfalls', { bbox: '130,-90,-170,90' })).toEqual((await rows('outfalls', 'ST_X(i.geom) > 130')).map((row) => row.id));
  });

  test('/conf/core/fc-time-response: instants, intervals and open ends choose the editions of those days', async () => {
    const zones = await runQuery<{ id: number; from: string; to: string | null }>(app.db.knex, { sql: `SELECT z.id, CAST(e.valid_from AS text) AS from, CAST(e.valid_to AS text) AS to FROM drinking_water_zone z JOIN layer_edition e ON e.id = z.edition_id ORDER BY z.id`, bindings: {} });
    const [first] = zones.map(({ from }) => from).sort();
    expect(first).toBeDefined();
    const expected = (from: string, to: string) => zones.filter((zone) => zone.from <= to && (zone.to === null || zone.to > from)).map(({ id }) => id);
    const periods: [string, string, string][] = [[first!, first!, first!], [`${first}T10:00:00+08:00`, first!, first!], [`../${first}`, '', first!], [`${first}/..`, first!, '9'], [`${first}T/..`, first!, '9'], ['2000-01-01/2030-01-01', '2000-01-01', '2030-01-01'], ['1990-01-01', '1990-01-01', '1990-01-01'], ['/2010-01-01', '', '2010-01-01']];
    for (const [datetime, from, to] of periods) expect([datetime, await client.ids('drinking_water_zones', { datetime })]).toEqual([datetime, expected(from, to)]);
    // features without a time are in every answer
    expect(await client.ids('outfalls', { datetime: '1990-01-01' })).toEqual((await rows('outfalls')).map((row) => row.id));
  });

  test.each([['limit', 'abc'], ['limit', '0'], ['limit', '-1'], ['datetime', '0000-01-01'], ['as_of', '0000-01-01'], ['known_at', '0000-12-31'], ['as_of', '9999-12-31T23:00:00Z'], ['bbox', '1,2,3'], ['bbox', 'a,b,c,d'], ['bbox', '1,2,3,1e999'], ['bbox', '0,91,1,92'], ['bbox', '0,5,1,4'], ['datetime', 'yesterday'], ['datetime', '2020-02-30'],
    ['datetime', '2020-01-01/2019-01-01'], ['datetime', '2020-01-01/2021-01-01/2022-01-01'], ['datetime', '2020-01-01T00:00:00'], ['crs', 'nothing'], ['bbox-crs', epsg(4490)], ['cursor', 'x'], ['f', 'gml'], ['region', 'x'], ['as_of', 'x']])(
    '/conf/core/query-param-invalid: %s=%s is a 400 that says why', async (name, value) => {
      const { status, type, body } = await client.items('drinking_water_zones', { [name]: value });
      expect([status, type]).toEqual([400, 'application/problem+json']);
      expect((body as any).errors).toContainEqual(expect.objectContaining({ field: name, reason: expect.stringMatching(/./), value }));
    });

  test('/conf/core/fc-limit-response-1: a limit above the maximum counts as the maximum', async () => {
    for (const limit of ['1001', '1000000']) {
      const { status, body } = await client.items('outfalls', { limit });
      expect([limit, status, body.numberReturned]).toEqual([limit, 200, Math.min(1000, body.numberMatched)]);
    }
  });

  test('/conf/core/query-param-unknown: a parameter that is not in the definition is a 400', async () => {
    expect((await client.items('outfalls', { nonsense: '1' })).status).toBe(400);
    expect((await client.get('/ogc/collections?nonsense=1')).status).toBe(400);
  });

  test('/conf/core/crs84: positions are longitude, latitude', async () => {
    for (const { id } of collections) {
      const { headers, body } = await client.items(id, { limit: 20 });
      expect(headers.get('content-crs')).toBe(`<${CRS84}>`);
      for (const [lon, lat] of body.features.flatMap(({ geometry }) => positions(geometry))) {
        expect(lon! > 70 && lon! < 140 && lat! > 30 && lat! < 55).toBe(true);
      }
    }
  });

  test('/conf/core/f-op, f-success, f-links: each item by itself is the item of the page', async () => {
    for (const { id } of collections) {
      const { body: { features } } = await client.items(id, { limit: 3 });
      for (const feature of features) {
        const { status, type, body } = await client.get(`/ogc/collections/${id}/items/${feature.id}`);
        expect([status, type]).toEqual([200, 'application/geo+json']);
        expect(geoJsonFeatureSchema.safeParse(body).error).toBeUndefined();
        const { links, ...rest } = body;
        expect(rest).toEqual(feature);
        for (const rel of ['self', 'alternate', 'collection']) expect(linksOf(body, rel)).toHaveLength(1);
        expect((await client.get(linksOf(body, 'alternate')[0]!.href)).type).toBe('text/html');
      }
    }
    expect((await client.get('/ogc/collections/outfalls/items/999999999')).status).toBe(404);
    expect((await client.get('/ogc/collections/outfalls/items/abc')).status).toBe(404);
    expect((await client.get('/ogc/collections/nothing/items/1')).status).toBe(404);
  });
});

describe('Part 1, encodings', () => {
  test('/conf/geojson/definition, /conf/geojson/content: by Accept and by f', async () => {
    for (const accept of ['application/geo+json', 'application/json', '*/*', 'application/geo+json;q=0.9,text/html;q=0.1']) {
      expect((await client.get(client.address('outfalls'), { accept })).type).toBe('application/geo+json');
    }
    expect((await client.get(client.address('outfalls', { f: 'json' }), { accept: 'text/html' })).type).toBe('application/geo+json');
    const { headers } = await client.get('/ogc');
    expect(headers.get('vary')).toMatch(/Accept/);
  });

  test('/conf/html/definition, /conf/html/content: every resource has a page that lets a person go on, and loads nothing from elsewhere', async () => {
    const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
    const seen = new Set<string>();
    const waiting = [`${app.url}/ogc`];
    while (waiting.length && seen.size < 60) {
      const url = waiting.shift() as string;
      const answer = await client.get<string>(url, browser);
      expect([url, answer.status, answer.type]).toEqual([url, 200, 'text/html']);
      expect(answer.body).toMatch(/^<!doctype html><html lang="zh-CN">/);
      expect(answer.body).not.toMatch(/<script|<img|<link rel="stylesheet"|url\(|@import/);
      seen.add(new URL(url).pathname);
      for (const [, href] of answer.body.matchAll(/<a href="([^"]+)"/g)) {
        const next = (href as string).replace(/&#38;/g, '&');
        const path = new URL(next, url).pathname;
        const skips = /f=json/.test(next) || !/f=html/.test(next) || seen.has(path) || waiting.some((each) => new URL(each).pathname === path);
        if (!skips && (path.match(/items\/\d+$/) ? Number(path.split('/').pop()) % 50 === 0 : true)) waiting.push(next);
      }
    }
    for (const path of ['/ogc/collections', '/ogc/collections/outfalls', '/ogc/conformance', '/ogc/tiles', '/ogc/styles', '/ogc/api']) expect([...seen]).toContain(path);
  }, 60_000);

  test('/conf/html/content: a page of items shows them, words for codes, and leads on', async () => {
    const { body } = await client.get<string>(client.address('outfalls', { limit: 5, f: 'html' }));
    const { body: { features } } = await client.items('outfalls', { limit: 5 });
    for (const { id, properties } of features) {
      expect(body).toContain(`/ogc/collections/outfalls/items/${id}?f=html`);
      expect(body).toContain(properties!.code);
    }
    expect(body).toMatch(/<svg /);
    const next = /<a href="([^"]+)">下一页/.exec(body)?.[1]?.replace(/&#38;/g, '&') as string;
    expect((await client.get<string>(next)).body).toContain(`items/${features[4]!.id + 1}?f=html`);
  });

  test('a page escapes what data and readers write', async () => {
    await app.db.knex('outfall').where({ id: 1 }).update({ name: '<script>alert("1")</script>' });
    const { body } = await client.get<string>('/ogc/collections/outfalls/items/1?f=html');
    expect(body).not.toMatch(/<script/);
    const asked = await client.get<string>(client.address('outfalls', { f: 'html', filter: `name = '"><script>'` }));
    expect([asked.status, /<script/.test(asked.body)]).toEqual([200, false]);
  });

  test('/conf/oas30/oas-definition-1, oas-definition-2, oas-impl: an OpenAPI 3.0 document, and every path of it answers', async () => {
    const { body } = await client.get('/ogc/api');
    const text = JSON.stringify(body);
    for (const [, ref] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)) expect(ref).toMatch(/schemas|responses/);
    for (const [, kind, name] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)) expect(body.components[kind as string]).toHaveProperty([name as string]);
    expect(text).not.toMatch(/"type":\[|"type":"null"|"const":|"\$defs"|"prefixItems"|"\$schema":"|"propertyNames"|"exclusiveMinimum":-?\d/);
    const ids = Object.values(body.paths).flatMap((methods: any) => Object.values(methods).map((operation: any) => operation.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(body.servers).toEqual([{ url: `${app.url}/ogc` }]);
    const values: Record<string, string> = { collectionId: 'outfalls', featureId: '1', tileMatrixSetId: 'WebMercatorQuad', tileMatrix: '8', tileRow: '97', tileCol: '182', styleId: 'onemap' };
    for (const path of Object.keys(body.paths)) {
      const url = body.servers[0].url + path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] as string);
      expect([url, [200, 204].includes((await fetch(url)).status)]).toEqual([url, true]);
    }
  });

  test('/conf/oas30/completeness, exception-codes, security', async () => {
    const { body } = await client.get('/ogc/api');
    for (const path of ['/', '/api', '/conformance', '/collections', '/collections/{collectionId}', '/collections/{collectionId}/items', '/collections/{collectionId}/items/{featureId}', '/collections/{collectionId}/queryables', '/tiles', '/styles']) {
      expect(Object.keys(body.paths)).toContain(path);
    }
    const { responses } = body.paths['/collections/{collectionId}/items'].get;
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '404', '500']));
    expect(Object.keys(responses['200'].content)).toEqual(['application/geo+json', 'text/html']);
    expect(body.security).toBeUndefined(); // all of it is public
  });
});

describe('Part 2, CRS', () => {
  // Definitions of our own beside PROJ's data base: zone, prefix and order of axes are what is tested.
  const definition = (uri: string): { proj: string; swapped: boolean } => {
    const code = Number(uri.split('/').pop());
    if (uri === CRS84) return { proj: '+proj=longlat +ellps=GRS80', swapped: false };
    if (code === 4326 || code === 4490) return { proj: '+proj=longlat +ellps=GRS80', swapped: true };
    if (code === 3857) return { proj: 'EPSG:3857', swapped: false };
    const zone = code < 4534 ? code - 4513 + 25 : code - 4534 + 25;
    return { proj: `+proj=tmerc +lat_0=0 +lon_0=${zone * 3} +k=1 +x_0=${code < 4534 ? zone * 1_000_000 + 500_000 : 500_000} +y_0=0 +ellps=GRS80 +units=m`, swapped: true };
  };
  const inCrs = (uri: string, [lon, lat]: Position): number[] => {
    const { proj, swapped } = definition(uri);
    const [a, b] = proj4('+proj=longlat +ellps=GRS80', proj, [lon as number, lat as number]) as [number, number];
    return swapped ? [b, a] : [a, b];
  };
  /** Zone of a Gauss-Krüger code; far from its own zone the reference here is not exact. */
  const near = (uri: string, [lon]: Position) => {
    const code = Number(uri.split('/').pop());
    return code < 4513 || code > 4554 || Math.abs((lon as number) - (code < 4534 ? code - 4513 + 25 : code - 4534 + 25) * 3) < 4;
  };

  test('/conf/crs/crs-uri, default-crs, storageCrs: the lists, with the zones of both cities', () => {
    const wanted = [CRS84, epsg(4490), epsg(4326), epsg(3857), epsg(4513), epsg(4514), epsg(4532), epsg(4534), epsg(4535), epsg(4553)];
    for (const { crs, storageCrs } of collections) {
      expect([...crs].sort()).toEqual([...wanted].sort());
      expect(crs[0]).toBe(CRS84);
      expect(storageCrs).toBe(epsg(4490));
    }
  });

  test('/conf/crs/crs-parameter, crs-parameter-transform: every collection in every CRS, first coordinate first', async () => {
    for (const { id, crs } of collections) {
      const { body: { features: plain } } = await client.items(id, { limit: 2 });
      for (const uri of crs) {
        const { status, headers, body } = await client.items(id, { limit: 2, crs: uri });
        expect([status, headers.get('content-crs')]).toEqual([200, `<${uri}>`]);
        for (const [n, feature] of body.features.entries()) {
          const from = positions(plain[n]!.geometry);
          const to = positions(feature.geometry);
          expect(to).toHaveLength(from.length);
          if (!near(uri, from[0]!)) continue;
          const tolerance = definition(uri).proj.startsWith('+proj=longlat') ? 1e-8 : 0.002;
          for (const [k, position] of to.entries()) {
            const [a, b] = inCrs(uri, from[k]!);
            expect(Math.max(Math.abs(position[0]! - a!), Math.abs(position[1]! - b!))).toBeLessThan(tolerance);
          }
        }
        if (plain[0]) {
          const one = await client.get(`/ogc/collections/${id}/items/${plain[0].id}?crs=${encodeURIComponent(uri)}`);
          expect([one.status, one.headers.get('content-crs'), one.body.geometry]).toEqual([200, `<${uri}>`, body.features[0]!.geometry]);
        }
      }
    }
  }, 60_000);

  test('known positions (PROJ 9.1.1, cs2cs): 131.15 E 44.4 N and 76.17 E 39.71 N', async () => {
    const [point] = await app.db.knex('outfall').insert([
      { local_code: 'vector-1', name: '示意', region_code: '231081', category: 'other.misc', geom: app.db.knex.raw('ST_SetSRID(ST_Point(131.15, 44.4), 4490)') },
      { local_code: 'vector-2', name: '示意', region_code: '653001', category: 'other.misc', geom: app.db.knex.raw('ST_SetSRID(ST_Point(76.17, 39.71), 4490)') }]).returning('id');
    const at = async (offset: number, code: number) => (await client.get(`/ogc/collections/outfalls/items/${point.id + offset}?crs=${encodeURIComponent(epsg(code))}`)).body.geometry.coordinates;
    expect(await at(0, 4553)).toEqual([expect.closeTo(4918620.276, 3), expect.closeTo(432284.373, 3)]);
    expect(await at(0, 4532)).toEqual([expect.closeTo(4918620.276, 3), expect.closeTo(44432284.373, 3)]);
    expect(await at(1, 4534)).toEqual([expect.closeTo(4397984.35, 3), expect.closeTo(600333.478, 3)]);
    expect(await at(1, 4513)).toEqual([expect.closeTo(4397984.35, 3), expect.closeTo(25600333.478, 3)]);
    expect(await at(1, 4490)).toEqual([39.71, 76.17]);
    await app.db.knex('outfall').whereIn('local_code', ['vector-1', 'vector-2']).delete();
  });

  test('/conf/crs/crs-parameter-default, crs-parameter-invalid', async () => {
    for (const { id } of collections) {
      expect((await client.items(id)).headers.get('content-crs')).toBe(`<${CRS84}>`);
      expect((await client.items(id, { crs: epsg(2154) })).status).toBe(400);
    }
    expect((await client.get(`/ogc/collections/outfalls/items/1?crs=${encodeURIComponent(epsg(2154))}`)).status).toBe(400);
  });

  test('/conf/crs/bbox-crs-parameter, -default, -invalid: a box in every CRS finds what lies in it', async () => {
    expect(await client.ids('outfalls', { bbox: '76,39.6,76.3,39.8', 'bbox-crs': CRS84 })).toEqual(await client.ids('outfalls', { bbox: '76,39.6,76.3,39.8' }));
    expect((await client.items('outfalls', { bbox: '1,2,3,4', 'bbox-crs': epsg(2154) })).status).toBe(400);
    const everything = await client.all('outfalls');
    for (const uri of collections[0]!.crs) {
      for (const corner of [[76.1, 39.65, 76.3, 39.8], [131, 44.35, 131.15, 44.45]]) {
        if (!near(uri, [corner[0]!, corner[1]!])) continue;
        const [a, b] = [inCrs(uri, [corner[0]!, corner[1]!]), inCrs(uri, [corner[2]!, corner[3]!])];
        const expected = everything.filter(({ geometry }) => {
          const [x, y] = inCrs(uri, (geometry as { coordinates: Position }).coordinates) as [number, number];
          return x >= a[0]! && x <= b[0]! && y >= a[1]! && y <= b[1]!;
        }).map(({ id }) => id);
        expect(expected.length).toBeGreaterThan(0);
        expect([uri, await client.ids('outfalls', { bbox: [...a, ...b].join(), 'bbox-crs': uri })]).toEqual([uri, expected]);
      }
    }
    expect((await client.items('outfalls', { bbox: '131,44,131.2,44.5', 'bbox-crs': epsg(4490) })).status).toBe(400); // lon before lat
  });

  test('a feature too far from the meridian of a projection is told, not bent', async () => {
    const [{ id }] = await app.db.knex('outfall').insert({ local_code: 'far-away', name: '示意', region_code: '231081', category: 'other.misc', geom: app.db.knex.raw('ST_SetSRID(ST_Point(-60, 10), 4490)') }).returning('id');
    const { status, body } = await client.get(`/ogc/collections/outfalls/items/${id}?crs=${encodeURIComponent(epsg(4513))}`);
    expect([status, body.errors[0].field]).toEqual([400, 'crs']);
    await app.db.knex('outfall').where({ id }).delete();
  });
});
