// The embedded PostGIS: one PGlite in its own thread, reached over a Unix socket by one client at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const { folder, socket } = workerData;
const db = await PGlite.create({ dataDir: folder, extensions: { postgis }, relaxedDurability: false });
answerAsTheProtocolSays(db);
let closing = false;
const isInTransaction = db.isInTransaction.bind(db);
// a connection that is found to be gone only after the engine asks whether it left a transaction behind: an error then would end the process
db.isInTransaction = () => !closing && isInTransaction();
const server = new PGLiteSocketServer({ db, path: socket, maxConnections: 1 });
await server.start();
parentPort.on('message', async () => {
  await server.stop();
  closing = true;
  await db.close();
  parentPort.postMessage('closed');
});
parentPort.postMessage('ready');

/**
 * After an error in the extended protocol PGlite is ready again at once, and once more at Sync. The client then takes the
 * first for the end of its statement and the second for the end of the next one, whose answer goes to the one after that.
 * So what stands between an error and its Sync is passed over, and only Sync makes ready, as the protocol has it.
 */
function answerAsTheProtocolSays(db) {
  const SYNC = 0x53;
  const PARTS = [...'PBDECH'].map((type) => type.charCodeAt(0));
  const READY = [0x5a, 0, 0, 0, 5]; // and one byte of state
  const execute = db.execProtocolRawStream.bind(db);
  let failed = false;
  db.execProtocolRawStream = async (message, { onRawData, ...options }) => {
    if (failed && PARTS.includes(message[0])) return;
    if (message[0] === SYNC) failed = false;
    if (!PARTS.includes(message[0])) return execute(message, { onRawData, ...options });
    let tail = new Uint8Array(0); // what could be the end of the answer is held back
    await execute(message, {
      ...options,
      onRawData(data) {
        const all = Buffer.concat([tail, data]);
        if (all.length > 6) onRawData(all.subarray(0, all.length - 6));
        tail = all.slice(-6);
      },
    });
    failed = tail.length === 6 && READY.every((byte, n) => tail[n] === byte);
    if (!failed && tail.length > 0) onRawData(tail);
  };
}
