import pino from 'pino';
import { z } from 'zod';
import { importGoneSchema, importJobSchema, importOutcomeSchema } from '../api-types';
import { AppError } from '../errors';
import { sendFile } from '../exports/send';
import { actingPerson } from '../http/actor';
import { clean } from '../http/input';
import { id, limit } from '../http/query';
import { defineRoute } from '../http/route';
import { eventStream } from '../rule-runs/event-stream';
import { cancelJob, replan, startCommit, undoImport } from './act';
import { commitSchema } from './commit';
import { PARTIAL_DATES, REACH_NODES } from './meaning/plan';
import { goneRows } from './gone';
import { writeProblems } from './problems-file';
import { wakeReader } from './reading/reader';
import { startImport } from './start';
import { followJob, readJob, toldJob } from './told';
import { takeUpload } from './upload';

const FIRST = { limit: 100, cursor: undefined };

const wishesSchema = z.strictObject({
  layer: z.string().max(100).optional().meta({ description: '图层；不给则按内容猜测 layer id; guessed from the content unless given' }),
  region: z.string().regex(/^\d{6}(\d{3})?$/, '6 或 9 位行政区划代码 (six or nine digits)').optional().meta({ description: '文件所属区划；行内没有时用它 region of the file, for rows that name none' }),
  mapping: z.record(z.string(), z.string().nullable()).optional().meta({ description: '列名 → 字段；null 为不用 column → property; null = not used' }),
  defaults: z.record(z.string(), z.unknown()).optional().meta({ description: '字段 → 空缺时的值 property → value where the file has none' }),
  values: z.record(z.string(), z.record(z.string(), z.string())).optional().meta({ description: '字段 → 写法 → 值 property → spelling → value' }),
  reading: z.string().max(100).optional().meta({ description: '坐标读法：as_given、stated 或坐标诊断的一种 how coordinates are read' }),
  partial_dates: z.enum(PARTIAL_DATES).optional().meta({ description: '只有年或年月的日期：按未知（默认）、同意取首日、同意取末日；逐行提示，原文留在来源里 dates of a year or month alone: unknown (default), or by consent the first or last day; told row by row' }),
  nodes: z.enum(REACH_NODES).optional().meta({ description: '河段的起讫结点：按文件（默认）、同意取线端已有结点、同意并新建线端结点；图形方向即流向；逐行提示 nodes of reaches: as the file has them, by consent those that stand at the ends of the lines, or new ones there too; lines run downstream' }),
  row_readings: z.record(z.string().regex(/^\d+$/), z.string().max(100)).optional().meta({ description: '个别行的坐标读法：n → 读法 readings of single rows' }),
});

const uploadSchema = wishesSchema.extend({ encoding: z.string().max(40).optional(), sheet: z.string().max(200).optional() });

/** Text fields of the form; those that are no plain text are JSON. */
function wishesOf(fields: Record<string, string>) {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') continue;
    if (!['mapping', 'defaults', 'values', 'row_readings'].includes(name)) { given[name] = value; continue; }
    try {
      given[name] = JSON.parse(value);
    } catch {
      throw new AppError('bad_request', `${name} 须为 JSON (must be JSON)`, [{ field: name, reason: '不是合法的 JSON (not valid JSON)', value }]);
    }
  }
  return clean(uploadSchema, given, 'bad_request', '表单字段有误 (wrong fields of the form)');
}

