import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tf, useFastTraining, type FastTraining } from '../../../src/lib/engine/index';
import { traceOps } from '../../../src/lib/engine/native/trace';
import { PRECISIONS } from '../compare';

for (const precision of PRECISIONS)
  describe(`the gradient of a mean over places, ${precision}`, () => {
    let fast: FastTraining;
    before(() => {
      fast = useFastTraining({ precision });
    });
    after(() => fast());

    const image = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);
    /** A gradient's values, and the names of the ops that it took. */
    const gradientOf = (f: (x: tf.Tensor) => tf.Tensor) => {
      const { result, trace } = traceOps(() => tf.tidy(() => tf.grad(f)(image()).arraySync()));
      return { result, names: trace.ops.map(({ name }) => name) };
    };

    it('is added to another without being repeated first, whichever comes first', () => {
      const mean = (x: tf.Tensor) => tf.mul(tf.mean(x, [1, 2]).sum(), 4);
      const scaled = (x: tf.Tensor) => tf.mul(x, 2).sum();
      for (const f of [
        (x: tf.Tensor) => tf.add(mean(x), scaled(x)),
        (x: tf.Tensor) => tf.add(scaled(x), mean(x)),
      ]) {
        const { result, names } = gradientOf(f);
        assert.deepEqual(result, image().onesLike().mul(3).arraySync());
        assert.ok(!names.includes('Tile'), names.join());
      }
    });

    it('is repeated for a sum in another shape', () => {
      const f = (x: tf.Tensor) => {
        const flat = tf.mul(x, 2);
        return tf.add(
          tf.mul(flat, 1).sum(),
          tf.mul(tf.mean(tf.reshape(flat, [1, 2, 2, 2]), [1, 2]).sum(), 4),
        );
      };
      const gradient = tf.tidy(() =>
        tf
          .grad(f)(tf.reshape(image(), [4, 2]))
          .arraySync(),
      );
      assert.deepEqual(gradient, tf.fill([4, 2], 4).arraySync());
    });

    it('is repeated where it is needed', () => {
      assert.deepEqual(gradientOf((x) => tf.mul(tf.mean(x, [1, 2]), [4, 8]).sum()).result, [
        [
          [
            [1, 2],
            [1, 2],
          ],
          [
            [1, 2],
            [1, 2],
          ],
        ],
      ]);
      // Two of them, and one twice.
      const twice = (x: tf.Tensor) => tf.add(tf.mean(x, [1, 2]), tf.mean(tf.mul(x, 2), [1, 2]));
      assert.deepEqual(
        gradientOf((x) => tf.mul(twice(x), 4).sum()).result,
        image().onesLike().mul(3).arraySync(),
      );
    });
  });
