import pino from 'pino';
import { z } from 'zod';
import { ruleRunSchema } from '../api-types';
import { actingPerson } from '../http/actor';
import { id } from '../http/query';
import { defineRoute } from '../http/route';
import { eventStream } from './event-stream';
import { RunStopped } from './live-run';
import { readRequest, startRun } from './start';
import { cancelRun, followRun, toldRun } from './told';

export const routes = [
  defineRoute({
    method: 'post',
    path: '/api/rule-runs',
    summary: '按现行规则集重新研判一个城市 Evaluate a city by its active pack',
    description: '立即返回 202，研判在后台进行；`wait: true` 则完成后返回 201。只写入输入有变化的结论；失败或取消则原结论不变。as_of 早于今日时按当日有效的数据版本研判并存档，不改变现行结论。同一城市同时只进行一次，第二次为 409 并指明前一次。操作人写在 X-Paikou-Actor（仅限本机）。 '
      + 'Answers 202 at once; with `wait: true`, 201 when done. Writes only verdicts whose inputs changed; a failed or cancelled run leaves the former ones in force. With as_of, a day before today, what held then is stored and nothing comes into force. One run a city at a time: a second is a 409 naming the first.',
    body: z.strictObject({
      region: z.string().regex(/^\d{6}$/, '应为 6 位市级代码 (six digits of a city)'),
      as_of: z.iso.date().optional().meta({ description: '按哪一日的资料研判，缺省今日 (the day whose data count; today)' }),
      pack: z.string().min(1).max(100).optional().meta({ description: '须为现行规则集 id 或 id@version，否则 409 (must be the active pack)' }),
      wait: z.boolean().default(false),
    }),
    status: 202,
    alike: { 201: '已完成（wait: true） done, as asked for by wait' },
    response: ruleRunSchema,
    problems: [403, 409, 422],
    handler: async ({ body }, { db, catalog, config }, { request, response }) => {
      const live = await startRun(db, catalog, await readRequest(db, catalog, body, actingPerson(request)));
      if (!body.wait) {
        live.ended.catch((error) => { if (!live.stopped && !(error instanceof RunStopped)) pino({ level: config.logLevel }).error({ err: error, run: live.id }, 'run failed'); });
        return live.snapshot();
      }
      await live.ended;
      response.status(201).json(await toldRun(db, live.id));
      return undefined;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/rule-runs/{id}',
    summary: '一次研判：状态、数量、用时、结论变化 One run: state, counts, duration, flips',
    params: { id },
    response: ruleRunSchema,
    handler: ({ params }, { db }) => toldRun(db, params.id),
  }),
  defineRoute({
    method: 'get',
    path: '/api/rule-runs/{id}/events',
    summary: '研判进度（服务器推送） Progress as server-sent events',
    description: '`progress`：{id, state, step, done, of, elapsed_ms, cancelling}，先发当前状态；`end`：最终的整条记录，随后关闭。在另一进程中进行的研判不知其步骤（step 为 null）。 '
      + '`progress` first tells how it stands, then each step; `end` carries the whole record and closes. The steps of a run of another process are not known here (step null).',
    params: { id },
    response: z.string(),
    contentType: 'text/event-stream',
    handler: async ({ params }, { db }, { response }) => {
      await toldRun(db, params.id); // a 404 before the stream begins
      const stream = eventStream(response);
      try {
        const run = await followRun(db, params.id, (progress) => stream.send('progress', progress), stream.left);
        if (run) stream.send('end', run);
      } finally {
        stream.end();
      }
      return undefined;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/rule-runs/{id}/cancel',
    summary: '取消研判，原结论不变 Cancel a run; the former verdicts stay in force',
    description: '立即返回；服务器引擎中断正在执行的语句，内置引擎在下一步停止。已结束为 409。 Answers at once; on a server the statement under way is interrupted, the embedded engine stops at the next step.',
    params: { id },
    status: 202,
    response: ruleRunSchema,
    problems: [403, 409],
    handler: ({ params }, { db }, { request }) => cancelRun(db, params.id, actingPerson(request)),
  }),
];
