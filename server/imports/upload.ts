import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { pid } from 'node:process';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { AppError } from '../errors';

export interface Upload { folder: string; file: string; name: string; bytes: number; hash: string; fields: Record<string, string>; /** Leaves nothing on disk. */ discard(): void }

const PREFIX = 'paikou-import-';
/** Longest text field of the form, bytes. */
const FIELD_BYTES = 256 * 1024;

const refuse = (kind: 'bad_request' | 'too_large' | 'unsupported', reason: string, value: unknown = null) => new AppError(kind, reason, [{ field: 'file', reason, value }]);

/**
 * Takes one file and the text fields of a multipart form into a folder of its own, under a name of ours.
 * @throws AppError 400, 413, 415; nothing is left on disk then.
 */
export async function takeUpload(request: IncomingMessage, limitBytes: number): Promise<Upload> {
  if (!/^multipart\/form-data/i.test(request.headers['content-type'] ?? '')) throw refuse('unsupported', '须为 multipart/form-data，文件在 file 字段 (multipart/form-data with the file in the field file)', request.headers['content-type'] ?? null);
  const stated = Number(request.headers['content-length']);
  if (stated > limitBytes + FIELD_BYTES) throw refuse('too_large', `文件上限 ${limitBytes} 字节 (limit in bytes)`, stated);
  const folder = newFolder();
  try {
    return await receive(request, folder, limitBytes);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    request.unpipe?.();
    request.resume();
    throw error;
  }
}

/** A folder that only this user reads. */
export function newFolder(): string {
  sweepFolders();
  return mkdtempSync(join(tmpdir(), `${PREFIX}${pid}-`));
}

/** Folders of processes that are gone leave nothing on disk. */
export function sweepFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner && !existsSync(`/proc/${owner}`) && existsSync('/proc/self')) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function receive(request: IncomingMessage, folder: string, limitBytes: number): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    let taken: Promise<Omit<Upload, 'fields' | 'folder' | 'discard'>> | undefined;
    let form: busboy.Busboy;
    try {
      form = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 1, fileSize: limitBytes, fields: 20, fieldSize: FIELD_BYTES, parts: 25 } });
    } catch (error) {
      reject(refuse('bad_request', `表单有误 (malformed form): ${(error as Error).message}`));
      return;
    }
    form.on('field', (name, value) => { fields[name] = value; });
    form.on('file', (field, stream, { filename }) => {
      if (field !== 'file') { stream.resume(); reject(refuse('bad_request', '文件须在 file 字段 (the file must be in the field file)', field)); return; }
      taken = store(stream, join(folder, 'upload'), plainName(filename), limitBytes);
      taken.catch(reject);
    });
    form.on('filesLimit', () => reject(refuse('bad_request', '每次只上传一个文件 (one file at a time)')));
    form.on('error', (error) => reject(refuse('bad_request', `表单不完整 (the form did not arrive whole): ${(error as Error).message}`)));
    form.on('close', () => {
      if (!taken) { reject(refuse('bad_request', '没有文件 (no file)')); return; }
      taken.then((file) => resolve({ ...file, folder, fields, discard: () => rmSync(folder, { recursive: true, force: true }) }), reject);
    });
    request.once('aborted', () => reject(refuse('bad_request', '上传中断 (the upload was broken off)')));
    request.pipe(form);
  });
}

/** What is shown as the file's name: never a path. */
export const plainName = (given: string | undefined): string => {
  const name = (given ?? '').replace(/^.*[\\/]/, '').replace(/[\p{Cc}\uFFFD]/gu, '').trim();
  return name === '' || /^\.+$/.test(name) ? 'upload' : name.slice(0, 200);
};

async function store(stream: NodeJS.ReadableStream & { truncated?: boolean }, file: string, name: string, limitBytes: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({ transform(chunk: Buffer, _encoding, done) { bytes += chunk.length; hash.update(chunk); done(null, chunk); } });
  await pipeline(stream, counted, createWriteStream(file, { mode: 0o600 }));
  if (stream.truncated) throw refuse('too_large', `文件上限 ${limitBytes} 字节 (limit in bytes)`, bytes);
  return { file, name, bytes, hash: hash.digest('hex') };
}
