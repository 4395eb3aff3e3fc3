'use strict';
const { setImmediate, setTimeout } = require('node:timers/promises');
const { createCellRunner } = require('./cell.cjs');
const { createExecution, KeyboardInterrupt } = require('./interrupt.cjs');
const { toMimeBundle } = require('./mime.cjs');
const { createModules } = require('./modules.cjs');
const { captureOutput } = require('./output.cjs');
const { describeError, installStackTraces, register } = require('./stack.cjs');

/**
 * The queue of execute requests: one cell runs at a time, in the order of arrival. A cell fails by what it throws, by
 * a promise of its that is rejected and that nobody awaits, and by an interrupt; every request that is waiting by
 * then is answered as aborted, unless the failed one said `stop_on_error: false`.
 */
function createCells({ root, compiler, interrupts, publish }) {
  const output = captureOutput(publish);
  const modules = createModules(root, {
    tslab: require('tslab'),
    wrap: interrupts.protect,
    register: (file, maps) => register(file, { name: nameOf(file, root), maps }),
  });
  const run = createCellRunner({ compiler, modules, interrupts });
  const strays = collectStrays({ isBusy: () => busy, show: (text) => output.write('stderr', text) });
  const queue = [];
  let count = 0;
  let busy = false;
  installStackTraces();

  async function add(message, reply) {
    queue.push({ message, reply });
    if (busy) return;
    busy = true;
    try {
      while (queue.length > 0) await execute(queue.shift());
    } finally {
      busy = false;
    }
  }

  async function execute({ message, reply }) {
    const {
      code,
      silent = false,
      store_history: counts = !silent,
      stop_on_error: stops = true,
      allow_stdin: isInteractive = true,
    } = message.content;
    if (counts && !silent) count++;
    const tell = (type, content) => publish(type, content, message);
    tell('status', { execution_state: 'busy' });
    if (!silent) tell('execute_input', { code, execution_count: count });
    output.direct(message);

    const execution = createExecution(interrupts);
    // JupyterLab alone sends this with a cell, and alone keeps a picture of each plot that it draws.
    const isJupyterLab = 'deletedCells' in (message.metadata ?? {});
    const { data, error } = await outcome(code, { execution, isInteractive, isJupyterLab });
    let waiting = [];
    if (error) {
      const description = describeError(error, { root });
      tell('error', description);
      if (stops) {
        // What the client sent along with this cell (Run All) may still be on its way.
        await setTimeout(50);
        waiting = queue.splice(0);
      }
      reply({ status: 'error', execution_count: count, ...description });
    } else {
      if (data && !silent) tell('execute_result', { execution_count: count, data, metadata: {} });
      reply({ status: 'ok', execution_count: count, user_expressions: {}, payload: [] });
    }
    tell('status', { execution_state: 'idle' });
    // Only now: until here an interrupt also ends what a stopped cell has left running.
    execution.end();
    for (const aborted of waiting) abort(aborted);
  }

  /** What a cell came to: its last value's MIME bundle, or the error it failed with. */
  async function outcome(code, { execution, isInteractive, isJupyterLab }) {
    globalThis[Symbol.for('jupyter.attended')] = isInteractive;
    globalThis[Symbol.for('jupyter.lab')] = isJupyterLab;
    globalThis[Symbol.for('jupyter.interrupt')] = execution.signal;
    let data;
    let error;
    try {
      const value = await run(code, { name: `cell [${count}]`, execution });
      if (value !== undefined) data = await execution.guard(toMimeBundle(value));
    } catch (thrown) {
      error = execution.interrupted ? asInterrupt(thrown) : asError(thrown);
    }
    // Node tells of an unhandled rejection after the turn of the event loop in which it happened.
    await setImmediate();
    const [first, ...others] = strays.take(error);
    error ??= first;
    for (const other of first === error ? others : [first, ...others]) {
      if (other) output.write('stderr', `${describeError(other, { root }).traceback.join('\n')}\n`);
    }
    return { data, error };
  }

  function abort({ message, reply }) {
    publish('status', { execution_state: 'busy' }, message);
    reply({ status: 'aborted', execution_count: count });
    publish('status', { execution_state: 'idle' }, message);
  }

  return { add };
}

/** Errors that no cell's own promise brings: rejections that nobody handles, exceptions in timers and events. */
function collectStrays({ isBusy, show }) {
  const strays = new Map(); // promise, or the error itself -> error
  const collect = (key, thrown) => {
    if (thrown instanceof KeyboardInterrupt) return;
    const error = asError(thrown);
    strays.set(key, error);
    if (!isBusy()) show(`${error.stack}\nNobody awaited this; the next cell will fail with it.\n`);
  };
  process.on('unhandledRejection', (reason, promise) => collect(promise, reason));
  process.on('rejectionHandled', (promise) => strays.delete(promise));
  process.on('uncaughtException', (error) => collect(error, error));
  return {
    /** What came since the last call, without `known`. */
    take(known) {
      const errors = [...strays.values()].filter((error) => error !== known);
      strays.clear();
      return errors;
    },
  };
}

/** Anything can be thrown; an error is what can be told apart from having none. */
const asError = (thrown) => (thrown instanceof Error ? thrown : new Thrown(thrown));

class Thrown extends Error {
  name = 'Thrown';
  hideStack = true;
  constructor(value) {
    super(typeof value === 'string' ? value : require('node:util').inspect(value));
  }
}

/** A cell that ended in its own way after an interrupt says why, under the name that clients know. */
function asInterrupt(thrown) {
  if (thrown instanceof KeyboardInterrupt) return thrown;
  const { message } = asError(thrown);
  return new KeyboardInterrupt(message, { cause: thrown });
}

const nameOf = (file, root) => require('node:path').relative(root, file).replace(/\.js$/, '.ts');

module.exports = { createCells };
