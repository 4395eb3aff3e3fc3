import { tf } from '../tensorflow';

/**
 * The values of images, `[n, height, width, channels]`, in ONNX's order of the axes: the channels
 * before the height. With one channel, both are the same.
 */
export function channelsFirst(images: tf.Tensor): Float32Array {
  if (images.shape[3] === 1) return images.dataSync<'float32'>();
  const transposed = tf.transpose(images, [0, 3, 1, 2]);
  try {
    return transposed.dataSync<'float32'>();
  } finally {
    transposed.dispose();
  }
}
