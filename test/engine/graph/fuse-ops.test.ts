import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../../src/lib/engine/index';
import { fuseOps } from '../../../src/lib/engine/graph/fuse-ops';
import { CompiledGraph } from '../../../src/lib/engine/graph/compiled-graph';
import { hasOnednnPool } from '../../../src/lib/engine/kernels/max-pool';
import { toTensor } from '../../../src/lib/engine/native/native-op';
import { PRECISIONS, withFastTraining } from '../compare';
import { traceBlock } from './trace-block';

const BOTH = '_MklNativeFusedBatchNormEx';

/** The names of the ops that remain. */
const namesOf = ({ trace, outputs }: Pick<ReturnType<typeof traceBlock>, 'trace' | 'outputs'>) =>
  fuseOps(trace.ops, outputs).map(({ name }) => name);

const image = (channels: number) => tf.randomNormal<tf.Rank.R4>([2, 3, 4, channels], 0, 1, 'float32', 7);

describe('ops that run as one in a graph', { skip: !hasOnednnPool() }, () => {
  for (const precision of PRECISIONS) {
    const test = (name: string, check: () => void): void => {
      it(`${name}, ${precision}`, () => withFastTraining(precision, check));
    };

    test('a training normalization rectifies its own result, with the same bits', () => {
      const x = image(16);
      const { tensors, trace, outputs } = traceBlock(x, (y) => [tf.relu(y)]);
      const names = namesOf({ trace, outputs });
      assert.ok(names.includes(BOTH));
      assert.ok(!names.includes('Relu'));
      const graph = CompiledGraph.compile(trace, outputs);
      assert.ok(graph instanceof CompiledGraph);
      const results = graph.run().map(toTensor);
      assert.equal(results.length, 2);
      results.forEach((result, i) => {
        assert.deepEqual(result.shape, tensors[i].shape);
        assert.deepEqual(result.dataSync(), tensors[i].dataSync());
      });
      graph.close();
      tf.dispose(x);
    });

    test('but not one whose own result somebody else reads', () => {
      const x = image(16);
      for (const follow of [
        (y: tf.Tensor4D) => [tf.relu(y), y],
        (y: tf.Tensor4D) => [tf.add(tf.relu(y), y)],
        (y: tf.Tensor4D) => [tf.add(tf.relu(y), tf.relu(y))],
      ]) {
        const names = namesOf(traceBlock(x, follow));
        assert.ok(!names.includes(BOTH));
        assert.ok(names.includes('Relu'));
      }
      tf.dispose(x);
    });

    test('nor one for which oneDNN has plain loops only', () => {
      const x = image(20);
      assert.ok(!namesOf(traceBlock(x, (y) => [tf.relu(y)])).includes(BOTH));
      tf.dispose(x);
    });
  }
});
