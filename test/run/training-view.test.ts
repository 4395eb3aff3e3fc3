import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { trainingView } from '../../src/lib/run/index';
import { fakeKernel, restoreModules } from '../plots/fake-kernel';
import { smallRun } from '../training/small-run';

const INTERACTIVE = Symbol.for('jupyter.interactive');
const interactive = (value?: boolean) => {
  (globalThis as Record<symbol, unknown>)[INTERACTIVE] = value;
};

afterEach(() => {
  restoreModules();
  interactive(undefined);
});

describe('trainingView()', () => {
  const options = { validation: 'publicTest', source: 'drawn faces', interval: 0 } as const;

  it('is one output of a notebook: a bar, then lines and growing curves', async () => {
    const sent = fakeKernel();
    interactive(true);
    await smallRun({ epochs: 2, callbacks: [trainingView(options)] });
    assert.deepEqual(
      sent.map(({ update }) => update),
      sent.map((_, i) => i > 0),
    );
    assert.equal(new Set(sent.map(({ transient }) => transient.display_id)).size, 1);
    const html = sent.map(({ data }) => String(data['text/html']));
    assert.match(html[0], /^<pre>Epoch 1\/2 ━+╌+ {2}1\/5 batches/);
    assert.ok(!html[0].includes('<svg'));
    // After the first epoch, in the second, at the end.
    const [first, second, last] = [html[5], html[6], html[html.length - 1]];
    for (const text of [first, second, last]) {
      assert.match(text, /Epoch 1\/2 {2}0:0\d {2}loss/);
      assert.match(text, /<svg [^>]*aria-label="Loss over [12] epochs: train from .*Accuracy over/);
    }
    assert.match(second, /\nEpoch 2\/2 ━/);
    assert.match(last, /\nEpoch 2\/2 .*done<\/pre><svg/);
    assert.match(String(sent[sent.length - 1].data['text/plain']), /^Epoch 1\/2 .*\nEpoch 2\/2 .*done$/);
  });

  it('stands under the cell that trains, also when that cell trains again', async () => {
    // The kernel's function belongs to the running cell.
    const created = fakeKernel();
    interactive(true);
    const view = trainingView(options);
    for (let cell = 0; cell < 2; cell++) {
      const sent = fakeKernel();
      await smallRun({ epochs: 1, callbacks: [view] });
      assert.deepEqual(
        sent.map(({ update }) => update),
        sent.map((_, i) => i > 0),
      );
      assert.match(String(sent[sent.length - 1].data['text/plain']), /^Epoch 1\/1 .*done$/);
    }
    assert.deepEqual(created, []);
  });

  it('is the lines of progress() where nobody looks on', async () => {
    for (const value of [undefined, false]) {
      const sent = fakeKernel();
      interactive(value);
      let text = '';
      const view = trainingView({ ...options, live: false, write: (more) => (text += more) });
      await smallRun({ epochs: 1, callbacks: [view] });
      assert.equal(sent.length, 0);
      assert.match(text, /^Epoch 1\/1 .*done\n$/);
    }
  });
});
