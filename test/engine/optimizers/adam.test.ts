import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../../src/lib/engine';
import { adamStep } from '../../../src/lib/engine/optimizers/adam-step';
import { emaStep } from '../../../src/lib/engine/optimizers/ema-step';
import { relativeError, withFastTraining } from '../compare';

/**
 * The published update (Kingma and Ba 2015, algorithm 1) in double precision, with tfjs' place for
 * epsilon.
 */
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

  it('decays weights as AdamW does, apart from the gradient, and leaves clones alone', () => {
    tf.tidy(() => {
      const [variable, first, second] = [START, [0, 0, 0, 0], [0, 0, 0, 0]].map((values) =>
        tf.variable(tf.tensor1d(values)),
      );
      const clone = variable.clone();
      let byHand = [...START];
      const [rate, beta1, beta2, epsilon, weightDecay] = [0.1, 0.9, 0.99, 1e-7, 0.5];
      let [m, v] = [START.map(() => 0), START.map(() => 0)];
      GRADIENTS.forEach((gradient, index) => {
        const step = index + 1;
        const numbers = {
          learningRate: rate,
          beta1,
          beta2,
          epsilon,
          decay: rate * weightDecay,
          power1: beta1 ** step,
          power2: beta2 ** step,
        };
        const parameter = { variable, first, second, gradient: tf.tensor1d(gradient), decays: true };
        adamStep([parameter], () => numbers);
        m = m.map((mean, i) => beta1 * mean + (1 - beta1) * gradient[i]);
        v = v.map((mean, i) => beta2 * mean + (1 - beta2) * gradient[i] ** 2);
        byHand = byHand.map((value, i) => {
          const change = m[i] / (1 - beta1 ** step) / (Math.sqrt(v[i] / (1 - beta2 ** step)) + epsilon);
          return value * (1 - rate * weightDecay) - rate * change;
        });
      });
      assert.ok(relativeError(variable.dataSync(), byHand) < 1e-5);
      assert.ok(relativeError(first.dataSync(), m) < 1e-5);
      assert.ok(relativeError(second.dataSync(), v) < 1e-5);
      assert.deepEqual(Array.from(clone.dataSync()), START);
      tf.dispose([variable, first, second]);
    });
  });
});

describe('approach()', () => {
  it('moves variables a part of the way in place, and leaves clones and targets alone', () => {
    const native = (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding;
    const variables = tf.tidy(() => [tf.variable(tf.tensor1d([1, -2])), tf.variable(tf.scalar(8))]);
    const clone = variables[0].clone();
    const targets = [tf.tensor1d([3, 0]), tf.scalar(0)];
    emaStep(variables, { targets, rate: 0.25 });
    const [tensors, handles] = [tf.memory().numTensors, native.getNumOfTensors()];
    emaStep(variables, { targets, rate: 0.5 });
    assert.deepEqual(Array.from(variables[0].dataSync()), [2.25, -0.75]);
    assert.deepEqual(Array.from(variables[1].dataSync()), [3]);
    assert.deepEqual(Array.from(clone.dataSync()), [1, -2]);
    assert.deepEqual(Array.from(targets[0].dataSync()), [3, 0]);
    assert.deepEqual([tf.memory().numTensors, native.getNumOfTensors()], [tensors, handles]);
    tf.dispose([...variables, ...targets, clone]);
  });
});
