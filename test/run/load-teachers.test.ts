import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Dataset } from '../../src/lib/dataset/index';
import { tf } from '../../src/lib/engine/tensorflow';
import { createModel, loadModel, saveModel } from '../../src/lib/model/index';
import { planTraining, requireRunJson, runTraining } from '../../src/lib/run/index';
import { loadTeachers } from '../../src/lib/run/load-teachers';
import type { TrainingPlan } from '../../src/lib/run/training-plan';
import type { Trained } from '../../src/lib/training/train';
import { tinyFaces } from './tiny-faces';

const OVERRIDES = {
  preset: 'quick',
  changes: { epochs: 1, batchSize: 14, teachers: 2, teacherShare: 0.5 },
  seed: 5,
} as const;
const DRAWN = { FER2013: 'drawn' };

/** A network that answers every image with these logits. */
function constantModel(logits: readonly number[]): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [48, 48, 1] }),
      tf.layers.dense({ units: 7, activation: 'softmax', kernelInitializer: 'zeros' }),
    ],
  });
  const [kernel] = model.getWeights();
  const bias = tf.tensor1d([...logits]);
  model.setWeights([kernel, bias]);
  bias.dispose();
  return model;
}

describe('loadTeachers()', () => {
  const plan = planTraining(OVERRIDES, { environment: DRAWN });
  /** By seed, what each teacher answers. */
  const LOGITS: Record<number, number[]> = { 5: [9, 0, 0, 0, 0, 0, 0], 6: [0, 0, 0, 1, 0, 0, 2] };
  const load = (logits = LOGITS) =>
    loadTeachers(plan, {
      train: ({ seed }) => Promise.resolve({ model: constantModel(logits[seed]) } as unknown as Trained),
    });

  it('predicts the mean of what they say', async () => {
    const teachers = await load();
    assert.equal(teachers.share, 0.5);
    const images = tf.zeros<tf.Rank.R4>([3, 48, 48, 1]);
    const predicted = teachers.predict(images);
    assert.deepEqual(predicted.shape, [3, 7]);
    const [one, other] = [LOGITS[5], LOGITS[6]].map((logits) => {
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      return logits.map((logit) => Math.exp(logit) / sum);
    });
    for (const row of predicted.arraySync())
      row.forEach((value, i) => assert.ok(Math.abs(value - (one[i] + other[i]) / 2) < 1e-6));
    tf.dispose([images, predicted]);
    teachers.dispose();
  });

  it('has a trained network among them, which its owner disposes of', async () => {
    const trained = constantModel([0, 9, 0, 0, 0, 0, 0]);
    const teachers = await loadTeachers(plan, {
      trained,
      train: ({ seed }) => Promise.resolve({ model: constantModel(LOGITS[seed]) } as unknown as Trained),
    });
    const images = tf.zeros<tf.Rank.R4>([1, 48, 48, 1]);
    const predicted = teachers.predict(images);
    const [row] = predicted.arraySync();
    const certain = Math.exp(9) / (Math.exp(9) + 6);
    const third = Math.E ** 2 + Math.E + 5;
    assert.ok(Math.abs(row[1] - (certain + 1 / (Math.exp(9) + 6) + 1 / third) / 3) < 1e-6);
    teachers.dispose();
    (trained.predict(images) as tf.Tensor).dispose();
    tf.dispose([images, predicted]);
    trained.dispose();
    const alone = await load();
    assert.notEqual(teachers.id, alone.id);
    alone.dispose();
  });

  it('has another id when the weights of one of them are others', async () => {
    const ids: string[] = [];
    for (const logits of [LOGITS, LOGITS, { ...LOGITS, 6: LOGITS[5] }, { 5: LOGITS[6], 6: LOGITS[5] }]) {
      const teachers = await load(logits);
      ids.push(teachers.id);
      teachers.dispose();
    }
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 3);
  });

  it('leaves no tensor behind, also when one of them cannot be trained', async () => {
    const before = tf.memory().numTensors;
    const teachers = await load();
    const images = tf.zeros<tf.Rank.R4>([1, 48, 48, 1]);
    teachers.predict(images).dispose();
    images.dispose();
    teachers.dispose();
    assert.equal(tf.memory().numTensors, before);
    const train = ({ seed }: TrainingPlan) =>
      seed === 5
        ? Promise.resolve({ model: constantModel(LOGITS[5]) } as unknown as Trained)
        : Promise.reject(new Error('full disk'));
    await assert.rejects(loadTeachers(plan, { train }), /full disk/);
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('a training with teachers', () => {
  let root: string;
  let dataset: Dataset;
  let plan: TrainingPlan;
  const began: string[] = [];
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'teachers-'));
    dataset = await tinyFaces(root);
    plan = planTraining({ ...OVERRIDES, folder: 'runs/student' }, { environment: DRAWN, root });
    await runTraining(plan, { dataset, onTraining: ({ command }) => began.push(command) });
  });
  after(() => rm(root, { recursive: true }));

  it('trains them before, each a run of its own with the next seed', async () => {
    assert.deepEqual(began, [
      'FER2013=drawn npm run train -- --preset quick --seed 5',
      'FER2013=drawn npm run train -- --preset quick --seed 6',
      'FER2013=drawn npm run train -- --preset quick --epochs 1 --batch-size 14 --teachers 2 --teacher-share 0.5 --seed 5',
    ]);
    const teachers = [5, 6].map((seed) => `train-quick-drawn-quick-seed${seed}`);
    assert.deepEqual((await readdir(path.join(root, 'runs'))).sort(), ['student', ...teachers]);
    assert.equal(requireRunJson(plan.folders.run, 'training').labels, 'own');
  });

  it('learns from them, and goes on with the same ones', async () => {
    const alone = planTraining(
      { ...OVERRIDES, changes: { ...OVERRIDES.changes, teachers: 0 }, folder: 'runs/alone' },
      { environment: DRAWN, root },
    );
    const { history } = await runTraining(alone, { dataset });
    const { history: taught } = await runTraining(plan, { dataset });
    assert.equal(taught.length, 1);
    assert.notEqual(history[0].loss, taught[0].loss);
  });

  it('can start from a bundled model, which then is one of them', async () => {
    const changes = { ...OVERRIDES.changes, teachers: 0, startFrom: 'shipped' } as const;
    const started = planTraining(
      { ...OVERRIDES, changes, folder: 'runs/started' },
      { environment: DRAWN, root },
    );
    await assert.rejects(runTraining(started, { dataset }), /models[/\\]emotion[/\\]model\.json/);
    const bundled = createModel({ seed: 3 });
    await saveModel(bundled, started.folders.bundled.shipped);
    bundled.dispose();
    const { history } = await runTraining(started, { dataset });
    const { initialWeightsSha256, recipe } = requireRunJson(started.folders.run, 'training');
    const { model, metadata } = await loadModel(started.folders.bundled.shipped);
    model.dispose();
    assert.deepEqual([initialWeightsSha256, recipe.startFrom], [metadata.weightsSha256, 'shipped']);
    // Started the same way, but taught by nobody, it learns something else.
    const untaught = planTraining(
      { ...OVERRIDES, changes: { ...changes, teacherShare: 0 }, folder: 'runs/untaught' },
      { environment: DRAWN, root },
    );
    const { history: alone } = await runTraining(untaught, { dataset });
    assert.notEqual(history[0].loss, alone[0].loss);
  });

  it('refuses images with the labels of others', async () => {
    const crowd = { ...dataset, source: { ...dataset.source, labeledBy: 'crowd' as const } };
    await assert.rejects(
      runTraining(plan, { dataset: crowd }),
      /labels of runTraining\(\)'s dataset to be those that the plan names: own but found crowd\. Take the images by imagesOfRun/,
    );
  });
});
