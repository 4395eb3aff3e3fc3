'use strict';
// The kernel's second thread. It has no work of its own, so it is there for what the main thread may be too busy for:
// it receives SIGINT (see interrupt.cjs for what follows), and it ends the process when the client that started the
// kernel is gone, even in the middle of a training step.
const inspector = require('node:inspector');
const vm = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

const { shared, slots, parent, grace } = workerData;
const SECOND = 1000;

// A thread cannot listen to signals, but `breakOnSigint` interrupts what it evaluates: here, a wait.
globalThis.waitForSignal = () => Atomics.wait(shared, slots.WAIT, 0, SECOND);
const waitForSignal = new vm.Script('waitForSignal()');

function receivedSignal() {
  try {
    waitForSignal.runInThisContext({ breakOnSigint: true });
    return false;
  } catch {
    return true;
  }
}

/** Whether the main thread's event loop took note before the time for that was over. */
function isNoticed() {
  let since = Date.now();
  const limit = () => (Atomics.load(shared, slots.OBSERVED) > 0 ? grace : 1) * SECOND;
  while (Date.now() - since < limit()) {
    if (Atomics.load(shared, slots.NOTICED) > 0) return true;
    if (Atomics.load(shared, slots.PROTECTED) > 0) since = Date.now();
    // A second interrupt: no more patience.
    if (receivedSignalWithin(20)) return Atomics.load(shared, slots.NOTICED) > 0;
  }
  return false;
}

globalThis.pause = (milliseconds) => Atomics.wait(shared, slots.WAIT, 0, milliseconds);
function receivedSignalWithin(milliseconds) {
  try {
    vm.runInThisContext(`pause(${milliseconds})`, { breakOnSigint: true });
    return false;
  } catch {
    return true;
  }
}

function terminateMainThread() {
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  // The request is lost when the session ends before the main thread has seen it.
  Atomics.wait(shared, slots.WAIT, 0, 300);
  session.disconnect();
}

globalThis.watch = () => {
  for (;;) {
    const isSignal = receivedSignal();
    // Of an orphan the parent is another one (process 1, or whoever collects orphans).
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    if (!isSignal) continue;
    Atomics.store(shared, slots.NOTICED, 0);
    Atomics.add(shared, slots.INTERRUPTED, 1);
    parentPort.postMessage({ terminated: false });
    if (isNoticed()) continue;
    terminateMainThread();
    parentPort.postMessage({ terminated: true });
  }
};

// The outer evaluation keeps Node's signal handler in place between two waits, and is started again should a signal
// hit it instead of a wait.
for (;;) {
  try {
    vm.runInThisContext('watch()', { breakOnSigint: true });
  } catch {
    continue;
  }
}
