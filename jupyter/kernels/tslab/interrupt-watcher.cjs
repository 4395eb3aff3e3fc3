'use strict';
// The kernel's second thread, for what the main thread may be too busy for. It receives SIGINT (see
// interrupt.cjs for what follows), and it ends the process when the client that started the kernel
// is gone, even in the middle of a training step.
const inspector = require('node:inspector');
const vm = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

/** @typedef {import('./interrupt.cjs').WatcherMessage} WatcherMessage */
/** @typedef {Readonly<typeof import('./interrupt.cjs').SLOTS>} Slots */

/** @type {{ shared: Int32Array, slots: Slots, parent: number, grace: number }} */
const { shared, slots, parent, grace } = workerData;
const read = (/** @type {number} */ slot) => Atomics.load(shared, slot);

/** @param {WatcherMessage} message */
const post = (message) => parentPort?.postMessage(message);

// A thread can't listen to signals, but `breakOnSigint` interrupts what it evaluates: here, a wait.
const pause = (/** @type {number} */ milliseconds) => Atomics.wait(shared, slots.WAIT, 0, milliseconds);

/**
 * Waits, and returns whether a signal ended the wait.
 *
 * @param {number} milliseconds
 */
function isSignalWithin(milliseconds) {
  try {
    vm.runInThisContext(`pause(${milliseconds})`, { breakOnSigint: true });
    return false;
  } catch {
    reportSignal();
    return true;
  }
}

// Whether there is a signal that followUp() has not handled: one may arrive while it handles
// another.
let isPending = false;

function reportSignal() {
  isPending = true;
  Atomics.add(shared, slots.INTERRUPTED, 1);
  post({ type: 'interrupt', cell: read(slots.CELL) });
}

/**
 * Whether the main thread's event loop notices a message in the time that the cell has for that.
 *
 * @param {number} cell
 */
function isMainThreadAlive(cell) {
  Atomics.store(shared, slots.NOTICED, 0);
  post({ type: 'ping', cell });
  let waited = 0;
  // The next cell was not interrupted.
  while (read(slots.NOTICED) === 0 && read(slots.CELL) === cell) {
    // After a second signal a cell gets no more time to end by itself.
    const isCooperative = read(slots.OBSERVED) > 0 && read(slots.INTERRUPTED) < 2;
    if (waited >= (isCooperative ? grace : 1) * 1000) return false;
    isSignalWithin(20);
    waited = read(slots.PROTECTED) > 0 ? 0 : waited + 20;
  }
  return true;
}

/**
 * Makes sure that an interrupted cell ends: code that it left running may block the event loop
 * again.
 */
function followUp() {
  const cell = read(slots.CELL);
  do {
    if (!isMainThreadAlive(cell)) {
      Atomics.store(shared, slots.TERMINATED, 1);
      terminateMainThread();
      post({ type: 'terminated', cell });
    }
    isSignalWithin(100);
  } while (cell !== 0 && read(slots.CELL) === cell);
}

function terminateMainThread() {
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  // The request is lost if the session ends before the main thread has seen it.
  isSignalWithin(300);
  session.disconnect();
}

/**
 * Ends the running cell like an interrupt, so that a training releases its folder, and then the
 * process.
 */
function exit() {
  reportSignal();
  isPending = false;
  const cell = read(slots.CELL);
  for (let waited = 0; read(slots.CELL) === cell && cell !== 0; waited += 20) {
    if (waited >= (read(slots.OBSERVED) > 0 ? grace : 1) * 1000) break;
    isSignalWithin(20);
  }
  post({ type: 'exit', cell });
  isSignalWithin(1000);
  process.kill(process.pid, 'SIGKILL');
}

function watch() {
  for (;;) {
    while (isPending) {
      isPending = false;
      followUp();
    }
    // An orphan gets another parent (process 1, or a process that adopts orphans).
    if (process.ppid !== parent) exit();
    isSignalWithin(1000);
  }
}

// What the evaluated code below and in isSignalWithin() calls.
Object.assign(globalThis, { pause, watch });

// The outer evaluation keeps Node's signal handler installed between two waits. A signal there
// counts too.
for (;;) {
  try {
    vm.runInThisContext('watch()', { breakOnSigint: true });
  } catch {
    reportSignal();
  }
}
