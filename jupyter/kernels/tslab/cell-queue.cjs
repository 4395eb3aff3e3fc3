'use strict';
const path = require('node:path');
const { setImmediate, setTimeout } = require('node:timers/promises');
const { inspect } = require('node:util');
const { createCellRunner } = require('./cell-runner.cjs');
const { createInput } = require('./input.cjs');
const { createExecution, KeyboardInterrupt } = require('./interrupt.cjs');
const { toMimeBundle } = require('./mime-bundle.cjs');
const { createModuleLoader } = require('./module-loader.cjs');
const { captureOutput } = require('./output.cjs');
const { describeError, installStackTraces, registerSource } = require('./stack-trace.cjs');

/**
 * An execute_request's content.
 *
 * @typedef {{ code: string, silent?: boolean, store_history?: boolean, stop_on_error?: boolean,
 *   allow_stdin?: boolean }} ExecuteContent
 */

/** @typedef {import('./messages.cjs').Message<ExecuteContent>} ExecuteRequest */
/** @typedef {{ request: ExecuteRequest, reply: import('./sockets.cjs').Reply }} Entry */

/**
 * The queue of execute requests: one cell runs at a time, in the order of arrival. A cell fails if
 * it throws, if a promise is rejected that nothing awaits, or if it is interrupted. Then every
 * waiting request is answered as aborted, unless the failed one said `stop_on_error: false`.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {import('./threaded-compiler.cjs').ThreadedCompiler} options.compiler
 * @param {import('./interrupt.cjs').Interrupts} options.interrupts
 * @param {import('./sockets.cjs').Publish} options.publish
 * @param {Parameters<typeof createInput>[0]} options.ask
 */
function createCellQueue({ root, compiler, interrupts, publish: publishNow, ask }) {
  const output = captureOutput(publishNow);
  const { publish } = output;
  const input = createInput((request, question) => {
    output.flush();
    return ask(request, question);
  });
  const modules = createModuleLoader(root, {
    loadTslab: () => require('tslab'),
    protect: interrupts.protect,
    register: (file, maps) => registerSource(file, { name: nameOf(file, root), maps }),
  });
  const runCell = createCellRunner({ compiler, modules, interrupts, names: { prompt: input.prompt } });
  const unhandled = collectUnhandledErrors({
    isBusy: () => isBusy,
    show: (text) => output.writeStream('stderr', text),
  });
  /** @type {Entry[]} */
  const queue = [];
  let count = 0;
  let isBusy = false;
  installStackTraces();

  /**
   * @param {ExecuteRequest} request
   * @param {import('./sockets.cjs').Reply} reply
   */
  async function add(request, reply) {
    queue.push({ request, reply });
    if (isBusy) return;
    isBusy = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) await execute(next);
    } finally {
      isBusy = false;
    }
  }

  /** @param {Entry} entry */
  async function execute({ request, reply }) {
    const {
      code,
      silent = false,
      store_history: storesHistory = !silent,
      stop_on_error: stopsOnError = true,
      allow_stdin: isInteractive = true,
    } = request.content;
    if (storesHistory && !silent) count++;
    const publishReply = (/** @type {string} */ type, /** @type {object} */ content) =>
      publish(type, content, request);
    publishReply('status', { execution_state: 'busy' });
    if (!silent) publishReply('execute_input', { code, execution_count: count });
    output.setParent(request);
    input.begin(request);

    const execution = createExecution(interrupts);
    // Only JupyterLab sends this with a cell, and only JupyterLab saves an image of each plot that
    // it draws.
    const isJupyterLab = 'deletedCells' in (request.metadata ?? {});
    const { data, error } = await run(code, { execution, isInteractive, isJupyterLab });
    /** @type {Entry[]} */
    let waiting = [];
    if (error) {
      const description = describeError(error, { root });
      publishReply('error', description);
      if (stopsOnError) {
        // What the client sent together with this cell (Run All) may not have arrived yet.
        await setTimeout(50);
        waiting = queue.splice(0);
      }
      reply({ status: 'error', execution_count: count, ...description });
    } else {
      if (data && !silent) publishReply('execute_result', { execution_count: count, data, metadata: {} });
      reply({ status: 'ok', execution_count: count, user_expressions: {}, payload: [] });
    }
    publishReply('status', { execution_state: 'idle' });
    // Not earlier: until now an interrupt also ends what a stopped cell has left running.
    execution.end();
    for (const entry of waiting) abort(entry);
  }

  /**
   * Runs a cell: returns its last value's MIME bundle, or the error that it failed with.
   *
   * @param {string} code
   * @param {{ execution: import('./interrupt.cjs').Execution, isInteractive: boolean,
   *   isJupyterLab: boolean }} options
   */
  async function run(code, { execution, isInteractive, isJupyterLab }) {
    Object.assign(globalThis, {
      [Symbol.for('jupyter.interactive')]: isInteractive,
      [Symbol.for('jupyter.lab')]: isJupyterLab,
      [Symbol.for('jupyter.interrupt')]: execution.signal,
    });
    let data;
    /** @type {Error | undefined} */
    let error;
    try {
      const value = await runCell(code, { name: `cell [${count}]`, execution });
      if (value !== undefined) data = await execution.guard(toMimeBundle(value));
    } catch (thrown) {
      error = execution.interrupted ? asInterrupt(thrown) : asError(thrown);
    }
    // Node reports an unhandled rejection after the turn of the event loop in which it happened.
    await setImmediate();
    const [first, ...others] = unhandled.take(error);
    error ??= first;
    for (const other of first === error ? others : [first, ...others]) if (other) showError(other);
    input.end();
    output.flush();
    return { data, error };
  }

  /** @param {unknown} error */
  function showError(error) {
    output.writeStream('stderr', `${describeError(error, { root }).traceback.join('\n')}\n`);
  }

  /** @param {Entry} entry */
  function abort({ request, reply }) {
    publish('status', { execution_state: 'busy' }, request);
    reply({ status: 'aborted', execution_count: count });
    publish('status', { execution_state: 'idle' }, request);
  }

  return {
    add,
    isBusy: () => isBusy,
    showError,
    /**
     * Publishes a message after what was printed before it, by default as the last cell's.
     *
     * @param {string} type
     * @param {object} content
     * @param {import('./comms.cjs').PublishOptions} options
     */
    publish: (type, content, { parent = output.parent(), metadata }) =>
      publish(type, content, parent, metadata),
  };
}

