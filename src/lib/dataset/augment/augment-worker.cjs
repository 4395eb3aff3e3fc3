'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');
const { parentPort } = require('node:worker_threads');

/*
 * The worker thread of prefetch-augmented.ts. A thread does not inherit its parent's loaders: if
 * the library is there as TypeScript only, it has to register one itself. If loading fails, every
 * request is answered with that error: the parent waits for the answer without its event loop, so
 * it would not notice that the thread has died.
 */

/** @typedef {typeof import('./augment-images').augmentImages} AugmentImages */
/** @typedef {{ pixels: Parameters<AugmentImages>[0], options: Parameters<AugmentImages>[1] }} Request */

/** @returns {AugmentImages} */
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

/** @param {Request} request */
function answer({ pixels, options }) {
  try {
    return { images: augmentImages(pixels, options) };
  } catch (error) {
    return { error };
  }
}

/**
 * Answers the requests that arrive on a port, and counts the answers where the parent waits for
 * them.
 *
 * @param {{
 *   port: import('node:worker_threads').MessagePort,
 *   answers: Int32Array<SharedArrayBuffer>,
 * }} channel
 */
function listen({ port, answers }) {
  port.on('message', (/** @type {Request} */ request) => {
    const response = answer(request);
    port.postMessage(response, response.images ? [/** @type {ArrayBuffer} */ (response.images.buffer)] : []);
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  });
}

parentPort?.on('message', listen);
