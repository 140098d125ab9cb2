import type { Request, Response } from 'express';
import { type EditResult, editedFeatureSchema, editResultSchema, featureEditSchema } from '../api-types';
import { actingPerson } from '../http/actor';
import { id } from '../http/query';
import { defineRoute, type Route, type Services } from '../http/route';
import { readLayers } from '../layers/layer-files';
import { changeRow, createRow, noSuchRow, removeRow, undoEdit } from './edit';
import { editable, type Resource } from './resources';
import { readRow } from './rows';
import { tableShape } from './table-shape';

const HOW = '属性名即列名，引用用编码，坐标为 CGCS2000 经纬度；受影响的排污口在同一事务内重新研判，答复列出结论变化。操作人写在 X-Paikou-Actor（仅限本机）。 '
  + 'Properties are columns, references are codes, positions longitude and latitude; outfalls that the edit can affect are judged anew in the same transaction.';
const SEEN = 'If-Match 必填，为所读版本的 ETag。 If-Match with the ETag that was read is required.';

const accepts = ['application/geo+json'];

function routesOf(resource: Resource): Route[] {
  const { id: layer, title } = resource;
  const path = `/api/${layer}`;
  const editing = ({ catalog }: Services, request: Request) => ({ catalog, resource, actor: actingPerson(request) });
  return [
    defineRoute({
      method: 'post', path, summary: `新增：${title.zh} Add to ${title.en}`, description: HOW, body: featureEditSchema, rawBody: true, accepts,
      status: 201, response: editResultSchema, problems: [403, 409],
      handler: async ({ body }, services, { request, response }) => {
        const result = await createRow(services.db, editing(services, request), body);
        response.location(`${path}/${result.id}`);
        return told(result, response);
      },
    }),
    ...(layer === 'outfalls' ? [] : [defineRoute({
      method: 'get', path: `${path}/{id}`, summary: `一行：${title.zh} One row of ${title.en}`,
      description: '答复的 ETag 用于 PATCH、DELETE 的 If-Match。 Its ETag is what PATCH and DELETE want as If-Match.',
      params: { id }, response: editedFeatureSchema,
      handler: ({ params }, { db }, { response }) => db.knex.transaction(async (trx) => {
        const row = await readRow(trx, resource, await tableShape(trx, resource.table), params.id);
        if (!row) throw noSuchRow(resource, params.id);
        response.set({ ETag: `"${row.version}"`, 'Cache-Control': 'no-cache' });
        return row.feature;
      }),
    })]),
    defineRoute({
      method: 'patch', path: `${path}/{id}`, summary: `修改：${title.zh} Change a row of ${title.en}`, description: `${HOW} ${SEEN} 未给的属性不变，null 为清空。 What is left out stays, null empties.`,
      params: { id }, body: featureEditSchema, rawBody: true, accepts, response: editResultSchema, problems: [403, 409, 412, 428],
      handler: async ({ params, body }, services, { request, response }) =>
        told(await changeRow(services.db, editing(services, request), params.id, request.get('if-match'), body), response),
    }),
    defineRoute({
      method: 'delete', path: `${path}/{id}`, summary: `删除：${title.zh} Delete a row of ${title.en}`,
      description: `只删录入有误的行；已拆除的排污口改状态。仍被引用的不删。 ${SEEN} For rows entered in error; what others refer to is not deleted.`,
      params: { id }, response: editResultSchema, problems: [403, 409, 412, 428],
      handler: async ({ params }, services, { request, response }) =>
        told(await removeRow(services.db, editing(services, request), params.id, request.get('if-match')), response),
    }),
  ];
}

function told(result: EditResult, response: Response): EditResult {
  if (result.etag) response.set('ETag', result.etag);
  return result;
}

export const routes: Route[] = [
  ...editable(readLayers()).flatMap(routesOf),
  defineRoute({
    method: 'post',
    path: '/api/edits/{id}/undo',
    summary: '撤回一次编辑 Take an edit back',
    description: '仅当该行仍是这次编辑后的样子；受影响的排污口在同一事务内重新研判。 As long as the row stands as the edit left it.',
    params: { id },
    status: 201,
    response: editResultSchema,
    problems: [403, 409, 422],
    handler: async ({ params }, { db, catalog }, { request, response }) => told(await undoEdit(db, catalog, actingPerson(request), params.id), response),
  }),
];
