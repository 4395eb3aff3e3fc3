'use strict';
const { Module } = require('node:module');
const { TextDecoder } = require('node:util');
const { createStreamBuffer } = require('./stream-buffer.cjs');

/**
 * @typedef {{ data: Record<string, string | Uint8Array>, metadata?: object, transient?: object }}
 *   DisplayData
 */

/**
 * Stands in for tslab's module of that name, which would load TypeScript: tslab's `display`, and the
 * library's figures, look there for the function that shows them.
 *
 * @type {{ __esModule: true, lastWriteDisplayData: ((data: DisplayData, isUpdate: boolean) => void) | null }}
 */
const jupyter = { __esModule: true, lastWriteDisplayData: null };
const file = require.resolve('tslab/dist/jupyter');
require.cache[file] = Object.assign(/** @type {NodeJS.Module} */ (new Module(file)), {
  exports: jupyter,
  loaded: true,
});

/**
 * Publishes what is written to stdout and stderr, and what tslab's `display` shows, as output of
 * the cell given to `setParent` last. That includes what a timer writes after the cell has ended.
 * Writes are gathered (see stream-buffer.cjs): `publish` sends them before its own message, and
 * `flush` sends them alone.
 *
 * @param {import('./sockets.cjs').Publish} publishNow
 */
function captureOutput(publishNow) {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  /** @type {import('./cell-queue.cjs').ExecuteRequest | undefined} */
  let parent;
  const { write, flush, beginCell } = createStreamBuffer((segment) => publishNow('stream', segment, parent));

  /** @type {import('./sockets.cjs').Publish} */
  const publish = (...message) => {
    flush();
    publishNow(...message);
  };

  /** @param {import('./cell-queue.cjs').ExecuteRequest} request */
  function setParent(request) {
    beginCell();
    if (!parent) {
      capture('stdout');
      capture('stderr');
      process.on('exit', flush);
    }
    parent = request;
    jupyter.lastWriteDisplayData = ({ data, metadata = {}, transient = {} }, isUpdate) =>
      publish(isUpdate ? 'update_display_data' : 'display_data', { data, metadata, transient }, request);
  }

  /** @param {import('./stream-buffer.cjs').StreamName} name */
  function capture(name) {
    const stream = process[name];
    // The same output whether Jupyter was started from a terminal or not.
    stream.isTTY = false;
    /**
     * @param {string | Uint8Array} chunk
     * @param {BufferEncoding | (() => void)} [encoding]
     * @param {() => void} [callback]
     */
    stream.write = (chunk, encoding, callback) => {
      const done = typeof encoding === 'function' ? encoding : callback;
      write(name, typeof chunk === 'string' ? chunk : decoders[name].decode(chunk, { stream: true }));
      if (done) process.nextTick(done);
      return true;
    };
  }

  return { setParent, parent: () => parent, writeStream: write, publish, flush };
}

module.exports = { captureOutput };
