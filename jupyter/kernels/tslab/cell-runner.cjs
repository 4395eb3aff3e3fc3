'use strict';
const vm = require('node:vm');
const { MessageChannel } = require('node:worker_threads');
const { KeyboardInterrupt } = require('./interrupt.cjs');
const { explainPython } = require('./python-habits.cjs');
const { registerSource } = require('./stack-trace.cjs');
const { saveTensorFlowState } = require('./tensorflow-state.cjs');
const { GUARD } = require('./transformers.cjs');

// The head of the function that a cell becomes. The line break keeps the cell's columns.
const functionHead = (/** @type {boolean} */ isAsync) =>
  `(${isAsync ? 'async ' : ''}function (exports, require, ${GUARD}) {\n`;

/** TypeScript does not accept a cell, or a file that it imports. */
class TypeScriptError extends Error {
  /** @override */
  name = 'TypeScriptError';
  hideStack = true;
  /**
   * @param {import('tslab/dist/converter').Diagnostic[]} diagnostics
   * @param {string} cellName
   */
  constructor(diagnostics, cellName) {
    const lines = diagnostics.map(
      ({ fileName, start, messageText }) =>
        `${fileName ?? cellName}:${start.line + 1}:${start.character + 1} - ${messageText}`,
    );
    super(lines.join('\n'));
  }
}

/**
 * Runs cells one after another. They share their top-level names through one `exports` object, as
 * in tslab.
 *
 * @param {object} options
 * @param {import('./threaded-compiler.cjs').ThreadedCompiler} options.compiler
 * @param {ReturnType<typeof import('./module-loader.cjs').createModuleLoader>} options.modules
 * @param {import('./interrupt.cjs').Interrupts} options.interrupts
 * @param {Record<string | symbol, any>} options.names what the first cell finds as if an earlier one
 *   had declared it
 */
function createCellRunner({ compiler, modules, interrupts, names }) {
  const exports = new Proxy(names, {
    // The converter's `export { x }` of an import is a getter. Keep the value, so that a later cell
    // can assign to the name.
    defineProperty(_, name, { get, value }) {
      if (name !== '__esModule') names[name] = get ? get() : value;
      return true;
    },
  });
  const start = createStarter();

  /**
   * Runs a cell and resolves to its last value, or undefined if it has none. Later cells know what
   * the cell declared only if all of it ran.
   *
   * @param {string} source
   * @param {{ name: string, execution: import('./interrupt.cjs').Execution }} options
   * @returns {Promise<unknown>}
   */
  return async function run(source, { name, execution }) {
    const cell = interrupts.protect(() => {
      const converted = compiler.convert(source);
      if (converted.diagnostics.length > 0) return converted;
      modules.update(converted.modules);
      registerSource(name, { name, maps: converted.maps, shift: 1 });
      const code = `${functionHead(converted.isAsync)}${converted.code}\n})`;
      return { ...converted, script: new vm.Script(code, { filename: name, lineOffset: -1 }) };
    });
    if (!('script' in cell)) throw new TypeScriptError(explainPython(cell.diagnostics, source), name);
    if (execution.interrupted) throw new KeyboardInterrupt();

    const restore = saveTensorFlowState();
    try {
      await execution.guard(
        start(() => cell.script.runInThisContext()(exports, modules.require, execution.guard)),
      );
    } finally {
      if (execution.terminated) restore();
    }
    compiler.accept(cell.declarations);
    if (cell.resultName === undefined) return undefined;
    const value = names[cell.resultName];
    delete names[cell.resultName];
    return typeof value?.then === 'function' ? execution.guard(value) : value;
  };
}

/**
 * Calls functions from a message event, with none of the kernel's JavaScript below them on the
 * stack: when a cell is terminated (see interrupt.cjs), everything on the stack is lost.
 */
function createStarter() {
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const tasks = [];
  port1.on('message', () => tasks.shift()?.());
  /**
   * @template T
   * @param {() => T | PromiseLike<T>} work
   * @returns {Promise<T>}
   */
  return (work) =>
    new Promise((resolve, reject) => {
      tasks.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      port2.postMessage(null);
    });
}

module.exports = { createCellRunner, TypeScriptError };
