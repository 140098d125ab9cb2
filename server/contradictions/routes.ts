import { z } from 'zod';
import { contradictionListSchema } from '../api-types';
import { limit, oneOrMore } from '../http/query';
import { defineRoute } from '../http/route';
import { filterShape } from '../outfalls/filters';
import { CONTRADICTION_KINDS, CONTRADICTION_SORTS, listContradictions } from './list';

const { as_of: _, known_at: __, ...filters } = filterShape;

const sort = z.string()
  .regex(new RegExp(`^-?(${CONTRADICTION_SORTS.join('|')})$`), `可用 (allowed): ${CONTRADICTION_SORTS.join(', ')}，前加 - 为降序 (- for descending)`)
  .transform((text) => ({ by: text.replace(/^-/, '') as (typeof CONTRADICTION_SORTS)[number], descending: text.startsWith('-') }))
  .prefault('-metres')
  .meta({ description: `排序字段，前加 - 为降序 (field or -field): ${CONTRADICTION_SORTS.join(', ')}` });

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/contradictions',
    summary: '疑点核对：台账与空间事实不符的排污口 Where ledger and ground differ',
    description: '按现行研判结论；点位从不自动移动。 By the verdicts in force; no point is ever moved.',
    query: {
      ...filters,
      kind: oneOrMore(CONTRADICTION_KINDS, '疑点类型 kinds of contradiction'),
      sort,
      limit,
      cursor: z.string().regex(/^\d{1,9}$/, '不是本服务给出的游标 (not a cursor of this service)').optional().meta({ description: '上一页的 next (next of the page before)' }),
    },
    response: contradictionListSchema,
    handler: ({ query: { sort, limit, cursor, kind, ...filter } }, { db }) =>
      listContradictions(db.knex, { filter, kind, sort, limit, offset: Number(cursor ?? 0) }),
  }),
];
