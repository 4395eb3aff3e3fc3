'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');
const { parentPort } = require('node:worker_threads');

/*
 * The other side of prefetch-augmented.ts. A thread begins with an empty Node: where the library is there as TypeScript alone, it has
 * to be told how to load that, whatever told its parent. A failure to load becomes the answer to all questions: the parent waits for
 * one without its event loop, and would not hear of a thread that died.
 */
function load() {
  try {
    if (!existsSync(path.join(__dirname, 'augment-images.js'))) require('tsx/cjs/api').register();
    return require('./augment-images').augmentImages;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

const augmentImages = load();

function answer({ pixels, options }) {
  try {
    return { images: augmentImages(pixels, options) };
  } catch (error) {
    return { error };
  }
}

parentPort.on('message', ({ port, answers }) => {
  port.on('message', (question) => {
    const found = answer(question);
    port.postMessage(found, found.images ? [found.images.buffer] : []);
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  });
});
