import { z } from 'zod';
import { tileCoverSchema, tileJsonSchema } from '../api-types';
import { AppError } from '../errors';
import { asKnown } from '../history/past';
import { defineRoute, describeRoute } from '../http/route';
import { filterShape } from '../outfalls/filters';
import { refuseUnknownCodes } from '../outfalls/known-codes';
import { DEEPEST, readAddress } from './address';
import { cover } from './archive/cover';
import { layersAsked, TILESET } from './request';

const layers = z.string().meta({ description: '图层编号，逗号分隔，或 onemap (layer ids separated by commas, or onemap)' });
const number = z.string().regex(/^\d+$/);
const query = { ...filterShape, v: z.string().max(100).optional().meta({ description: '数据版本 data version' }) };

/** Zooms that one answer goes down: 4⁶ tiles at the most. */
const DEPTH = 6;

/** Those of tiles are answered by handler.ts before Express. */
export const routes = [
  describeRoute({
    method: 'get',
    path: '/tiles/{layers}.json',
    summary: '瓦片说明 TileJSON 3.0',
    params: { layers },
    query,
    response: tileJsonSchema,
    bodiless: { 304: '未变 not modified' },
  }),
  describeRoute({
    method: 'get',
    path: '/tiles/{layers}/{z}/{x}/{y}.mvt',
    summary: '矢量瓦片 Vector tile',
    params: { layers, z: number, x: number, y: number },
    query,
    response: z.string().meta({ format: 'binary' }),
    contentType: 'application/vnd.mapbox-vector-tile',
    bodiless: { 204: '空瓦片 empty tile', 304: '未变 not modified' },
  }),
  defineRoute({
    method: 'get',
    path: '/api/tile-cover',
    summary: '可能有内容的瓦片，供离线缓存 Tiles that can hold something, for those who keep them',
    query: {
      ...filterShape,
      layers: layers.prefault(TILESET),
      tile: z.string().regex(/^\d+\/\d+\/\d+$/, '应为 z/x/y').prefault('0/0/0').meta({ description: '从此瓦片起 the tile to begin from: z/x/y', example: '5/23/11' }),
      to: z.string().regex(/^\d{1,2}$/, '应为瓦片级别 (a zoom)').transform(Number).optional().meta({ description: `到此级别，缺省与至多为再深 ${DEPTH} 级 the last zoom, by default and at most ${DEPTH} deeper`, example: '8' }),
    },
    response: tileCoverSchema,
    handler: async ({ query: { tile, to } }, { db, catalog }, { request }) => {
      const parameters = new URLSearchParams(request.originalUrl.split('?')[1]);
      const name = parameters.get('layers') ?? TILESET;
      for (const own of ['layers', 'tile', 'to']) parameters.delete(own);
      const asked = layersAsked(name, parameters, catalog.layers);
      const [z, x, y] = tile.split('/') as [string, string, string];
      const from = readAddress(z, x, y, undefined, { z: 'tile', x: 'tile', y: 'tile' });
      const deepest = Math.min(from.z + DEPTH, DEEPEST);
      const last = to ?? deepest;
      if (last < from.z || last > deepest) {
        throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', [
          { field: 'to', reason: `应在 ${from.z}–${deepest} 之间 (from the tile's zoom to ${DEPTH} deeper)`, value: last },
        ]);
      }
      await asKnown(db, asked.filter.known_at, (knex) => refuseUnknownCodes(knex, asked.filter));
      return { tiles: (await cover(db, asked, [from], last)).map(({ z, x, y }): [number, number, number] => [z, x, y]) };
    },
  }),
];
