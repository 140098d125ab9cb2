import { z } from 'zod';
import { today } from '../today';
import { defineRoute, type Exchange, type Services } from '../http/route';
import { exportQuery, type ExportQuery, readExportRequest } from './request';
import { documentRoutes } from './documents/routes';
import { makeExport } from './make';
import { sendFile } from './send';
import { makeTemplate } from './template';
import { type Format, formats } from './formats';

const name = z.string().max(60).meta({ description: '图层 (id of a layer)', example: 'outfalls' });

const collection = z.looseObject({ type: z.literal('FeatureCollection'), numberMatched: z.int(), numberReturned: z.int(), features: z.array(z.looseObject({ type: z.literal('Feature') })) });

async function send(format: Format, layer: string, query: ExportQuery, { db, catalog }: Services, exchange: Exchange) {
  const request = await readExportRequest(db, catalog, layer, format, query);
  return sendFile(exchange, async (folder, signal) => {
    const { file, matched, returned } = await makeExport(db, catalog, request, folder, signal);
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
  query: exportQuery,
  response: (format.extension === 'geojson' ? collection : z.string().meta({ format: 'binary' })) as z.ZodType<string>,
  contentType: format.type.split(';')[0] as string,
  problems: [413],
  handler: ({ params, query }, services, exchange) => send(format, params.name, query, services, exchange),
}));

export const routes = [
  ...layers,
  ...documentRoutes,
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
