'use strict';
// Launches the project's notebook kernel. tslab 1.0.22 (pinned, since its dist folder is used)
// provides the converter from TypeScript cells to JavaScript, completion and inspection, and the
// `display` functions. The rest is here:
//
//   messages, sockets         Jupyter's messages and sockets, described in
//                             https://jupyter-client.readthedocs.io/en/latest/messaging.html
//   cell-queue, cell-runner   execute requests, one after another: their outputs, results, errors
//   output, stream-buffer     stream and display_data messages
//   input                     prompt() and process.stdin, by input requests
//   comms                     channels to parts of the front end
//   threaded-compiler         the compiler in a thread of its own (compiler-thread), started when a
//                             cell is not the same as in an earlier kernel (cell-cache)
//   compiler                  tslab's converter, patched: strict types, no outdated files
//                             (file-watcher), no second check of the library (diagnostics,
//                             build-cache), names and awaits that tslab overlooks (transformers)
//   language-service          completion, inspection, kernel_info
//   module-loader             the project's own modules, all re-evaluated when one of them changes
//   stack-trace, mime-bundle  how errors and values are displayed
//   interrupt                 what SIGINT does, and how the kernel ends when its client is gone
//                             (interrupt-watcher)
//
// A cell runs in the main context with the project's root as working directory. It may use
//   globalThis[Symbol.for('jupyter.interrupt')]    the running cell's AbortSignal, see interrupt.cjs
//   globalThis[Symbol.for('jupyter.interactive')]  whether the cell's client accepts input (a front
//                                                  end with a user) or not (nbconvert and other
//                                                  headless clients)
//   globalThis[Symbol.for('jupyter.lab')]          whether that client is JupyterLab, which saves
//                                                  images of plots
//   globalThis[Symbol.for('jupyter.comms')]        opens and accepts comms, see comms.cjs
//   value[Symbol.for('jupyter.mimebundle')]()      how a cell's last value displays itself, see
//                                                  mime-bundle.cjs
const path = require('node:path');
const { readFileSync } = require('node:fs');

// From the launcher's real location, so that a kernelspec anywhere may point to it. That of another
// project, which has installed this one as a package, names its folder.
const root = process.argv[3] ?? path.resolve(__dirname, '../../..');
process.chdir(root);
// Before any package: a cell may import tfjs-node or danfojs-node directly, not through the
// library.
require('../../../src/lib/engine/native/legacy-functions.cjs');

const { setImmediate } = require('node:timers/promises');
const { createCellQueue } = require('./cell-queue.cjs');
const { createComms } = require('./comms.cjs');
const { watchInterrupts } = require('./interrupt.cjs');
const { createLanguageService } = require('./language-service.cjs');
const { bindSockets } = require('./sockets.cjs');
const { createThreadedCompiler } = require('./threaded-compiler.cjs');

async function main() {
  const connection = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const interrupts = watchInterrupts();
  const { listen, publish, ask } = await bindSockets(connection);
  const compiler = createThreadedCompiler(root);
  const cells = createCellQueue({ root, compiler, interrupts, publish, ask });
  const language = createLanguageService(compiler);
  const comms = createComms(cells);
  Object.assign(globalThis, { [Symbol.for('jupyter.comms')]: comms });
  // Whoever listens by now is told that the kernel is starting.
  await setImmediate();
  listen({ language, comms, execute: cells.add, isBusy: cells.isBusy, interrupt: interrupts.raise });
  compiler.startWhenQuiet(cells.isBusy);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
