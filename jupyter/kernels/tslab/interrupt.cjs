'use strict';
// What happens on SIGINT (interrupt_mode "signal": unlike a message, a signal gets through while a loop never yields).
//
// A thread of its own (interrupt-watcher.cjs) receives the signal, so it is noticed whatever the main thread does:
// 1. The running cell's AbortSignal, globalThis[Symbol.for('jupyter.interrupt')], reads as aborted from that moment,
//    also inside a loop that awaits nothing but TensorFlow, which never lets Node's event loop turn.
// 2. A cell whose code asked for that signal (`aborted`, or a listener) has 10 seconds to come to an end by itself:
//    training uses them to finish its batch and keep its checkpoints. A second interrupt cuts that short.
// 3. Otherwise every `await` that stands in the cell rejects with a KeyboardInterrupt, and the cell ends at once.
// 4. Code that does not yield (`while (true) {}`) is terminated one second after the signal: no catch or finally block
//    runs, TensorFlow's scopes are put back to what they were before the cell. While the kernel converts a
//    cell or loads a package nothing is terminated, since it would stay half-loaded; the interrupt waits for that.
//    A native call (one TensorFlow operation) cannot be cut either: the interrupt takes effect when it returns.
// Whatever the cell did in the end, it is reported as an error named KeyboardInterrupt, and the kernel keeps its state.
const { setMaxListeners } = require('node:events');
const path = require('node:path');
const { Worker } = require('node:worker_threads');

/** Seconds that a cell gets to end by itself when it watches its AbortSignal. */
const GRACE = 10;

/** Slots of the memory that both threads share. PROTECTED counts what must not be terminated; CELL is 0 between cells. */
const SLOTS = { INTERRUPTED: 0, NOTICED: 1, OBSERVED: 2, PROTECTED: 3, CELL: 4, TERMINATED: 5, WAIT: 6 };

class KeyboardInterrupt extends Error {
  name = 'KeyboardInterrupt';
  constructor(message = 'The cell was interrupted.', options) {
    super(message, options);
  }
}

/** Starts the watching thread. `raise` does what a SIGINT does. */
function watchInterrupts() {
  const shared = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOTS).length));
  const parent = process.ppid;
  const worker = new Worker(path.join(__dirname, 'interrupt-watcher.cjs'), {
    workerData: { shared, slots: SLOTS, parent, grace: GRACE },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    execArgv: [],
  });
  let listener;
  let cells = 0;
  worker.on('message', ({ what, cell }) => {
    Atomics.store(shared, SLOTS.NOTICED, 1);
    if (what === 'leave') process.exit(1);
    // What was meant for the cell before, or came between two cells, is not for this one.
    if (what !== 'are you there' && cell === cells) listener?.();
  });

  return {
    raise: () => process.kill(process.pid, 'SIGINT'),
    /** Forgets what came before, and lets `onInterrupt` hear of the next ones. */
    begin(onInterrupt) {
      listener = onInterrupt;
      for (const slot of [SLOTS.INTERRUPTED, SLOTS.OBSERVED, SLOTS.PROTECTED, SLOTS.TERMINATED])
        Atomics.store(shared, slot, 0);
      Atomics.store(shared, SLOTS.CELL, ++cells);
    },
    end() {
      listener = undefined;
      Atomics.store(shared, SLOTS.CELL, 0);
    },
    isInterrupted: () => Atomics.load(shared, SLOTS.INTERRUPTED) > 0,
    isTerminated: () => Atomics.load(shared, SLOTS.TERMINATED) > 0,
    isObserved: () => Atomics.load(shared, SLOTS.OBSERVED) > 0,
    observe: () => Atomics.store(shared, SLOTS.OBSERVED, 1),
    /** Runs what must not be terminated half-way. */
    protect(work) {
      Atomics.add(shared, SLOTS.PROTECTED, 1);
      try {
        return work();
      } finally {
        Atomics.sub(shared, SLOTS.PROTECTED, 1);
      }
    },
  };
}

/**
 * The state of one cell that runs: `signal`, its AbortSignal; `guard(value)`, which its awaits go through;
 * `interrupted`, whether somebody asked for its end; `terminated`, whether it was cut off.
 */
function createExecution(interrupts) {
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = new Set(); // how to reject each await of the cell
  let count = 0;
  let isCurrent = true;

  const isAborted = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get;
  const abort = () => controller.abort(new KeyboardInterrupt());
  setMaxListeners(0, signal);
  Object.defineProperty(signal, 'aborted', {
    get() {
      interrupts.observe();
      if (!isAborted.call(signal) && isCurrent && interrupts.isInterrupted()) abort();
      return isAborted.call(signal);
    },
  });
  signal.addEventListener = (...rest) => {
    interrupts.observe();
    return AbortSignal.prototype.addEventListener.apply(signal, rest);
  };

  function stop() {
    for (const reject of waiting) reject(new KeyboardInterrupt());
    waiting.clear();
  }

  interrupts.begin(() => {
    count++;
    abort();
    if (interrupts.isTerminated() || count > 1 || !interrupts.isObserved()) stop();
    else setTimeout(stop, GRACE * 1000).unref();
  });

  const execution = {
    signal,
    get terminated() {
      return interrupts.isTerminated();
    },
    get interrupted() {
      return count > 0 || (isCurrent && interrupts.isInterrupted());
    },
    /** `value`, awaited, unless the cell is interrupted. */
    guard: (value) =>
      new Promise((resolve, reject) => {
        waiting.add(reject);
        const settle = (how) => (result) => {
          waiting.delete(reject);
          if (execution.interrupted && how === resolve) reject(new KeyboardInterrupt());
          else how(result);
        };
        Promise.resolve(value).then(settle(resolve), settle(reject));
      }),
    end() {
      isCurrent = false;
      interrupts.end();
    },
  };
  return execution;
}

module.exports = { watchInterrupts, createExecution, KeyboardInterrupt };
