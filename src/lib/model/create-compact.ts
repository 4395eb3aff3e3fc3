import type { tf } from '../engine/tensorflow';
import { createResidual } from './create-residual';
import type { NetworkOptions } from './network-options';

/**
 * Channels of the two plain convolutions, at 48x48 and 24x24 pixels. Like all channel counts they
 * are multiples of 16, since oneDNN's normalization of others is nine times slower.
 */
const [STEM, WIDE] = [32, 48];

/** The residual blocks. Stride 2 halves height and width. */
const BLOCKS = [
  { filters: 128, stride: 2 },
  { filters: 128, stride: 1 },
  { filters: 192, stride: 2 },
];

/**
 * Builds the default network: two plain convolutions, three residual blocks with squeeze and
 * excitation, and global average pooling, in place of the wide convolutions and dense layers of
 * `createClassic`; see `createResidual`. 1,119,903 parameters, 102 million multiply-adds per image:
 * about a third of the classic's arithmetic.
 *
 * @param options
 * @param options.seed seed of the kernels
 * @param options.dropout dropout rate of the last 192 features
 * @param options.classes how many classes it tells apart
 * @returns a new model, not compiled: `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, classes]`
 *   probabilities
 * @example const model = createCompact({ seed: 42, classes: 7 });
 */
export function createCompact({ seed, dropout = 0.2, classes }: NetworkOptions): tf.LayersModel {
  return createResidual({ name: 'compact', stem: STEM, wide: WIDE, blocks: BLOCKS, dropout, seed, classes });
}
