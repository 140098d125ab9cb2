import type { IncomingMessage, ServerResponse } from 'node:http';
import pino from 'pino';
import { Counter } from 'prom-client';
import { AppError, problem } from '../errors';
import { asKnown } from '../history/past';
import { httpSeconds, metrics } from '../http/metrics';
import { writeProblem } from '../http/problem';
import type { Services } from '../http/route';
import { refuseUnknownCodes } from '../outfalls/known-codes';
import { Coalesced } from './coalesced';
import { type Encoding, encodingFor, pack, unpack } from './encoding';
import { type AddressedRequest, isTileUrl, type LayersRequest, readTileUrl } from './request';
import { runTile } from './run-tile';
import { TileCache } from './tile-cache';
import { tablesOf } from './tile-query';
import { tileJson } from './tilejson';
import { currentVersion, type Versions, versionOf, versionsOf } from './versions';

/** Labels of metrics. */
const PATHS = { ogc: '/ogc/…/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}', tile: '/tiles/{layers}/{z}/{x}/{y}.mvt', document: '/tiles/{layers}.json' };

const ENCODINGS: Encoding[] = ['gzip', 'br', 'identity'];

const answers = new Counter({
  name: 'paikou_tile_answers_total',
  help: 'Tiles answered: not_modified and kept without the database, drawn by it, joined = waited for one being drawn, gone = nobody waited any more',
  labelNames: ['how'],
  registers: [metrics],
});

/** A tile as drawn; each compression is made once for all who wait for it. */
interface Drawn { version: string; bytes: Buffer; packed: Map<Encoding, Promise<Buffer>> }

/**
 * Answers everything below /tiles/, and the tiles below /ogc, without Express, which costs two to four times a bare handler.
 * @returns false, untouched, for any other address.
 */
export function tileHandler(services: Services): (request: IncomingMessage, response: ServerResponse) => boolean {
  const server = new TileServer(services);
  return (request, response) => {
    if (!request.url || !isTileUrl(request.url)) return false;
    if (!server.answerAtOnce(request, response, request.url)) void server.answer(request, response, request.url);
    return true;
  };
}

class TileServer {
  private readonly versions: Versions;
  private readonly cache: TileCache;
  private readonly misses = new Coalesced<Drawn>();
  private readonly addresses = new Addresses();
  private readonly log: pino.Logger;

  constructor(private readonly services: Services) {
    this.versions = versionsOf(services.db);
    this.cache = new TileCache(services.config.tileCacheBytes);
    this.log = pino({ level: services.config.logLevel });
  }

  /** What memory alone can answer: a tile asked before, its version known. @returns false, untouched, for all others. */
  answerAtOnce(request: IncomingMessage, response: ServerResponse, url: string): boolean {
    if (request.method !== 'GET') return false;
    const tile = this.addresses.get(url);
    const version = tile && this.versions.of(tile.layers, tile.day);
    if (!version) return false;
    const started = performance.now();
    const tag = tagOf(tile, version);
    const caching = cacheControl(tile, version);
    if (isKnown(request, tag)) {
      response.writeHead(304, headersOf(tag, caching)).end();
      count('not_modified', 304, started);
      return true;
    }
    const encoding = encodingFor(request.headers['accept-encoding']);
    const kept = this.cache.get(keyOf(tag, encoding));
    if (!kept) return false;
    count('kept', sendTile(response, kept, encoding, tag, caching), started);
    return true;
  }

  async answer(request: IncomingMessage, response: ServerResponse, url: string) {
    const end = httpSeconds.startTimer({ method: request.method ?? '' });
    let path = '/tiles/';
    response.once('close', () => end({ path, status: response.statusCode }));
    try {
      if (!allowed(request, response)) return;
      const asked = readTileUrl(url, this.services.catalog.layers);
      path = url.startsWith('/ogc/') ? PATHS.ogc : 'tile' in asked ? PATHS.tile : PATHS.document;
      if ('tile' in asked) {
        await this.sendTile(request, response, asked.tile);
        this.addresses.add(url, asked.tile);
      } else await this.sendDocument(request, response, asked.document);
    } catch (error) {
      this.refuse(response, error, url);
    }
  }

