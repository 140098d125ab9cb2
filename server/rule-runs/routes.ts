import { z } from 'zod';
import { type RuleRun, ruleRunSchema } from '../api-types';
import { AppError } from '../errors';
import { actingPerson } from '../http/actor';
import { id } from '../http/query';
import { defineRoute } from '../http/route';
import { activePack, namesOf } from '../packs/active';
import { readRun, runPack } from './run';

export const routes = [
  defineRoute({
    method: 'post',
    path: '/api/rule-runs',
    summary: '按现行规则集重新研判一个城市 Evaluate a city by its active pack',
    description: '完成后返回；只写入输入有变化的结论。操作人写在 X-Paikou-Actor（仅限本机）。 Answers when done; writes only verdicts whose inputs changed.',
    body: z.strictObject({ region: z.string().regex(/^\d{6}$/, '应为 6 位市级代码 (six digits of a city)') }),
    status: 201,
    response: ruleRunSchema,
    problems: [403, 422],
    handler: async ({ body }, { db, catalog }, { request }) => {
      const actor = actingPerson(request);
      const pack = await activePack(db.knex, catalog, body.region);
      if (!pack) throw new AppError('invalid', `${body.region} 没有现行规则集 (no active pack)`, [{ field: 'region', reason: `可用 (allowed): ${namesOf(catalog.packs)}`, value: body.region }]);
      const { run } = await runPack(db, catalog, pack, { reason: 'requested', actor });
      return (await readRun(db, run)) as RuleRun;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/rule-runs/{id}',
    summary: '一次研判 One run',
    params: { id },
    response: ruleRunSchema,
    handler: async ({ params }, { db }) => {
      const run = await readRun(db, params.id);
      if (!run) throw new AppError('not_found', `没有研判 ${params.id} (no such run)`, [{ field: 'id', reason: 'unknown run', value: params.id }]);
      return run;
    },
  }),
];
