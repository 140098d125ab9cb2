import { outfallHistorySchema, replaySchema } from '../api-types';
import { asOf, id, knownAt } from '../http/query';
import { defineRoute } from '../http/route';
import { historyOf } from './history';
import { makeRecord } from '../record/make';
import { recordSchema } from '../record/shape';
import { replay } from './replay';

const verdict = id.optional().meta({ description: '结论编号；缺省为按时点，再缺省为最新 (number of a verdict; else by moments, else the latest)' });

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/history',
    summary: '历次结论与修改 Every verdict and every edit',
    description: '按先后列出全部存档结论（研判、规则集、与前一结论之差）及本行的修改；已删除的排污口仍可查。 Also of an outfall that was deleted.',
    params: { id },
    response: outfallHistorySchema,
    handler: ({ params }, { db }) => historyOf(db, params.id),
  }),
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/verdict/replay',
    summary: '重演一次研判 Replay a past verdict',
    description: '以当时的记录、规则集、规则文本与代码表重新研判，与存档逐项比较；不写入任何数据。引擎自身的 SQL 若已不同，engine.same 为 false。 '
      + 'Judges again from the rows, pack, rule texts and code tables of then and compares with what was stored; nothing is written. engine.same is false where the engine’s own SQL has changed since.',
    params: { id },
    query: { verdict, as_of: asOf, known_at: knownAt },
    response: replaySchema,
    problems: [409],
    handler: ({ params, query }, { db, catalog }) => replay(db, catalog, params.id, query),
  }),
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/verdict/record.json',
    summary: '一次研判的全部依据 The record of one verdict',
    description: '一个自足的 JSON 文件：事实、判定与几何、版本、规则集与规则文本、代码表、各级哈希；可离线用 paikou verify 核验。 '
      + 'One self-contained file: facts, findings with geometry, editions, pack, rule texts, code tables and hashes; `paikou verify FILE` checks it offline.',
    params: { id },
    query: { verdict, as_of: asOf, known_at: knownAt },
    response: recordSchema,
    problems: [409],
    handler: async ({ params, query }, { db, catalog }, { response }) => {
      const record = await makeRecord(db, catalog, params.id, query);
      response.set('Content-Disposition', `attachment; filename="paikou-${params.id}-${record.verdict.id}.json"`);
      return record;
    },
  }),
];
