import { z } from 'zod';
import type { Rule as RuleShape } from '../api-types';
import { ruleListSchema, ruleSchema, verdictSchema } from '../api-types';
import { AppError } from '../errors';
import { asOf, id, knownAt } from '../http/query';
import { defineRoute } from '../http/route';
import type { Rule } from './rule-files';
import { verdictOf } from './verdict-of';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/rules',
    summary: '规则目录 The rule catalogue',
    response: ruleListSchema,
    handler: (_, { catalog }) => ({ items: [...catalog.rules.values()].map(ruleShape) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/rules/{id}',
    summary: '一条规则 One rule',
    params: { id: z.string() },
    response: ruleSchema,
    handler: ({ params }, { catalog }) => {
      const rule = catalog.rules.get(params.id);
      if (!rule) throw new AppError('not_found', `没有规则 ${params.id} (no such rule)`, [{ field: 'id', reason: '没有此规则 (no such rule)', value: params.id }]);
      return ruleShape(rule);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/verdict',
    summary: '研判结论与依据 Verdict with its evidence',
    params: { id },
    query: { as_of: asOf, known_at: knownAt },
    response: verdictSchema,
    handler: ({ params, query }, { db, catalog }) => verdictOf(db, catalog, params.id, query),
  }),
];

const ruleShape = ({ header, sql }: Rule): RuleShape => ({
  id: header.id, title: header.title, class: header.class, affects: header.affects, aspect: header.aspect ?? null,
  applies: header.applies?.traits ?? null, fix: header.fix, trap: header.trap, sql,
  needs: [...new Set([header.areas?.layer ?? [], header.needs].flat())],
  parameters: Object.entries(header.parameters).map(([name, { type, unit, default: usual, zh }]) => ({ name, type, unit: unit ?? null, default: usual ?? null, zh })),
});
