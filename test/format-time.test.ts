import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime } from '../src/lib/format-time';

test('formatTime() writes minutes and seconds, and hours where there are any', () => {
  assert.equal(formatTime(0), '0:00');
  assert.equal(formatTime(65.25), '1:05');
  assert.equal(formatTime(65.25, 1), '1:05.3');
  assert.equal(formatTime(5.04, 1), '0:05.0');
  assert.equal(formatTime(59.97, 1), '1:00.0');
  assert.equal(formatTime(3723), '1:02:03');
});
