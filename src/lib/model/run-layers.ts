import type { tf } from '../engine/tensorflow';

/** The output of each layer by the layer's name. */
export type LayerOutputs = ReadonlyMap<string, tf.Tensor>;

/**
 * Runs a model's layers one by one in inference mode, skipping those whose output is known. This
 * allows rerunning part of a model with a different output in the middle. Every layer must have a
 * single output and be used once.
 *
 * @param model
 * @param known known outputs; at least that of the input layer, see {@link inputOf}
 * @param options
 * @param options.until name of the last layer to run; by default all layers run
 * @example
 * const output = tf.tidy(() => runLayers(model, inputOf(model, images)).get('stem_conv'));
 */
export function runLayers(
  model: tf.LayersModel,
  known: LayerOutputs,
  { until }: { until?: string } = {},
): Map<string, tf.Tensor> {
  const outputs = new Map(known);
  // A model lists its layers in topological order.
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

/** Wraps images as the output of a model's input layer. */
export function inputOf(model: tf.LayersModel, images: tf.Tensor): LayerOutputs {
  return new Map([[model.inputs[0].sourceLayer.name, images]]);
}

/** Replaces a layer's output and drops the outputs that depend on it. */
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

/** Returns the names of the layers that provide a layer's inputs; none for an input layer. */
function sourcesOf(layer: tf.layers.Layer): string[] {
  if (layer.getClassName() === 'InputLayer') return [];
  return [layer.input].flat().map(({ sourceLayer }) => sourceLayer.name);
}
