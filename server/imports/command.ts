import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportJob } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { startCommit } from './act';
import { commitSchema } from './commit';
import { dropFiles } from './kept-files';
import { endReader } from './reading/reader';
import { startImport } from './start';
import { toldJob } from './told';
import { newFolder } from './upload';

/** What is asked on the command line: the file, what is known of it, whether and how to commit. */
export interface Order { file: string; fields: Record<string, string>; commit: Record<string, unknown> | undefined }

const text = { type: 'string' } as const;

/** @throws Error naming an option that does not exist. */
export function readOrder(file: string, args: string[]): Order {
  const { values } = parseArgs({
    args, options: {
      layer: text, region: text, encoding: text, sheet: text, reading: text, 'partial-dates': text, nodes: text, commit: { type: 'boolean' }, sound: { type: 'boolean' }, crs: text, repairs: text,
      edition: text, name: text, document: text, 'valid-from': text, 'boundary-error': text, replaces: text,
    },
  });
  const { layer, region, encoding, sheet, reading } = values;
  const fields = Object.fromEntries(Object.entries({ layer, region, encoding, sheet, reading, partial_dates: values['partial-dates'], nodes: values.nodes }).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  return { file, fields, commit: values.commit ? commitOf(values) : undefined };
}

function commitOf(values: Record<string, string | boolean | undefined>): Record<string, unknown> {
  const { edition, document, crs, repairs, replaces } = values;
  const dated = edition ? { code: edition } : document ? { name: values.name ?? document, document, valid_from: values['valid-from'], boundary_error_m: Number(values['boundary-error'] ?? Number.NaN), ...(replaces ? { replaces } : {}) } : undefined;
  return { ...(values.sound ? { rows: 'sound' } : {}), ...(crs ? { crs } : {}), ...(repairs ? { repairs } : {}), ...(dated ? { edition: dated } : {}) };
}

type Tell = (line: string) => void;

/** In this process. @throws AppError, and Error where the file cannot be read. */
export async function importHere(db: Db, catalog: Catalog, { file, fields, commit }: Order, tell: Tell): Promise<void> {
  const folder = newFolder();
  const copy = join(folder, 'upload');
  copyFileSync(file, copy);
  const content = readFileSync(copy);
  const upload = { folder, file: copy, name: basename(file), bytes: content.length, hash: createHash('sha256').update(content).digest('hex'), fields, discard: () => rmSync(folder, { recursive: true, force: true }) };
  try {
    const live = await startImport(db, catalog, upload, fields, undefined);
    await live.ended;
    const page = { limit: 20, cursor: undefined };
    const preview = await toldJob(db, live.id, page);
    tellPreview(preview, tell);
    if (!commit) return;
    await (await startCommit(db, catalog, live.id, commitSchema.parse(commit), undefined)).outcome;
    tellOutcome(await toldJob(db, live.id, page), tell);
  } finally {
    dropFiles(db);
    await endReader();
  }
}

/** By a running server. */
export async function importThere(url: string, { file, fields, commit }: Order, tell: Tell): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([readFileSync(file)]), basename(file));
  let job = await answered(fetch(`${url}/api/imports`, { method: 'POST', body: form }));
  while (job.state === 'reading') {
    await new Promise((next) => { setTimeout(next, 300); });
    job = await answered(fetch(`${url}/api/imports/${job.id}?limit=20`));
  }
  tellPreview(job, tell);
  if (!commit) return;
  tellOutcome(await answered(fetch(`${url}/api/imports/${job.id}/commit`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(commit) })), tell);
}

async function answered(asked: Promise<Response>): Promise<ImportJob> {
  const answer = await asked;
  const body = await answer.json() as ImportJob & { detail?: string };
  if (!answer.ok) throw new Error(body.detail ?? `HTTP ${answer.status}`);
  return body;
}

function tellPreview(job: ImportJob, tell: Tell) {
  if (job.state !== 'previewed') throw new Error(`导入 ${job.id}: ${job.error?.detail ?? job.state}`);
  const { counts } = job;
  tell(`导入 ${job.id}：${job.file}，${job.format}，图层 ${job.layer}，编码 ${job.encoding?.guess ?? '—'}，坐标 ${job.crs?.guess ?? '—'}`);
  tell(`  ${job.rows} 行：新增 ${counts?.new}，变化 ${counts?.changed}，不变 ${counts?.same}，重复 ${counts?.duplicate}；有错误 ${counts?.errors} 行，须修复几何 ${counts?.repairs} 行`);
  tell(`  列：${job.columns.map(({ name, property }) => `${name} → ${property ?? '（不用）'}`).join('，')}`);
  for (const { row, label, value, reason } of job.problems) tell(`  第 ${row} 行 ${label ?? ''} ${value === null ? '' : JSON.stringify(value)}：${reason}`);
  if (job.problem_count > job.problems.length) tell(`  …… 共 ${job.problem_count} 项，其余见 GET /api/imports/${job.id}`);
}

function tellOutcome({ id, outcome }: ImportJob, tell: Tell) {
  tell(`已入库 ${id}：新增 ${outcome?.created}，更新 ${outcome?.changed}，不变 ${outcome?.same}，跳过 ${outcome?.skipped}；结论变化 ${outcome?.flipped} 个`);
}
