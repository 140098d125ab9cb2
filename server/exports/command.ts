import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import { readQuery } from '../http/input';
import { newFolder } from '../imports/upload';
import { type Format, formats } from './formats';
import { makeExport } from './make';
import { exportQuery, type ExportQuery, readExportRequest } from './request';

/** What is asked on the command line: NAME.EXT, filters as in the address, the file to write. */
export interface Order { name: string; format: Format; query: string; out: string }

/** @throws Error naming an option or a format that does not exist. */
export function readOrder(target: string, args: string[]): Order {
  const text = { type: 'string' } as const;
  const options = Object.fromEntries(Object.keys(exportQuery).map((name) => [name.replace('_', '-'), text]));
  const joined = args.flatMap((arg, n) => (arg.startsWith('--') && !arg.includes('=') && n + 1 < args.length ? [`${arg}=${args[n + 1]}`] : args[n - 1]?.startsWith('--') && !args[n - 1]?.includes('=') ? [] : [arg])); // --sort -code
  const { values } = parseArgs({ args: joined, options: { ...options, out: text } });
  const { out = target, ...filters } = values as Record<string, string | undefined>;
  const format = formats.find(({ extension }) => target.endsWith(`.${extension}`));
  if (!format) throw new Error(`没有这种格式 (no such format): ${target}；可用 (allowed): ${formats.map(({ extension }) => `NAME.${extension}`).join(', ')}`);
  const given = Object.entries(filters).filter((pair): pair is [string, string] => pair[1] !== undefined).map(([name, value]): [string, string] => [name.replace('-', '_'), value]);
  return { name: target.slice(0, -format.extension.length - 1), format, query: given.length ? `?${new URLSearchParams(given)}` : '', out };
}

type Tell = (line: string) => void;

/** In this process, by the code of the route. The file is there whole or not at all. @throws AppError */
export async function exportHere(db: Db, catalog: Catalog, { name, format, query, out }: Order, tell: Tell): Promise<void> {
  const folder = newFolder();
  try {
    const request = await readExportRequest(db, catalog, name, format, readQuery({ query: exportQuery }, query) as ExportQuery);
    const { file, matched, returned } = await makeExport(db, catalog, request, folder, new AbortController().signal);
    await copyFile(file, `${out}.part`);
    renameSync(`${out}.part`, out);
    tell(`${out}: 共 ${matched} 条，已导出 ${returned} 条 (${returned} of ${matched})`);
  } catch (error) {
    throw error instanceof AppError ? inWords(error.detail, error.errors) : error;
  } finally {
    if (existsSync(`${out}.part`)) rmSync(`${out}.part`);
    rmSync(folder, { recursive: true, force: true });
  }
}

const inWords = (detail: string, errors: { field: string; reason: string; value?: unknown }[] = []) =>
  new Error([detail, ...errors.map(({ field, reason, value }) => `  ${field}${value === undefined || value === null ? '' : ` = ${String(value)}`}: ${reason}`)].join('\n'));

/** By a running server. */
export async function exportThere(url: string, { name, format, query, out }: Order, tell: Tell): Promise<void> {
  const answer = await fetch(`${url}/api/exports/${encodeURIComponent(name)}.${format.extension}${query}`);
  if (!answer.ok || !answer.body) {
    const { detail = `HTTP ${answer.status}`, errors } = await answer.json() as { detail?: string; errors?: { field: string; reason: string }[] };
    throw inWords(detail, errors);
  }
  try {
    await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(`${out}.part`));
    renameSync(`${out}.part`, out);
  } finally {
    if (existsSync(`${out}.part`)) rmSync(`${out}.part`);
  }
  tell(`${out}: 共 ${answer.headers.get('x-paikou-matched')} 条，已导出 ${answer.headers.get('x-paikou-returned')} 条`);
}
