import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { progressLogger } from '../../src/lib/training/index';
import { smallRun } from './small-run';
import { screen } from '../screen';

async function textOf(
  options: Parameters<typeof progressLogger>[0],
  run: Parameters<typeof smallRun>[0] = {},
) {
  let text = '';
  const callbacks = [progressLogger({ write: (more) => (text += more), ...options })];
  await smallRun({ epochs: 2, ...run, callbacks }).catch((error: Error) => (text += error.name));
  return text;
}

const EPOCH_LINE =
  /^Epoch \d\/2 {2}\d:\d\d {2}loss \d\.\d{3} \d+\.\d % {2}validation \d\.\d{3} \d+\.\d %( \(best\)| {7}) {2}\d+ images\/s {2}(\d:\d\d left|done)$/;

describe('progress()', () => {
  it('leaves one line an epoch', async () => {
    const text = await textOf({ live: true, interval: 0 });
    const lines = screen(text);
    assert.equal(lines.length, 3);
    assert.match(lines[0], EPOCH_LINE);
    assert.match(lines[1], EPOCH_LINE);
    assert.match(lines[0], /\(best\)/);
    assert.match(lines[1], /done$/);
  });

  it('moves a bar with the time left in between', async () => {
    const text = await textOf({ live: true, interval: 0 });
    const bars = text.split(/[\r\n]/).filter((part) => part.includes('batches'));
    assert.equal(bars.length, 10);
    assert.match(
      bars[0],
      /^Epoch 1\/2 ━{4}╌{16} {2}1\/5 batches {2}\d:\d\d left {2}loss \d\.\d{3} {2}accuracy \d+\.\d % {2}\d+ images\/s/,
    );
    assert.match(bars[4], /^Epoch 1\/2 ━{20} {2}5\/5 batches {2}0:00 left/);
  });

  it('updates no more often than asked, and not at all where a line cannot be written over', async () => {
    const rare = await textOf({ live: true, interval: 1000 });
    // The first batch of each epoch.
    assert.equal(rare.split('batches').length - 1, 2);
    const plain = await textOf({ live: false, interval: 0 });
    assert.ok(!plain.includes('\r') && !plain.includes('batches'));
    assert.equal(plain.split('\n').length, 3);
  });

  it('says that the run was interrupted', async () => {
    const text = await textOf({ live: true, interval: 0 }, { signal: AbortSignal.abort() });
    assert.match(screen(text)[0], /^Interrupted: 0 of 2 epochs are finished; run again to resume$/);
    assert.match(text, /TrainingInterrupted$/);
  });
});
