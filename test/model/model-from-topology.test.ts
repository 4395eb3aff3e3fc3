import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { ExpectationError } from '../../src/lib/errors';
import { createModel } from '../../src/lib/model/index';
import { ARCHITECTURES } from '../../src/lib/model/architecture';
import { modelFromTopology } from '../../src/lib/model/model-from-topology';

interface Layer {
  class_name: string;
  name: string;
  config: Config;
  inbound_nodes: unknown[][][];
  [field: string]: unknown;
}

interface Config {
  name: string;
  layers: Layer[];
  input_layers: unknown[][];
  output_layers: unknown[][];
  [field: string]: unknown;
}

type Json = Pick<Layer, 'class_name' | 'config'>;

const layerOf = (className: string, config: object) => ({ class_name: className, config }) as Layer;

const topologyOf = (model: tf.LayersModel) => JSON.parse(JSON.stringify(model.toJSON(null, false))) as Json;

/** Two branches, a layer that is called twice, and a model inside. */
function branched(): Json {
  const x = tf.input({ shape: [4], name: 'x' });
  const inner = tf.sequential({ name: 'inner', layers: [tf.layers.dense({ units: 4, inputShape: [4] })] });
  const twice = tf.layers.dense({ units: 4, name: 'twice' });
  const sum = tf.layers.add({ name: 'sum' }).apply([x, inner.apply(x) as tf.SymbolicTensor]);
  const outputs = twice.apply(twice.apply(sum)) as tf.SymbolicTensor;
  return topologyOf(tf.model({ inputs: x, outputs, name: 'branched' }));
}

function sequential(): Json {
  const layers = [
    tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1], name: 'conv' }),
    tf.layers.flatten({ name: 'flat' }),
    tf.layers.dense({ units: 7, name: 'dense' }),
  ];
  return topologyOf(tf.sequential({ name: 'line', layers }));
}

const FILE = 'runs/architecture.json';

