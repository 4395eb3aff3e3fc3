'use strict';
// The thread of the compiler, see threaded-compiler.cjs. It answers one call after another.
const { workerData } = require('node:worker_threads');
const { createCellCache } = require('./cell-cache.cjs');
const { createCompiler } = require('./compiler.cjs');
const { createNewModules } = require('./new-modules.cjs');

/** @type {{ root: string, port: import('node:worker_threads').MessagePort, answered: Int32Array }} */
const { root, port, answered } = workerData;
const compiler = createCompiler(root);
const cache = createCellCache(root);
const newModules = createNewModules();

/** @typedef {import('./compiler.cjs').CellSource} CellSource */

const METHODS = {
  /** @param {{ cell: CellSource, file?: string }} call file: where to keep the result */
  convert({ cell, file }) {
    const { isCacheable, used, ...conversion } = compiler.convert(cell);
    // Unless a file has changed in the meantime.
    const isKept = isCacheable && file !== undefined && file === cache.locate(cell);
    return {
      value: { ...conversion, modules: newModules(conversion.modules) },
      then: () => isKept && cache.write(file, { ...conversion, modules: used }),
    };
  },
  /** @param {{ cell: CellSource }} call */
  warmUp({ cell }) {
    compiler.convert(cell);
    return { value: undefined };
  },
  /** @param {{ cell: CellSource, position: number }} call */
  complete: ({ cell, position }) => ({ value: compiler.complete(cell, position) }),
  /** @param {{ cell: CellSource, position: number }} call */
  inspect: ({ cell, position }) => ({ value: compiler.inspect(cell, position) }),
  /** @param {{ code: string }} call */
  isComplete: ({ code }) => ({ value: compiler.isComplete(code) }),
};

port.on('message', (/** @type {{ method: keyof typeof METHODS, call: any }} */ { method, call }) => {
  let then;
  try {
    const answer = METHODS[method](call);
    then = 'then' in answer ? answer.then : undefined;
    port.postMessage({ value: answer.value });
  } catch (error) {
    port.postMessage({ error });
  }
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
  then?.();
});
