import { z } from 'zod';
import { metrics } from './metrics';
import { readiness } from './readiness';
import { defineRoute } from './route';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/healthz',
    summary: '进程存活 The process is up',
    response: z.object({ status: z.literal('up') }),
    handler: () => ({ status: 'up' as const }),
  }),
  defineRoute({
    method: 'get',
    path: '/readyz',
    summary: '可以服务：数据库、结构、研判 Ready to serve: database, schema, verdicts',
    response: z.object({
      status: z.literal('ready'),
      engine: z.enum(['server', 'embedded']),
      postgres: z.string(),
      postgis: z.string(),
      outfalls: z.int(),
      evaluated: z.int(),
    }),
    handler: (_input, { db }) => readiness(db),
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    summary: '运行指标（Prometheus） Metrics',
    response: z.string(),
    contentType: 'text/plain',
    handler: () => metrics.metrics(),
  }),
];
