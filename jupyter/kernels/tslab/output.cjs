'use strict';
const { TextDecoder } = require('node:util');
const jupyter = require('tslab/dist/jupyter');

/**
 * Sends what is written to stdout and stderr, and what tslab's `display` shows, to the cell given to `direct` last: also
 * what a timer writes after that cell ended. Each write is sent at once, so that outputs keep their order.
 */
function captureOutput(publish) {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  let cell;

  const write = (name, text) => {
    if (text !== '') publish('stream', { name, text }, cell);
  };

  function direct(message) {
    if (!cell) for (const name of ['stdout', 'stderr']) capture(name);
    cell = message;
    jupyter.lastWriteDisplayData = ({ data, metadata = {}, transient = {} }, isUpdate) =>
      publish(isUpdate ? 'update_display_data' : 'display_data', { data, metadata, transient }, message);
  }

  function capture(name) {
    const stream = process[name];
    // The same output whether Jupyter was started from a terminal or not.
    stream.isTTY = false;
    stream.write = (chunk, encoding, callback) => {
      const done = typeof encoding === 'function' ? encoding : callback;
      write(name, typeof chunk === 'string' ? chunk : decoders[name].decode(chunk, { stream: true }));
      if (done) process.nextTick(done);
      return true;
    };
  }

  return { direct, write };
}

module.exports = { captureOutput };
