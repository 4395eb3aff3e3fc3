import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Dataset, Split } from '../../../src/lib/dataset/dataset';
import { subset } from '../../../src/lib/dataset/subset';
import { crowdLabels } from '../../../src/lib/dataset/votes/crowd-labels';
import { majorityOf, paperMajorityOf } from '../../../src/lib/dataset/votes/majority';
import { voteShares } from '../../../src/lib/dataset/votes/vote-shares';
import { inMemory, noise } from '../support/tiny-set';

/** One image for each list of votes: anger … neutral, contempt, unknown, not a face. */
function withVotes(rows: readonly (readonly number[])[], split: Split = 'train'): Dataset {
  const dataset = inMemory(rows.map((_, seed) => ({ seed, label: 6, split })));
  return { ...dataset, votes: Uint8Array.from(rows.flat()) };
}

const CLEAR = [0, 0, 7, 3, 0, 0, 0, 0, 0, 0];
const TIE = [0, 5, 0, 0, 5, 0, 0, 0, 0, 0];
const CONTEMPT = [0, 0, 0, 0, 0, 0, 4, 6, 0, 0];
const HALF = [3, 2, 0, 0, 0, 0, 0, 0, 5, 0];
const MOSTLY = [3, 2, 1, 0, 0, 0, 0, 4, 0, 0];
const NO_FACE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 10];
const NONE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const ALL = [CLEAR, TIE, CONTEMPT, HALF, MOSTLY, NO_FACE, NONE];

/** The numbers of the images that are left. */
const left = ({ names }: Dataset) => names.map((name) => Number(name.split(' ')[1]));

describe('crowdLabels()', () => {
  it('keeps the training images on which the emotions have more votes than the other answers', () => {
    const dataset = crowdLabels(withVotes(ALL));
    // The tie's label is the first of the two emotions, and contempt does not beat anger on MOSTLY.
    assert.deepEqual(left(dataset), [0, 1, 4]);
    assert.deepEqual([...dataset.labels], [2, 1, 0]);
  });

  for (const split of ['publicTest', 'privateTest'] as const)
    it(`keeps the images of ${split} whose majority is an emotion`, () => {
      const dataset = crowdLabels(withVotes(ALL, split));
      assert.deepEqual(left(dataset), [0]);
      assert.deepEqual([...dataset.labels], [2]);
    });

  it('carries pixels and votes along, and says whose labels they are', () => {
    const original = withVotes([NO_FACE, CLEAR]);
    const dataset = crowdLabels(original);
    assert.deepEqual(dataset.images, noise(1));
    assert.deepEqual([...dataset.votes!], CLEAR);
    assert.equal(dataset.source.labeledBy, 'crowd');
    assert.equal(original.source.labeledBy, 'own');
    assert.deepEqual([...original.labels], [6, 6]);
    const own = subset(original, [1]);
    assert.notEqual(dataset.source.fingerprint, own.source.fingerprint);
  });

  it('refuses a data set without votes', () => {
    assert.throws(
      () => crowdLabels(inMemory([{ seed: 1, label: 0 }])),
      /the data set's votes to be those of FER\+ but found none\. Load them with loadVotes\(\)\. Set FERPLUS/,
    );
  });
});

describe('subset()', () => {
  it('takes the votes of its images, in its order', () => {
    const dataset = subset(withVotes([CLEAR, TIE, CONTEMPT]), [2, 0]);
    assert.deepEqual([...dataset.votes!], [...CONTEMPT, ...CLEAR]);
    assert.equal('votes' in subset(inMemory([{ seed: 1, label: 0 }]), [0]), false);
  });
});

describe('voteShares()', () => {
  it('divides the votes for the seven emotions among themselves', () => {
    const shares = voteShares(withVotes([CLEAR, CONTEMPT, MOSTLY, NO_FACE]));
    const expected = [
      [0, 0, 0.7, 0.3, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 1],
      [1 / 2, 1 / 3, 1 / 6, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
    ];
    assert.deepEqual(shares, Float32Array.from(expected.flat()));
  });
});

describe('majorityOf()', () => {
  it('is the only answer with the most votes', () => {
    const found = ALL.map((counts) => majorityOf(Uint8Array.from(counts)));
    assert.deepEqual(found, [2, undefined, 7, 8, 7, 9, undefined]);
  });
});

describe('paperMajorityOf()', () => {
  const of = (...counts: number[]) => paperMajorityOf(Uint8Array.from(counts));

  it('is more than half of the votes that are not alone', () => {
    assert.equal(of(...CLEAR), 2);
    assert.equal(of(...TIE), undefined);
    assert.equal(of(...CONTEMPT), 7);
    assert.equal(of(...NO_FACE), 9);
    assert.equal(of(...NONE), undefined);
    // Five of ten are more than half of the seven that remain.
    assert.equal(of(5, 1, 1, 1, 0, 0, 2, 0, 0, 0), 0);
    // Four of eight are not.
    assert.equal(of(4, 2, 2, 1, 1, 0, 0, 0, 0, 0), undefined);
    // Ten people, ten answers.
    assert.equal(of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), undefined);
  });
});
