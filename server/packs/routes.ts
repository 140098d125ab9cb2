import { z } from 'zod';
import { activationSchema, packListSchema, packPreviewSchema } from '../api-types';
import { requiredPerson } from '../http/actor';
import { defineRoute } from '../http/route';
import { activatePack, previewPack } from './activate';
import { listPacks } from './list';
import { onePack } from './one-pack';

const params = { id: z.string(), version: z.string() };

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/packs',
    summary: '城市规则集：各版本、现行者与启用记录 Rule packs: editions, which are active, activations on record',
    response: packListSchema,
    handler: (_, { db, catalog }) => listPacks(db.knex, catalog),
  }),
  defineRoute({
    method: 'post',
    path: '/api/packs/{id}/{version}/preview',
    summary: '预览：按此版本研判，哪些结论会改变 Preview: which verdicts would flip under this edition',
    description: '不写入任何数据。`findings` 列出判定不同的规则（前后各带其规则集的依据；null = 未命中、不适用或规则集不含此规则）。`token` 供启用时交回。 '
      + 'Nothing is written. `findings`: the rules that find otherwise, before and after, each citing its own pack (null = clear, not applicable, or not in that pack). Give `token` back to activate.',
    params,
    response: packPreviewSchema,
    handler: ({ params: { id, version } }, { db, catalog }) => previewPack(db, catalog, onePack(catalog, id, version)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/packs/{id}/{version}/activate',
    summary: '启用：此版本自此为该市现行规则集 Activate: this edition judges its city from now on',
    description: '同一事务内重新研判全市；失败则原规则集与原结论不变。须交回预览的 token；预览后情况有变为 409。操作人写在 X-Paikou-Actor（必填，仅限本机）。 '
      + 'Evaluates the city in the same transaction; a failure leaves the former pack and verdicts in force. 409 when what was previewed is not what would happen now. X-Paikou-Actor is required.',
    params,
    body: z.strictObject({
      token: z.string().min(1).max(100).meta({ description: '预览给出的 token (token of the preview)' }),
      reason: z.string().trim().min(1).max(1000),
    }),
    status: 201,
    response: activationSchema,
    problems: [403, 409, 422],
    handler: ({ params: { id, version }, body }, { db, catalog }, { request }) => {
      const actor = requiredPerson(request);
      return activatePack(db, catalog, onePack(catalog, id, version), { ...body, actor });
    },
  }),
];
