// The embedded PostGIS: one PGlite in its own thread, reached over a Unix socket by one client at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const { folder, socket } = workerData;
const db = await PGlite.create({ dataDir: folder, extensions: { postgis }, relaxedDurability: false });
const server = new PGLiteSocketServer({ db, path: socket, maxConnections: 1 });
await server.start();
parentPort.on('message', async () => {
  await server.stop();
  await db.close();
  parentPort.postMessage('closed');
});
parentPort.postMessage('ready');
