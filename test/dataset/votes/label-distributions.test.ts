import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LabelSource } from '../../../src/lib/dataset/dataset';
import { labelDistributions } from '../../../src/lib/dataset/index';

const votes = Uint8Array.from(
  [
    [6, 0, 0, 0, 0, 0, 2, 2, 0, 0],
    [0, 0, 0, 10, 0, 0, 0, 0, 0, 0],
  ].flat(),
);
const source = (labeledBy: LabelSource) =>
  ({ kind: 'FER-2013', form: 'zip', path: 'made', fingerprint: '0', labeledBy }) as const;

describe('labelDistributions()', () => {
  it("are the shares of the votes for the seven emotions where the labels are the annotators'", () => {
    const distributions = labelDistributions({ votes, source: source('crowd') });
    assert.deepEqual(Array.from(distributions!), [0.75, 0, 0, 0, 0, 0, 0.25, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('are null for own labels, with votes and without', () => {
    assert.equal(labelDistributions({ votes, source: source('own') }), null);
    assert.equal(labelDistributions({ source: source('own') }), null);
  });

  it("are an error where the labels are the annotators' and the votes are missing", () => {
    assert.throws(() => labelDistributions({ source: source('crowd') }), { name: 'ExpectationError' });
  });
});
