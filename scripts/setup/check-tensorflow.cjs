// Loads tfjs-node, runs one op in its binding and prints TensorFlow's version. Throws if the result
// is wrong.
const assert = require('node:assert/strict');
require('../../src/lib/engine/native/legacy-functions.cjs');
const tf = require('@tensorflow/tfjs-node');

assert.equal(tf.getBackend(), 'tensorflow');
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
assert.deepEqual([...product.dataSync()], [19, 22, 43, 50]);
const { binding } = /** @type {{ binding: { TF_Version: string } }} */ (
  /** @type {unknown} */ (tf.backend())
);
console.log(JSON.stringify({ version: binding.TF_Version }));
