import { expectation } from '../errors';

/** The largest 16-bit number; larger values round to infinity. */
const LARGEST = 65504;

/**
 * Encodes numbers as IEEE 754 binary16, rounded to nearest, ties to even. With 11 significant bits
 * the error is at most 1 part in 2,048; for values below 0.00006 it is at most 3e-8.
 *
 * @throws ExpectationError for values that 16 bits cannot represent: NaN, or beyond ±65,504
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
    // Below 2^-14, 16-bit numbers are multiples of 2^-24.
    if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(values[i]) * 2 ** 24);
    // Adds half of the last remaining place, less one bit if it is even, so that ties go to even.
    const rounded = magnitude + 0x0fff + ((magnitude >>> 13) & 1);
    // The exponent's bias is 127 in 32 bits and 15 in 16.
    return sign | ((rounded - (112 << 23)) >>> 13);
  });
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
