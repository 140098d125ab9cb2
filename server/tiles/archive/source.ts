import { request } from 'node:http';
import type { Db } from '../../db/open';
import { runQuery } from '../../db/query';
import { asKnown } from '../../history/past';
import { refuseUnknownCodes } from '../../outfalls/known-codes';
import type { TileAddress } from '../address';
import { pack } from '../encoding';
import type { LayersRequest } from '../request';
import { runTile } from '../run-tile';
import { type Stamps, stampsQuery } from '../stamps';
import { tablesOf } from '../tile-query';
import { tileJson } from '../tilejson';
import { versionOf } from '../versions';
import { cover } from './cover';
import type { TileDocument } from './facts';

/** Where an archive's tiles come from. */
export interface Source {
  /** TileJSON of the tileset. */
  document: TileDocument;
  /** State of the data that all tiles must be of. */
  version: string;
  /** Tiles that may be drawn at a time. */
  width: number;
  /** See cover.ts. */
  cover(roots: TileAddress[], to: number): Promise<TileAddress[]>;
  /** The tile as it is served, by gzip; empty where it holds nothing. @throws Changed */
  draw(address: TileAddress): Promise<Buffer>;
}

/** Tiles of two states do not belong in one archive. */
export class Changed extends Error {
  constructor() {
    super('数据在输出期间有改动；请重新运行（将从头开始），或用 --known-at 固定记录时点 (the data changed meanwhile: run it again, from the start, or pin a record time by --known-at)');
  }
}

/** What was known at a moment does not change any more, whatever is written since. */
const stateOf = ({ layers, filter, day }: LayersRequest, stamps: Stamps) => versionOf(layers, filter.known_at ? {} : stamps, day);

/** The tiles that a database gives. @param width tiles at a time @throws AppError */
export async function sourceHere(db: Db, asked: LayersRequest, width: number): Promise<Source> {
  await asKnown(db, asked.filter.known_at, (knex) => refuseUnknownCodes(knex, asked.filter));
  const [row] = await runQuery<{ stamps: Stamps }>(db.knex, stampsQuery(tablesOf(asked.layers)));
  const version = stateOf(asked, row?.stamps ?? {});
  return {
    document: await tileJson(db, asked, version, ''),
    version,
    width: db.engine === 'server' ? width : 1,
    cover: (roots, to) => cover(db, asked, roots, to),
    draw: async (address) => {
      const { bytes, stamps } = await runTile(db, { ...asked, address });
      if (stateOf(asked, stamps) !== version) throw new Changed();
      return bytes.length ? pack(bytes, 'gzip') : bytes;
    },
  };
}

/** The tiles that a running server gives. @param url its origin @throws Error with its words */
export async function sourceThere(url: string, { name, parameters, filter }: LayersRequest): Promise<Source> {
  const document: TileDocument = JSON.parse((await get(`${url}/tiles/${name}.json?${parameters}`)).body.toString());
  const { data_version: version } = document;
  return {
    document,
    version: filter.known_at ? '' : version,
    width: 2,
    cover: async (roots, to) => {
      const found: TileAddress[] = [];
      for (const { z, x, y } of roots) {
        const { body } = await get(`${url}/api/tile-cover?layers=${name}&tile=${z}/${x}/${y}&to=${to}${parameters && `&${parameters}`}`);
        for (const [z, x, y] of JSON.parse(body.toString()).tiles as [number, number, number][]) found.push({ z, x, y });
      }
      return found;
    },
    draw: async ({ z, x, y }) => {
      const { etag, body } = await get(`${url}/tiles/${name}/${z}/${x}/${y}.mvt?${parameters}`);
      if (!filter.known_at && !etag.startsWith(`W/"${version}.`)) throw new Changed();
      return body;
    },
  };
}

/** As it is sent, not decompressed. */
function get(url: string): Promise<{ etag: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('end', () => {
        const body = Buffer.concat(chunks);
        if ((answer.statusCode ?? 500) < 300) resolve({ etag: answer.headers.etag ?? '', body });
        else reject(new Error(`${url}: ${answer.statusCode} ${body.toString()}`));
      });
    }).on('error', reject).end();
  });
}
