import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { matchPixels } from '../../../src/lib/dataset/votes/match-pixels';
import { inMemory, noise } from '../support/tiny-set';

/** As the index has it: the first six bytes of the SHA-256, in hex. */
const hashOf = (seed: number) => createHash('sha256').update(noise(seed)).digest('hex').slice(0, 12);

const row = (place: number) => ({ row: place, counts: Uint8Array.of(place % 256) });

describe('matchPixels()', () => {
  it('finds the row of the same pixels in the same split, the first where there are several', () => {
    const index = new Array<string | undefined>(35887).fill(undefined);
    index[5] = hashOf(1);
    index[9] = hashOf(1);
    index[7] = hashOf(2);
    index[28709] = hashOf(2);
    index[11] = hashOf(3);
    const dataset = inMemory([
      { seed: 1, label: 0 },
      { seed: 2, label: 0 },
      { seed: 1, label: 3 },
      { seed: 2, label: 0, split: 'publicTest' },
      { seed: 1, label: 0, split: 'privateTest' },
      { seed: 3, label: 0 },
      { seed: 4, label: 0 },
    ]);
    const found = matchPixels(dataset, [9, 7, 28709, 5].map(row), { index });
    assert.deepEqual(
      found.map((votes) => votes?.row),
      // Nothing for another split, for a row without votes, and for other pixels.
      [5, 7, 5, 28709, undefined, undefined, undefined],
    );
  });
});
