'use strict';
// The kernel's second thread. It has no work of its own, so it is there for what the main thread may be too busy for:
// it receives SIGINT (see interrupt.cjs for what follows), and it ends the process when the client that started the
// kernel is gone, even in the middle of a training step.
const inspector = require('node:inspector');
const vm = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

const { shared, slots, parent, grace } = workerData;
const read = (slot) => Atomics.load(shared, slot);

// A thread cannot listen to signals, but `breakOnSigint` interrupts what it evaluates: here, a wait.
globalThis.pause = (milliseconds) => Atomics.wait(shared, slots.WAIT, 0, milliseconds);

/** Waits, and tells whether a signal ended the wait. */
function isSignalWithin(milliseconds) {
  try {
    vm.runInThisContext(`pause(${milliseconds})`, { breakOnSigint: true });
    return false;
  } catch {
    tellSignal();
    return true;
  }
}

// A signal whose cell has not been followed to its end yet: it may come while the one before is.
let isPending = false;

function tellSignal() {
  isPending = true;
  Atomics.add(shared, slots.INTERRUPTED, 1);
  parentPort.postMessage({ what: 'interrupt', cell: read(slots.CELL) });
}

/** Whether the main thread's event loop takes note of a message, in the time that `cell` has for that. */
function isMainThreadAlive(cell) {
  Atomics.store(shared, slots.NOTICED, 0);
  parentPort.postMessage({ what: 'are you there', cell });
  let waited = 0;
  // Of the next cell nobody wants the end.
  while (read(slots.NOTICED) === 0 && read(slots.CELL) === cell) {
    // A second signal ends a cell's time to come to its own end.
    const isCooperative = read(slots.OBSERVED) > 0 && read(slots.INTERRUPTED) < 2;
    if (waited >= (isCooperative ? grace : 1) * 1000) return false;
    isSignalWithin(20);
    waited = read(slots.PROTECTED) > 0 ? 0 : waited + 20;
  }
  return true;
}

/** Sees to it that an interrupted cell ends: what it left running may take the event loop again at any time. */
function followUp() {
  const cell = read(slots.CELL);
  do {
    if (!isMainThreadAlive(cell)) {
      Atomics.store(shared, slots.TERMINATED, 1);
      terminateMainThread();
      parentPort.postMessage({ what: 'terminated', cell });
    }
    isSignalWithin(100);
  } while (cell !== 0 && read(slots.CELL) === cell);
}

function terminateMainThread() {
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  // The request is lost when the session ends before the main thread has seen it.
  isSignalWithin(300);
  session.disconnect();
}

/** Ends the cell that runs as an interrupt would, so that a training lets go of its folder, and then the process. */
function leave() {
  tellSignal();
  isPending = false;
  const cell = read(slots.CELL);
  for (let waited = 0; read(slots.CELL) === cell && cell !== 0; waited += 20) {
    if (waited >= (read(slots.OBSERVED) > 0 ? grace : 1) * 1000) break;
    isSignalWithin(20);
  }
  parentPort.postMessage({ what: 'leave', cell });
  isSignalWithin(1000);
  process.kill(process.pid, 'SIGKILL');
}

globalThis.watch = () => {
  for (;;) {
    while (isPending) {
      isPending = false;
      followUp();
    }
    // Of an orphan the parent is another one (process 1, or whoever collects orphans).
    if (process.ppid !== parent) leave();
    isSignalWithin(1000);
  }
};

// The outer evaluation keeps Node's signal handler in place between two waits; a signal that hits it there counts, too.
for (;;) {
  try {
    vm.runInThisContext('watch()', { breakOnSigint: true });
  } catch {
    tellSignal();
  }
}
