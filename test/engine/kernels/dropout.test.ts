import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { tf, useFastTraining, type FastTraining } from '../../../src/lib/engine';
import { dropout } from '../../../src/lib/engine/kernels/dropout';

let fast: FastTraining;
const start = (seed: number, precision: 'float32' | 'bfloat16' = 'float32') =>
  (fast = useFastTraining({ precision, seed }));
afterEach(() => fast());

/** What the layer makes of ones in training. */
function draw(rate: number, shape = [4, 7, 5]): number[] {
  return tf.tidy(() => {
    const layer = tf.layers.dropout({ rate });
    return Array.from((layer.apply(tf.ones(shape), { training: true }) as tf.Tensor).dataSync());
  });
}

describe('dropout in training', () => {
  it('gives the same masks run after run, a different one each step, and others for other seeds', () => {
    start(7);
    const first = [draw(0.5), draw(0.5), draw(0.3)];
    assert.notDeepEqual(first[0], first[1]);
    fast();
    start(7);
    assert.deepEqual([draw(0.5), draw(0.5), draw(0.3)], first);
    useFastTraining({ precision: 'float32', seed: 7 });
    assert.deepEqual(draw(0.5), first[0], 'a seed given again starts the stream again');
    start(8);
    assert.notDeepEqual(draw(0.5), first[0]);
  });

  it('resumes from its state', () => {
    start(7);
    draw(0.5);
    const { dropoutState } = fast;
    assert.deepEqual(dropoutState, { seed: 7, drawn: 1 });
    const next = [draw(0.5), draw(0.5)];
    fast();
    start(1);
    fast.dropoutState = dropoutState;
    assert.deepEqual([draw(0.5), draw(0.5)], next);
  });

  it('drops the share it says and scales the rest, in every place alike', () => {
    for (const rate of [0.25, 0.5, 0.1, 0.9]) {
      start(1);
      const values = draw(rate, [100, 1001]);
      const kept = values.filter((value) => value !== 0);
      const deviation = Math.sqrt((rate * (1 - rate)) / values.length);
      assert.ok(Math.abs(kept.length / values.length - (1 - rate)) < 5 * deviation, `rate ${rate}`);
      assert.ok(kept.every((value) => Math.abs(value * (1 - rate) - 1) < 1e-4));
      // Neighbours share a 32-bit word of randomness and must be as independent as any two.
      let both = 0;
      for (let i = 1; i < values.length; i++) if (values[i] && values[i - 1]) both++;
      assert.ok(Math.abs(both / values.length - (1 - rate) ** 2) < 0.01, `neighbours at rate ${rate}`);
    }
  });

  it('passes the gradient through the places it kept, as much as it scaled them', () => {
    for (const precision of ['float32', 'bfloat16'] as const) {
      start(3, precision);
      tf.tidy(() => {
        const x = tf.ones([9, 11]);
        let y: tf.Tensor | undefined;
        const gradient = tf.grad((x) => {
          y = tf.keep(dropout(x, 0.25));
          return y;
        })(x);
        assert.deepEqual(gradient.dataSync(), y!.dataSync());
        y!.dispose();
      });
    }
  });

  it('does nothing in prediction', () => {
    start(1);
    tf.tidy(() => {
      const layer = tf.layers.dropout({ rate: 0.5 });
      assert.deepEqual((layer.apply(tf.ones([20])) as tf.Tensor).dataSync(), new Float32Array(20).fill(1));
    });
    assert.equal(fast.dropoutState.drawn, 0);
  });
});
