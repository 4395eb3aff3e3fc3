'use strict';
const path = require('node:path');
const { MessageChannel, receiveMessageOnPort, Worker } = require('node:worker_threads');
const { createCellCache } = require('./cell-cache.cjs');
const { DECLARATIONS } = require('./input.cjs');
const { createNewModules } = require('./new-modules.cjs');

/** Seconds without a cell after which the compiler starts. */
const QUIET = 0.5;

/** @typedef {ReturnType<typeof createThreadedCompiler>} ThreadedCompiler */
/** @typedef {import('./compiler.cjs').Conversion} Conversion */

/**
 * The compiler in a thread of its own, which starts when it is needed: TypeScript takes seconds to
 * read the library's types, and an unchanged cell needs none of it, since its JavaScript is kept
 * from an earlier kernel (cell-cache.cjs). A call waits for its answer, as if the compiler were
 * here.
 *
 * @param {string} root
 */
function createThreadedCompiler(root) {
  const cache = createCellCache(root);
  /** @type {ReturnType<typeof startThread> | undefined} */
  let thread;
  const ask = (/** @type {string} */ method, /** @type {object} */ call) =>
    (thread ??= startThread(root)).ask(method, call);
  let declarations = DECLARATIONS;
  const newModules = createNewModules();

  return {
    /** @type {string} */
    version: require('@tslab/typescript-for-tslab/package.json').version,
    /**
     * Compiles a cell to diagnostics, or to JavaScript, with the project's modules if one has
     * changed since the last cell without errors.
     *
     * @param {string} source
     * @returns {Conversion}
     */
    convert(source) {
      const cell = { declarations, source };
      const file = cache.locate(cell);
      const kept = file && cache.read(file);
      const conversion = kept ?? ask('convert', { cell, file });
      return { ...conversion, modules: newModules(conversion.modules) };
    },
    /** @param {string} next */
    accept(next) {
      declarations = next;
    },
    /** Forgets what earlier cells declared. */
    restart() {
      declarations = DECLARATIONS;
    },
    /**
     * @param {string} source
     * @param {number} position
     * @returns {ReturnType<import('./compiler.cjs').Compiler['complete']>}
     */
    complete: (source, position) => ask('complete', { cell: { declarations, source }, position }),
    /**
     * @param {string} source
     * @param {number} position
     * @returns {string | undefined}
     */
    inspect: (source, position) => ask('inspect', { cell: { declarations, source }, position }),
    /**
     * @param {string} code
     * @returns {ReturnType<import('./compiler.cjs').Compiler['isComplete']>}
     */
    isComplete: (code) => ask('isComplete', { code }),
    /** Waits until what the calls so far found out is kept. */
    settle() {
      thread?.ask('isComplete', { code: '' });
    },
    /**
     * Starts the compiler ahead of the first cell or completion that needs it, once nothing has run
     * for a while, and has it read what the first cells import: a client that runs a whole notebook
     * may never need it.
     *
     * @param {() => boolean} isBusy whether a cell is running
     */
    startWhenQuiet(isBusy) {
      let since = performance.now();
      /** @type {string | undefined} */
      let known;
      const timer = setInterval(() => {
        if (isBusy()) since = performance.now();
        if (performance.now() - since < QUIET * 1000 || known === declarations) return;
        known = declarations;
        thread ??= startThread(root);
        thread.warmUp({ cell: { declarations, source: '' } });
        if (declarations !== DECLARATIONS) clearInterval(timer);
      }, 100);
      timer.unref();
    },
  };
}

/** @param {string} root */
function startThread(root) {
  const { port1: port, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(path.join(__dirname, 'compiler-thread.cjs'), {
    workerData: { root, port: port2, answered },
    transferList: [port2],
    // As kernel.json's --max-semi-space-size, which applies to the main thread only.
    resourceLimits: { maxYoungGenerationSizeMb: 192 },
    execArgv: [],
  });
  worker.unref();
  let asked = 0;
  let unread = 0;
  /**
   * @param {string} method
   * @param {object} call
   */
  const post = (method, call) => {
    port.postMessage({ method, call });
    asked++;
    unread++;
  };
  return {
    /**
     * @param {string} method
     * @param {object} call
     * @returns {any}
     */
    ask(method, call) {
      post(method, call);
      let count = Atomics.load(answered, 0);
      while (count < asked) {
        Atomics.wait(answered, 0, count);
        count = Atomics.load(answered, 0);
      }
      let answer;
      for (; unread > 0; unread--) answer = receiveMessageOnPort(port)?.message;
      if (answer.error) throw answer.error;
      return answer.value;
    },
    /** @param {object} call */
    warmUp: (call) => post('warmUp', call),
  };
}

module.exports = { createThreadedCompiler };
