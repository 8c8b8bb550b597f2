/**
 * The embedded engine's thread, as text: a worker file would have to exist both as compiled output
 * and under the test runner's transform; text works in both, with the packages' paths handed in.
 */
export const EMBEDDED_WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { openAsBlob } = require('node:fs');
const { PGlite } = require(workerData.engine);

let db;
let turn = Promise.resolve();

const inTurn = (work) => {
  const mine = turn.then(work, work);
  turn = mine.catch(() => undefined);
  return mine;
};

const open = async () => {
  const loadDataDir = workerData.image
    ? await openAsBlob(workerData.image)
    : workerData.fresh
      ? await require(workerData.template).dataDir()
      : undefined;
  db = new PGlite({
    ...(workerData.dataDir === null ? {} : { dataDir: workerData.dataDir }),
    ...(loadDataDir ? { loadDataDir } : {}),
  });
  await db.waitReady;
};

const handlers = {
  // A new client takes over the only session: nothing of the old one may show through.
  reset: async () => {
    await db.exec('rollback');
    await db.exec('discard all');
  },
  wire: (bytes) => db.execProtocolRaw(bytes, { syncToFs: true, throwOnError: false }),
  dump: async () => new Uint8Array(await (await db.dumpDataDir('gzip')).arrayBuffer()),
  close: () => db.close(),
};

parentPort.on('message', ({ id, what, bytes }) => {
  inTurn(() => handlers[what](bytes)).then(
    (answer) => parentPort.postMessage({ id, answer }),
    (error) => parentPort.postMessage({ id, failure: String((error && error.message) || error) }),
  );
});

open().then(
  () => parentPort.postMessage({ id: 0 }),
  (error) => parentPort.postMessage({ id: 0, failure: String((error && error.message) || error) }),
);
`;
