import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decimal, smooth } from '../../../src/lib/dataset/synthetic/svg-path';

describe('decimal()', () => {
  it('keeps two decimals and never writes -0', () => {
    assert.equal(decimal(1 / 3), '0.33');
    assert.equal(decimal(-0.001), '0');
    assert.equal(decimal(12), '12');
  });
});

describe('smooth()', () => {
  it('passes through its points, straight where they lie on a line', () => {
    // Catmull-Rom: the control points are a sixth of the way between the neighbours.
    assert.equal(
      smooth([
        [0, 0],
        [6, 0],
        [12, 0],
      ]),
      'M0 0C1 0 4 0 6 0C8 0 11 0 12 0',
    );
  });

  it('returns to its first point when closed', () => {
    const path = smooth(
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      { closed: true },
    );
    assert.match(path, / 0 0Z$/);
    assert.equal(path.match(/C/g)?.length, 3);
  });
});
