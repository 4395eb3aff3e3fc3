import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { useFastTraining } from '../../src/lib/engine/index';
import { tf } from '../../src/lib/engine/tensorflow';
import { createModel } from '../../src/lib/model/index';
import { AdamW, Muon } from '../../src/lib/training/index';

const root = mkdtempSync(path.join(tmpdir(), 'save-optimizer-'));
after(() => rmSync(root, { recursive: true }));

const OPTIMIZERS = {
  Muon: () => new Muon({ learningRate: 0.01, weightDecay: 0.2 }),
  AdamW: () => new AdamW({ learningRate: 0.01, weightDecay: 0.2, beta1: 0.8, beta2: 0.98, epsilon: 1e-6 }),
};

/** A step on images that depend on its number alone. */
async function step(model: tf.LayersModel, number: number): Promise<void> {
  const x = tf.randomUniform([7, 48, 48, 1], 0, 255, 'float32', number);
  const y = tf.oneHot(tf.range(0, 7, 1, 'int32'), 7);
  await model.trainOnBatch(x, y);
  tf.dispose([x, y]);
}

async function detour(model: tf.LayersModel, name: string): Promise<tf.LayersModel> {
  const folder = path.join(root, name);
  await model.save(`file://${folder}`, { includeOptimizer: true });
  return tf.loadLayersModel(`file://${folder}/model.json`);
}

/** That two models have the same weights, but for the rounding of another order of adding up. */
function assertSame(found: tf.LayersModel, expected: tf.LayersModel): void {
  found.getWeights().forEach((weight, i) => {
    const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(weight, expected.getWeights()[i]))).dataSync()[0]);
    assert.ok(difference < 1e-6, `${found.weights[i].originalName}: ${difference}`);
  });
}

for (const [name, create] of Object.entries(OPTIMIZERS))
  for (const engine of ['stock', 'fast'])
    describe(`A model saved with ${name}, ${engine}`, () => {
      for (const steps of [0, 2])
        it(`is loaded with its optimizer, and after ${steps} steps takes the same next one`, async () => {
          const fast = engine === 'fast' ? useFastTraining({ precision: 'float32', seed: 1 }) : undefined;
          try {
            const model = createModel({ architecture: 'compact', dropout: 0 });
            model.compile({ optimizer: create(), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
            for (let i = 0; i < steps; i++) await step(model, i);
            const loaded = await detour(model, `${name}-${engine}-${steps}`);

            assert.equal(loaded.optimizer.constructor, model.optimizer.constructor);
            assert.deepEqual(loaded.optimizer.getConfig(), model.optimizer.getConfig());
            assertSame(loaded, model);
            for (const i of [steps, steps + 1]) {
              await step(model, i);
              await step(loaded, i);
              assertSame(loaded, model);
            }
          } finally {
            fast?.();
          }
        });
    });

describe("An optimizer's saved state", () => {
  it('is refused where it is of another optimizer', async () => {
    const iter = { name: 'iter', tensor: tf.scalar(1, 'int32') };
    const of = (name: string) => ({ name, tensor: tf.zeros([2]) });
    const wrong = [
      [],
      [of('iter_1')],
      [iter, of('a/m')],
      [iter, of('a/m'), of('b/v')],
      [iter, of('a/accum'), of('a/v')],
    ];
    for (const optimizer of [new AdamW(), new Muon()])
      for (const state of wrong)
        await assert.rejects(
          optimizer.setWeights(state),
          /Expected the saved state of AdamW to be iter, then …\/m and …\/v/,
        );
  });
});
