import { patchMethod, type Undo } from '../native/patch';
import { graphToOnnx } from '../onnx/graph-to-onnx';
import { tf } from '../tensorflow';
import { areFinite, canRead } from './can-read';
import { channelsFirst } from './channels-first';
import { isCompiledForPrediction, stopCompiling } from './compile-for-prediction';
import { CompiledNetwork } from './compiled-network';
import { loadLibrary } from './load-library';
import { Networks, warnOfFailure } from './networks';

/** A graph model's network, and the shapes that it takes and returns. */
interface Compiled {
  network: CompiledNetwork;
  input: readonly number[];
  outputs: readonly (readonly number[])[];
}

/**
 * What OpenVINO has compiled of graph models: always in float32, since tfjs runs them op by op, which
 * takes ten times as long either way.
 */
class GraphPredictions {
  private readonly compiled = new WeakMap<tf.GraphModel, Compiled>();
  private readonly networks = new Networks();

  /**
   * Predicts one image.
   *
   * @returns undefined if TensorFlow has to
   */
  run(model: tf.GraphModel, images: unknown): tf.Tensor | tf.Tensor[] | undefined {
    if (!isCompiledForPrediction(model) || 'reason' in loadLibrary() || !canRead(images)) return undefined;
    try {
      const { network, input, outputs } = this.compiledFor(model);
      if (images.shape.join() !== [1, ...input].join()) return undefined;
      const values = channelsFirst(images);
      // A NaN would be lost on the way.
      if (!areFinite(values)) return undefined;
      const results = network.run(values, 1).map((result, i) => tf.tensor(result, [1, ...outputs[i]]));
      return results.length > 1 ? results : results[0];
    } catch (error) {
      warnOfFailure(error);
      stopCompiling(model);
      this.compiled.delete(model);
      this.networks.free(model);
      return undefined;
    }
  }

  private compiledFor(model: tf.GraphModel): Compiled {
    const found = this.compiled.get(model);
    if (found) return found;
    const { bytes, input, outputs } = graphToOnnx(model);
    const [height, width, channels] = input;
    const network = CompiledNetwork.compile(bytes, {
      batch: 1,
      image: [channels, height, width],
      widths: outputs.map((shape) => shape.reduce((product, length) => product * length, 1)),
      precision: 'float32',
    });
    const compiled = { network: this.networks.add(model, network), input, outputs };
    this.compiled.set(model, compiled);
    return compiled;
  }

  close(): void {
    this.networks.freeAll();
  }
}

/** Lets graph models that are compiled for prediction predict with OpenVINO. */
export function patchGraphModels(): Undo[] {
  const predictions = new GraphPredictions();
  return [
    () => predictions.close(),
    patchMethod(tf.GraphModel.prototype, 'predict', (stock) => {
      return function predict(this: tf.GraphModel, inputs, ...rest) {
        return predictions.run(this, inputs) ?? stock.call(this, inputs, ...rest);
      };
    }),
  ];
}
