import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileForPrediction, tf, useFastTraining } from '../../../src/lib/engine/index';
import { patchMethod } from '../../../src/lib/engine/native/patch';
import { CompiledNetwork } from '../../../src/lib/engine/openvino/compiled-network';
import { loadLibrary } from '../../../src/lib/engine/openvino/load-library';
import { loadFaceDetector } from '../../../src/lib/faces/index';
import { relativeError, withFastTraining } from '../compare';

const library = loadLibrary();
const skip = 'reason' in library ? library.reason : false;

/** The values and shapes of all outputs. */
const predict = (model: tf.GraphModel, x: tf.Tensor) =>
  tf.tidy(() =>
    [model.predict(x) as tf.Tensor | tf.Tensor[]].flat().map((tensor) => ({
      shape: tensor.shape,
      values: tensor.dataSync<'float32'>(),
    })),
  );

/** Runs `work`, and returns how many networks OpenVINO has run in it. */
function countRuns(work: () => void): number {
  let count = 0;
  const undo = patchMethod(CompiledNetwork.prototype, 'run', (stock) => {
    return function run(this: CompiledNetwork, ...args) {
      count++;
      return stock.apply(this, args);
    };
  });
  try {
    work();
  } finally {
    undo();
  }
  return count;
}

describe('a graph model compiled for prediction', { skip }, () => {
  it('gives what TensorFlow gives: the face detector', async () => {
    const detector = await loadFaceDetector();
    const x = tf.randomUniform([1, 256, 256, 3], -1, 1, 'float32', 3);
    const expected = predict(detector, x);
    withFastTraining('float32', () => {
      const runs = countRuns(() => {
        for (let call = 0; call < 2; call++) {
          const found = predict(detector, x);
          assert.deepEqual(
            found.map(({ shape }) => shape),
            expected.map(({ shape }) => shape),
          );
          found.forEach(({ values }, i) => assert.ok(relativeError(values, expected[i].values) < 1e-5));
        }
      });
      assert.equal(runs, 2);
      const { numTensors } = tf.memory();
      predict(detector, x);
      assert.equal(tf.memory().numTensors, numTensors);
    });
    assert.equal(
      countRuns(() => predict(detector, x)),
      0,
    );
    x.dispose();
    detector.dispose();
  });

  it('predicts with TensorFlow where OpenVINO is not wanted, and passes a NaN on', async () => {
    const detector = await loadFaceDetector();
    const x = tf.fill([1, 256, 256, 3], NaN);
    const fast = useFastTraining({ precision: 'float32', openvino: false });
    assert.equal(
      countRuns(() => predict(detector, x)),
      0,
    );
    fast();
    withFastTraining('float32', () =>
      assert.equal(
        countRuns(() => predict(detector, x)),
        0,
      ),
    );
    x.dispose();
    detector.dispose();
  });

  it('compiles a new network when it is chosen again after an error', async () => {
    const detector = await loadFaceDetector();
    const x = tf.randomUniform([1, 256, 256, 3], -1, 1, 'float32', 3);
    const expected = predict(detector, x);
    withFastTraining('float32', () => {
      predict(detector, x);
      const undo = patchMethod(CompiledNetwork.prototype, 'run', () => () => {
        throw new Error('planted');
      });
      assert.equal(
        countRuns(() => predict(detector, x)),
        1,
      );
      undo();
      assert.equal(
        countRuns(() => predict(detector, x)),
        0,
      );
      compileForPrediction(detector);
      assert.equal(
        countRuns(() =>
          predict(detector, x).forEach(({ values }, i) =>
            assert.ok(relativeError(values, expected[i].values) < 1e-5),
          ),
        ),
        1,
      );
    });
    // Until the planted error's warning has been emitted.
    await new Promise((go) => setImmediate(go));
    x.dispose();
    detector.dispose();
  });

  it('leaves an op that ONNX has none for to TensorFlow, without a warning', async () => {
    const model = await tf.loadGraphModel(tf.io.fromMemory(sine()));
    compileForPrediction(model);
    const x = tf.fill([1, 2, 2, 1], 1);
    const warned: unknown[] = [];
    const listen = (warning: unknown) => warned.push(warning);
    process.on('warning', listen);
    withFastTraining('float32', () => {
      assert.equal(
        countRuns(() =>
          assert.ok(relativeError(predict(model, x)[0].values, [1, 1, 1, 1].map(Math.sin)) < 1e-6),
        ),
        0,
      );
    });
    await new Promise((go) => setImmediate(go));
    process.off('warning', listen);
    assert.deepEqual(warned, []);
    x.dispose();
    model.dispose();
  });
});

/** A graph of one op. */
function sine() {
  const sizes = [1, 2, 2, 1].map((size) => ({ size: String(size) }));
  const type = { T: { type: 'DT_FLOAT' } };
  return {
    modelTopology: {
      node: [
        {
          name: 'x',
          op: 'Placeholder',
          attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: sizes } } },
        },
        { name: 'y', op: 'Sin', input: ['x'], attr: type },
      ],
      versions: {},
    },
    weightSpecs: [],
    weightData: new ArrayBuffer(0),
  };
}
