import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { madeEvaluation } from './made-evaluation';
import { readRunJson, requireRunFile, writeRunJson } from '../../src/lib/run/run-folder';

const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
after(() => rmSync(folder, { recursive: true }));

describe('a run folder', () => {
  it('gives back what was written', async () => {
    const evaluation = madeEvaluation();
    await writeRunJson(folder, 'evaluation', evaluation);
    assert.deepEqual(readRunJson(folder, 'evaluation'), evaluation);
    const crowd = { ...evaluation, labels: 'crowd' } as const;
    await writeRunJson(folder, 'evaluation', crowd);
    assert.deepEqual(readRunJson(folder, 'evaluation'), crowd);
    assert.equal(requireRunFile(folder, 'evaluation'), path.join(folder, 'evaluation.json'));
  });

  it('says which notebook to run when a file is missing', () => {
    assert.throws(() => requireRunFile(folder, 'best'), {
      message: /best\.safetensors to be .* found nothing there\. Run notebooks\/5-train-model\.ipynb first/,
    });
    assert.equal(readRunJson(folder, 'preparation'), undefined);
  });

  it('names a file that is not JSON', () => {
    writeFileSync(path.join(folder, 'history.json'), '{"epochs": [');
    assert.throws(() => readRunJson(folder, 'history'), {
      message:
        /line 1, column 13 of .*history\.json to be a value .* Delete the file and run notebooks\/5-train-model\.ipynb/,
    });
  });

  it('names the place in a file that is not as it must be', async () => {
    const epoch = { epoch: 1, loss: 1, accuracy: 0.5, valLoss: 1, valAccuracy: 0.5 };
    const whole = { ...epoch, learningRate: 0.1, seconds: 1, imagesPerSecond: 10 };
    for (const [name, value, message] of [
      ['history', [whole, { ...whole, epoch: 2, valLoss: null }], /\[1\]\.valLoss in .*history\.json/],
      ['history', [whole, { ...whole, epoch: 3 }], /\[1\]\.epoch in .*history\.json to be 2, .* but found 3/],
      ['history', [{ ...whole, valAccuracy: 1.5 }], /\[0\]\.valAccuracy in .* to be a number from 0 to 1/],
      [
        'evaluation',
        { ...madeEvaluation(), labels: 'mine' },
        /labels in .*evaluation\.json to be "own" or "crowd"/,
      ],
      ['evaluation', { ...madeEvaluation(), scores: [] }, /scores in .*evaluation\.json to be a list/],
      [
        'evaluation',
        { ...madeEvaluation(), confusion: [[1]] },
        /confusion in .*evaluation\.json to be a list of a length from 2 to 100 but found a list of 1/,
      ],
      ['preparation', { augmentation: { flip: 'yes' } }, /augmentation\.flip in .*preparation\.json to be/],
      ['training', { command: 'npm run train' }, /preset in .*training\.json to be .* found nothing/],
      ['architecture', [], /architecture\.json to be a network's layers, an object but found a list of 0/],
    ] as const) {
      await writeRunJson(folder, name, value);
      assert.throws(() => readRunJson(folder, name), { name: 'ExpectationError', message });
    }
  });
});
