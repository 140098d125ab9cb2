import { z } from 'zod';
import { outfallFileSchema, outfallListSchema } from '../api-types';
import { versionOfRow } from '../edits/rows';
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
    handler: ({ query: { sort, limit, cursor, ...filter } }, { db }) => listOutfalls(db, { filter, sort, limit, cursor }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}',
    summary: '一口一档 The whole file of one outfall',
    params: { id },
    query: { as_of: filterShape.as_of, known_at: filterShape.known_at },
    response: outfallFileSchema,
    description: 'ETag 为该排污口行的版本，用于修改时的 If-Match。 Its ETag is the version of the row, what an edit wants as If-Match.',
    handler: async ({ params, query }, { db }, { response }) => {
      const file = await outfallFile(db, params.id, query);
      const version = await versionOfRow(db.knex, 'outfall', params.id);
      if (version) response.set({ ETag: version, 'Cache-Control': 'no-cache' });
      return file;
    },
  }),
];
