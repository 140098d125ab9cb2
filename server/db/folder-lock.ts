import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class FolderHeld extends Error {
  constructor(folder: string, readonly pid: number, readonly url: string | undefined) {
    super(`${folder} 正由进程 ${pid} 使用 (database folder is held by process ${pid}${url ? ` at ${url}` : ''})`);
  }
}

interface Holder { pid: number; started: string; url?: string }

/**
 * Takes the embedded database's folder for this process. Two processes on one folder lose acknowledged rows.
 * @throws FolderHeld naming the pid that has it.
 */
export function lockFolder(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'holder.json');
  const me: Holder = { pid: process.pid, started: startOf(process.pid) };
  if (!tryWrite(file, me)) {
    const holder = readHolder(file);
    if (holder && isAlive(holder)) throw new FolderHeld(folder, holder.pid, holder.url);
    rmSync(file, { force: true });
    if (!tryWrite(file, me)) throw new FolderHeld(folder, readHolder(file)?.pid ?? 0, undefined);
  }
  return {
    /** Lets a second process find the running server. */
    announce: (url: string) => writeFileSync(file, JSON.stringify({ ...me, url })),
    release: () => rmSync(file, { force: true }),
  };
}

function tryWrite(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // a holder that died while writing
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startOf(pid) === started;
}

/** Start time of a process in clock ticks since boot (Linux), so that a reused pid is not taken for the holder. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return ''; // no /proc: the pid alone must do
  }
}