export const routes = [
  defineRoute({
    method: 'post',
    path: '/api/imports',
    summary: '上传文件以供导入 Upload a file to import',
    description: 'multipart/form-data：file 一个文件；可选 layer, region, encoding, sheet, reading, partial_dates, nodes, mapping, defaults, values, row_readings（后四项为 JSON）。'
      + 'XLSX、CSV、GeoJSON、Shapefile（ZIP）、GeoPackage、KML、KMZ、GML、DXF、FlatGeobuf、界址点 TXT。立即返回 202，读取与预检在后台进行；预检之前不写入任何数据。 '
      + 'One file in the field file of a multipart form; what is read is previewed, nothing is written before the commit.',
    status: 202,
    response: importJobSchema,
    problems: [403, 413, 415, 422],
    handler: async (_, { db, catalog, config }, { request, response }) => {
      const actor = actingPerson(request);
      wakeReader();
      const upload = await takeUpload(request, config.importLimitBytes);
      const live = await startImport(db, catalog, upload, wishesFrom(upload), actor);
      live.ended.catch((error) => pino({ level: config.logLevel }).error({ err: error, import: live.id }, 'import failed'));
      response.location(`/api/imports/${live.id}`);
      return toldJob(db, live.id, FIRST);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/imports/{id}',
    summary: '导入预检：图层、列、编码、坐标系、问题 The preview of an import',
    description: 'problems 按行列出，分页；first 为前若干行如将入库的样子。 Problems row by row, in pages; first shows how rows would be stored.',
    params: { id },
    query: { limit, cursor: z.string().max(20).optional().meta({ description: '上一页的 next next of the page before' }) },
    response: importJobSchema,
    handler: ({ params, query }, { db }) => toldJob(db, params.id, { limit: query.limit, cursor: query.cursor }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/imports/{id}/gone',
    summary: '库中有而文件没有的记录 Records that the file does not have',
    description: '同一文件以前导入而这次没有的记录，分页；入库不动它们。 Written by earlier imports of the same file and missing from this one; a commit leaves them as they are.',
    params: { id },
    query: { limit, cursor: z.string().max(20).optional().meta({ description: '上一页的 next next of the page before' }) },
    response: importGoneSchema,
    handler: ({ params, query }, { db }) => goneRows(db, params.id, { limit: query.limit, cursor: query.cursor }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/imports/{id}/problems.csv',
    summary: '预检的全部问题，CSV All problems of the preview, as CSV',
    description: '逐行列出，供改正原文件时对照；仅在预检之后、入库之前。 Row by row, to correct the file by; while the import is previewed.',
    params: { id },
    response: z.string(),
    contentType: 'text/csv',
    problems: [409],
    handler: ({ params }, { db }, exchange) => sendFile(exchange, async (folder, signal) => {
      const { file, name } = await writeProblems(db, params.id, folder, signal);
      return { file, type: 'text/csv; charset=utf-8', name, plainName: `import_${params.id}_problems.csv` };
    }),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/imports/{id}',
    summary: '改变预检的读法：图层、工作表、编码、列对应、坐标、写法 Read a job another way',
    description: '给出 sheet 或 encoding（null 为重新判断），或读取失败而 file_kept 为 true 时，文件从头重读：立即返回 state: reading，进度见 events；其余即时重新预检。 '
      + 'With sheet or encoding (null = guess anew), or for a job that failed and whose file is kept, the file is read anew in the background; otherwise the preview is answered.',
    params: { id },
    body: wishesSchema.extend({ encoding: z.string().max(40).nullable().optional(), sheet: z.string().max(200).nullable().optional() }),
    response: importJobSchema,
    problems: [409],
    handler: ({ params, body }, { db, catalog }) => replan(db, catalog, params.id, body),
  }),
  defineRoute({
    method: 'post',
    path: '/api/imports/{id}/commit',
    summary: '确认入库 Commit an import',
    description: '一个事务：全部或明确选定的行，连同数据版本、完备声明、编码和受影响的研判结论；有不合要求者一行也不写。完成后返回。 '
      + 'One transaction: all rows or an explicitly chosen part, with their edition and the verdicts that they change.',
    params: { id },
    body: commitSchema,
    status: 201,
    response: importJobSchema,
    problems: [403, 409],
    handler: async ({ params, body }, { db, catalog }, { request }) => {
      const { outcome } = await startCommit(db, catalog, params.id, body, actingPerson(request));
      await outcome;
      return toldJob(db, params.id, FIRST);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/imports/{id}/cancel',
    summary: '取消导入，不留数据 Cancel an import; nothing of it stays',
    params: { id },
    response: importJobSchema,
    problems: [409],
    handler: ({ params }, { db }) => cancelJob(db, params.id),
  }),
  defineRoute({
    method: 'post',
    path: '/api/imports/{id}/undo',
    summary: '整批撤回 Take a committed import back as a whole',
    description: '新增的删除，改动的复原，受影响的结论重新研判；其后又有改动或被引用的为 409，一行也不动。 What it made is deleted, what it changed is put back; 409 where rows were changed since or are referred to.',
    params: { id },
    status: 201,
    response: z.object({ job: importJobSchema, undone: importOutcomeSchema.pick({ runs: true, flips: true, flipped: true }) }),
    problems: [403, 409],
    handler: ({ params }, { db, catalog }, { request }) => undoImport(db, catalog, params.id, actingPerson(request)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/imports/{id}/events',
    summary: '导入进度（服务器推送） Progress as server-sent events',
    description: '`progress`：{id, state, step, done, of, elapsed_ms, left_ms, cancelling}；`end`：整个任务，随后关闭。 `end` carries the whole job and closes.',
    params: { id },
    response: z.string(),
    contentType: 'text/event-stream',
    handler: async ({ params }, { db }, { response }) => {
      await readJob(db, params.id); // a 404 before the stream begins
      const stream = eventStream(response);
      try {
        await followJob(db, params.id, (progress) => stream.send('progress', progress), stream.left);
        if (!stream.left.aborted) stream.send('end', await toldJob(db, params.id, FIRST));
      } finally {
        stream.end();
      }
      return undefined;
    },
  }),
];

function wishesFrom(upload: Awaited<ReturnType<typeof takeUpload>>) {
  try {
    return wishesOf(upload.fields);
  } catch (error) {
    upload.discard();
    throw error;
  }
}
