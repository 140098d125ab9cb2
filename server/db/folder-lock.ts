import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  if (!tryTake(file, me)) {
    const seen = readText(file);
    const holder = readHolder(seen);
    if (holder && isAlive(holder)) throw new FolderHeld(folder, holder.pid, holder.url);
    setAside(file, seen);
    if (!tryTake(file, me)) throw new FolderHeld(folder, readHolder(readText(file))?.pid ?? 0, undefined);
  }
  return {
    /** Lets a second process find the running server. */
    announce: (url: string) => renameSync(writeBeside(file, { ...me, url }), file),
    release: () => rmSync(file, { force: true }),
  };
}

/** Whole before it has its name, so that nobody reads half a holder; a link fails where the name is taken. */
function tryTake(file: string, holder: Holder): boolean {
  const beside = writeBeside(file, holder);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

function writeBeside(file: string, holder: Holder): string {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(holder), { mode: 0o600 });
  return beside;
}

/** Moves a dead holder's file away; if another process took the folder meanwhile, that one keeps it. */
function setAside(file: string, seen: string) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) === seen) rmSync(aside);
  else renameSync(aside, file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''; // given back just now
    throw error;
  }
}

function readHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not a file of ours, or given back
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
