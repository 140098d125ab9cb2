import { z } from 'zod';
import { outfallChainSchema } from '../api-types';
import { id } from '../http/query';
import { defineRoute } from '../http/route';
import { chainOf } from './chain';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/chain',
    summary: '全链条：排污单位—通道—排污口—河段—功能区—下游 The whole chain, and what lies downstream',
    description: '沿河公里数自排污口在河段上的落点起；未能追踪的列在 not_followed。 Kilometres along the river from the outfall’s foot on its reach; what could not be followed is named.',
    params: { id },
    query: {
      within_km: z.string().regex(/^\d{1,3}(\.\d+)?$/, '应为 0–200 的数，单位 km (kilometres, 0 to 200)').transform(Number)
        .pipe(z.number().max(200, '至多 200 km (at most 200 km)')).prefault('20').meta({ description: '向下游追踪的公里数 kilometres followed downstream' }),
    },
    response: outfallChainSchema,
    handler: ({ params, query }, { db }) => chainOf(db.knex, params.id, query.within_km),
  }),
];
