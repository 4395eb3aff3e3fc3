import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { tf } from '../../src/lib/engine/tensorflow';
import { predict } from '../../src/lib/evaluation/predict';
import { checkpoint, SelfDistillation, TrainingInterrupted } from '../../src/lib/training/index';
import { barImages, smallModel, smallRun, withoutTimes } from './small-run';

const bars = barImages(70);
const images: Dataset = {
  ...bars,
  splits: Array.from(bars.labels, () => 'train' as const),
  names: Array.from(bars.labels, (_, i) => `${i}`),
  source: { kind: 'drawn faces', form: 'folder', path: '', fingerprint: 'abc' },
};
const create = () => new SelfDistillation(images, { share: 0.6 });
const never = () => false;

describe('SelfDistillation', () => {
  it('predicts every fourth epoch, and keeps the mean with the predictions before', async () => {
    const model = smallModel();
    const distillation = create();
    for (const epoch of [0, 1, 2, 3]) await distillation.renew({ model }, { epoch, interrupted: never });
    assert.equal(distillation.targets(3, 10), null);

    await distillation.renew({ model }, { epoch: 4, interrupted: never });
    const first = await predict(model, images);
    assert.deepEqual(distillation.state(), first);
    assert.equal(distillation.targets(5, 10)?.share, 0.3);

    model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 1.5)));
    await distillation.renew({ model }, { epoch: 8, interrupted: never });
    const second = await predict(model, images);
    distillation.state()?.forEach((value, i) => {
      assert.ok(Math.abs(value - (first[i] + second[i]) / 2) < 1e-6);
    });
    assert.notDeepEqual(first, second);
  });

  it('leaves everything as it was when interrupted', async () => {
    const distillation = create();
    const done = await distillation.renew({ model: smallModel() }, { epoch: 4, interrupted: () => true });
    assert.equal(done, false);
    assert.equal(distillation.state(), undefined);
  });

  /** Six epochs, of which the last two train on softened targets. */
  function distilledRun({ folder, stopAt }: { folder?: string; stopAt?: number } = {}) {
    const selfDistillation = create();
    const controller = new AbortController();
    const stopper = {
      onEpochBegin: (_: unknown, { epoch }: { epoch: number }) =>
        void (epoch === stopAt && controller.abort()),
    };
    return smallRun({
      epochs: 6,
      selfDistillation,
      softTargets: (epoch) => selfDistillation.targets(epoch, 6),
      signal: controller.signal,
      callbacks: [...(folder ? [checkpoint({ folder })] : []), stopper],
    });
  }

  it('changes a run from its first prediction on, and no epoch before', async () => {
    const [plain, distilled] = [await smallRun({ epochs: 6 }), await distilledRun()];
    const losses = (run: typeof plain) => run.history.map(({ loss }) => loss);
    assert.deepEqual(losses(distilled).slice(0, 4), losses(plain).slice(0, 4));
    assert.notEqual(losses(distilled)[4], losses(plain)[4]);
  });

  it('goes on from a checkpoint as if nothing had happened, between two predictions too', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'distilled-'));
    try {
      await assert.rejects(distilledRun({ folder, stopAt: 6 }), TrainingInterrupted);
      const { history } = await distilledRun({ folder });
      assert.deepEqual(withoutTimes(history), withoutTimes((await distilledRun()).history));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a share that can not be', () => {
    assert.throws(
      () => new SelfDistillation(images, { share: 1.1 }),
      /share to be from 0 to 1 but found 1\.1/,
    );
  });
});
