import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { contrast, findDuplicates, loadDataset, type Dataset } from '../../../src/lib/dataset';
import { drawFaces } from '../../../src/lib/dataset/synthetic';
import { EMOTIONS } from '../../../src/lib/emotions';
import { planFaces } from '../../../src/lib/dataset/synthetic/plan-faces';
import { plantTraps } from '../../../src/lib/dataset/synthetic/plant-traps';

const perClass = [4, 4, 4, 4, 4, 4, 4];
const counts = { train: perClass, publicTest: perClass, privateTest: perClass };

describe('plantTraps()', () => {
  let folder: string;
  let dataset: Dataset;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'traps-'));
    const faces = await drawFaces(path.join(folder, 'faces'), { counts, traps: true });
    dataset = await loadDataset(
      { kind: 'drawn faces', path: faces },
      { cacheFolder: path.join(folder, 'cache'), counts },
    );
  });
  after(() => rm(folder, { recursive: true }));

  it('copies six training images into the tests, and gives three pairs two labels', () => {
    const { groups, testsInTrain, conflicting } = findDuplicates(dataset);
    assert.equal(groups.length, 6 + 3);
    assert.equal(testsInTrain.length, 6);
    const splitsOf = (group: readonly number[]) => group.map((index) => dataset.splits[index]);
    const inTests = testsInTrain.map((index) => dataset.splits[index]);
    assert.equal(inTests.filter((split) => split === 'privateTest').length, 3);
    assert.equal(conflicting.length, 3);
    for (const group of conflicting) assert.deepEqual(splitsOf(group), ['train', 'train']);
    const labelsOf = (group: readonly number[]) =>
      group.map((index) => EMOTIONS[dataset.labels[index]]).join(' and ');
    assert.deepEqual(conflicting.map(labelsOf).sort(), [
      'Anger and Disgust',
      'Fear and Surprise',
      'Sadness and Neutral',
    ]);
  });

  it('hides two images of train without a face: one of a single gray, one almost white', () => {
    const flat = [...contrast(dataset)].flatMap((deviation, index) => (deviation === 0 ? [index] : []));
    assert.deepEqual(
      flat.map((index) => dataset.splits[index]),
      ['train'],
    );
    const white = (index: number) =>
      dataset.images.subarray(index * 2304, (index + 1) * 2304).filter((gray) => gray > 245).length;
    const signs = [...dataset.labels.keys()].filter((index) => white(index) > 0.8 * 2304);
    assert.deepEqual(
      signs.map((index) => dataset.splits[index]),
      ['train'],
    );
  });

  it('changes nothing but what is drawn in eleven files, and draws the set anew', async () => {
    const plan = planFaces({ seed: 2013, counts });
    const planted = plantTraps(plan);
    const differing = planted.filter(({ picture, seed }, i) => {
      assert.deepEqual({ ...planted[i], picture: 0, seed: 0 }, { ...plan[i], picture: 0, seed: 0 });
      return picture !== plan[i].picture || seed !== plan[i].seed;
    });
    assert.equal(differing.length, 6 + 3 + 2);
    let drawn = 0;
    const faces = path.join(folder, 'faces');
    const draw = (traps: boolean) => drawFaces(faces, { counts, traps, onProgress: () => drawn++ });
    await draw(true);
    assert.equal(drawn, 0);
    await draw(false);
    assert.equal(drawn, plan.length);
  });
});
