import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import pino from 'pino';
import { AppError, problem } from '../errors';
import { httpSeconds } from '../http/metrics';
import { writeProblem } from '../http/problem';
import type { Services } from '../http/route';
import { asKnown } from '../history/past';
import { refuseUnknownCodes } from '../outfalls/known-codes';
import { type AddressedRequest, isTileUrl, type LayersRequest, readTileUrl } from './request';
import { runTile } from './run-tile';
import { Coalesced, TileCache } from './tile-cache';
import { tablesOf } from './tile-query';
import { tileJson } from './tilejson';
import { currentVersion, type Versions, versionOf, versionsOf } from './versions';

/** Compressed tiles kept in memory, bytes: some ten thousand. */
const CACHE_BYTES = 64 * 1024 * 1024;

/** Labels of metrics. */
const PATHS = { ogc: '/ogc/…/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}', tile: '/tiles/{layers}/{z}/{x}/{y}.mvt', document: '/tiles/{layers}.json' };

interface Answer { version: string; gzipped: Buffer }

/**
 * Answers everything below /tiles/, and the tiles below /ogc, without Express, which costs two to four times a bare handler.
 * @returns false, untouched, for any other address.
 */
export function tileHandler(services: Services): (request: IncomingMessage, response: ServerResponse) => boolean {
  const server = new TileServer(services);
  return (request, response) => {
    if (!request.url || !isTileUrl(request.url)) return false;
    void server.answer(request, response, request.url);
    return true;
  };
}

class TileServer {
  private readonly versions: Versions;
  private readonly cache = new TileCache(CACHE_BYTES);
  private readonly misses = new Coalesced<Answer>();
  private readonly log: pino.Logger;

  constructor(private readonly services: Services) {
    this.versions = versionsOf(services.db);
    this.log = pino({ level: services.config.logLevel });
  }

  async answer(request: IncomingMessage, response: ServerResponse, url: string) {
    const end = httpSeconds.startTimer({ method: request.method ?? '' });
    let path = '/tiles/';
    response.once('close', () => end({ path, status: response.statusCode }));
    openToAll(response);
    try {
      if (!allowed(request, response)) return;
      const asked = readTileUrl(url, this.services.catalog.layers);
      path = url.startsWith('/ogc/') ? PATHS.ogc : 'tile' in asked ? PATHS.tile : PATHS.document;
      if ('tile' in asked) await this.sendTile(request, response, asked.tile);
      else await this.sendDocument(request, response, asked.document);
    } catch (error) {
      this.refuse(response, error, url);
    }
  }

  private refuse(response: ServerResponse, error: unknown, url: string) {
    if (response.destroyed) return; // whoever asked has gone
    const body = problem(error, url);
    if (body.status >= 500) this.log.error({ err: error, url }, 'tile failed');
    if (response.headersSent) response.destroy();
    else writeProblem(response, body);
  }

  private async sendTile(request: IncomingMessage, response: ServerResponse, tile: AddressedRequest) {
    const stamps = this.versions.known(tablesOf(tile.layers));
    const known = stamps && versionOf(tile.layers, stamps, tile.day);
    if (known && notModified(request, response, tagOf(tile, known), cacheControl(tile, known))) return;
    const kept = known && this.cache.get(tagOf(tile, known));
    const { version, gzipped } = kept ? { version: known, gzipped: kept } : await this.draw(tile, response);
    const [tag, caching] = [tagOf(tile, version), cacheControl(tile, version)];
    if (!known && notModified(request, response, tag, caching)) return;
    sendTileBytes(request, response, gzipped, { etag: tag, 'cache-control': caching });
  }

