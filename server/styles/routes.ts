import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';
import { originOf } from '../http/origin';
import { defineRoute, type Services } from '../http/route';
import { imagesOf } from './images';
import { FONTS, oneMapStyle, styleSheet } from './onemap';
import { spriteIndex, spriteSheet } from './sprite';

const index = z.record(z.string(), z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), pixelRatio: z.int() }));

const open = ({ catalog }: Pick<Services, 'catalog'>) => [...catalog.layers.values()].filter(({ header }) => header.access === 'public');

/** Half a second of drawing that the first visitor need not wait for. */
export const drawSprites = (catalog: Services['catalog']) => Promise.all(([1, 2] as const).map((ratio) => spriteSheet(open({ catalog }), ratio)));

const sheet = (name: string, ratio: 1 | 2) => [
  defineRoute({
    method: 'get',
    path: `/styles/${name}.json`,
    summary: `符号表，${ratio} 倍 Sprite index, ${ratio} ×`,
    response: index,
    handler: (_, services) => spriteIndex(open(services), ratio),
  }),
  defineRoute({
    method: 'get',
    path: `/styles/${name}.png`,
    summary: `符号图，${ratio} 倍 Sprite sheet, ${ratio} ×`,
    response: z.string().meta({ format: 'binary' }),
    contentType: 'image/png',
    handler: async (_, services) => (await spriteSheet(open(services), ratio)) as never,
  }),
];

export const routes = [
  defineRoute({
    method: 'get',
    path: '/styles/onemap.json',
    summary: 'MapLibre 样式，由各图层的图例生成 MapLibre style, derived from the looks of the layers',
    response: styleSheet,
    handler: (_, services, { request }) => oneMapStyle(open(services), originOf(request, services.config)),
  }),
  ...sheet('sprite', 1),
  ...sheet('sprite@2x', 2),
  defineRoute({
    method: 'get',
    path: '/styles/symbols/{symbol}',
    summary: '一个符号（SVG） One symbol of the sprite sheet as SVG',
    params: { symbol: z.string().regex(/\.svg$/, '应为 verdict-ban.svg 之类 (such as verdict-ban.svg)').meta({ example: 'verdict-ban.svg' }) },
    response: z.string(),
    contentType: 'image/svg+xml',
    handler: ({ params: { symbol } }, services) => {
      const drawing = imagesOf(open(services)).get(symbol.slice(0, -4));
      if (!drawing) throw new AppError('not_found', '没有这个符号 (no such symbol)', [{ field: 'symbol', reason: '见 (see) /styles/sprite.json', value: symbol }]);
      return drawing;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/styles/glyphs/{fontstack}/{range}',
    summary: '字形（拉丁字母与数字；汉字由客户端字体绘制） Glyphs (Latin; Chinese is drawn by the client)',
    params: {
      fontstack: z.string().meta({ example: FONTS[0] }),
      range: z.string().regex(/^\d{1,5}-\d{1,5}\.pbf$/, '应为 0-255.pbf 之类 (such as 0-255.pbf)').meta({ example: '0-255.pbf' }),
    },
    response: z.string().meta({ format: 'binary' }),
    contentType: 'application/x-protobuf',
    handler: ({ params: { fontstack, range } }) => {
      const wrong = (field: string, reason: string, value: string) => new AppError('not_found', '没有这些字形 (no such glyphs)', [{ field, reason, value }]);
      if (!FONTS.includes(fontstack as never)) throw wrong('fontstack', `可用 (allowed): ${FONTS.join(', ')}`, fontstack);
      if (range !== LATIN) throw wrong('range', `可用 (allowed): ${LATIN}`, range);
      return readFileSync(join(__dirname, 'glyphs', fontstack, LATIN)) as never;
    },
  }),
];

const LATIN = '0-255.pbf';
