import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/index';
import { relativeError, withFastTraining } from './compare';

/** The published update (Kingma and Ba 2015, algorithm 1) in double precision, with tfjs' place for epsilon. */
function adamByHand(
  start: number[],
  gradients: number[][],
  [rate, beta1, beta2, epsilon]: number[],
): number[] {
  return start.map((value, i) => {
    let [m, v] = [0, 0];
    gradients.forEach((gradient, step) => {
      m = beta1 * m + (1 - beta1) * gradient[i];
      v = beta2 * v + (1 - beta2) * gradient[i] ** 2;
      const corrected = Math.sqrt(v / (1 - beta2 ** (step + 1)));
      value -= (rate * m) / (1 - beta1 ** (step + 1)) / (corrected + epsilon);
    });
    return value;
  });
}

/** Applies the gradients one after the other with tf.train.adam. */
function adamByTfjs(
  start: number[],
  gradients: number[][],
  hyper: [number, number, number, number],
): number[] {
  const optimizer = tf.train.adam(...hyper);
  const variable = tf.tidy(() => tf.variable(tf.tensor1d(start)));
  for (const gradient of gradients) {
    const tensor = tf.tensor1d(gradient);
    optimizer.applyGradients([{ name: variable.name, tensor }]);
    tensor.dispose();
  }
  const result = Array.from(variable.dataSync());
  tf.dispose(variable);
  optimizer.dispose();
  return result;
}

describe('Adam on TensorFlow’s op', () => {
  const START = [1, -2, 0.5, 3];
  const GRADIENTS = [
    [0.1, -3, 1e-6, 0],
    [0.2, 1, -2e-6, 0],
    [-0.5, 2, 1e-6, 1e-3],
    [0.3, -1, 3e-6, 0],
  ];

  it('follows the published update, and stock tfjs, also where epsilon matters', () => {
    for (const hyper of [
      [0.01, 0.9, 0.999, 1e-7],
      [0.1, 0.8, 0.99, 1e-3],
    ] as [number, number, number, number][]) {
      const byHand = adamByHand(START, GRADIENTS, hyper);
      const stock = adamByTfjs(START, GRADIENTS, hyper);
      const fast = withFastTraining('float32', () => adamByTfjs(START, GRADIENTS, hyper));
      assert.ok(relativeError(fast, byHand) < 1e-5, `${fast.join()} against ${byHand.join()}`);
      assert.ok(relativeError(fast, stock) < 1e-5, `${fast.join()} against ${stock.join()}`);
      // What the steps did, not only where they ended.
      const moved = (end: number[]) => end.map((value, i) => value - START[i]);
      assert.ok(relativeError(moved(fast), moved(byHand)) < 1e-4);
    }
  });

  it('steps from a value that was assigned in between, and holds no memory after dispose()', () => {
    const native = (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding;
    const run = () => {
      const optimizer = tf.train.adam(0.1);
      const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
      tf.tidy(() => {
        optimizer.applyGradients([{ name: variable.name, tensor: tf.tensor1d([1, 1]) }]);
        variable.assign(tf.tensor1d([5, 6]));
        optimizer.applyGradients([{ name: variable.name, tensor: tf.tensor1d([1, 1]) }]);
      });
      const result = variable.dataSync();
      variable.dispose();
      optimizer.dispose();
      return result;
    };
    const stock = run();
    withFastTraining('float32', () => {
      assert.ok(relativeError(run(), stock) < 1e-6);
      const [tensors, handles] = [tf.memory().numTensors, native.getNumOfTensors()];
      run();
      assert.deepEqual([tf.memory().numTensors, native.getNumOfTensors()], [tensors, handles]);
    });
  });
});
