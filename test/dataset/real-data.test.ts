import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { countByClass, totalOf } from '../../src/lib/dataset/count-by-class';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { FER2013_COUNTS } from '../../src/lib/dataset/fer2013-counts';
import { findDuplicates } from '../../src/lib/dataset/find-duplicates';
import { loadDataset } from '../../src/lib/dataset/load-dataset';
import { crowdLabels } from '../../src/lib/dataset/votes/crowd-labels';
import { loadVotes } from '../../src/lib/dataset/votes/load-votes';
import { selectSplit } from '../../src/lib/dataset/select-split';
import { labelAgreement } from '../../src/lib/evaluation/label-agreement';
import { inTemporaryFolder } from './support/tiny-set';

const setting = process.env.FER2013?.trim();
const isSet = setting !== undefined && setting !== '' && setting !== 'drawn';
const skip = isSet ? false : 'FER2013 does not lead to the real data';

describe('FER2013_COUNTS', () => {
  it('has 28,709 images to train with and 3,589 in each test', () => {
    const none = [0, 0, 0, 0, 0, 0, 0];
    const only = { train: none, publicTest: none, privateTest: none };
    assert.equal(totalOf({ ...only, train: FER2013_COUNTS.train }), 28709);
    assert.equal(totalOf({ ...only, publicTest: FER2013_COUNTS.publicTest }), 3589);
    assert.equal(totalOf({ ...only, privateTest: FER2013_COUNTS.privateTest }), 3589);
  });
});

describe('the real FER-2013', { skip }, () => {
  let dataset: Dataset;
  let first: number;
  let second: number;
  before(() =>
    inTemporaryFolder(async (folder) => {
      const load = () =>
        loadDataset(
          { kind: 'FER-2013', path: path.resolve(setting!) },
          { cacheFolder: path.join(folder, 'cache') },
        );
      const start = performance.now();
      dataset = await load();
      first = performance.now() - start;
      // The best of three: what else the machine does meanwhile is no fault of the cache.
      second = Infinity;
      for (let i = 0; i < 3; i++) {
        const again = performance.now();
        assert.deepEqual((await load()).source, dataset.source);
        second = Math.min(second, performance.now() - again);
      }
    }),
  );

  it('has its counts', () => assert.deepEqual(countByClass(dataset), FER2013_COUNTS));

  it('loads from the cache in half the time, at most', (test) => {
    test.diagnostic(
      `first load ${(first / 1000).toFixed(2)} s, from the cache ${(second / 1000).toFixed(2)} s`,
    );
    assert(second < first / 2, `${second} ms after ${first} ms`);
  });

  it('holds the duplicates that were counted in its files', (test) => {
    const start = performance.now();
    const { groups, redundant, testsInTrain, conflicting } = findDuplicates(dataset);
    test.diagnostic(`found in ${(performance.now() - start).toFixed()} ms`);
    assert.equal(groups.length, 1516);
    assert.equal(redundant, 1853);
    assert.equal(testsInTrain.length, 568);
    assert.equal(testsInTrain.filter((i) => dataset.labels[i] === 5).length, 232);
    assert.equal(conflicting.length, 57);
  });

  const votes = process.env.FERPLUS?.trim();
  it("has FER+'s votes", { skip: !votes && 'FERPLUS is not set' }, async () => {
    const voted = await loadVotes(dataset, path.resolve(votes!));
    const { seven } = labelAgreement(selectSplit(voted, 'privateTest'));
    // Measured with another program on another decoding of the images.
    assert.equal(seven.n, 3349);
    assert.equal((100 * seven.accuracy).toFixed(2), '65.57');
    const crowd = crowdLabels(voted);
    assert.equal(selectSplit(crowd, 'privateTest').labels.length, 3349);
    assert.equal(selectSplit(crowd, 'publicTest').labels.length, 3372);
  });
});
