import { tf } from '../engine/tensorflow';
import { expectation, ExpectationError } from '../errors';
import { nameOf } from '../json/index';
import { checkTopology, type TopologyOptions } from './check-topology';
import { guardWeights } from './guard-weights';

/** Options of {@link modelFromTopology}. */
export interface BuildOptions extends TopologyOptions {
  /**
   * Whether weights start at zero, because they are set right after, instead of being initialized
   * randomly.
   */
  blank?: boolean;
  /** Maximum number of parameters. */
  parameters?: number;
}

/** A network's layers as JSON (tfjs does not export the type). */
type Topology = Parameters<typeof tf.models.modelFromJSON>[0];

/** 256 MiB of weights: fifteen times those of the project's largest network. */
export const MOST_PARAMETERS = 2 ** 26;

/** 16 MiB per image and layer: thirty times what the project's networks need. */
const MAX_OUTPUT = 2 ** 22;

/**
 * Builds a network from a topology in tfjs' JSON. The topology is checked beforehand (see
 * `checkTopology`) and during the build, so a damaged or malicious one causes an error instead of
 * an endless loop or gigabytes of memory.
 *
 * @param topology parsed JSON: the result of `model.toJSON(null, false)`, or the `modelTopology` of
 *   a saved model
 * @param options
 * @returns the model, not compiled
 * @throws ExpectationError that names the file, and the position in it or the layer
 * @example const model = await modelFromTopology(JSON.parse(text), { file: 'architecture.json' });
 */
export async function modelFromTopology(
  topology: unknown,
  { blank = false, parameters = MOST_PARAMETERS, ...options }: BuildOptions,
): Promise<tf.LayersModel> {
  const { file, place = [], advice } = options;
  checkTopology(topology, options);
  const what = place.length ? `${nameOf(place)} in ${file}` : file;
  const guard = guardWeights({ what, advice, blank, parameters });
  try {
    // tfjs builds the model synchronously; the promise only wraps the result.
    const building = tf.models.modelFromJSON(topology as Topology);
    guard.end();
    const model = await building;
    checkOutputs(model, { what, advice });
    return model;
  } catch (cause) {
    guard.dispose();
    if (cause instanceof ExpectationError) throw cause;
    throw expectation(what, {
      expectation: 'the layers of a network that TensorFlow.js can build',
      // A TypeError is about tfjs' internals and would not tell which field is wrong.
      found:
        cause instanceof TypeError
          ? 'layers that it does not understand'
          : `layers that it rejects ("${(cause as Error).message.split('\n')[0]}")`,
      advice,
      cause,
    });
  } finally {
    guard.end();
  }
}

/** Checks that the layers' outputs fit into memory. */
function checkOutputs(model: tf.LayersModel, { what, advice }: { what: string; advice?: string }): void {
  for (const layer of model.layers) {
    if (layer instanceof tf.LayersModel) checkOutputs(layer, { what, advice });
    for (const { shape } of layer.inboundNodes.flatMap(({ outputTensors }) => outputTensors)) {
      const lengths = shape.slice(1).map((length) => length ?? 1);
      const size = lengths.reduce((product, length) => product * length, 1);
      if (lengths.every((length) => Number.isSafeInteger(length) && length > 0) && size <= MAX_OUTPUT)
        continue;
      throw expectation(`the output of the layer ${layer.name} in ${what}`, {
        expectation: `of a valid shape with at most ${MAX_OUTPUT.toLocaleString('en')} numbers per image`,
        found: `[${shape.join(', ')}]`,
        advice,
      });
    }
  }
}
