import { regionListSchema } from '../api-types';
import { defineRoute } from '../http/route';
import { listRegions } from './regions';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/regions',
    summary: '行政区划 Cities with their towns and streets',
    response: regionListSchema,
    handler: async (_input, { db }) => ({ items: await listRegions(db.knex) }),
  }),
];
