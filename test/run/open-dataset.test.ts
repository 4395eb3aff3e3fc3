import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IMAGE_BYTES, SPLITS, type Dataset } from '../../src/lib/dataset/dataset';
import { imagesOfRun } from '../../src/lib/run/open-dataset';
import { readSettings } from '../../src/lib/run/settings';
import { EMOTIONS } from '../../src/lib/emotions';

/** Ten images of every class in every split. */
const n = SPLITS.length * 7 * 10;
const dataset: Dataset = {
  classes: EMOTIONS,
  images: new Uint8Array(n * IMAGE_BYTES),
  labels: Uint8Array.from({ length: n }, (_, i) => i % 7),
  splits: Array.from({ length: n }, (_, i) => SPLITS[Math.floor(i / 70)]),
  names: Array.from({ length: n }, (_, i) => `${i}`),
  source: { kind: 'FER-2013', form: 'zip', path: 'nowhere', fingerprint: '', labeledBy: 'own' },
};
const settings = readSettings({ FER2013: 'drawn' });

describe('imagesOfRun()', () => {
  it('takes a tenth of every class of every split of FER-2013 in a quick run', () => {
    const part = imagesOfRun(dataset, settings);
    assert.equal(part.labels.length, SPLITS.length * 7);
    const groups = new Set(Array.from(part.labels, (label, i) => `${part.splits[i]} ${label}`));
    assert.equal(groups.size, SPLITS.length * 7);
  });

  it("takes the votes' majority as labels, without the images that have none, before it takes a tenth", () => {
    // All say the next emotion, and of every tenth image of a split that it shows no face.
    const isFace = (i: number) => i % 70 < 63;
    const votes = new Uint8Array(n * 10);
    dataset.labels.forEach((label, i) => (votes[i * 10 + (isFace(i) ? (label + 1) % 7 : 9)] = 10));
    const voted = { ...dataset, votes };
    const all = imagesOfRun(voted, { runSize: 'full', seed: 1, labels: 'crowd' });
    const kept = Array.from({ length: n }, (_, i) => i).filter(isFace);
    assert.deepEqual(all.names, kept.map(String));
    assert.deepEqual(
      [...all.labels],
      kept.map((i) => ((i % 7) + 1) % 7),
    );
    assert.equal(all.source.labeledBy, 'crowd');
    const part = imagesOfRun(voted, { runSize: 'quick', seed: 1, labels: 'crowd' });
    assert.equal(part.labels.length, SPLITS.length * 7);
    part.names.forEach((name, i) => assert.equal(part.votes![i * 10 + (((Number(name) % 7) + 1) % 7)], 10));
    assert.throws(
      () => imagesOfRun(dataset, { runSize: 'full', seed: 1, labels: 'crowd' }),
      /the data set's votes to be those of FER\+ but found none/,
    );
    assert.equal(imagesOfRun(voted, { runSize: 'full', seed: 1 }), voted);
  });

  it('takes everything in a full run, and always of the drawn faces', () => {
    assert.equal(imagesOfRun(dataset, { ...settings, runSize: 'full' }), dataset);
    const drawn = { ...dataset, source: { ...dataset.source, kind: 'drawn faces' as const } };
    assert.equal(imagesOfRun(drawn, settings), drawn);
  });
});