  /** Waiters that came after a change was heard of do not join work begun before it. */
  private draw(tile: AddressedRequest, response: ServerResponse): Promise<Answer> {
    const { generation } = this.versions;
    const left = new AbortController();
    response.once('close', () => { if (!response.writableFinished) left.abort(); });
    return this.misses.run(`${generation} ${keyOf(tile)} ${tile.day}`, async (signal) => {
      await this.refuseUnknown(tile);
      const { bytes, stamps } = await runTile(this.services.db, tile, signal);
      this.versions.learn(tablesOf(tile.layers), stamps, generation);
      const version = versionOf(tile.layers, stamps, tile.day);
      const gzipped = bytes.length ? await promisify(gzip)(bytes) : bytes;
      this.cache.set(tagOf(tile, version), gzipped);
      return { version, gzipped };
    }, left.signal);
  }

  private refuseUnknown({ filter }: LayersRequest) {
    return asKnown(this.services.db, filter.known_at, (knex) => refuseUnknownCodes(knex, filter));
  }

  private async sendDocument(request: IncomingMessage, response: ServerResponse, asked: LayersRequest) {
    const { db, config } = this.services;
    await this.refuseUnknown(asked);
    const version = await currentVersion(db, this.versions, asked.layers, asked.day);
    const tag = `W/"${version}.${asked.parameters}.${origin(request, config.publicUrl)}"`;
    if (notModified(request, response, tag, 'no-cache')) return;
    const text = JSON.stringify(await tileJson(db, asked, version, origin(request, config.publicUrl)));
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), etag: tag, 'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  }
}

function openToAll(response: ServerResponse) {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', 'ETag');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('x-content-type-options', 'nosniff');
}

function allowed(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  response.setHeader('allow', 'GET, HEAD, OPTIONS');
  if (request.method !== 'OPTIONS') {
    throw new AppError('method_not_allowed', '此地址只支持 GET, HEAD (methods of this address)', [
      { field: 'method', reason: '可用 (allowed): GET, HEAD', value: request.method },
    ]);
  }
  response.writeHead(204).end();
  return false;
}

const keyOf = ({ name, address: { grid, z, x, y }, parameters }: AddressedRequest) => `${grid ? `${grid.id}/` : ''}${name}/${z}/${x}/${y}?${parameters}`;

/** Weak: it names the contents, whatever their compression. Never made of the bytes. */
const tagOf = (tile: AddressedRequest, version: string) => `W/"${version}.${encodeURIComponent(keyOf(tile))}"`;

/** An address with the current version never changes; one with another version must not be kept. */
function cacheControl({ version: asked }: LayersRequest, version: string): string {
  if (asked === undefined) return 'no-cache';
  return asked === version ? 'public, max-age=31536000, immutable' : 'no-store';
}

function notModified(request: IncomingMessage, response: ServerResponse, etag: string, caching: string): boolean {
  const given = request.headers['if-none-match'];
  const bare = etag.slice(2);
  if (!given || !(given.trim() === '*' || given.split(',').some((each) => each.trim().replace(/^W\//, '') === bare))) return false;
  response.writeHead(304, { etag, 'cache-control': caching, vary: 'Accept-Encoding' }).end();
  return true;
}

function sendTileBytes(request: IncomingMessage, response: ServerResponse, gzipped: Buffer, headers: Record<string, string>) {
  if (gzipped.length === 0) { response.writeHead(204, headers).end(); return; }
  const zipped = takesGzip(request.headers['accept-encoding']);
  const body = zipped ? gzipped : gunzipSync(gzipped);
  response.writeHead(200, {
    ...headers, 'content-type': 'application/vnd.mapbox-vector-tile', 'content-length': body.length, vary: 'Accept-Encoding',
    ...(zipped && { 'content-encoding': 'gzip' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const takesGzip = (accepted: string | string[] | undefined) =>
  /(^|[\s,])(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+)?\s*(,|$)/.test(String(accepted ?? ''));

/** Where clients see this server. */
const origin = (request: IncomingMessage, publicUrl: string | undefined) => publicUrl ?? `http://${request.headers.host ?? 'localhost'}`;
