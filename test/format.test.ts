import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bar, formatAmount, formatMegabytes, formatPercent, separateWords } from '../src/lib/format';

test('only one of a thing has no s, and thousands are set apart', () => {
  assert.equal(formatAmount(1, 'epoch'), '1 epoch');
  assert.equal(formatAmount(0, 'epoch'), '0 epochs');
  assert.equal(formatAmount(28_709, 'image'), '28,709 images');
});

test('a share is written as percents with the digits asked for', () => {
  assert.equal(formatPercent(0.6534), '65.3 %');
  assert.equal(formatPercent(0.6534, 2), '65.34 %');
  assert.equal(formatPercent(1, 0), '100 %');
});

test('a megabyte is a million bytes', () => {
  assert.equal(formatMegabytes(5_561_000), '5.6 MB');
});

test('names are taken apart at their capitals, bars keep their width', () => {
  assert.equal(separateWords('batchSize', '-'), 'batch-size');
  for (const share of [0, 0.5, 1]) assert.equal(bar(share, 4).length, 4);
  assert.equal(bar(0.5, 4), '━━╌╌');
});
