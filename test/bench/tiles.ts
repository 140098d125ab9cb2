import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStoppable } from '../../server/db/query';
import { pack } from '../../server/tiles/encoding';
import { serverTile } from '../../server/tiles/tile-query';
import { today } from '../../server/today';
import { decode, inSquare } from '../tiles-compare';
import { type Country, makeCountry, scaled, WHOLE } from './country';
import { type Figure, figure } from './figure';
import { comparePeers } from './tile-peers';
import { ask, askAll, startTileProcess, type TileProcess } from './tile-process';
import { type Address, views } from './tile-views';

type Tell = (line: string) => void;

/** Figures of tiles over the synthetic country; `scale` 1 = a million outfalls. @param peers folder with other tile servers, beside PATH */
export async function tiles(serverUrl: string, scale: number, tell: Tell, peers?: string): Promise<Figure[]> {
  const size = scaled(WHOLE, scale);
  tell(`合成国 (synthetic country): ${JSON.stringify(size)}`);
  const started = Date.now();
  const country = await makeCountry(serverUrl, 'paikou_bench_tiles', size, false);
  await judgeByHash(country);
  tell(`生成 (made): ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const databaseUrl = new URL(serverUrl);
  databaseUrl.pathname = '/paikou_bench_tiles';
  const cold = await startTileProcess(undefined, databaseUrl.href, '0');
  const warm = await startTileProcess(1, databaseUrl.href, String(256 * 2 ** 20));
  const bare = await startTileProcess(1, databaseUrl.href, '0', warm.url);
  try {
    const figures = [
      ...await coldTiles(country, cold, tell),
      ...await warmTiles(warm, bare),
      ...await everywhere(country, cold, size.outfalls, tell),
      ...await wholeViews(cold, warm),
      ...await items(country, cold, tell),
    ];
    for (const one of figures) tell(`${one.name}: ${one.value.toFixed(2)} ${one.unit}${one.ratio === null ? '' : ` (${one.ratio.toFixed(2)} ×)`}`);
    await comparePeers(country, databaseUrl.href, [...cities(8)], cold.url, warm.url, peers, tell);
    return figures;
  } finally {
    for (const each of [cold, warm, bare]) each.close();
    await country.db.close();
  }
}

async function judgeByHash({ db }: Country) {
  const text = readFileSync(join(__dirname, 'country-verdicts.sql'), 'utf8').replace(/^\s*--.*$/gm, '');
  for (const statement of text.split(/;\n/).map((each) => each.trim()).filter(Boolean)) await db.knex.raw(statement);
  await db.knex.raw('VACUUM ANALYZE');
}

/** Addresses of the journeys, each once, in their order. */
const cities = (journeys: number) => new Map([...views(journeys)].flat().map((tile) => [`${tile.z}/${tile.x}/${tile.y}`, tile])).values();

const pathOf = ({ z, x, y }: Address, layers = 'onemap') => `/tiles/${layers}/${z}/${x}/${y}.mvt`;

const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Tiles drawn before any is timed, by both ways: a server in service has its code compiled, after some thousand of them. */
const WARMING = 2000;
/** In the Arctic, where the country has nothing. */
const elsewhere = (n: number): Address => ({ z: 14, x: n, y: 20 });

/** Each tile once by the same SQL, prepared, on a pool like the server's, and once by HTTP, in turn which comes first. */
async function coldTiles({ db, catalog }: Country, server: TileProcess, tell: Tell): Promise<Figure[]> {
  const layers = [...catalog.layers.values()].filter(({ header }) => header.access === 'public');
  const addresses = [...cities(6)];
  const bySql = async (address: Address) => {
    const query = serverTile({ layers, address, filter: {} as never, day: today() });
    const started = performance.now();
    const [row] = await runStoppable<{ tile: Buffer }>(db.tiles, query, { keep: true, other: db.knex });
    return { ms: performance.now() - started, bytes: row?.tile as Buffer };
  };
  const byHttp = async (address: Address) => {
    const started = performance.now();
    const { body } = await ask(server.url + pathOf(address));
    return { ms: performance.now() - started, bytes: body };
  };
  for (const address of addresses.slice(0, 40)) { await bySql(address); await byHttp(address); } // plans are made and kept
  for (let n = 0; n < WARMING; n++) { await bySql(elsewhere(n)); await byHttp(elsewhere(n)); }
  const measured: { sql: number; http: number }[] = [];
  const packed = { gzip: [] as number[], br: [] as number[] };
  for (const [n, address] of addresses.entries()) {
    const first = n % 2 ? await bySql(address) : await byHttp(address);
    const second = n % 2 ? await byHttp(address) : await bySql(address);
    if (!first.bytes.equals(second.bytes)) throw new Error(`${pathOf(address)}: HTTP and SQL differ`);
    measured.push(n % 2 ? { sql: first.ms, http: second.ms } : { sql: second.ms, http: first.ms });
    for (const encoding of ['gzip', 'br'] as const) {
      if (!first.bytes.length) continue;
      const started = performance.now();
      await pack(first.bytes, encoding);
      packed[encoding].push(performance.now() - started);
    }
  }
  const heavy = measured.filter(({ sql }) => sql >= 10);
  tell(`冷瓦片 (cold tiles): ${measured.length}, SQL ≥ 10 ms: ${heavy.length}`);
  const figures = [figure('cold_overhead', middle(measured.map(({ sql, http }) => http - sql)), 'ms'), figure('cold_tile', middle(measured.map(({ http }) => http)), 'ms', middle(measured.map(({ sql }) => sql)))];
  for (const [encoding, taken] of Object.entries(packed)) figures.push(figure(`compress_${encoding}`, middle(taken), 'ms'));
  if (heavy.length) figures.push({ ...figure('cold_heavy', middle(heavy.map(({ http }) => http)), 'ms', middle(heavy.map(({ sql }) => sql))), ratio: middle(heavy.map(({ sql, http }) => http / sql)) });
  return figures;
}

/** CPU of the server per request against the bare handler's, ratio = bare / ours. */
export async function warmTiles(ours: TileProcess, bare: TileProcess): Promise<Figure[]> {
  const paths = [...cities(2)].map((address) => pathOf(address));
  const known: { path: string; etag: string; body: Buffer }[] = [];
  for (const path of paths) {
    await ask(ours.url + path, { 'accept-encoding': 'gzip' });
    const { status, etag, body } = await ask(ours.url + path, { 'accept-encoding': 'gzip' });
    if (status === 200 && body.length < 20_000) known.push({ path, etag, body });
  }
  for (const { path } of known) await ask(bare.url + path);
  const round = async (server: TileProcess, notModified: boolean) => {
    const urls = Array.from({ length: 8_000 }, (_, n) => known[n % known.length] as (typeof known)[0])
      .map(({ path, etag }) => ({ url: server.url + path, headers: { 'accept-encoding': 'gzip', ...(notModified && { 'if-none-match': etag }) } }));
    const before = await server.cpu();
    await askAll(urls, 4, ({ status, body }, n) => {
      const right = notModified ? status === 304 : status === 200 && body.equals((known[n % known.length] as (typeof known)[0]).body);
      if (!right) throw new Error(`${urls[n]?.url}: ${status}`);
    });
    return (await server.cpu() - before) / urls.length;
  };
  const figures: Figure[] = [];
  for (const [name, notModified] of [['warm_cpu', false], ['not_modified_cpu', true]] as const) {
    await round(ours, notModified);
    await round(bare, notModified);
    const rounds: { bare: number; ours: number }[] = [];
    for (let n = 0; n < 5; n++) rounds.push({ bare: await round(bare, notModified), ours: await round(ours, notModified) });
    figures.push({ ...figure(name, middle(rounds.map((each) => each.bare)), 'us', middle(rounds.map((each) => each.ours))), ratio: middle(rounds.map((each) => each.bare / each.ours)) });
  }
  return figures;
}

/** Every tile of the country to z6, some of each closer zoom, with and without the filters that bind; sums and sizes checked. */
async function everywhere({ db }: Country, server: TileProcess, outfalls: number, tell: Tell): Promise<Figure[]> {
  let [slowest, largest, at, largestAt] = [0, 0, '', ''];
  const look = async (path: string) => {
    const started = performance.now();
    const { status, body } = await ask(server.url + path);
    const ms = performance.now() - started;
    if (status !== 200 && status !== 204) throw new Error(`${path}: ${status} ${body.toString().slice(0, 300)}`);
    if (ms > slowest) { slowest = ms; at = path; }
    if (body.length > largest) { largest = body.length; largestAt = path; }
    return body;
  };
  const { rows } = await db.knex.raw(`SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall WHERE id IN (SELECT outfall_id FROM verdict_current LIMIT 6) OR local_code IN ('bo-5', 'bo-999', 'bo-12345')`);
  for (let z = 0; z <= 18; z++) {
    const n = 2 ** z;
    const column = (lon: number) => Math.floor(((lon + 180) / 360) * n);
    const row = (lat: number) => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n);
    const around: Address[] = z <= 6
      ? range(column(100), column(120)).flatMap((x) => range(row(42), row(28)).map((y) => ({ z, x, y })))
      : (rows as { lon: number; lat: number }[]).map(({ lon, lat }) => ({ z, x: column(lon), y: row(lat) }));
    let sum = 0;
    for (const address of around) {
      const body = await look(pathOf(address));
      if (z <= 6) for (const feature of decode(body).outfalls ?? []) sum += inSquare(feature).length ? Number(feature.properties.count) : 0;
    }
    if (z <= 6 && sum !== outfalls) throw new Error(`z${z}: the tiles count ${sum} of ${outfalls} outfalls`);
    for (const query of ['?region=999900', '?verdict=ban', '?region=999900&verdict=ban,merge']) await look(pathOf(around[0] as Address, 'outfalls') + query);
  }
  tell(`最慢 (slowest): ${at}; 最大 (largest): ${largestAt}`);
  return [figure('slowest', slowest, 'ms'), figure('largest', largest / 1000, 'kB')];
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** A view of 20 tiles as a browser asks for it, six at a time. */
async function wholeViews(cold: TileProcess, warm: TileProcess): Promise<Figure[]> {
  const of = async (server: TileProcess) => {
    const taken: number[] = [];
    for (const view of views(3)) {
      const started = performance.now();
      await askAll(view.map((tile) => ({ url: server.url + pathOf(tile), headers: { 'accept-encoding': 'br' } })), 6, ({ status }) => { if (status > 204) throw new Error(`view: ${status}`); });
      taken.push(performance.now() - started);
    }
    return middle(taken);
  };
  const first = await of(cold);
  await of(warm);
  return [figure('view_cold', first, 'ms'), figure('view_warm', await of(warm), 'ms')];
}

/** A thousand features by OGC API Features against bare SQL with its exact count. */
async function items({ db }: Country, server: TileProcess, tell: Tell): Promise<Figure[]> {
  const path = '/ogc/collections/outfalls/items?limit=1000';
  const probe = await ask(server.url + path);
  if (probe.status !== 200) { tell(`items_thousand: ${path} → ${probe.status}`); return []; }
  const bare = async () => {
    const { rows: [{ matched }] } = await db.knex.raw('SELECT count(*) AS matched FROM outfall');
    const { rows } = await db.knex.raw(`SELECT json_build_object('type', 'Feature', 'id', i.id, 'geometry', ST_AsGeoJSON(i.geom, 8)::json, 'properties',
      json_build_object('code', local_code, 'name', name, 'category', category, 'verdict', verdict, 'stage', stage, 'region', region_code))::text AS feature FROM outfall_item i ORDER BY id LIMIT 1000`);
    return `{"matched": ${matched}, "features": [${rows.map(({ feature }: { feature: string }) => feature).join()}]}`;
  };
  const [sql, http, deep]: [number[], number[], number[]] = [[], [], []];
  const far = await lastPage(server.url, path);
  for (let n = 0; n < 15; n++) {
    let started = performance.now();
    await bare();
    sql.push(performance.now() - started);
    started = performance.now();
    const { body } = await ask(server.url + path);
    http.push(performance.now() - started);
    if (JSON.parse(body.toString()).features.length !== 1000) throw new Error('items: not a thousand');
    started = performance.now();
    await ask(far);
    deep.push(performance.now() - started);
  }
  return [figure('items_thousand', middle(http), 'ms', middle(sql)), figure('items_last_page', middle(deep), 'ms', middle(http))];
}

/** Address of the last full page. */
async function lastPage(origin: string, path: string): Promise<string> {
  let [page, next] = [origin + path, origin + path as string | undefined];
  while (next) {
    const { links, features } = JSON.parse((await ask(next)).body.toString()) as { links: { rel: string; href: string }[]; features: unknown[] };
    if (features.length === 1000) page = next;
    next = links.find(({ rel }) => rel === 'next')?.href;
  }
  return page;
}
