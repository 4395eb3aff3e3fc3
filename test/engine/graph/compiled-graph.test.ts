import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { tf, useFastTraining, type FastTraining } from '../../../src/lib/engine/index';
import { CompiledGraph } from '../../../src/lib/engine/graph/compiled-graph';
import { provide, traceOps } from '../../../src/lib/engine/native/trace';
import { entryOf, toTensor } from '../../../src/lib/engine/native/native-op';

let fast: FastTraining;

/** Records a function of one tensor, which later runs find in `now`. */
function compile(f: (x: tf.Tensor) => tf.Tensor, now: { x: tf.Tensor }): CompiledGraph | string {
  const { result, trace } = traceOps(() => {
    const { id, dtype, shape } = entryOf(now.x);
    provide({ handles: () => [entryOf(now.x).id] }, { handles: [id], outputs: [{ dtype, shape }] });
    return entryOf(f(now.x)).id;
  });
  return CompiledGraph.compile(trace, [result]);
}

describe('a trace as a graph', () => {
  beforeEach(() => {
    fast = useFastTraining({ precision: 'float32' });
  });
  afterEach(() => fast());

  it('gives what the ops give, for values that change and with constants that stay', () => {
    const now = { x: tf.tensor2d([1, -2, 3, 4], [2, 2]) };
    const f = (x: tf.Tensor) =>
      tf.expandDims(tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, tf.tensor2d([2, 0, 1, 1], [2, 2])), 0.5)), 1);
    const graph = compile(f, now);
    assert.ok(graph instanceof CompiledGraph);
    for (const values of [
      [1, -2, 3, 4],
      [0.1, 0.2, -5, 7],
    ]) {
      now.x = tf.tensor2d(values, [2, 2]);
      const found: tf.Tensor = toTensor(graph.run()[0]);
      assert.deepEqual(found.shape, [2, 1, 2]);
      assert.deepEqual(Array.from(found.dataSync()), Array.from(f(now.x).dataSync()));
    }
    graph.close();
  });

  it('passes through what no op touched', () => {
    const now = { x: tf.tensor1d([1, 2, 3]) };
    const graph = compile((x) => tf.reshape(x, [3]), now);
    assert.ok(graph instanceof CompiledGraph);
    const [found] = graph.run().map(toTensor);
    assert.deepEqual(Array.from(found.dataSync()), [1, 2, 3]);
    graph.close();
  });

  it('refuses what another run may do differently, and says why', () => {
    const now = { x: tf.tensor1d([1, 2, 3]) };
    const other = tf.relu(tf.tensor1d([4, 5, 6]));
    assert.match(compile((x) => tf.mul(x, other), now) as string, /neither a weight nor an input/);
    assert.match(compile((x) => tf.mul(x, x.dataSync()[0]), now) as string, /reads a value/);
    const chances = tf.tensor2d([0.5, 0.5], [1, 2]);
    assert.match(
      compile((x) => tf.mul(x, tf.multinomial(chances, 3).reshape([3]).toFloat()), now) as string,
      /Multinomial/,
    );
  });
});