  private refuse(response: ServerResponse, error: unknown, url: string) {
    if (response.destroyed) { answers.inc({ how: 'gone' }); return; }
    const body = problem(error, url);
    if (body.status >= 500) this.log.error({ err: error, url }, 'tile failed');
    if (response.headersSent) { response.destroy(); return; }
    openToAll(response);
    writeProblem(response, body);
  }

  private async sendTile(request: IncomingMessage, response: ServerResponse, tile: AddressedRequest) {
    const encoding = encodingFor(request.headers['accept-encoding']);
    const known = this.versions.of(tile.layers, tile.day);
    if (known && isKnown(request, tagOf(tile, known))) { this.notModified(response, tile, known); return; }
    const kept = known && await this.keptAs(tagOf(tile, known), encoding);
    if (kept) {
      answers.inc({ how: 'kept' });
      sendTile(response, kept, encoding, tagOf(tile, known), cacheControl(tile, known), request.method);
      return;
    }
    const drawn = await this.draw(tile, response);
    const tag = tagOf(tile, drawn.version);
    if (isKnown(request, tag)) this.notModified(response, tile, drawn.version);
    else sendTile(response, await packedAs(drawn, encoding), encoding, tag, cacheControl(tile, drawn.version), request.method);
    await this.keep(tag, drawn, encoding);
  }

  private notModified(response: ServerResponse, tile: AddressedRequest, version: string) {
    answers.inc({ how: 'not_modified' });
    response.writeHead(304, headersOf(tagOf(tile, version), cacheControl(tile, version))).end();
  }

  /** A kept tile in the encoding asked for; made from another one where that is kept. */
  private async keptAs(tag: string, encoding: Encoding): Promise<Buffer | undefined> {
    const kept = this.cache.get(keyOf(tag, encoding));
    if (kept) return kept;
    for (const other of ENCODINGS) {
      const found = this.cache.get(keyOf(tag, other));
      if (!found) continue;
      const made = found.length ? await pack(await unpack(found, other), encoding) : found;
      this.cache.set(keyOf(tag, encoding), made);
      return made;
    }
    return undefined;
  }

  /** After the answer, so that nobody waits for it: in the encoding that was sent, a plain one compressed. */
  private async keep(tag: string, drawn: Drawn, encoding: Encoding) {
    const kept = encoding === 'identity' ? 'gzip' : encoding;
    this.cache.set(keyOf(tag, kept), await packedAs(drawn, kept));
  }

  /** Waiters that came after a change was heard of do not join work begun before it. */
  private draw(tile: AddressedRequest, response: ServerResponse): Promise<Drawn> {
    const { generation } = this.versions;
    const left = new AbortController();
    response.once('close', () => { if (!response.writableFinished) left.abort(); });
    const key = `${generation} ${tile.key} ${tile.day}`;
    answers.inc({ how: this.misses.has(key) ? 'joined' : 'drawn' });
    return this.misses.run(key, async (signal) => {
      await this.refuseUnknown(tile);
      const { bytes, stamps } = await runTile(this.services.db, tile, signal);
      this.versions.learn(tablesOf(tile.layers), stamps, generation);
      return { version: versionOf(tile.layers, stamps, tile.day), bytes, packed: new Map() };
    }, left.signal);
  }

  private async refuseUnknown({ filter }: LayersRequest) {
    if (!filter.region && !filter.category && !filter.river) return;
    await asKnown(this.services.db, filter.known_at, (knex) => refuseUnknownCodes(knex, filter));
  }

  private async sendDocument(request: IncomingMessage, response: ServerResponse, asked: LayersRequest) {
    const { db, config } = this.services;
    await this.refuseUnknown(asked);
    const version = await currentVersion(db, this.versions, asked.layers, asked.day);
    const tag = `W/"${version}.${asked.parameters}.${origin(request, config.publicUrl)}"`;
    if (isKnown(request, tag)) { response.writeHead(304, headersOf(tag, 'no-cache')).end(); return; }
    const text = JSON.stringify(await tileJson(db, asked, version, origin(request, config.publicUrl)));
    response.writeHead(200, [
      ...headersOf(tag, 'no-cache'), 'content-type', 'application/json; charset=utf-8', 'content-length', String(Buffer.byteLength(text)),
    ]);
    response.end(request.method === 'HEAD' ? undefined : text);
  }
}

