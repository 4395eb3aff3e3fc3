import type { ConvolutionSizes } from './im2col';

/** Columns of a bfloat16 AMX tile. */
const TILE = 32;

/** bfloat16 values that are multiplied together; rows are rounded up to a multiple of it. */
const PAIR = 2;

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/**
 * Returns the smallest output width, at least the convolution's own, at which oneDNN's bfloat16
 * kernel for the filter's gradient reads no uninitialized memory. The kernel copies the input's
 * rows, one phase of the stride after the other, into slots of whole tiles. It copies the rows of
 * the output's gradient into buffers and may extend them with zeros to fill tiles. For two kinds of
 * shapes it then multiplies zeros by uninitialized memory, and the result is NaN if that holds a
 * NaN or an infinity:
 *
 * - the extended row of the gradient, shifted by the filter's last column, ends after the input's
 *   slot;
 * - a phase of the stride has only padding and no column of the input, so its slot is never
 *   written.
 *
 * Padding the input explicitly rules out the second kind, at any width. This function assumes such
 * an input. Source: `init_conf_bwd_w` (`tr_iw`, `tr_ow`) in
 * https://github.com/uxlfoundation/oneDNN/blob/v3.9/src/cpu/x64/jit_brgemm_conv_utils.cpp and
 * `jit_trans_iw_ic_t` in
 * https://github.com/uxlfoundation/oneDNN/blob/v3.9/src/cpu/x64/jit_transpose_utils.cpp.
 *
 * A dilated filter has stride 1, and reaches as far as its effective width.
 *
 * @example safeOutputWidth({ outWidth: 91, effectiveFilterWidth: 3, strideWidth: 1 }) // 95
 */
export function safeOutputWidth({
  outWidth,
  effectiveFilterWidth: filterWidth,
  strideWidth: stride,
}: Pick<ConvolutionSizes, 'outWidth' | 'effectiveFilterWidth' | 'strideWidth'>): number {
  const reach = Math.floor((filterWidth - 1) / stride);
  for (let width = outWidth; ; width++) {
    const slot = roundUp(width - 1 + Math.ceil(filterWidth / stride), TILE);
    if (gradientRow(width) + reach <= slot) return width;
  }
}

/**
 * Length of a gradient row in oneDNN's copy: even, and beyond one tile the length that makes the
 * fewest blocks.
 */
function gradientRow(width: number): number {
  const least = roundUp(width, PAIR);
  if (least <= TILE) return least;
  let best = { length: least, blocks: least / PAIR };
  for (let length = least; length <= roundUp(least, TILE); length += PAIR) {
    let block = TILE;
    while (length % block) block -= PAIR;
    if (length / block < best.blocks) best = { length, blocks: length / block };
  }
  return best.length;
}

/** Whether each phase of the stride that the filter covers has a column of the input. */
export function feedsEveryPhase({
  inWidth,
  filterWidth,
  strideWidth: stride,
  padInfo: { left },
}: Pick<ConvolutionSizes, 'inWidth' | 'filterWidth' | 'strideWidth' | 'padInfo'>): boolean {
  for (let phase = 0; phase < Math.min(filterWidth, stride); phase++) {
    const columns = Math.ceil((inWidth + left - phase) / stride);
    const padding = Math.ceil(Math.max(0, left - phase) / stride);
    if (columns - padding < 1) return false;
  }
  return true;
}
