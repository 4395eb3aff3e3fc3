import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { selectSplit, type Dataset } from '../../src/lib/dataset/index';
import { predict } from '../../src/lib/evaluation/index';
import { loadBestModel, planTraining, runTraining } from '../../src/lib/run/index';
import { teacherPlans, type TrainingPlan } from '../../src/lib/run/training-plan';
import { decodeSafetensors } from '../../src/lib/training/safetensors';
import { tinyFaces } from './tiny-faces';

const OVERRIDES = {
  preset: 'quick',
  changes: { epochs: 1, batchSize: 14, teachers: 2, teacherShare: 0.5 },
  seed: 5,
} as const;

describe('a training with teachers', () => {
  let root: string;
  let dataset: Dataset;
  let plan: TrainingPlan;
  const began: string[] = [];
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'teachers-'));
    dataset = await tinyFaces(root);
    plan = planTraining(
      { ...OVERRIDES, folder: 'runs/student' },
      { environment: { FER2013: 'drawn' }, root },
    );
    await runTraining(plan, { dataset, onTraining: ({ command }) => began.push(command) });
  });
  after(() => rm(root, { recursive: true }));
  const folders = async () => (await readdir(path.join(root, 'runs'))).sort();

  it('trains them before, each a run of its own with the next seed', async () => {
    assert.deepEqual(began, [
      'FER2013=drawn npm run train -- --preset quick --seed 5',
      'FER2013=drawn npm run train -- --preset quick --seed 6',
      'FER2013=drawn npm run train -- --preset quick --epochs 1 --batch-size 14 --teachers 2 --teacher-share 0.5 --seed 5',
    ]);
    const teachers = [5, 6].map((seed) => `train-quick-drawn-quick-seed${seed}`);
    assert.deepEqual(await folders(), ['student', ...teachers]);
  });

  it('learns from the mean of what they say of the training images, straight and mirrored', async () => {
    const file = path.join(plan.folders.run, 'soft-targets.safetensors');
    const { tensors } = decodeSafetensors(await readFile(file), { file });
    const images = selectSplit(dataset, 'train');
    const answers: Float32Array[] = [];
    for (const teacher of teacherPlans(plan)) {
      const { model } = await loadBestModel(teacher);
      answers.push(await predict(model, images, { flip: true }));
    }
    const { shape, data } = tensors.probabilities;
    assert.deepEqual(shape, [images.labels.length, 7]);
    // bfloat16 has eight bits.
    data.forEach((value, i) => assert.ok(Math.abs(value - (answers[0][i] + answers[1][i]) / 2) < 0.02));
    assert.ok(answers[0].some((value, i) => Math.abs(value - answers[1][i]) > 1e-3));

    const alone = planTraining(
      { ...OVERRIDES, changes: { ...OVERRIDES.changes, teachers: 0 }, folder: 'runs/alone' },
      { environment: { FER2013: 'drawn' }, root },
    );
    const { history: taught } = await runTraining(plan, { dataset });
    const { history } = await runTraining(alone, { dataset });
    assert.notEqual(history[0].loss, taught[0].loss);
  });

  it('remembers what they said when they are gone, and starts over only when told to', async () => {
    for (const teacher of teacherPlans(plan)) await rm(teacher.folders.run, { recursive: true });
    const { history } = await runTraining(plan, { dataset });
    assert.equal(history.length, 1);
    assert.deepEqual(await folders(), ['alone', 'student']);
    const again = await runTraining(plan, { dataset, resume: false });
    assert.equal((await folders()).length, 4);
    assert.equal(again.history[0].loss, history[0].loss);
  });
});
