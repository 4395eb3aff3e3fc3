import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { describeSettings, settingRows } from '../../src/lib/run/describe-settings';
import { defaultPreparation } from '../../src/lib/run/preparation';
import { readSettings } from '../../src/lib/run/settings';

const drawn = readSettings({ FER2013: 'drawn', EPOCHS: '3' });

describe('describeSettings()', () => {
  it('says that drawn faces are drawn and what a score on them is worth', () => {
    const text = describeSettings(drawn);
    assert.match(text, /^Drawn faces \(FER-2013 was not found/);
    assert.match(text, /a score on them says nothing about photographs/);
    assert.match(text, /A quick run: all images, 3 epochs of the compact network, batches of 32, seed 1\./);
  });

  it('names FER-2013 and how much of it a run takes', () => {
    const data = { kind: 'FER-2013', path: path.resolve('data', 'fer2013.zip') } as const;
    const quick = describeSettings({ ...drawn, data });
    assert.match(quick, new RegExp(`^FER-2013 from data\\${path.sep}fer2013\\.zip\\.`));
    assert.match(quick, /a tenth of the images \(RUN_SIZE=full uses all\)/);
    assert.match(describeSettings({ ...drawn, data, runSize: 'full' }), /A full run: all images/);
    assert.doesNotMatch(quick, /annotators/);
  });

  it('says whose labels they are, and says nothing where they are the own ones', () => {
    const votes = path.resolve('votes.csv');
    assert.match(
      describeSettings({ ...drawn, votes, labels: 'crowd' }),
      /\nThe labels are the votes of FER\+'s annotators, not FER-2013's own: scores on the two are not comparable\.\nA quick run/,
    );
    assert.doesNotMatch(describeSettings({ ...drawn, votes }), /annotators/);
  });
});

describe('settingRows()', () => {
  it('names the variable of every setting, and no path outside of the project in a short form', () => {
    const data = { kind: 'FER-2013', path: path.resolve('/elsewhere/fer2013.zip') } as const;
    const rows = settingRows({ ...drawn, data });
    const variables = rows.map(({ variable }) => variable).sort();
    assert.deepEqual(variables, [
      'ARCHITECTURE',
      'BATCH_SIZE',
      'EPOCHS',
      'FER2013',
      'FERPLUS',
      'LABELS',
      'MODEL',
      'PHOTOS',
      'RUNS',
      'RUN_SIZE',
      'SEED',
    ]);
    assert.equal(rows[0].value, `FER-2013, ${data.path}`);
    const valueOf = (variable: string, settings = drawn) =>
      settingRows(settings).find((row) => row.variable === variable)?.value;
    assert.deepEqual([valueOf('FERPLUS'), valueOf('LABELS')], ['none', 'own']);
    const crowd = { ...drawn, votes: path.resolve('data', 'votes.csv'), labels: 'crowd' } as const;
    assert.equal(valueOf('FERPLUS', crowd), path.join('data', 'votes.csv'));
    assert.equal(valueOf('LABELS', crowd), 'crowd');
  });
});

describe('defaultPreparation()', () => {
  it('varies images fully in a full run only, and never chooses on privateTest', () => {
    assert.deepEqual(defaultPreparation({ runSize: 'quick' }).augmentation, { flip: 0.5 });
    const { augmentation, validationSplit } = defaultPreparation({ runSize: 'full' });
    assert.ok(augmentation?.rotation && augmentation.zoom && augmentation.shift && augmentation.brightness);
    assert.equal(validationSplit, 'publicTest');
  });
});
