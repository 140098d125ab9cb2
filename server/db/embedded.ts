import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Longest path a Unix socket may have, bytes (sun_path less its terminator). */
const SOCKET_PATH_LIMIT = 107;

export interface EmbeddedEngine {
  /** Folder of the Unix socket, as `pg` wants it in `host`. */
  socketFolder: string;
  /** Ends whatever statement is running by ending the engine's thread, and opens it again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens PGlite with PostGIS on `folder` in a worker thread. About 17 s to create, 4 s to open.
 * The caller holds the folder's lock.
 */
export async function openEmbedded(folder: string): Promise<EmbeddedEngine> {
  const socket = socketPath(folder);
  const cluster = join(folder, 'cluster');
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  let worker = await startWorker(cluster, socket);
  let restarting: Promise<void> | undefined;
  const restart = async () => {
    await worker.terminate();
    worker = await startWorker(cluster, socket);
  };
  return {
    socketFolder: dirname(socket),
    restart: () => (restarting ??= restart().finally(() => { restarting = undefined; })),
    close: async () => {
      await restarting;
      await new Promise((done) => { worker.once('message', done); worker.postMessage('close'); });
      await worker.terminate();
    },
  };
}

function socketPath(folder: string): string {
  const path = join(folder, '.s.PGSQL.5432');
  if (Buffer.byteLength(path) > SOCKET_PATH_LIMIT) {
    throw new Error(`PAIKOU_DATA 路径过长: ${path} (a Unix socket path may have ${SOCKET_PATH_LIMIT} bytes; choose a shorter folder)`);
  }
  return path;
}

function startWorker(folder: string, socket: string): Promise<Worker> {
  rmSync(socket, { force: true });
  const worker = new Worker(join(__dirname, 'embedded-worker.mjs'), { workerData: { folder, socket } });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      chmodSync(socket, 0o600);
      resolve(worker);
    });
  });
}
