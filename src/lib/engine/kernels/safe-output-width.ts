import type { ConvolutionSizes } from './im2col';

/** Columns of an AMX tile of bfloat16. */
const TILE = 32;

/** bfloat16 values that are multiplied at once, which rows are rounded up to. */
const PAIR = 2;

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/**
 * The least output width, at or above a convolution's own, at which oneDNN's bfloat16 kernel for the filter's gradient
 * reads no memory that nobody wrote. That kernel copies the rows of the input, one phase of the stride after the other,
 * into slots of whole tiles, and the rows of the output's gradient into rows of its own, which it may lengthen by zeros to
 * fill its tiles. Two kinds of shapes make it multiply zeros with what happened to lie in memory, which yields NaN when that
 * is NaN or infinite:
 *
 * - the lengthened row of the gradient, seen from the filter's last column, ends after the slot of the input;
 * - a phase of the stride has no column of the input, only padding: its slot is not written at all.
 *
 * The second kind is gone when the input is padded beforehand, whatever its width; this function answers for such an input.
 * Source: `init_conf_bwd_w` (`tr_iw`, `tr_ow`) in
 * https://github.com/uxlfoundation/oneDNN/blob/v3.9/src/cpu/x64/jit_brgemm_conv_utils.cpp and `jit_trans_iw_ic_t` in
 * https://github.com/uxlfoundation/oneDNN/blob/v3.9/src/cpu/x64/jit_transpose_utils.cpp.
 *
 * @example safeOutputWidth({ outWidth: 91, filterWidth: 3, strideWidth: 1 }) // 95
 */
export function safeOutputWidth({
  outWidth,
  filterWidth,
  strideWidth: stride,
}: Pick<ConvolutionSizes, 'outWidth' | 'filterWidth' | 'strideWidth'>): number {
  const reach = Math.floor((filterWidth - 1) / stride);
  for (let width = outWidth; ; width++) {
    const slot = roundUp(width - 1 + Math.ceil(filterWidth / stride), TILE);
    if (gradientRow(width) + reach <= slot) return width;
  }
}

/** The length of a row of the gradient in oneDNN's copy: even, and above a tile the one that makes the fewest blocks. */
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

/** Whether each phase of the stride that the filter meets has a column of the input. */
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
