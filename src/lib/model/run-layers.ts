import type { tf } from '../engine/tensorflow';

/** The output of each layer by the layer's name. */
export type LayerOutputs = ReadonlyMap<string, tf.Tensor>;

/**
 * Runs a model's layers one by one, as in prediction, but for those whose output is known already: so a part of a model
 * can be run again with another output in the middle. Layers must have one output, and be used once.
 *
 * @param known outputs to begin with; of the input layer at least, see {@link inputOf}
 * @param options
 * @param options.until the name of the last layer to be run; all of them when left out
 * @example const outputs = tf.tidy(() => runLayers(model, inputOf(model, images)).get('stem_conv'));
 */
export function runLayers(
  model: tf.LayersModel,
  known: LayerOutputs,
  { until }: { until?: string } = {},
): Map<string, tf.Tensor> {
  const outputs = new Map(known);
  // A model keeps its layers in an order in which each comes after those that it needs.
  for (const layer of model.layers) {
    if (!outputs.has(layer.name)) {
      const inputs = sourcesOf(layer).map((source) => outputs.get(source)!);
      const output = layer.apply(inputs.length > 1 ? inputs : inputs[0]) as tf.Tensor;
      outputs.set(layer.name, output);
    }
    if (layer.name === until) break;
  }
  return outputs;
}

/** A model's images as the output of its input layer. */
export function inputOf(model: tf.LayersModel, images: tf.Tensor): LayerOutputs {
  return new Map([[model.inputs[0].sourceLayer.name, images]]);
}

/** The outputs that do not depend on that of one layer, and another output in place of its own. */
export function withOutput(
  model: tf.LayersModel,
  outputs: LayerOutputs,
  { layer, output }: { layer: string; output: tf.Tensor },
): LayerOutputs {
  const changed = new Set([layer]);
  for (const { name, sources } of model.layers.map((own) => ({ name: own.name, sources: sourcesOf(own) })))
    if (sources.some((source) => changed.has(source))) changed.add(name);
  return new Map([...[...outputs].filter(([name]) => !changed.has(name)), [layer, output]]);
}

/** The names of the layers whose outputs go into a layer; of an input layer none. */
function sourcesOf(layer: tf.layers.Layer): string[] {
  if (layer.getClassName() === 'InputLayer') return [];
  return [layer.input].flat().map(({ sourceLayer }) => sourceLayer.name);
}
