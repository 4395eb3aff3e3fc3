import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assign } from '../../src/lib/faces/assign';
import { createRandom } from '../../src/lib/random';

/** The smallest sum by trying every order of the columns. */
function smallestSum(costs: readonly (readonly number[])[]): number {
  const columns = costs[0].map((_, j) => j);
  const place = (row: number, left: readonly number[]): number => {
    if (row === costs.length) return 0;
    const skip = costs.length - row > left.length ? place(row + 1, left) : Infinity;
    return Math.min(
      skip,
      ...left.map(
        (j) =>
          costs[row][j] +
          place(
            row + 1,
            left.filter((other) => other !== j),
          ),
      ),
    );
  };
  return place(0, columns);
}

describe('assign()', () => {
  it('finds the smallest sum, where taking the smallest cost first does not', () => {
    assert.deepEqual(
      assign([
        [1, 2],
        [2, 9],
      ]),
      [1, 0],
    );
  });

  it('leaves rows out where columns are fewer, and the other way round', () => {
    assert.deepEqual(assign([[5], [1], [3]]), [undefined, 0, undefined]);
    assert.deepEqual(assign([[5, 1, 3]]), [1]);
    assert.deepEqual(assign([]), []);
    assert.deepEqual(assign([[], []]), [undefined, undefined]);
  });

  it('agrees with trying every order on random costs', () => {
    const random = createRandom(4);
    for (let trial = 0; trial < 200; trial++) {
      const [rows, columns] = [1 + random.integer(5), 1 + random.integer(5)];
      const costs = Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => random.next() * 10),
      );
      const found = assign(costs);
      const used = found.filter((j) => j !== undefined);
      assert.equal(used.length, Math.min(rows, columns));
      assert.equal(new Set(used).size, used.length);
      const sum = found.reduce<number>((total, j, i) => total + (j === undefined ? 0 : costs[i][j]), 0);
      assert.ok(Math.abs(sum - smallestSum(costs)) < 1e-9, `${sum} for ${JSON.stringify(costs)}`);
    }
  });
});
