import { join } from 'node:path';
import type { ImportJob } from '../api-types';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import { csvField } from '../exports/formats/csv';
import { writeText } from '../exports/writing';
import type { JobRow } from './job-row';
import { problemsOf, readJob } from './told';

/** Problems read at once. */
const PAGE = 1000;

const HEADINGS = ['工作表', '行', '列', '值', '级别', '原因', '建议'];
const LEVELS = { error: '错误', note: '提示' };

/** All problems of a preview as a table, UTF-8 with a byte-order mark. @throws AppError 404, 409 where there is no preview (any more). */
export async function writeProblems(db: Db, id: number, folder: string, signal: AbortSignal): Promise<{ file: string; name: string }> {
  const job = await readJob(db, id);
  const { state, file_name: name } = job;
  if (state !== 'previewed') throw new AppError('conflict', `导入 ${id} 现为 ${state}，须为 previewed (the import must be previewed)`, [{ field: 'id', reason: `state ${state}`, value: id }]);
  return { file: await writeText(join(folder, 'problems.csv'), lines(db, job), signal), name: `${name}_问题.csv` };
}

async function* lines(db: Db, job: JobRow): AsyncGenerator<string> {
  yield `\uFEFF${HEADINGS.join(',')}\r\n`;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await problemsOf(db, job, { limit: PAGE, cursor });
    for (const problem of page.problems) yield `${cells(problem).map(csvField).join(',')}\r\n`;
    cursor = page.next;
  }
}

const cells = ({ sheet, row, label, value, level, reason, suggestion }: ImportJob['problems'][number]) =>
  [sheet, row, label, value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value), LEVELS[level], reason, suggestion];