async function refusal(topology: unknown): Promise<string> {
  const before = tf.memory().numTensors;
  const error: unknown = await modelFromTopology(topology, { file: FILE, advice: 'Run notebook 4.' }).then(
    () => assert.fail('built'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ExpectationError, String(error));
  assert.equal(tf.memory().numTensors, before, 'the weights of what was not built are free again');
  assert.match(error.message, /runs\/architecture\.json.* Run notebook 4\.$/s);
  return error.message;
}

describe('modelFromTopology()', () => {
  it('builds the same model again: every network, sequences, branches, models in models, as Keras writes it', async () => {
    const all = [
      ...ARCHITECTURES.map((architecture) => topologyOf(createModel({ architecture }))),
      branched(),
      sequential(),
    ];
    for (const topology of all) {
      const model = await modelFromTopology(topology, { file: FILE });
      assert.deepEqual(topologyOf(model), topology);
      const wrapped = await modelFromTopology(
        { model_config: topology, keras_version: '2.1' },
        { file: FILE },
      );
      assert.equal(wrapped.countParams(), model.countParams());
    }
    const bare = sequential();
    bare.config = bare.config.layers as unknown as Config;
    assert.equal((await modelFromTopology(bare, { file: FILE })).layers.length, 3);
  });

  it('draws the first weights as before, or leaves them at zero where others are put in', async () => {
    const model = createModel({ architecture: 'compact', seed: 3 });
    const kernel = async (options: { blank?: boolean }) =>
      (await modelFromTopology(topologyOf(model), { file: FILE, ...options })).getWeights()[0].dataSync();
    assert.deepEqual(await kernel({}), model.getWeights()[0].dataSync());
    assert.ok((await kernel({ blank: true })).every((value) => value === 0));
  });

  it('leaves tfjs as it was', async () => {
    const { addWeight } = tf.layers.Layer.prototype as unknown as { addWeight: unknown };
    await refusal({ ...sequential(), class_name: 'Dense' });
    await modelFromTopology(sequential(), { file: FILE });
    assert.equal((tf.layers.Layer.prototype as unknown as { addWeight: unknown }).addWeight, addWeight);
  });

  const layersOf = (topology: Json) => topology.config.layers;
  const layer = (topology: Json, name: string) =>
    layersOf(topology).find((own) => (own.name ?? own.config.name) === name)!;
  const at = (name: string) => layersOf(branched()).findIndex((own) => own.name === name);

  it('names the connection that leads nowhere, where tfjs would wait for ever', async () => {
    const cases: [string, (topology: Json) => void, RegExp][] = [
      [
        'a layer that is not there',
        (t) => (layer(t, 'sum').inbound_nodes[0][0][0] = 'y'),
        new RegExp(
          `layers\\[${at('sum')}\\]\\.inbound_nodes\\[0\\]\\[0\\]\\[0\\] in .* the name of a layer but found "y"`,
        ),
      ],
      [
        'a call that is not made',
        (t) => (layer(t, 'sum').inbound_nodes[0][1][1] = 2),
        /the index of a call, below 2 but found 2/,
      ],
      [
        'an output of no number',
        (t) => (layer(t, 'sum').inbound_nodes[0][0][2] = -1),
        /a list of a layer's name, the index of a call/,
      ],
      [
        'an output beyond the last',
        (t) => (layer(t, 'sum').inbound_nodes[0][0][2] = 1),
        /TensorFlow\.js can build/,
      ],
      [
        'a circle of two',
        (t) => (layer(t, 'sum').inbound_nodes[0][0] = ['twice', 1, 0, {}]),
        /do not depend on the layer itself/,
      ],
      [
        'a circle of one',
        (t) => (layer(t, 'sum').inbound_nodes[0][0] = ['sum', 0, 0, {}]),
        /do not depend on the layer itself but found "sum, inner"/,
      ],
      ['no connection', (t) => (layer(t, 'sum').inbound_nodes = [[]]), /a list of a length of 1 or more/],
      [
        'a layer that nothing calls',
        (t) => (layer(t, 'sum').inbound_nodes = []),
        /the index of a call, below 0 but found 0/,
      ],
      [
        'an output of the model',
        (t) => (t.config.output_layers[0][0] = 'z'),
        /output_layers\[0\]\[0\] in .* the name of a layer but found "z"/,
      ],
      [
        'an input that is none',
        (t) => (t.config.input_layers[0] = ['sum', 0, 0]),
        /the name of an InputLayer but found "sum"/,
      ],
      ['no output', (t) => (t.config.output_layers = []), /output_layers in .* a list of a length/],
      ['a name twice', (t) => layersOf(t).push(structuredClone(layer(t, 'sum'))), /a unique name/],
      [
        'two names',
        (t) => (layer(t, 'sum').config.name = 'other'),
        /that of the layer, "sum" but found "other"/,
      ],
      [
        'a name of every object',
        (t) => (layer(t, 'sum').name = 'constructor'),
        /to be a name but found "constructor"/,
      ],
      [
        'a field twice',
        (t) => (layer(t, 'sum').inboundNodes = []),
        /lower-case field names.* but found "inboundNodes"/,
      ],
      [
        'a damaged model inside',
        (t) => (layer(t, 'inner').config.layers[0].class_name = 'Denze'),
        /a layer that TensorFlow\.js knows but found "Denze"|class that TensorFlow\.js knows/,
      ],
    ];
    for (const [what, damage, expected] of cases) {
      const topology = branched();
      damage(topology);
      assert.match(await refusal(topology), expected, what);
    }
  });

  it('names the field that is not what it must be, and what would fill the memory', async () => {
    const conv = (t: Json) => layer(t, 'conv').config;
    const dense = (t: Json) => layer(t, 'dense').config;
    const cases: [(topology: Json) => void, RegExp][] = [
      [(t) => (t.class_name = 'Adam'), /class_name in .* Model or Functional or Sequential but found "Adam"/],
      [(t) => (t.config.layers = []), /layers in .* a list of a length from 1 to 2000 but found a list of 0/],
      [(t) => (t.config.layers = 'none' as never), /layers in .* a list/],
      [(t) => (layersOf(t)[1].class_name = 'Zeros'), /a layer that TensorFlow\.js knows but found "Zeros"/],
      [(t) => (layersOf(t)[1].config = undefined as never), /config in .* an object but found nothing/],
      [(t) => (conv(t).filters = 1e9), /filters in .* an integer from 1 to 16777216 but found 1000000000/],
      [(t) => (conv(t).filters = 0), /filters in /],
      [(t) => (conv(t).filters = '2'), /filters in .* but found "2"/],
      [
        (t) => (dense(t).units = 2 ** 24),
        /the weights of the layer dense in .* at most 67,108,864 numbers but found kernel of shape \[72, 16777216\]/,
      ],
      [(t) => (conv(t).kernel_size = [3, 4000]), /the output of the layer|that it rejects|the weights/],
      [(t) => (conv(t).kernel_size = [3, 0]), /kernel_size\[1\] in .* an integer from 1 to 4096 but found 0/],
      [(t) => (conv(t).strides = [0, 1]), /strides\[0\] in /],
      [(t) => (conv(t).dilation_rate = [1, -1]), /dilation_rate\[1\] in /],
      [(t) => (conv(t).padding = 'around'), /that it rejects \("around is not a valid PaddingMode/],
      [(t) => (conv(t).activation = 'relux'), /that it rejects \("Unknown activation: relux/],
      [(t) => (conv(t).kernel_initializer = 5), /kernel_initializer in .* an object with class_name/],
      [
        (t) => (conv(t).kernel_initializer = { class_name: 'Fill', config: {} }),
        /a class that TensorFlow\.js knows but found "Fill"/,
      ],
      [(t) => (conv(t).batch_input_shape = [null, 48, 1e9, 1]), /batch_input_shape\[2\] in /],
      [
        (t) => (conv(t).batch_input_shape = [null, 2 ** 20, 2 ** 20, 1]),
        /the output of the layer|the weights of the layer/,
      ],
      [(t) => (conv(t).use_bias = 'yes'), /use_bias in .* true or false, or null but found "yes"/],
      [(t) => (dense(t).units = 7.5), /units in /],
      [
        (t) =>
          Object.assign(dense(t), {
            units: 20000,
            kernel_initializer: { class_name: 'Orthogonal', config: {} },
          }),
        /1,048,576 numbers with an orthogonal initializer/,
      ],
      [(t) => (dense(t).weights = [[[1]]]), /./],
      [(t) => layersOf(t).push(layerOf('Reshape', { target_shape: [7, 0] })), /./],
      [
        (t) => layersOf(t).push(layerOf('RepeatVector', { n: 1e9, name: 'many' })),
        /the output of the layer many in .* at most 4,194,304 numbers/,
      ],
      [
        (t) => layersOf(t).push(...Array.from({ length: 2000 }, () => layerOf('Flatten', {}))),
        /from 1 to 2000/,
      ],
      [(t) => (layersOf(t)[2] = layerOf('TimeDistributed', { layer: branched() })), /./],
    ];
    for (const [damage, expected] of cases) {
      const topology = sequential();
      damage(topology);
      assert.match(await refusal(topology), expected, String(damage));
    }
    for (const nothing of [null, 5, 'x', [], {}, { model_config: 'text' }, { model_config: {} }])
      await refusal(nothing);
  });

  it('finds a damaged model wherever one is inside of another', async () => {
    const topology = sequential();
    const inner = branched();
    layer(inner, 'sum').inbound_nodes[0][0][0] = 'nowhere';
    layersOf(topology)[2] = layerOf('TimeDistributed', { layer: inner });
    assert.match(
      await refusal(topology),
      /layers\[2\]\.config\.layer\.config\.layers.* the name of a layer but found "nowhere"/,
    );
  });

  it('builds a chain of a thousand layers, and refuses one of more than it can go through', async () => {
    const chain = (length: number) => {
      const topology = sequential();
      topology.config.layers = [
        layerOf('InputLayer', { batch_input_shape: [null, 7], name: 'in' }),
        ...Array.from({ length }, (_, i) => layerOf('Activation', { activation: 'relu', name: `a${i}` })),
      ];
      return topology;
    };
    assert.equal((await modelFromTopology(chain(1000), { file: FILE })).outputs[0].shape[1], 7);
    assert.match(await refusal(chain(2500)), /from 1 to 2000/);
  });
});
