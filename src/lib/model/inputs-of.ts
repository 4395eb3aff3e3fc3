import type { tf } from '../engine/tensorflow';

/** What tfjs keeps of how a layer is connected, and does not tell its types of. */
interface Connected {
  inboundNodes: { inboundLayers: tf.layers.Layer[] }[];
}

/**
 * The layers of a model whose output a layer takes, in the order in which it takes them.
 *
 * @example inputsOf(model.getLayer('block1_add'), { model }); // block1_weigh, block1_shortcut_norm
 */
export function inputsOf(layer: tf.layers.Layer, { model }: { model: tf.LayersModel }): tf.layers.Layer[] {
  const { inboundNodes } = layer as unknown as Connected;
  // A layer may also be part of another model, made of some of this one's.
  const own = inboundNodes.find(({ inboundLayers }) =>
    inboundLayers.every((input) => model.layers.includes(input)),
  );
  return own?.inboundLayers ?? [];
}
