import { expectation } from '../errors';

/** The largest number of 16 bits; what rounds to more is infinite. */
const LARGEST = 65504;

/**
 * Numbers as the bits of IEEE 754's binary16, each rounded to the nearest, ties to even: 11 significant bits, so an
 * error of at most 1 part in 2,048, and below 0.00006 of at most 3e-8.
 *
 * @throws ExpectationError for what 16 bits can't hold: not a number, or beyond ±65,504
 * @example encodeFloat16(Float32Array.of(1, -2)); // Uint16Array [0x3c00, 0xc000]
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, (pattern, i) => {
    const sign = (pattern >>> 16) & 0x8000;
    const magnitude = pattern & 0x7fffffff;
    if (!(Math.abs(values[i]) < LARGEST + 16))
      throw expectation('a weight to be stored in 16 bits', {
        expectation: `from -${LARGEST} to ${LARGEST}`,
        found: values[i],
        advice: 'Store the model in 32 bits.',
      });
    // Below 2^-14 the numbers of 16 bits are the multiples of 2^-24.
    if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(values[i]) * 2 ** 24);
    // Half of the last place that stays, less one where it is even: so a tie goes to the even one.
    const rounded = magnitude + 0x0fff + ((magnitude >>> 13) & 1);
    // The exponent's offset is 127 in 32 bits and 15 in 16.
    return sign | ((rounded - (112 << 23)) >>> 13);
  });
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
