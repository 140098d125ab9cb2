import { version } from '../../package.json';
import { settingsSchema } from '../api-types';
import { runQuery } from '../db/query';
import { defineRoute } from '../http/route';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/settings',
    summary: '网页所需的设置与代码表 Settings and codes for the viewer',
    response: settingsSchema,
    handler: async (_input, { db, config }) => ({
      version,
      tianditu_key: config.tiandituKey ?? null,
      engine: db.engine,
      body_limit_bytes: config.bodyLimitBytes,
      categories: await runQuery(db.knex, {
        sql: 'SELECT code, parent_code AS parent, level, name, name_en, regime, traits FROM category ORDER BY sort', bindings: {},
      }) as never,
    }),
  }),
];
