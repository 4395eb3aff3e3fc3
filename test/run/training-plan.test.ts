import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { planTraining, type TrainingOverrides } from '../../src/lib/run/index';
import { teacherPlans } from '../../src/lib/run/training-plan';
import { PRESETS } from '../../src/lib/training/index';

const root = mkdtempSync(path.join(tmpdir(), 'plan-'));
writeFileSync(path.join(root, 'fer.zip'), 'a file');
writeFileSync(path.join(root, 'votes.csv'), 'a file');
after(() => rmSync(root, { recursive: true }));

const real = { FER2013: 'fer.zip' };
const crowd = { ...real, FERPLUS: 'votes.csv' };
const plan = (overrides: TrainingOverrides, environment: Record<string, string> = real) =>
  planTraining(overrides, { environment, root });

describe('planTraining()', () => {
  it('does what the notebooks do, by default', () => {
    assert.deepEqual(plan({}).recipe, PRESETS['walk-through']);
    assert.deepEqual(plan({}, {}).recipe, PRESETS.quick);
    assert.equal(plan({}).seed, 1);
  });

  it('takes a wish before the environment, and the environment before the preset', () => {
    const environment = { ...real, EPOCHS: '20', BATCH_SIZE: '16', ARCHITECTURE: 'classic', SEED: '4' };
    const { recipe, seed } = plan({ preset: 'release', changes: { epochs: 30 } }, environment);
    assert.deepEqual(recipe, { ...PRESETS.release, epochs: 30, batchSize: 16, architecture: 'classic' });
    assert.equal(seed, 4);
    assert.equal(plan({ seed: 5 }, environment).seed, 5);
  });

  it('gives trainings with other settings other folders', () => {
    const folders = [
      plan({}),
      plan({}, {}),
      plan({ preset: 'release' }),
      plan({ seed: 2 }),
      plan({ changes: { dropout: 0.3 } }),
      plan({ changes: { augmentation: null } }),
      plan({ changes: { augmentation: { flip: 1 } } }),
      plan({}, { ...real, RUN_SIZE: 'quick' }),
    ].map(({ folders }) => folders.run);
    assert.equal(new Set(folders).size, folders.length);
    const own = plan({ preset: 'release', changes: { epochs: 60, dropout: 0.4 } }).folders.run;
    assert.equal(
      own,
      path.join(root, 'models', 'runs', 'train-release-fer2013-full-epochs60-dropout0.4-seed1'),
    );
    assert.equal(plan({ folder: 'mine' }).folders.run, path.join(root, 'mine'));
  });

  it('keeps trainings of another precision apart', () => {
    const { command, folders, precision } = plan({ preset: 'release', precision: 'float32' });
    assert.equal(precision, 'float32');
    assert.equal(command, 'npm run train -- --preset release --precision float32 --seed 1');
    assert.match(folders.run, /train-release-fer2013-full-precisionfloat32-seed1$/);
    assert.equal(plan({}).precision, 'auto');
    const [teacher] = teacherPlans(plan({ preset: 'release', precision: 'float32' }));
    assert.equal(teacher.command, 'npm run train -- --preset teacher --precision float32 --seed 1');
  });

  it('tells the command that asks for the same again', () => {
    assert.equal(plan({ preset: 'release' }).command, 'npm run train -- --preset release --seed 1');
    assert.equal(
      plan({ changes: { peakLearningRate: 0.002, augmentation: { flip: 0.5 } }, seed: 3 }).command,
      `npm run train -- --preset walk-through --augmentation '{"flip":0.5}' --peak-learning-rate 0.002 --seed 3`,
    );
    const quick = plan({ changes: { augmentation: null } }, { ...real, RUN_SIZE: 'quick' });
    assert.equal(
      quick.command,
      'RUN_SIZE=quick npm run train -- --preset quick --augmentation null --seed 1',
    );
    assert.match(plan({}, {}).command, /^FER2013=drawn npm run train/);
  });
});

describe('planTraining() on votes', () => {
  it('learns them by preset, by setting or by wish, in folders of their own', () => {
    const plans = [
      plan({ preset: 'release-crowd' }, crowd),
      plan({ preset: 'release' }, { ...crowd, LABELS: 'crowd' }),
      plan({ changes: { labels: 'crowd' } }, crowd),
    ];
    for (const { labels, recipe, votes } of plans)
      assert.deepEqual([labels, recipe.labels, votes], ['crowd', 'crowd', path.join(root, 'votes.csv')]);
    assert.deepEqual(
      plans.map(({ folders }) => path.basename(folders.run)),
      [
        'train-release-crowd-fer2013-full-seed1',
        'train-release-fer2013-full-labelscrowd-seed1',
        'train-walk-through-fer2013-full-labelscrowd-seed1',
      ],
    );
    assert.deepEqual(
      plans.map(({ command }) => command),
      [
        'npm run train -- --preset release-crowd --seed 1',
        'npm run train -- --preset release --labels crowd --seed 1',
        'npm run train -- --preset walk-through --labels crowd --seed 1',
      ],
    );
  });

  it('learns the own labels otherwise, even where there are votes', () => {
    assert.equal(plan({ preset: 'release' }, crowd).labels, 'own');
    assert.equal(plan({ preset: 'release-crowd' }, { ...crowd, LABELS: 'own' }).labels, 'own');
    assert.equal(
      plan({ preset: 'release-crowd', changes: { labels: 'own' } }, { ...crowd, LABELS: 'crowd' }).labels,
      'own',
    );
  });

  it('refuses to without votes, and says what needs them', () => {
    assert.throws(
      () => plan({ preset: 'release-crowd' }),
      /^ExpectationError: Expected FERPLUS to be the path of FER\+'s votes, since the preset release-crowd needs them but found nothing\. Set FERPLUS/,
    );
    assert.throws(() => plan({ changes: { labels: 'crowd' } }), /since --labels crowd needs them/);
    assert.throws(() => plan({}, { ...real, LABELS: 'crowd' }), /since LABELS=crowd needs them/);
  });
});

describe('teacherPlans()', () => {
  it("gives teachers the student's labels", () => {
    const [first] = teacherPlans(plan({ preset: 'release', changes: { labels: 'crowd' } }, crowd));
    assert.deepEqual(first.recipe, { ...PRESETS.teacher, labels: 'crowd' });
    assert.deepEqual([first.labels, first.votes], ['crowd', path.join(root, 'votes.csv')]);
    assert.equal(first.command, 'npm run train -- --preset teacher --labels crowd --seed 1');
    assert.match(first.folders.run, /train-teacher-fer2013-full-labelscrowd-seed1$/);
  });

  const commands = (environment?: Record<string, string>) =>
    teacherPlans(plan({ preset: 'release', seed: 4 }, environment)).map(({ command }) => command);

  it("gives the teacher's recipe the seeds from the plan's on, in folders of their own", () => {
    assert.deepEqual(
      commands(),
      [4, 5].map((seed) => `npm run train -- --preset teacher --seed ${seed}`),
    );
    const [first] = teacherPlans(plan({ preset: 'release' }));
    assert.deepEqual(first.recipe, PRESETS.teacher);
    assert.equal(first.folders.run, path.join(root, 'models', 'runs', 'train-teacher-fer2013-full-seed1'));
  });

  it('takes the quick recipe in a quick run', () => {
    const [first] = commands({ ...real, RUN_SIZE: 'quick' });
    assert.equal(first, 'RUN_SIZE=quick npm run train -- --preset quick --seed 4');
  });
});
