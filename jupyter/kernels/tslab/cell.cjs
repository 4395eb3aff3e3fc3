'use strict';
const vm = require('node:vm');
const { MessageChannel } = require('node:worker_threads');
const { GUARD } = require('./transforms.cjs');
const { KeyboardInterrupt } = require('./interrupt.cjs');
const { keepTensorFlow } = require('./tensorflow-state.cjs');
const { register } = require('./stack.cjs');

// Parameters of the function that a cell becomes; the line break keeps the cell's own columns.
const opening = (isAsync) => `(${isAsync ? 'async ' : ''}function (exports, require, ${GUARD}) {\n`;

/** A cell, or a file that it imports, that TypeScript does not accept. */
class TypeScriptError extends Error {
  name = 'TypeScriptError';
  hideStack = true;
  constructor(diagnostics, cellName) {
    const lines = diagnostics.map(
      ({ fileName, start, messageText }) =>
        `${fileName ?? cellName}:${start.line + 1}:${start.character + 1} - ${messageText}`,
    );
    super(lines.join('\n'));
  }
}

/** Runs cells one after the other; they share their top-level names through one `exports` object, as in tslab. */
function createCellRunner({ compiler, modules, interrupts }) {
  const names = {};
  const exports = new Proxy(names, {
    // The converter's `export { x }` of an import is a getter: keep the value, so that a later cell can assign to it.
    defineProperty(_, name, { get, value }) {
      if (name !== '__esModule') names[name] = get ? get() : value;
      return true;
    },
  });
  const start = createStarter();

  /**
   * Resolves to the cell's last value (undefined where it has none). What the cell declared is known to later cells
   * once all of it ran.
   */
  return async function run(source, { name, execution }) {
    const cell = interrupts.protect(() => {
      const converted = compiler.convert(source);
      if (converted.diagnostics.length > 0) return converted;
      modules.update(converted.modules);
      register(name, { name, maps: converted.maps, shift: 1 });
      const code = `${opening(converted.isAsync)}${converted.code}\n})`;
      return { ...converted, script: new vm.Script(code, { filename: name, lineOffset: -1 }) };
    });
    if (cell.diagnostics.length > 0) throw new TypeScriptError(cell.diagnostics, name);
    if (execution.interrupted) throw new KeyboardInterrupt();

    const restore = keepTensorFlow();
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
 * Calls functions out of a message's event, with no JavaScript of the kernel below them on the stack: where a cell is
 * terminated (see interrupt.cjs), everything on the stack is lost.
 */
function createStarter() {
  const { port1, port2 } = new MessageChannel();
  const tasks = [];
  port1.on('message', () => tasks.shift()());
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
