'use strict';
// Preloaded into the Node programs that the scripts start. Ends them when the process that started
// them is gone, however that ended. A worker thread checks, since the main thread may compute for
// minutes. SIGTERM comes first, so that a training can finish its batch; SIGKILL follows.
const { isMainThread, Worker, workerData } = require('node:worker_threads');

/** Milliseconds between two checks, and between SIGTERM and SIGKILL. */
const INTERVAL = 500;
const GRACE = 10_000;

if (isMainThread) {
  const parent = Number(process.env.STARTED_BY ?? process.ppid);
  // Programs that this one starts must not see it.
  delete process.env.STARTED_BY;
  new Worker(require.resolve('./end-with-parent.cjs'), {
    workerData: { parentToEndWith: parent },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    execArgv: [],
    env: {},
  }).unref();
} else if (workerData?.parentToEndWith) {
  const wait = (/** @type {number} */ milliseconds) =>
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  while (isAlive(workerData.parentToEndWith)) wait(INTERVAL);
  process.kill(process.pid, 'SIGTERM');
  wait(GRACE);
  process.kill(process.pid, 'SIGKILL');
}

/**
 * An orphan gets another parent. On Windows it keeps the old one's process id.
 *
 * @param {number} parent
 */
function isAlive(parent) {
  if (process.platform !== 'win32') return process.ppid === parent;
  try {
    return process.kill(parent, 0);
  } catch {
    return false;
  }
}
