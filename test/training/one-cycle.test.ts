import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { constantSchedule, oneCycleSchedule } from '../../src/lib/training/index';

const near = (found: number, expected: number) => assert.ok(Math.abs(found - expected) < 1e-12, `${found}`);

describe('oneCycle()', () => {
  it('rises to its peak and falls to its end along half cosines', () => {
    const schedule = oneCycleSchedule({ peak: 2, warmUp: 0.25, start: 0.1, end: 0.01 });
    near(schedule(0), 0.2);
    near(schedule(0.125), 1.1);
    near(schedule(0.25), 2);
    near(schedule(0.625), 1.01);
    near(schedule(1), 0.02);
    // A third of the way down: (1 + cos 60°) / 2 = 3/4 of the fall is still to come.
    near(schedule(0.5), 0.02 + 1.98 * 0.75);
  });

  it('works without a warm-up and with nothing else', () => {
    near(oneCycleSchedule({ peak: 1, warmUp: 0 })(0), 1);
    near(oneCycleSchedule({ peak: 1, warmUp: 1 })(1), 0.001);
  });

  it('refuses what is no cycle', () => {
    assert.throws(() => oneCycleSchedule({ peak: 0 }), /peak to be greater than 0/);
    assert.throws(() => oneCycleSchedule({ warmUp: 2 }), /warmUp to be from 0 to 1 but found 2/);
  });
});

describe('constant()', () => {
  it('is the same all the way', () => {
    assert.deepEqual([0, 0.5, 1].map(constantSchedule(0.3)), [0.3, 0.3, 0.3]);
  });
});
