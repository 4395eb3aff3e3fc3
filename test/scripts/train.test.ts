import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gitCommit } from '../../scripts/shared/git-commit';
import { usageOf } from '../../scripts/shared/read-options.mjs';
import { parseOptions } from '../../scripts/train/options';
import { LABEL_SOURCES } from '../../src/lib/dataset/dataset';
import { ARCHITECTURES } from '../../src/lib/model/architecture';
import { BUNDLED_MODEL_NAMES } from '../../src/lib/model/bundled-models';
import { OPTIMIZERS } from '../../src/lib/training/create-optimizer';
import { SCHEDULES } from '../../src/lib/training/create-schedule';
import { PRESET_NAMES, PRESETS } from '../../src/lib/training/presets';

describe('the arguments of npm run train', () => {
  it('ask for nothing special when there are none', () => {
    assert.deepEqual(parseOptions([]), {
      fresh: false,
      overrides: {
        preset: undefined,
        precision: undefined,
        seed: undefined,
        folder: undefined,
        changes: {},
      },
    });
  });

  it('change each ingredient of a recipe', () => {
    const values = {
      labels: 'crowd',
      architecture: 'classic',
      startFrom: 'crowd',
      epochs: 3,
      batchSize: 8,
      dropout: 0.1,
      augmentation: { flip: 1, fill: 'reflect' },
      labelSmoothing: 0,
      optimizer: 'adamw',
      schedule: 'constant',
      peakLearningRate: 0.001,
      weightDecay: 0,
      averageDecay: 0.9,
      teachers: 2,
      teacherShare: 0.6,
    };
    assert.deepEqual([...Object.keys(values), 'freeze'].sort(), Object.keys(PRESETS.release).sort());
    const args = Object.entries(values).flatMap(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      typeof value === 'object' ? JSON.stringify(value) : `${value}`,
    ]);
    args.push('--freeze');
    const { overrides } = parseOptions([
      ...args,
      ...'--preset release --precision float32 --seed 9'.split(' '),
    ]);
    assert.deepEqual(overrides, {
      preset: 'release',
      precision: 'float32',
      seed: 9,
      folder: undefined,
      changes: { ...values, freeze: true },
    });
    assert.equal(parseOptions(['--augmentation', 'null']).overrides.changes?.augmentation, null);
    assert.equal(parseOptions(['--start-from', 'null']).overrides.changes?.startFrom, null);
    const startOf = (...given: string[]) => parseOptions(given).overrides.changes?.startFrom;
    assert.equal(startOf('--from', 'models/emotion'), 'models/emotion');
    assert.equal(startOf('--start-from', path.resolve('models', 'mine')), 'models/mine');
    assert.throws(() => startOf('--from', 'shipped', '--start-from', 'crowd'), /--from to be given without/);
    const usage = usageOf('train');
    assert.ok(usage.includes('--from '));
    for (const name of args.filter((text) => text.startsWith('--'))) assert.ok(usage.includes(name), name);
    for (const choices of [
      ...[ARCHITECTURES, OPTIMIZERS, SCHEDULES, LABEL_SOURCES, BUNDLED_MODEL_NAMES].map((names) =>
        names.join(', '),
      ),
      PRESET_NAMES.join(' | '),
    ])
      assert.ok(usage.includes(choices), choices);
  });

  for (const [args, message] of [
    ['--epochs 0', /Expected --epochs to be an integer from 1 to 1000 but found 0/],
    ['--epochs 1.5', /--epochs to be an integer/],
    ['--dropout 1', /--dropout to be a number from 0 to below 1/],
    [
      '--preset huge',
      /--preset to be walk-through or quick or teacher or release or release-crowd but found huge/,
    ],
    ['--labels mine', /--labels to be own or crowd but found mine/],
    ['--augmentation {"turn":3}', /--augmentation to be null or JSON with some of flip, shift/],
    ['--augmentation [1]', /--augmentation/],
    ['--augmentation {"flip":"always"}', /--augmentation to be null or JSON .* but found .*always/],
    ['--augmentation {"fill":"white"}', /--augmentation to be null or JSON .* but found .*white/],
    ['--teachers 11', /--teachers to be an integer from 0 to 10 but found 11/],
    ['--epoch 3', /the arguments to be options of `npm run train` but found: .*--epoch'\.$/],
  ] as const)
    it(`can't be ${args}`, () => assert.throws(() => parseOptions(args.split(' ')), message));
});

describe('gitCommit()', () => {
  it('is a commit, or nothing where there is no clone', () => {
    assert.match(gitCommit() ?? '0123456', /^[0-9a-f]{7,}(-dirty)?$/);
  });
});
