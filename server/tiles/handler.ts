import type { IncomingMessage, ServerResponse } from 'node:http';
import pino from 'pino';
import { Counter } from 'prom-client';
import { AppError, problem } from '../errors';
import { asKnown } from '../history/past';
import { httpSeconds, metrics } from '../http/metrics';
import { originOf } from '../http/origin';
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

/** How tiles were answered; counted here and told when asked for, for counting with labels costs as much as answering from memory. */
const counts = { not_modified: 0, kept: 0, drawn: 0, joined: 0, gone: 0 };

new Counter({
  name: 'paikou_tile_answers_total',
  help: 'Tiles answered: not_modified and kept without the database, drawn by it, joined = waited for one being drawn, gone = nobody waited any more',
  labelNames: ['how'],
  registers: [metrics],
  collect() {
    this.reset();
    for (const [how, times] of Object.entries(counts)) this.inc({ how }, times);
  },
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
  /** Drawn and not yet kept: who asks while they are being compressed gets these. */
  private readonly fresh = new Map<string, Drawn>();
  private readonly log: pino.Logger;

  constructor(private readonly services: Services) {
    this.versions = versionsOf(services.db);
    this.cache = new TileCache(services.config.tileCacheBytes);
    this.log = pino({ level: services.config.logLevel });
  }

  /** What memory alone can answer: a tile asked before, its version known; not in the histogram of seconds, only counted. @returns false, untouched, for all others. */
  answerAtOnce(request: IncomingMessage, response: ServerResponse, url: string): boolean {
    if (request.method !== 'GET') return false;
    const address = this.addresses.get(url);
    const version = address && this.versions.of(address.tile.layers, address.tile.day);
    if (!version) return false;
    if (address.version !== version) address.become(version);
    if (request.headers['if-none-match'] !== undefined && isKnown(request, address.etag)) {
      response.writeHead(304, address.headers).end();
      counts.not_modified++;
      return true;
    }
    const encoding = encodingFor(request.headers['accept-encoding']);
    const kept = this.cache.get(address.keys[encoding]);
    if (!kept) return false;
    sendTile(response, kept, encoding, address.headers);
    counts.kept++;
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
    if (response.destroyed) { counts.gone++; return; }
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
      counts.kept++;
      sendTile(response, kept, encoding, headersOf(tagOf(tile, known), cacheControl(tile, known)), request.method);
      return;
    }
    const drawn = (known && this.fresh.get(tagOf(tile, known))) || await this.draw(tile, response);
    const tag = tagOf(tile, drawn.version);
    try {
      if (isKnown(request, tag)) this.notModified(response, tile, drawn.version);
      else sendTile(response, await packedAs(drawn, encoding), encoding, headersOf(tag, cacheControl(tile, drawn.version)), request.method);
      await this.keep(tag, drawn, encoding);
    } finally {
      this.fresh.delete(tag);
    }
  }

  private notModified(response: ServerResponse, tile: AddressedRequest, version: string) {
    counts.not_modified++;
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
    if (!this.services.config.tileCacheBytes) return;
    const kept = encoding === 'identity' ? 'gzip' : encoding;
    this.cache.set(keyOf(tag, kept), await packedAs(drawn, kept));
  }

  /** Waiters that came after a change was heard of do not join work begun before it. */
  private draw(tile: AddressedRequest, response: ServerResponse): Promise<Drawn> {
    const { generation } = this.versions;
    const left = new AbortController();
    response.once('close', () => { if (!response.writableFinished) left.abort(); });
    const key = `${generation} ${tile.key} ${tile.day}`;
    counts[this.misses.has(key) ? 'joined' : 'drawn']++;
    return this.misses.run(key, async (signal) => {
      await this.refuseUnknown(tile);
      const { bytes, stamps } = await runTile(this.services.db, tile, signal);
      this.versions.learn(tablesOf(tile.layers), stamps, generation);
      const drawn: Drawn = { version: versionOf(tile.layers, stamps, tile.day), bytes, packed: new Map() };
      if (!signal.aborted) this.fresh.set(tagOf(tile, drawn.version), drawn);
      return drawn;
    }, left.signal);
  }

  private async refuseUnknown({ filter }: LayersRequest) {
    if (!filter.region && !filter.category && !filter.river && !filter.department) return;
    await asKnown(this.services.db, filter.known_at, (knex) => refuseUnknownCodes(knex, filter));
  }

  private async sendDocument(request: IncomingMessage, response: ServerResponse, asked: LayersRequest) {
    const { db, config } = this.services;
    await this.refuseUnknown(asked);
    const version = await currentVersion(db, this.versions, asked.layers, asked.day);
    const tag = `W/"${version}.${asked.parameters}.${originOf(request, config)}"`;
    if (isKnown(request, tag)) { response.writeHead(304, headersOf(tag, 'no-cache')).end(); return; }
    const text = JSON.stringify(await tileJson(db, asked, version, originOf(request, config)));
    response.writeHead(200, [
      ...headersOf(tag, 'no-cache'), 'content-type', 'application/json; charset=utf-8', 'content-length', String(Buffer.byteLength(text)),
    ]);
    response.end(request.method === 'HEAD' ? undefined : text);
  }
}

/** A URL read before, and what its answers have in common while its version is the same. */
class Address {
  readonly until = nextMidnight();
  version = '';
  etag = '';
  headers: string[] = [];
  keys: Record<Encoding, string> = { identity: '', gzip: '', br: '' };

  constructor(readonly tile: AddressedRequest) {}

  become(version: string) {
    this.version = version;
    this.etag = tagOf(this.tile, version);
    this.headers = headersOf(this.etag, cacheControl(this.tile, version));
    this.keys = { identity: keyOf(this.etag, 'identity'), gzip: keyOf(this.etag, 'gzip'), br: keyOf(this.etag, 'br') };
  }
}

/** So that a browser's next look at a tile costs nothing; the first goes when there are more. */
class Addresses {
  private readonly read = new Map<string, Address>();

  get(url: string): Address | undefined {
    const found = this.read.get(url);
    return found && Date.now() < found.until ? found : undefined;
  }

  add(url: string, tile: AddressedRequest) {
    if (this.read.size >= 20_000) this.read.delete(this.read.keys().next().value as string);
    this.read.set(url, new Address(tile));
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

function sendTile(response: ServerResponse, body: Buffer, encoding: Encoding, common: string[], method = 'GET') {
  if (body.length === 0) { response.writeHead(204, common).end(); return; }
  const headers = [...common, 'content-type', 'application/vnd.mapbox-vector-tile', 'content-length', String(body.length)];
  if (encoding !== 'identity') headers.push('content-encoding', encoding);
  response.writeHead(200, headers);
  response.end(method === 'HEAD' ? undefined : body);
}

function packedAs({ bytes, packed }: Drawn, encoding: Encoding): Promise<Buffer> {
  if (!bytes.length) return Promise.resolve(bytes);
  const made = packed.get(encoding) ?? pack(bytes, encoding);
  packed.set(encoding, made);
  return made;
}
