// Loads tfjs-node, runs one op through its binding and prints TensorFlow's version; a wrong result ends in an error.
const assert = require('node:assert/strict');
const util = require('node:util');

// tfjs-node 4.22.0 calls what Node 23 removed: see src/lib/engine/native/legacy-util.ts.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const tf = require('@tensorflow/tfjs-node');

assert.equal(tf.getBackend(), 'tensorflow');
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
assert.deepEqual([...product.dataSync()], [19, 22, 43, 50]);
console.log(JSON.stringify({ version: tf.backend().binding.TF_Version }));