/** URLs read before, so that a browser's next look at them costs nothing; the first goes when there are more. */
class Addresses {
  private readonly read = new Map<string, { tile: AddressedRequest; until: number }>();

  get(url: string): AddressedRequest | undefined {
    const found = this.read.get(url);
    return found && Date.now() < found.until ? found.tile : undefined;
  }

  add(url: string, tile: AddressedRequest) {
    if (this.read.size >= 20_000) this.read.delete(this.read.keys().next().value as string);
    this.read.set(url, { tile, until: nextMidnight() });
  }
}

/** In China (UTC+8, no summer time): what a tile of "today" shows ends then. Milliseconds. */
const nextMidnight = () => (Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000) + 1) * 86_400_000 - 8 * 3_600_000;

function openToAll(response: ServerResponse) {
  for (let n = 0; n < OPEN.length; n += 2) response.setHeader(OPEN[n] as string, OPEN[n + 1] as string);
}

const OPEN = [
  'access-control-allow-origin', '*', 'access-control-expose-headers', 'ETag',
  'cross-origin-resource-policy', 'cross-origin', 'x-content-type-options', 'nosniff',
];

function allowed(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  response.setHeader('allow', 'GET, HEAD, OPTIONS');
  if (request.method !== 'OPTIONS') {
    throw new AppError('method_not_allowed', '此地址只支持 GET, HEAD (methods of this address)', [
      { field: 'method', reason: '可用 (allowed): GET, HEAD', value: request.method },
    ]);
  }
  openToAll(response);
  response.writeHead(204).end();
  return false;
}

/** Weak: it names the contents, whatever their compression. Never made of the bytes. */
const tagOf = (tile: AddressedRequest, version: string) => `W/"${version}.${tile.tag}"`;

const keyOf = (tag: string, encoding: Encoding) => tag + encoding;

/** An address with the current version never changes; one with another version must not be kept. */
function cacheControl({ version: asked }: LayersRequest, version: string): string {
  if (asked === undefined) return 'no-cache';
  return asked === version ? 'public, max-age=31536000, immutable' : 'no-store';
}

function isKnown(request: IncomingMessage, etag: string): boolean {
  const given = request.headers['if-none-match'];
  if (!given) return false;
  if (given === etag) return true;
  const bare = etag.slice(2);
  return given.trim() === '*' || given.split(',').some((each) => each.trim().replace(/^W\//, '') === bare);
}

/** Names and values in turn: Node writes them as they stand. */
const headersOf = (etag: string, caching: string) => [...OPEN, 'etag', etag, 'cache-control', caching, 'vary', 'Accept-Encoding'];

/** @returns the status sent */
function sendTile(response: ServerResponse, body: Buffer, encoding: Encoding, etag: string, caching: string, method = 'GET'): number {
  const headers = headersOf(etag, caching);
  if (body.length === 0) { response.writeHead(204, headers).end(); return 204; }
  headers.push('content-type', 'application/vnd.mapbox-vector-tile', 'content-length', String(body.length));
  if (encoding !== 'identity') headers.push('content-encoding', encoding);
  response.writeHead(200, headers);
  response.end(method === 'HEAD' ? undefined : body);
  return 200;
}

function packedAs({ bytes, packed }: Drawn, encoding: Encoding): Promise<Buffer> {
  if (!bytes.length) return Promise.resolve(bytes);
  const made = packed.get(encoding) ?? pack(bytes, encoding);
  packed.set(encoding, made);
  return made;
}

function count(how: 'kept' | 'not_modified', status: number, started: number) {
  answers.inc({ how });
  httpSeconds.observe({ method: 'GET', path: PATHS.tile, status }, (performance.now() - started) / 1000);
}

/** Where clients see this server. */
const origin = (request: IncomingMessage, publicUrl: string | undefined) => publicUrl ?? `http://${request.headers.host ?? 'localhost'}`;
