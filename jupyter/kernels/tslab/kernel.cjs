'use strict';
// Launches the project's notebook kernel. From tslab 1.0.22 (pinned: its dist folder is used) come the converter from
// TypeScript cells to JavaScript, its completion and inspection, and its `display` functions. The rest is here:
//
//   wire, server     Jupyter's messages and sockets          https://jupyter-client.readthedocs.io/en/latest/messaging.html
//   cells            execute requests, one after the other: their outputs, results, errors
//   compiler         tslab's converter, mended: strict types, files as they are now (fresh-files), no check of the library
//                    twice (diagnosis, build-cache), names and awaits that tslab overlooks (transforms)
//   modules          the project's own modules, all evaluated anew when one of them changed
//   stack, mime      how errors and values are shown
//   interrupt        what SIGINT does, and how the kernel leaves when its client is gone (interrupt-watcher)
//
// A cell runs in the main context with the project root as working directory, and may use
//   globalThis[Symbol.for('jupyter.interrupt')]            the running cell's AbortSignal, see interrupt.cjs
//   globalThis[Symbol.for('jupyter.attended')]             whether the cell's client would take input (a front end with somebody
//                                                          in front of it), or not (nbconvert and others that run headless)
//   globalThis[Symbol.for('jupyter.lab')]                  whether that client is JupyterLab, which keeps pictures of plots
//   value[Symbol.for('jupyter.mimebundle')]()              how a cell's last value shows itself, see mime.cjs
const path = require('node:path');
const { readFileSync } = require('node:fs');

// The launcher's real location, so that a kernelspec anywhere may point at it.
const root = path.resolve(__dirname, '../../..');
process.chdir(root);
// Before any package: a cell may import tfjs-node or danfojs-node without the library's own door to it.
require('../../../src/lib/engine/native/legacy-functions.cjs');

const { createCompiler } = require('./compiler.cjs');
const { watchInterrupts } = require('./interrupt.cjs');
const { serve } = require('./server.cjs');

async function main() {
  const connection = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const interrupts = watchInterrupts();
  const { listen, publish } = await serve(connection);
  // The sockets are bound: what arrives while the compiler starts (about a second) waits in them.
  const compiler = createCompiler(root);
  // The two below load more of tslab, which must find the compiler's TypeScript.
  const cells = require('./cells.cjs').createCells({ root, compiler, interrupts, publish });
  const language = require('./language.cjs').createLanguage(compiler);
  // The first conversion costs as much as ten later ones: do it before the first cell asks for it.
  compiler.convert('');
  listen({ language, execute: cells.add, interrupt: interrupts.raise });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
