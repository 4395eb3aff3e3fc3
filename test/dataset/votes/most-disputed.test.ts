import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostDisputed } from '../../../src/lib/dataset/index';

describe('mostDisputed()', () => {
  const votes = Uint8Array.from(
    [
      [10, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [5, 0, 0, 0, 0, 0, 5, 0, 0, 0],
      [4, 3, 3, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      // Three people with three answers differ more than ten who split 4 : 3 : 3.
      [0, 1, 0, 1, 0, 1, 0, 0, 0, 0],
    ].flat(),
  );

  it('puts the image first whose votes have the highest entropy, and leaves out those without votes', () => {
    assert.deepEqual(mostDisputed({ votes }), [3, 5, 2, 1, 0]);
    assert.deepEqual(mostDisputed({ votes }, { count: 2 }), [3, 5]);
  });

  it('says what to set where there are no votes', () => {
    assert.throws(() => mostDisputed({}), { name: 'ExpectationError', message: /votes.*FERPLUS/ });
  });
});
