import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { createModel } from '../../src/lib/model/index';
import { defaultPreparation, readSettings } from '../../src/lib/run/index';
import { createOptimizer } from '../../src/lib/training/create-optimizer';
import { PRESETS, type Recipe } from '../../src/lib/training/presets';

/** The code of a notebook's cells. */
function codeOf(name: string): string {
  const file = path.join(__dirname, '..', '..', 'notebooks', `${name}.ipynb`);
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as {
    cells: { cell_type: string; source: string[] }[];
  };
  return cells
    .filter((cell) => cell.cell_type === 'code')
    .map(({ source }) => source.join(''))
    .join('\n');
}

/** The one place in some code that a pattern finds: its groups as numbers. */
function numbersIn(code: string, pattern: RegExp): number[] {
  const found = [...code.matchAll(new RegExp(pattern, 'g'))];
  assert.equal(found.length, 1, `${pattern} is there ${found.length} times`);
  return found[0].slice(1).map(Number);
}

describe('PRESETS', () => {
  const { 'walk-through': walkThrough, quick, release } = PRESETS;

  it('say of the walk-through what notebook 5 spells out', () => {
    const code = codeOf('5-train-model');
    assert.ok(
      code.includes(
        `new emotion.${createOptimizer(walkThrough.optimizer, { weightDecay: 0 }).getClassName()}(`,
      ),
    );
    assert.deepEqual(numbersIn(code, /const weightDecay = ([\d.]+);/), [walkThrough.weightDecay]);
    assert.deepEqual(numbersIn(code, /const peak = ([\d.]+);/), [walkThrough.peakLearningRate]);
    assert.deepEqual(numbersIn(code, /runSize === 'full' \? ([\d.]+) : ([\d.]+)/), [
      walkThrough.averageDecay,
      quick.averageDecay,
    ]);
    assert.equal(quick.weightDecay, walkThrough.weightDecay);
    assert.equal(quick.peakLearningRate, walkThrough.peakLearningRate);
  });

  it('say of the walk-through what the notebooks are set to and prepare', () => {
    for (const [runSize, recipe] of Object.entries({ full: walkThrough, quick }) as [
      'full' | 'quick',
      typeof walkThrough,
    ][]) {
      const settings = readSettings({ RUN_SIZE: runSize });
      const { augmentation, labelSmoothing, useClassWeights } = defaultPreparation(settings);
      assert.deepEqual(
        { ...settings, augmentation, labelSmoothing, useClassWeights },
        { ...settings, ...pick(recipe), useClassWeights: false },
      );
    }
    assert.match(codeOf('3-prepare-data'), /useClassWeights: false/);
  });

  it('train the shipped model longer and with stronger changes, within 5 million parameters', () => {
    assert.ok(release.epochs > 2 * walkThrough.epochs);
    assert.ok((release.augmentation?.erase ?? 0) > (walkThrough.augmentation?.erase ?? 0));
    const model = createModel({ architecture: release.architecture, seed: 1 });
    assert.ok(model.countParams() <= 5_000_000, `${model.countParams()}`);
    model.dispose();
  });
});

function pick({ architecture, epochs, batchSize, augmentation, labelSmoothing }: Recipe) {
  return { architecture, epochs, batchSize, augmentation, labelSmoothing };
}
