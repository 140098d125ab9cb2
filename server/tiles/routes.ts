import { z } from 'zod';
import { tileJsonSchema } from '../api-types';
import { describeRoute } from '../http/route';
import { filterShape } from '../outfalls/filters';

const layers = z.string().meta({ description: '图层编号，逗号分隔，或 onemap (layer ids separated by commas, or onemap)' });
const number = z.string().regex(/^\d+$/);
const query = { ...filterShape, v: z.string().max(100).optional().meta({ description: '数据版本 data version' }) };

/** Answered by handler.ts before Express. */
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
];
