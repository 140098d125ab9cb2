import { scenarioResultSchema } from '../api-types';
import { defineRoute } from '../http/route';
import { scenarioSchema } from './body';
import { runScenario } from './scenario';

export const routes = [
  defineRoute({
    method: 'post',
    path: '/api/scenarios',
    summary: '情景推演：假如这样划、这样移、这样去掉，哪些结论会变 What would change if',
    description: '与编辑和全量研判同一套代码和规则文件，事务不提交，不留任何数据。 The same code and rule files as editing, in a transaction that is never committed.',
    body: scenarioSchema,
    response: scenarioResultSchema,
    problems: [409],
    handler: ({ body }, { db, catalog }) => runScenario(db, catalog, body),
  }),
];
