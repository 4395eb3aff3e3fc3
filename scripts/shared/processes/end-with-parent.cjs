'use strict';
// Preloaded into the Node programs that the scripts start: ends them when the process that started them is gone, whatever
// ended that. A thread of its own looks, since the main one may compute for minutes. First comes SIGTERM, on which a
// training finishes its batch; who is still there after that is killed.
const { isMainThread, Worker, workerData } = require('node:worker_threads');

/** Milliseconds between two looks, and from SIGTERM to the end. */
const LOOK = 500;
const GRACE = 10_000;

if (isMainThread) {
  const parent = Number(process.env.STARTED_BY ?? process.ppid);
  // Not meant for what this program starts itself.
  delete process.env.STARTED_BY;
  new Worker(require.resolve('./end-with-parent.cjs'), {
    workerData: { parentToEndWith: parent },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    execArgv: [],
    env: {},
  }).unref();
} else if (workerData?.parentToEndWith) {
  const wait = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  while (isThere(workerData.parentToEndWith)) wait(LOOK);
  process.kill(process.pid, 'SIGTERM');
  wait(GRACE);
  process.kill(process.pid, 'SIGKILL');
}

/** An orphan gets another parent; only Windows leaves it the number of the old one. */
function isThere(parent) {
  if (process.platform !== 'win32') return process.ppid === parent;
  try {
    return process.kill(parent, 0);
  } catch {
    return false;
  }
}
