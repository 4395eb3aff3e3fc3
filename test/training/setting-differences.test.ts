import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingDifferences } from '../../src/lib/training/setting-differences';

describe('settingDifferences()', () => {
  it('finds the single values that differ, at any depth', () => {
    assert.deepEqual(settingDifferences({ a: { b: [1, 2], c: null } }, { a: { b: [1, 3], c: null } }), [
      { place: 'a.b.1', expected: '2', found: '3' },
    ]);
    assert.deepEqual(settingDifferences({ a: null }, { a: { b: 1 }, c: 'x' }), [
      { place: 'a', expected: 'null', found: '{"b":1}' },
      { place: 'c', expected: 'not set', found: '"x"' },
    ]);
    assert.deepEqual(settingDifferences({ a: { b: 1 } }, { a: { b: 1 } }), []);
  });

  it('takes for a value only what a setting has itself', () => {
    assert.deepEqual(settingDifferences({}, JSON.parse('{"constructor":1}')), [
      { place: 'constructor', expected: 'not set', found: '1' },
    ]);
  });
});
