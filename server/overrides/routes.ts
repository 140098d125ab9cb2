import { z } from 'zod';
import { overrideListSchema, overrideSchema, VERDICTS } from '../api-types';
import { requiredPerson } from '../http/actor';
import { id } from '../http/query';
import { defineRoute } from '../http/route';
import { noOutfall } from '../outfalls/file';
import { today } from '../today';
import { confirmOverride, LONGEST_DAYS, requestOverride, withdrawOverride } from './act';
import { overridesOf } from './on-record';

const reason = z.string().trim().min(1).max(2000);

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/overrides',
    summary: '复核改判记录 Overrides of an outfall, the latest first',
    params: { id },
    response: overrideListSchema,
    handler: async ({ params }, { db }) => {
      if (!await db.knex('outfall').where({ id: params.id }).first('id')) throw noOutfall(params.id);
      return { items: await overridesOf(db.knex, params.id, { day: today() }) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/outfalls/{id}/overrides',
    summary: '复核改判或确认 Override or confirm a verdict',
    description: '按决定结论的条款（各判定所引的第一条）的用语：严禁——不得改判（422，引原句）；应——须两人，先为 pending，另一人确认后生效；原则上——记录例外理由即生效；'
      + '应尽可能——理由须经确认（`statement_confirmed` 或 …/confirm）；可、严格控制——一人。解除取缔一律两人；没有条款支撑的改判两人。与原结论相同，或待研判结论在暂定界限之内，为确认，一人；界限之外 422。'
      + `期限至多 ${LONGEST_DAYS} 天，含当日（Asia/Shanghai）。操作人写在 X-Paikou-Actor（必填）。 `
      + 'By the modality of the clauses that decided the verdict: 严禁 none (422, quoted); 应 two persons (pending, then …/confirm by another); 原则上 with reasons; 应尽可能 with a confirmed statement of why not; '
      + '可, 严格控制 one. Lifting a ban always takes two, and so does what no clause supports. The same verdict, or one within the bounds of a review, is a confirmation by one; outside the bounds 422.',
    params: { id },
    body: z.strictObject({
      verdict: z.enum(VERDICTS),
      reason,
      expires_on: z.iso.date(),
      statement_confirmed: z.boolean().default(false).meta({ description: '应尽可能：确认所述不能做到的理由属实 (the statement of why not is confirmed)' }),
    }),
    status: 201,
    response: overrideSchema,
    problems: [403, 409],
    handler: ({ params, body }, { db, catalog }, { request }) => requestOverride(db, catalog, params.id, { ...body, actor: requiredPerson(request) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/outfalls/{id}/overrides/{override}/confirm',
    summary: '另一人确认，改判生效 A second person confirms; the override counts from now on',
    params: { id, override: id },
    response: overrideSchema,
    problems: [403, 409, 422],
    handler: ({ params }, { db, catalog }, { request }) => confirmOverride(db, catalog, params.id, params.override, requiredPerson(request)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/outfalls/{id}/overrides/{override}/withdraw',
    summary: '撤回改判 Withdraw an override',
    description: '另立记录，原记录不变。若撤回即解除仅凭改判而有的取缔，须两人先后提出。 A record of its own. Where it lifts a ban that stands by the override alone, two persons one after the other.',
    params: { id, override: id },
    body: z.strictObject({ reason }),
    response: overrideSchema,
    problems: [403, 409],
    handler: ({ params, body }, { db, catalog }, { request }) => withdrawOverride(db, catalog, params.id, params.override, { ...body, actor: requiredPerson(request) }),
  }),
];
