import { tf } from '../engine/tensorflow';
import { expectation, ExpectationError } from '../errors';
import { nameOf } from '../json/index';
import { checkTopology, type TopologyOptions } from './check-topology';
import { guardWeights } from './guard-weights';

/** How {@link modelFromTopology} builds. */
export interface BuildOptions extends TopologyOptions {
  /** Whether the weights start at zero, because others are put in at once, instead of being drawn. */
  blank?: boolean;
  /** The most numbers that all weights may hold together. */
  parameters?: number;
}

/** A network's layers as JSON (tfjs does not export the type). */
type Topology = Parameters<typeof tf.models.modelFromJSON>[0];

/** 256 MiB of weights: fifteen times those of the largest network of the project. */
export const MOST_PARAMETERS = 2 ** 26;

/** 16 MiB an image between two layers: thirty times what the project's networks need. */
const LARGEST_OUTPUT = 2 ** 22;

/**
 * A network from its topology in tfjs's JSON, checked before tfjs sees it (see `checkTopology`) and while it builds: so
 * that a damaged or a hostile one is an error, instead of an endless loop or gigabytes.
 *
 * @param topology parsed JSON: what `model.toJSON(null, false)` gives, or the `modelTopology` of a saved model
 * @returns not compiled
 * @throws ExpectationError that names the file, and the place in it or the layer
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
    // tfjs builds before it returns; the promise only holds the result.
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
      // A TypeError's words are of tfjs's inside, and tell nobody which field is wrong.
      found:
        cause instanceof TypeError
          ? 'some that it does not understand'
          : `some of which it says "${(cause as Error).message.split('\n')[0]}"`,
      advice,
      cause,
    });
  } finally {
    guard.end();
  }
}

/** Makes sure that what flows between the layers fits into the memory. */
function checkOutputs(model: tf.LayersModel, { what, advice }: { what: string; advice?: string }): void {
  for (const layer of model.layers) {
    if (layer instanceof tf.LayersModel) checkOutputs(layer, { what, advice });
    for (const { shape } of layer.inboundNodes.flatMap(({ outputTensors }) => outputTensors)) {
      const lengths = shape.slice(1).map((length) => length ?? 1);
      const size = lengths.reduce((product, length) => product * length, 1);
      if (lengths.every((length) => Number.isSafeInteger(length) && length > 0) && size <= LARGEST_OUTPUT)
        continue;
      throw expectation(`the output of the layer ${layer.name} in ${what}`, {
        expectation: `of positive lengths and at most ${LARGEST_OUTPUT.toLocaleString('en')} numbers an image`,
        found: `[${shape.join(', ')}]`,
        advice,
      });
    }
  }
}
