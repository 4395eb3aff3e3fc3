import { setImmediate as nextTurn } from 'node:timers/promises';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset/dataset';
import { pixelsOf, type ImageBatch } from '../dataset/image-batch';
import { tf } from '../engine/tensorflow';
import { inputOf, runLayers, withOutput } from '../model/run-layers';
import { softmaxLayer } from '../model/softmax-layer';
import { spatialLayer } from '../model/spatial-layer';
import { imageTensor } from './image-tensor';
import { explainedLabels, type ExplainOptions, type HeatMaps } from './heat-maps';
import { logitsOf } from './logits';

/** Options of {@link gradCam}. */
export interface GradCamOptions extends ExplainOptions {
  /**
   * The name of a layer whose output is `[n, h, w, c]`; by default the last one with more than one
   * position.
   */
  layer?: string;
}

/** The maps of a batch, as tensors. */
type BatchMaps = Record<'coarse' | 'fine' | 'labels', tf.Tensor>;

/**
 * Shows which parts of an image support a class, by Grad-CAM: the sum of a layer's channels,
 * each weighted by the mean gradient of the class's logit over all positions, with negative
 * values set to 0. Each map is divided by its maximum; it is all 0 where nothing in the layer
 * supports the emotion. The gradient is that of the logit, since that of the probability vanishes
 * where the model is confident.
 *
 * The resolution is that of the layer: 6x6 in `compact`, `medium` and `large`, 3x3 in `classic`
 * (6x6 with `block4_relu`). It is resized to 48x48 pixels by linear interpolation.
 * Source: Selvaraju et al., "Grad-CAM" (2017), section 3, https://arxiv.org/abs/1610.02391.
 *
 * @param model takes `[n, 48, 48, 1]` gray values 0 to 255, and ends in a dense layer with softmax
 * @param images one or several
 * @returns maps whose `values` are 0 to 1
 * @throws ExpectationError when the model has no such layer or does not end in a dense layer with
 *   softmax, the pixels are not whole images, or the label is not a class
 * @example const { pixels } = await gradCam(model, await decodeImage('face.png'));
 */
export async function gradCam(
  model: tf.LayersModel,
  images: ImageBatch,
  { label, layer: name, batchSize = 64 }: GradCamOptions = {},
): Promise<HeatMaps & { readonly layer: string }> {
  const pixels = pixelsOf(images);
  const count = pixels.length / IMAGE_BYTES;
  const explained = explainedLabels(label, { count, classes: Number(model.outputs[0].shape.at(-1)) });
  const { layer, height, width } = spatialLayer(model, { name });
  const maps = {
    labels: new Uint8Array(count),
    values: new Float32Array(count * height * width),
    pixels: new Float32Array(count * IMAGE_BYTES),
  };
  for (let first = 0; first < count; first += batchSize) {
    const size = Math.min(batchSize, count - first);
    const batch = explain(model, {
      ...{ pixels, first, size, layer: layer.name },
      labels: explained?.subarray(first, first + size),
    });
    try {
      maps.values.set(await batch.coarse.data(), first * height * width);
      maps.pixels.set(await batch.fine.data(), first * IMAGE_BYTES);
      maps.labels.set(await batch.labels.data(), first);
    } finally {
      tf.dispose(Object.values(batch));
    }
    await nextTurn();
  }
  return { ...maps, height, width, layer: layer.name };
}

function explain(
  model: tf.LayersModel,
  {
    pixels,
    first,
    size,
    layer,
    labels,
  }: { pixels: ArrayLike<number>; first: number; size: number; layer: string; labels?: Uint8Array },
): BatchMaps {
  const last = softmaxLayer(model, 'Grad-CAM explains a logit, which is the input of the softmax.');
  const features = last.input as tf.SymbolicTensor;
  const until = features.sourceLayer.name;
  return tf.tidy(() => {
    const outputs = runLayers(model, inputOf(model, imageTensor(pixels, { first, count: size })), { until });
    const activation = outputs.get(layer)!;
    const explained = labels
      ? tf.tensor1d(labels, 'int32')
      : logitsOf(last, outputs.get(until)!).argMax<tf.Tensor1D>(1);
    const chosen = tf.oneHot(explained, Number(last.outputShape.at(-1)));
    const logit = (output: tf.Tensor) => {
      const changed = runLayers(model, withOutput(model, outputs, { layer, output }), { until });
      // The images are independent, so the gradient of the sum is that of each image.
      return logitsOf(last, changed.get(until)!).mul(chosen).sum<tf.Scalar>();
    };
    const gradient = tf.grad(logit)(activation);
    // [n, 1, 1, channels]
    const weights = gradient.mean([1, 2], true);
    const map = activation.mul(weights).sum(3, true).relu<tf.Tensor4D>();
    const coarse = map.divNoNan<tf.Tensor4D>(map.max([1, 2, 3], true));
    const fine = tf.image.resizeBilinear(coarse, [IMAGE_SIZE, IMAGE_SIZE], false, true);
    return { coarse, fine: fine.divNoNan(fine.max([1, 2, 3], true)), labels: explained };
  });
}
