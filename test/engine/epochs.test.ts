import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { drawFaces, DRAWN_COUNTS } from '../../src/lib/dataset/synthetic';
import { loadDataset, type Dataset } from '../../src/lib/dataset/index';
import { tf, useFastTraining, type Precision } from '../../src/lib/engine/index';
import { train } from '../../src/lib/training/train';
import { smallRun } from '../training/small-run';
import { PRECISIONS } from './compare';

const EPOCHS = 3;

/**
 * More faces than usual: after three epochs of the usual 2,460 a run is halfway up its curve, and
 * on the usual 350 tests the standard error of an accuracy is 2.7 points, both too much to judge a
 * difference of one point by.
 */
const COUNTS = {
  train: DRAWN_COUNTS.train.map((count) => 4 * count),
  publicTest: DRAWN_COUNTS.publicTest.map((count) => 8 * count),
  privateTest: DRAWN_COUNTS.privateTest.map(() => 1),
};

/**
 * Three whole epochs in both precisions take minutes: run with EMOTION_TEST_EPOCHS=1 set, not with
 * every test.
 */
const skip = process.env.EMOTION_TEST_EPOCHS
  ? PRECISIONS.length < 2 && 'without bfloat16 there is nothing to compare'
  : 'set EMOTION_TEST_EPOCHS=1 to train for minutes';

/** Accuracy on publicTest, in points, after the recipe's run over a folder of its own. */
async function trainOn(dataset: Dataset, { precision, folder }: { precision: Precision; folder: string }) {
  const fastTraining = useFastTraining({ precision, seed: 1 });
  try {
    const runFolder = path.join(folder, precision);
    const { history, model } = await train({ dataset, runFolder, epochs: EPOCHS, fastTraining });
    model.optimizer.dispose();
    model.dispose();
    return history;
  } finally {
    fastTraining();
  }
}

describe('epochs with fast training', () => {
  it('end in bfloat16 within a point of float32, on drawn faces', { skip }, async (test) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'epochs-'));
    try {
      const faces = path.join(folder, 'faces');
      await drawFaces(faces, { counts: COUNTS });
      const dataset = await loadDataset(
        { kind: 'drawn faces', path: faces },
        { cacheFolder: path.join(folder, 'cache'), counts: null },
      );
      const ends: number[] = [];
      for (const precision of PRECISIONS) {
        const history = await trainOn(dataset, { precision, folder });
        const end = history[history.length - 1];
        ends.push(end.valAccuracy * 100);
        const scores = history.map(({ valAccuracy }) => (valAccuracy * 100).toFixed(2)).join(', ');
        test.diagnostic(
          `${precision}: ${scores} % after each epoch, ${end.imagesPerSecond.toFixed(0)} images/s`,
        );
      }
      assert.ok(Math.abs(ends[0] - ends[1]) <= 1, `${ends.join(' and ')} %`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const precision of PRECISIONS) {
    it(`hold no more after the sixth than after the first, ${precision}`, async () => {
      const native = (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding;
      const fastTraining = useFastTraining({ precision, seed: 1 });
      try {
        const counts: string[] = [];
        const memory: number[] = [];
        const onEpochEnd = () => {
          counts.push(`${tf.memory().numTensors} tensors, ${native.getNumOfTensors()} handles`);
          memory.push(process.memoryUsage().rss / 2 ** 20);
        };
        await smallRun({ epochs: 6, fastTraining, callbacks: [{ onEpochEnd }] });
        assert.deepEqual(counts.slice(1), counts.slice(1).fill(counts[0]));
        assert.ok(memory[5] - memory[0] < 40, `resident memory in MB: ${memory.map(Math.round).join(', ')}`);
      } finally {
        fastTraining();
      }
    });
  }
});
