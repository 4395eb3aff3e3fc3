import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSchedule, SCHEDULES } from '../../src/lib/training/create-schedule';

describe('createSchedule()', () => {
  it('makes each schedule, with its highest rate', () => {
    const rates = SCHEDULES.map((name) => {
      const schedule = createSchedule(name, { peak: 0.004 });
      return [0, 0.2, 1].map((done) => Number(schedule(done).toFixed(9)));
    });
    assert.deepEqual(rates, [
      [0.0004, 0.004, 0.000004],
      [0.004, 0.004, 0.004],
    ]);
  });
});
