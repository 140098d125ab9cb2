import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { historyOf } from '../../history/history';
import { asOf, id, knownAt } from '../../http/query';
import { defineRoute, type Exchange, type Services } from '../../http/route';
import { AppError } from '../../errors';
import { outfallFile } from '../../outfalls/file';
import { filterShape } from '../../outfalls/filters';
import { verdictOf } from '../../rules/verdict-of';
import { sayFilter } from '../about';
import { sendFile } from '../send';
import type { Document } from './blocks';
import { conflictDocument } from './conflicts';
import { fileDocument } from './file';
import { asPage } from './page';
import { planDocument } from './plan';
import { asWord } from './word';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const binary = z.string().meta({ format: 'binary' });

const send = (exchange: Exchange, document: Document, plainName: string) => sendFile(exchange, async (folder) => {
  const file = join(folder, 'document.docx');
  writeFileSync(file, await asWord(document), { mode: 0o600 });
  return { file, type: WORD, name: `${document.name}.docx`, plainName };
});

const moments = { as_of: asOf, known_at: knownAt };

const { as_of: _, known_at: __, ...filters } = filterShape;

const conflicts = (filter: z.output<z.ZodObject<typeof filters>>, { db, catalog }: Services) =>
  db.knex.transaction((trx) => conflictDocument(trx, catalog, filter as never, sayFilter(filter)));

export const documentRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/plan.docx',
    summary: '一口一策（Word） The plan of one outfall as Word',
    description: '结论、条款原文、距离与误差、整治措施、责任分工、时限、数据来源与复算编号；末为承办、复核、审定。',
    params: { id },
    query: moments,
    response: binary,
    contentType: WORD,
    handler: async ({ params, query }, { db, catalog }, exchange) =>
      send(exchange, planDocument(await outfallFile(db, params.id, query), await verdictOf(db, catalog, params.id, query)), `plan_${params.id}.docx`),
  }),
  defineRoute({
    method: 'get',
    path: '/api/outfalls/{id}/file.docx',
    summary: '一口一档（Word） The whole file of one outfall as Word',
    params: { id },
    query: moments,
    response: binary,
    contentType: WORD,
    handler: async ({ params, query }, { db, catalog }, exchange) => {
      const file = await outfallFile(db, params.id, query);
      const verdict = await verdictOf(db, catalog, params.id, query).catch((error) => {
        if (error instanceof AppError && error.kind === 'not_found') return undefined; // on record, not judged yet
        throw error;
      });
      return send(exchange, fileDocument(file, verdict, await historyOf(db, params.id)), `file_${params.id}.docx`);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/exports/conflicts.docx',
    summary: '冲突报告（Word） Report of conflicts as Word',
    description: '按条款列出命中取缔类、合并类规则的排污口，临界者，以及台账与空间事实不符的疑点。 Bans and merges clause by clause, what is borderline, and contradictions.',
    query: filters,
    response: binary,
    contentType: WORD,
    problems: [413],
    handler: async ({ query }, services, exchange) => send(exchange, await conflicts(query, services), 'conflicts.docx'),
  }),
  defineRoute({
    method: 'get',
    path: '/api/exports/conflicts.html',
    summary: '冲突报告（可打印网页） Report of conflicts to print',
    query: filters,
    response: z.string(),
    contentType: 'text/html',
    problems: [413],
    handler: async ({ query }, services, { response }) => {
      response.set('Cache-Control', 'no-store');
      return asPage(await conflicts(query, services));
    },
  }),
];
