'use strict';
const { TextDecoder } = require('node:util');

/**
 * @typedef {{ data: Record<string, string | Uint8Array>, metadata?: object, transient?: object }}
 *   DisplayData
 */

/** @type {{ lastWriteDisplayData(data: DisplayData, isUpdate: boolean): void }} */
const jupyter = require('tslab/dist/jupyter');

/**
 * Publishes what is written to stdout and stderr, and what tslab's `display` shows, as output of
 * the cell given to `setParent` last. That includes what a timer writes after the cell has ended.
 * Each write is sent at once, so that outputs keep their order.
 *
 * @param {import('./sockets.cjs').Publish} publish
 */
function captureOutput(publish) {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  /** @type {import('./cell-queue.cjs').ExecuteRequest | undefined} */
  let parent;

  const writeStream = (/** @type {'stdout' | 'stderr'} */ name, /** @type {string} */ text) => {
    if (text !== '') publish('stream', { name, text }, parent);
  };

  /** @param {import('./cell-queue.cjs').ExecuteRequest} request */
  function setParent(request) {
    if (!parent) {
      capture('stdout');
      capture('stderr');
    }
    parent = request;
    jupyter.lastWriteDisplayData = ({ data, metadata = {}, transient = {} }, isUpdate) =>
      publish(isUpdate ? 'update_display_data' : 'display_data', { data, metadata, transient }, request);
  }

  /** @param {'stdout' | 'stderr'} name */
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
      writeStream(name, typeof chunk === 'string' ? chunk : decoders[name].decode(chunk, { stream: true }));
      if (done) process.nextTick(done);
      return true;
    };
  }

  return { setParent, writeStream };
}

module.exports = { captureOutput };
