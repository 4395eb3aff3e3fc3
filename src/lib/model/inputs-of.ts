import type { tf } from '../engine/tensorflow';

/** How tfjs stores a layer's connections; its types do not include it. */
interface Connected {
  inboundNodes: { inboundLayers: tf.layers.Layer[] }[];
}

/**
 * Returns the layers of a model that provide a layer's inputs, in the order of the inputs.
 *
 * @example inputsOf(model.getLayer('block1_add'), { model }); // block1_weigh, block1_shortcut_norm
 */
export function inputsOf(layer: tf.layers.Layer, { model }: { model: tf.LayersModel }): tf.layers.Layer[] {
  const { inboundNodes } = layer as unknown as Connected;
  // A layer may also belong to another model that was made from this one's layers.
  const own = inboundNodes.find(({ inboundLayers }) =>
    inboundLayers.every((input) => model.layers.includes(input)),
  );
  return own?.inboundLayers ?? [];
}
