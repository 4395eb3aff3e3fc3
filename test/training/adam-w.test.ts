import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { AdamW } from '../../src/lib/training/adam-w';

const GRADIENTS = [
  { kernel: [0.5, -1, 2, 0.001], bias: [3, -0.2] },
  { kernel: [0.1, 0.3, -2, 0], bias: [1, 0.7] },
  { kernel: [-0.4, 0, 0.25, 5], bias: [-2, 0.1] },
];

/** Algorithm 2 of the paper, number by number. */
function plainAdamW(
  start: number[],
  { gradients, rates, decay }: { gradients: number[][]; rates: number[]; decay: number },
): number[] {
  return start.map((first, i) => {
    let [value, m, v] = [first, 0, 0];
    gradients.forEach((gradient, t) => {
      m = 0.9 * m + 0.1 * gradient[i];
      v = 0.99 * v + 0.01 * gradient[i] ** 2;
      const [mHat, vHat] = [m / (1 - 0.9 ** (t + 1)), v / (1 - 0.99 ** (t + 1))];
      value -= rates[t] * (mHat / (Math.sqrt(vHat) + 1e-6) + decay * value);
    });
    return value;
  });
}

function close(found: ArrayLike<number>, expected: number[]): void {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 2e-6, `${found[i]} ${value}`));
}

/** A kernel and a bias with an optimizer, and a way to take the steps of GRADIENTS. */
function setUp(optimizer: AdamW) {
  const kernel = tf.variable(tf.tensor2d([1, -2, 3, 0.5], [2, 2]));
  const bias = tf.variable(tf.tensor1d([0.1, -0.3]));
  const take = (step: number) =>
    tf.tidy(() =>
      optimizer.applyGradients([
        { name: kernel.name, tensor: tf.tensor2d(GRADIENTS[step].kernel, [2, 2]) },
        { name: bias.name, tensor: tf.tensor1d(GRADIENTS[step].bias) },
      ]),
    );
  return { kernel, bias, take };
}

const OPTIONS = { beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1 };

describe('AdamW', () => {
  it('takes the steps of the paper, decaying kernels and nothing else, at the learning rate of each step', () => {
    const optimizer = new AdamW(OPTIONS);
    const { kernel, bias, take } = setUp(optimizer);
    const rates = [0.01, 0.1, 0.05];
    rates.forEach((rate, step) => {
      optimizer.learningRate = rate;
      take(step);
    });
    const [kernels, biases] = [GRADIENTS.map((each) => each.kernel), GRADIENTS.map((each) => each.bias)];
    close(kernel.dataSync(), plainAdamW([1, -2, 3, 0.5], { gradients: kernels, rates, decay: 0.1 }));
    close(bias.dataSync(), plainAdamW([0.1, -0.3], { gradients: biases, rates, decay: 0 }));
    assert.equal(optimizer.iterations, 3);
  });

  it('continues exactly from a saved state', async () => {
    const [one, two] = [setUp(new AdamW(OPTIONS)), new AdamW(OPTIONS)];
    const first = new AdamW(OPTIONS);
    const whole = setUp(first);
    [0, 1, 2].forEach((step) => whole.take(step));

    const before = new AdamW(OPTIONS);
    const resumed = setUp(before);
    resumed.take(0);
    resumed.take(1);
    const state = await before.getWeights();
    assert.deepEqual(
      state.map(({ name }) => name),
      [
        'iter',
        ...[resumed.kernel, resumed.bias].map(({ name }) => `${name}/m`),
        ...[resumed.kernel, resumed.bias].map(({ name }) => `${name}/v`),
      ],
    );
    await two.setWeights(state);
    tf.tidy(() => {
      two.applyGradients({
        [resumed.kernel.name]: tf.tensor2d(GRADIENTS[2].kernel, [2, 2]),
        [resumed.bias.name]: tf.tensor1d(GRADIENTS[2].bias),
      });
    });
    assert.deepEqual(resumed.kernel.dataSync(), whole.kernel.dataSync());
    assert.deepEqual(resumed.bias.dataSync(), whole.bias.dataSync());
    assert.notDeepEqual(one.kernel.dataSync(), whole.kernel.dataSync());
  });

  it('refuses to resume from the state of other variables', async () => {
    const optimizer = new AdamW(OPTIONS);
    const state = tf.tidy(() => [
      { name: 'iter', tensor: tf.scalar(3, 'int32') },
      ...['m', 'v'].map((name) => ({ name, tensor: tf.zeros([6]) })),
    ]);
    await optimizer.setWeights(state);
    assert.throws(
      () => setUp(optimizer).take(0),
      /state to be in the shapes .* \[2,2\] \[2\] but found \[6\]/,
    );
    tf.dispose(state.map(({ tensor }) => tensor));
    optimizer.dispose();
  });

  it('keeps two tensors a variable, whatever the number of steps, and frees them', () => {
    const optimizer = new AdamW();
    const { take } = setUp(optimizer);
    const before = tf.memory().numTensors;
    [0, 1, 2].forEach((step) => take(step));
    assert.equal(tf.memory().numTensors, before + 4);
    optimizer.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('is built again from its configuration', () => {
    const config = new AdamW({ ...OPTIONS, learningRate: 0.5 }).getConfig();
    assert.deepEqual(config, { learningRate: 0.5, beta1: 0.9, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1 });
    assert.deepEqual(AdamW.fromConfig(AdamW, config).getConfig(), config);
  });

  it('refuses numbers that the method does not allow', () => {
    assert.throws(() => new AdamW({ beta1: 1 }), /beta1 to be from 0 to below 1 but found 1/);
    assert.throws(() => new AdamW({ learningRate: -1 }), /learningRate to be 0 or more but found -1/);
    assert.throws(() => new AdamW({ weightDecay: NaN }), /weightDecay/);
  });
});
