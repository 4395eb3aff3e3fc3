'use strict';
// What happens on SIGINT (interrupt_mode "signal": unlike a message, a signal arrives even while a
// loop never yields).
//
// A second thread (interrupt-watcher.cjs) receives the signal, whatever the main thread is doing:
// 1. The running cell's AbortSignal, globalThis[Symbol.for('jupyter.interrupt')], reads as aborted
//    from that moment, even in a loop that awaits nothing but TensorFlow and so never lets Node's
//    event loop turn.
// 2. A cell whose code has used that signal (`aborted`, or a listener) gets 10 seconds to end by
//    itself: training uses them to finish its batch and save its checkpoints. A second interrupt
//    cuts that short.
// 3. Otherwise every `await` in the cell rejects with a KeyboardInterrupt, and the cell ends at
//    once.
// 4. Code that does not yield (`while (true) {}`) is terminated one second after the signal: no
//    catch or finally block runs, and TensorFlow's scopes are restored to what they were before the
//    cell. While the kernel compiles a cell or loads a package, nothing is terminated, since that
//    would leave it half done: the interrupt waits. A native call (one TensorFlow op) can't be
//    terminated either: the interrupt takes effect when it returns.
// However the cell ends, it reports an error named KeyboardInterrupt, and the kernel keeps its
// state.
const { setMaxListeners } = require('node:events');
const path = require('node:path');
const { Worker } = require('node:worker_threads');

/** Seconds that a cell gets to end by itself if it uses its AbortSignal. */
const GRACE = 10;

/**
 * Slots of the memory that both threads share. PROTECTED counts calls that must not be terminated.
 * CELL is 0 between cells.
 */
const SLOTS = { INTERRUPTED: 0, NOTICED: 1, OBSERVED: 2, PROTECTED: 3, CELL: 4, TERMINATED: 5, WAIT: 6 };

/** @typedef {ReturnType<typeof watchInterrupts>} Interrupts */
/** @typedef {ReturnType<typeof createExecution>} Execution */

/**
 * What a message from the watcher says, and for which cell.
 *
 * @typedef {{ type: 'interrupt' | 'ping' | 'terminated' | 'exit', cell: number }} WatcherMessage
 */

class KeyboardInterrupt extends Error {
  /** @override */
  name = 'KeyboardInterrupt';
  /**
   * @param {string} [message]
   * @param {ErrorOptions} [options]
   */
  constructor(message = 'The cell was interrupted.', options) {
    super(message, options);
  }
}

/** Starts the watcher thread. `raise` does what a SIGINT does. */
function watchInterrupts() {
  const shared = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOTS).length));
  const parent = process.ppid;
  const worker = new Worker(path.join(__dirname, 'interrupt-watcher.cjs'), {
    workerData: { shared, slots: SLOTS, parent, grace: GRACE },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    execArgv: [],
  });
  /** @type {(() => void) | undefined} */
  let listener;
  let cells = 0;
  worker.on('message', (/** @type {WatcherMessage} */ { type, cell }) => {
    Atomics.store(shared, SLOTS.NOTICED, 1);
    if (type === 'exit') process.exit(1);
    // An interrupt of the previous cell, or one between two cells, does not concern this cell.
    if (type !== 'ping' && cell === cells) listener?.();
  });

  return {
    raise: () => process.kill(process.pid, 'SIGINT'),
    /**
     * Begins a cell: forgets earlier interrupts and reports the next ones to `onInterrupt`.
     *
     * @param {() => void} onInterrupt
     */
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
    /**
     * Runs what must not be terminated halfway.
     *
     * @template T
     * @param {() => T} work
     */
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
 * The state of a running cell: `signal`, its AbortSignal; `guard(value)`, which wraps what it
 * awaits; `interrupted`, whether it was asked to end; `terminated`, whether it was cut off.
 *
 * @param {Interrupts} interrupts
 */
function createExecution(interrupts) {
  const controller = new AbortController();
  const { signal } = controller;
  /**
   * How to reject each `await` of the cell.
   *
   * @type {Set<(error: Error) => void>}
   */
  const waiting = new Set();
  let count = 0;
  let isCurrent = true;

  const isAborted = () => Reflect.get(AbortSignal.prototype, 'aborted', signal);
  const abort = () => controller.abort(new KeyboardInterrupt());
  setMaxListeners(0, signal);
  Object.defineProperty(signal, 'aborted', {
    get() {
      interrupts.observe();
      if (!isAborted() && isCurrent && interrupts.isInterrupted()) abort();
      return isAborted();
    },
  });
  /** @param {Parameters<AbortSignal['addEventListener']>} args */
  signal.addEventListener = (...args) => {
    interrupts.observe();
    AbortSignal.prototype.addEventListener.apply(signal, args);
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
    /**
     * Awaits a value, unless the cell is interrupted.
     *
     * @template T
     * @param {T | PromiseLike<T>} [value]
     * @returns {Promise<T>}
     */
    guard: (value) =>
      new Promise((resolve, reject) => {
        waiting.add(reject);
        Promise.resolve(/** @type {T} */ (value)).then(
          (result) => {
            waiting.delete(reject);
            if (execution.interrupted) reject(new KeyboardInterrupt());
            else resolve(result);
          },
          (error) => {
            waiting.delete(reject);
            reject(error);
          },
        );
      }),
    end() {
      isCurrent = false;
      interrupts.end();
    },
  };
  return execution;
}

module.exports = { watchInterrupts, createExecution, KeyboardInterrupt, SLOTS };
