import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../../src/lib/engine/index';
import { CompiledGraph } from '../../../src/lib/engine/graph/compiled-graph';
import { freeEarly } from '../../../src/lib/engine/graph/free-early';
import { valuesOf } from '../../../src/lib/engine/graph/values-of';
import { hasOnednnPool } from '../../../src/lib/engine/kernels/max-pool';
import { toTensor } from '../../../src/lib/engine/native/native-op';
import { PRECISIONS, withFastTraining } from '../compare';
import { traceBlock } from './trace-block';

const GRADIENT = '_MklNativeMaxPoolGrad';

describe('values that a graph frees early', { skip: !hasOnednnPool() }, () => {
  for (const precision of PRECISIONS)
    for (const [name, follow] of Object.entries({
      'a max pool': (y: tf.Tensor4D) => tf.maxPool(y, 2, 2, 'same'),
      'a ReLU and a max pool': (y: tf.Tensor4D) => tf.maxPool(tf.relu(y), 2, 2, 'same'),
    }))
      it(`the gradient of ${name} does without the normalization's result, with the same bits, ${precision}`, () =>
        withFastTraining(precision, () => {
          const x = tf.randomNormal<tf.Rank.R4>([2, 5, 4, 16], 0, 1, 'float32', 7);
          const { tensors, trace, outputs } = traceBlock(x, (y) => [follow(y)]);
          const { producerOf } = valuesOf(trace.ops);
          const readers = (ops: typeof trace.ops) =>
            ops.filter((op) => op.name === GRADIENT && producerOf(op.inputs[0])?.name === 'FusedBatchNormV3');
          assert.equal(readers(trace.ops).length, 1);
          assert.equal(readers(freeEarly(trace.ops)).length, 0);
          const graph = CompiledGraph.compile(trace, outputs);
          assert.ok(graph instanceof CompiledGraph);
          assert.deepEqual(
            graph.run().map((output) => toTensor(output).dataSync()),
            tensors.map((tensor) => tensor.dataSync()),
          );
          graph.close();
          tf.dispose([x, ...tensors]);
        }));
});
