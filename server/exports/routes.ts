import { z } from 'zod';
import { today } from '../today';
import { defineRoute, type Exchange, type Services } from '../http/route';
import { eventStream } from '../rule-runs/event-stream';
import { exportQuery, type ExportQuery, readExportRequest } from './request';
import { documentRoutes } from './documents/routes';
import { makeExport } from './make';
import { hearingOf, tellingOf } from './progress';
import { sendFile } from './send';
import { makeTemplate } from './template';
import { type Format, formats } from './formats';

const name = z.string().max(60).meta({ description: '图层 (id of a layer)', example: 'outfalls' });

const collection = z.looseObject({ type: z.literal('FeatureCollection'), numberMatched: z.int(), numberReturned: z.int(), features: z.array(z.looseObject({ type: z.literal('Feature') })) });

const follow = z.string().regex(/^[\w-]{8,64}$/, '8 至 64 个字母、数字 (8 to 64 letters or digits)')
  .meta({ description: '自定的代号，以 /api/exports/events 跟踪进度 a name of your own, by which the progress is followed', example: 'a-name-of-yours' });

async function send(format: Format, layer: string, query: ExportQuery, followed: string | undefined, { db, catalog }: Services, exchange: Exchange) {
  const request = await readExportRequest(db, catalog, layer, format, query);
  return sendFile(exchange, async (folder, signal) => {
    const { tell, end } = tellingOf(followed);
    const { file, matched, returned } = await makeExport(db, catalog, request, folder, signal, tell).finally(end);
    const title = request.layer.header.title.zh.replace(/[（(].*?[）)]/g, '');
    return { file, type: format.type, name: `${title}_${today()}.${format.extension}`, plainName: `${layer}_${today()}.${format.extension}`, headers: { 'x-paikou-matched': String(matched), 'x-paikou-returned': String(returned) } };
  });
}

/** Each format an address of its own. */
const layers = formats.map((format) => defineRoute({
  method: 'get',
  path: `/api/exports/{name}.${format.extension}`,
  summary: `导出图层为 ${format.title} A layer as ${format.title}`,
  description: '筛选同清单；全部条目，条数见 X-Paikou-Matched 与 X-Paikou-Returned。属性同瓦片与要素，引用给编码。 Filters as in the list; all that match, told in X-Paikou-Matched and X-Paikou-Returned. Attributes as in tiles and items, references by code.',
  params: { name },
  query: { ...exportQuery, follow: follow.optional() },
  response: (format.extension === 'geojson' ? collection : z.string().meta({ format: 'binary' })) as z.ZodType<string>,
  contentType: format.type.split(';')[0] as string,
  problems: [413],
  handler: ({ params, query: { follow: followed, ...query } }, services, exchange) => send(format, params.name, query, followed, services, exchange),
}));

export const routes = [
  ...layers,
  ...documentRoutes,
  defineRoute({
    method: 'get',
    path: '/api/exports/events',
    summary: '导出进度（服务器推送） Progress of an export as server-sent events',
    description: '`progress`：{step: waiting | reading | writing, done, of}，单位为条；文件就绪或失败时 `end`，随后关闭。代号由导出请求的 follow 参数给出；多进程时只有同一进程可知。 '
      + 'Rows done of all; `end` when the file is ready or has failed. The export names itself by its parameter follow; only the same process knows of it.',
    query: { follow },
    response: z.string(),
    contentType: 'text/event-stream',
    problems: [503],
    handler: async ({ query }, _, { response }) => {
      const hear = hearingOf(query.follow); // a 503 before the stream begins
      const stream = eventStream(response);
      try {
        await hear((progress) => stream.send('progress', progress), stream.left);
        stream.send('end', {});
      } finally {
        stream.end();
      }
      return undefined;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/exports/template.xlsx',
    summary: '填报模板：可导入图层的空表，带下拉 Fill-in template of an importable layer',
    query: { layer: z.string().max(60).default('outfalls').meta({ description: '图层 (id of a layer)', example: 'outfalls' }) },
    response: z.string().meta({ format: 'binary' }),
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    handler: ({ query }, { db, catalog }, exchange) => sendFile(exchange, async (folder) => {
      const { file, title } = await makeTemplate(db, catalog, query.layer, folder);
      return { file, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', name: `${title}填报模板.xlsx`, plainName: `${query.layer}_template.xlsx` };
    }),
  }),
];
