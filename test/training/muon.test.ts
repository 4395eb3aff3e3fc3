import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { useFastTraining } from '../../src/lib/engine/index';
import { orthogonalize } from '../../src/lib/engine/optimizers/orthogonalize';
import { tf } from '../../src/lib/engine/tensorflow';
import { AdamW } from '../../src/lib/training/adam-w';
import { Muon } from '../../src/lib/training/muon';

const OPTIONS = { learningRate: 0.01, weightDecay: 0.5 };
const SHAPES = { inner: [3, 3, 2, 4], first: [3, 3, 1, 4], dense: [8, 7], bias: [7] };

/** Variables of each kind, and a way to take steps with gradients that depend on the step alone. */
function setUp(optimizer: tf.Optimizer) {
  const variables = Object.entries(SHAPES).map(([name, shape], i) => ({
    name,
    shape,
    variable: tf.variable(tf.randomNormal(shape, 0, 1, 'float32', i + 1)),
  }));
  const gradientOf = (shape: number[], step: number) => tf.randomNormal(shape, 0, 1, 'float32', 10 + step);
  const take = (step: number) =>
    tf.tidy(() =>
      optimizer.applyGradients(
        variables.map(({ variable, shape }) => ({ name: variable.name, tensor: gradientOf(shape, step) })),
      ),
    );
  const values = () => Object.fromEntries(variables.map(({ name, variable }) => [name, variable.dataSync()]));
  return { take, values, gradientOf };
}

const close = (found: ArrayLike<number>, expected: ArrayLike<number>) =>
  Array.from(expected).forEach((value, i) =>
    assert.ok(Math.abs(found[i] - value) < 1e-5, `${found[i]} ${value}`),
  );

describe('Muon', () => {
  it('moves convolutions along the orthogonalized momentum, and all else as AdamW does', () => {
    const [muon, adamW] = [setUp(new Muon(OPTIONS)), setUp(new AdamW(OPTIONS))];
    let inner = Array.from(muon.values().inner);
    let momentum = tf.zeros(SHAPES.inner);
    for (const step of [0, 1, 2]) {
      const gradient = muon.gradientOf(SHAPES.inner, step);
      momentum = tf.add(tf.mul(momentum, 0.95), gradient);
      const ahead = tf.add(tf.mul(momentum, 0.95), gradient);
      const direction = orthogonalize(tf.reshape(ahead, [18, 4])).dataSync();
      inner = inner.map((value, i) => value * (1 - 0.01 * 0.5) - 0.01 * 0.2 * Math.sqrt(18) * direction[i]);
      muon.take(step);
      adamW.take(step);
    }
    close(muon.values().inner, inner);
    for (const name of ['first', 'dense', 'bias']) close(muon.values()[name], adamW.values()[name]);
    assert.ok(Math.abs(muon.values().inner[0] - adamW.values().inner[0]) > 1e-4);
  });

  it('takes steps of the size of the learning rate, as AdamW does', () => {
    const muon = setUp(new Muon({ learningRate: 0.1, weightDecay: 0 }));
    const before = muon.values().inner;
    muon.take(0);
    const moved = Array.from(muon.values().inner, (value, i) => (value - before[i]) ** 2);
    const size = Math.sqrt(moved.reduce((sum, value) => sum + value, 0) / moved.length);
    assert.ok(size > 0.7 * 0.02 && size < 1.25 * 0.02, `${size}`);
  });

  it('continues exactly from a saved state', async () => {
    const whole = setUp(new Muon(OPTIONS));
    [0, 1, 2].forEach(whole.take);
    const before = new Muon(OPTIONS);
    const stopped = setUp(before);
    [0, 1].forEach(stopped.take);
    const state = await before.getWeights();
    assert.equal(state.length, 1 + 1 + 2 * 3);
    assert.match(state[1].name, /\/momentum$/);
    const after = new Muon(OPTIONS);
    await after.setWeights(state);
    // The variables of the stopped run, whose names stand in the state.
    const names = state
      .filter(({ name }) => /\/(momentum|m)$/.test(name))
      .map(({ name }) => name.replace(/\/\w+$/, ''));
    const gradients = tf.tidy(() =>
      names.map((name) => ({
        name,
        tensor: tf.keep(stopped.gradientOf(tf.engine().registeredVariables[name].shape, 2)),
      })),
    );
    after.applyGradients(gradients);
    assert.equal(after.iterations, 3);
    assert.deepEqual(stopped.values(), whole.values());
  });

  it('refuses to resume from the state of another network', async () => {
    const optimizer = new Muon(OPTIONS);
    await optimizer.setWeights([
      { name: 'iter', tensor: tf.scalar(1, 'int32') },
      { name: 'other/momentum', tensor: tf.zeros([3, 3, 5, 5]) },
    ]);
    assert.throws(
      () => setUp(optimizer).take(0),
      /Muon's state to be in the shapes .* \[3,3,2,4\] but found \[3,3,5,5\]/,
    );
  });

  it('learns the same in a graph as step by step, and leaves no tensor behind', async () => {
    const train = async (fast: boolean) => {
      const stop = fast ? useFastTraining({ precision: 'float32', seed: 1 }) : () => undefined;
      const init = (seed: number) => tf.initializers.heNormal({ seed });
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, kernelInitializer: init(1) }),
          tf.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', kernelInitializer: init(2) }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: init(3) }),
        ],
      });
      model.compile({ optimizer: new Muon(OPTIONS), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
      const x = tf.randomNormal([6, 8, 8, 1], 0, 1, 'float32', 4);
      const y = tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32'), 3).toFloat();
      const losses: number[] = [];
      let tensors = 0;
      for (let step = 0; step < 6; step++) {
        if (step === 3) tensors = tf.memory().numTensors;
        losses.push(((await model.trainOnBatch(x, y)) as number[])[0]);
      }
      assert.equal(tf.memory().numTensors, tensors);
      stop();
      return losses;
    };
    const [plain, fast] = [await train(false), await train(true)];
    plain.forEach((loss, i) => assert.ok(Math.abs(loss - fast[i]) < 1e-3, `${i}: ${loss} ${fast[i]}`));
    assert.ok(fast[5] < fast[0]);
  });

  it('is built again from its configuration, and refuses numbers below 0', () => {
    const config = new Muon(OPTIONS).getConfig();
    assert.deepEqual(config, OPTIONS);
    assert.deepEqual(Muon.fromConfig(Muon, config).getConfig(), config);
    assert.throws(() => new Muon({ weightDecay: -1 }), /weightDecay to be 0 or more but found -1/);
  });
});
