import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { tf, useFastTraining } from '../../../src/lib/engine/index';
import { buildGraph } from '../../../src/lib/engine/graph/build-graph';
import { nativeBackend } from '../../../src/lib/engine/native/binding';
import { entryOf } from '../../../src/lib/engine/native/native-op';
import { addBarrier, provide, traceOps } from '../../../src/lib/engine/native/trace';
import { withFastTraining } from '../compare';

describe('the order of a graph', () => {
  it('has what follows a barrier wait for what is before it, once', () => {
    withFastTraining('float32', () => {
      const x = tf.tensor1d([1, -2, 3]);
      const { result, trace } = traceOps(() => {
        const { id, dtype, shape } = entryOf(x);
        provide({ handles: () => [id] }, { handles: [id], outputs: [{ dtype, shape }] });
        const before = [tf.sin(x), tf.cos(x)];
        addBarrier();
        const after = tf.exp(tf.tanh(x));
        return [...before, after].map((tensor) => entryOf(tensor).id);
      });
      const graph = buildGraph(trace, result);
      assert.ok(typeof graph !== 'string');
      const [cos] = graph.nodes.filter(({ op }) => op === 'Cos');
      const waiting = graph.nodes.filter(({ inputs }) => inputs.includes(`^${cos.name}`));
      assert.deepEqual(
        waiting.map(({ op }) => op),
        ['Tanh'],
      );
    });
  });

  it('updates weights when all gradients are there', async () => {
    const fast = useFastTraining({ precision: 'float32', seed: 1 });
    try {
      const graphs: string[] = [];
      const backend = nativeBackend();
      const { binding } = backend;
      const reading: Partial<typeof binding> = {
        loadSavedModel(folder, tag) {
          graphs.push(readFileSync(path.join(folder, 'saved_model.pb'), 'latin1'));
          return binding.loadSavedModel(folder, tag);
        },
      };
      backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(reading)) as typeof binding;
      const model = tf.sequential({
        layers: [tf.layers.dense({ inputShape: [3], units: 4 }), tf.layers.dense({ units: 2 })],
      });
      model.compile({ optimizer: tf.train.adam(), loss: 'meanSquaredError' });
      const [x, y] = [tf.ones([5, 3]), tf.zeros([5, 2])];
      try {
        await model.trainOnBatch(x, y);
      } finally {
        backend.binding = binding;
      }
      assert.equal(graphs.length, 1);
      // What has to run before an op is written ^name. Ops on one variable wait for one another, too.
      const waits = graphs[0].match(/\^op\d+/g) ?? [];
      const times = [...new Set(waits)].map((name) => waits.filter((other) => other === name).length);
      assert.ok(Math.max(...times) > model.weights.length, times.join());
      tf.dispose([x, y]);
      model.dispose();
    } finally {
      fast();
    }
  });
});
