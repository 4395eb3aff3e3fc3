import type { tf } from '../engine/tensorflow';
import { createResidual } from './create-residual';
import type { NetworkOptions } from './network-options';

/** Channels of the two plain convolutions, at 48x48 and 24x24 pixels. */
const [STEM, WIDE] = [32, 64];

/** One block at 24x24 pixels, two at 12x12, two at 6x6. */
const BLOCKS = [
  { filters: 64, stride: 1 },
  { filters: 128, stride: 2 },
  { filters: 128, stride: 1 },
  { filters: 256, stride: 2 },
  { filters: 256, stride: 1 },
];

/**
 * Builds the network of the bundled model: like `createCompact`, with five residual blocks instead
 * of three. It needs long training with strong augmentation. 2,767,183 parameters, 205 million
 * multiply-adds per image.
 *
 * @param options
 * @param options.seed seed of the kernels
 * @param options.dropout dropout rate of the last 256 features
 * @param options.classes how many classes it tells apart
 * @returns a new model, not compiled: `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, classes]`
 *   probabilities
 * @example const model = createLarge({ seed: 42, classes: 7 });
 */
export function createLarge({ seed, dropout = 0.3, classes }: NetworkOptions): tf.LayersModel {
  return createResidual({ name: 'large', stem: STEM, wide: WIDE, blocks: BLOCKS, dropout, seed, classes });
}