/**
 * Collects errors that do not reach a cell's own promise: unhandled rejections, exceptions in
 * timers and events.
 *
 * @param {{ isBusy: () => boolean, show: (text: string) => void }} options isBusy: whether a cell
 *   is running; show: prints an error that comes between two cells
 */
function collectUnhandledErrors({ isBusy, show }) {
  /**
   * By the promise, or by what was thrown.
   *
   * @type {Map<unknown, Error>}
   */
  const errors = new Map();
  const collect = (/** @type {unknown} */ key, /** @type {unknown} */ thrown) => {
    if (thrown instanceof KeyboardInterrupt) return;
    const error = asError(thrown);
    errors.set(key, error);
    if (!isBusy()) show(`${error.stack}\nNothing handled this error; the next cell will fail with it.\n`);
  };
  process.on('unhandledRejection', (reason, promise) => collect(promise, reason));
  process.on('rejectionHandled', (promise) => errors.delete(promise));
  process.on('uncaughtException', (error) => collect(error, error));
  return {
    /**
     * The errors since the last call, without `known`.
     *
     * @param {Error | undefined} known
     */
    take(known) {
      const taken = [...errors.values()].filter((error) => error !== known);
      errors.clear();
      return taken;
    },
  };
}

/** Anything can be thrown, also undefined; an error can be told apart from none. */
const asError = (/** @type {unknown} */ thrown) => (thrown instanceof Error ? thrown : new Thrown(thrown));

class Thrown extends Error {
  /** @override */
  name = 'Thrown';
  hideStack = true;
  /** @param {unknown} value */
  constructor(value) {
    super(typeof value === 'string' ? value : inspect(value));
  }
}

/**
 * The error of a cell that ended by itself after an interrupt: its own message, under the name that
 * clients know.
 *
 * @param {unknown} thrown
 */
function asInterrupt(thrown) {
  if (thrown instanceof KeyboardInterrupt) return thrown;
  const { message } = asError(thrown);
  return new KeyboardInterrupt(message, { cause: thrown });
}

const nameOf = (/** @type {string} */ file, /** @type {string} */ root) =>
  path.relative(root, file).replace(/\.js$/, '.ts');

module.exports = { createCellQueue };
