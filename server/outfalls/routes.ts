import { z } from 'zod';
import { outfallFileSchema, outfallListSchema } from '../api-types';
import { id, limit } from '../http/query';
import { defineRoute } from '../http/route';
import { outfallFile } from './file';
import { filterShape } from './filters';
import { listOutfalls } from './list';
import { SORT_KEYS, readSort } from './sort';

const sortable = Object.keys(SORT_KEYS).join(', ');

const sort = z.string()
  .transform((text, context) => {
    const read = readSort(text);
    if (!read) context.addIssue({ code: 'custom', message: `不能按此排序；可用 (allowed): ${sortable}，前加 - 为降序 (- for descending)` });
    return read ?? z.NEVER;
  })
  .prefault('id')
  .meta({ description: `排序字段，前加 - 为降序 (field or -field): ${sortable}` });

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/outfalls',
    summary: '排污口清单 List of outfalls',
    query: {
      ...filterShape,
      sort,
      limit,
      cursor: z.string().max(2000).optional().meta({ description: '上一页的 next (next of the page before)' }),
    },
    response: outfallListSchema,
    handler: ({ query: { sort, limit, cursor, ...filter } }, { db }) => listOutfalls(db.knex, { filter, sort, limit, cursor }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}',
    summary: '一口一档 The whole file of one outfall',
    params: { id },
    query: { as_of: filterShape.as_of },
    response: outfallFileSchema,
    handler: ({ params, query }, { db }) => outfallFile(db.knex, params.id, query.as_of),
  }),
];
