import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFloat16 } from '../../src/lib/model/float16';

/** The number that 16 bits stand for, from the definition of IEEE 754's binary16. */
function decode(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const magnitude =
    exponent === 0 ? (fraction / 1024) * 2 ** -14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >> 15 ? -magnitude : magnitude;
}

/** All finite numbers of 16 bits that are not below 0, ascending. */
const NUMBERS = Array.from({ length: 31 * 1024 }, (_, bits) => decode(bits));

describe('encodeFloat16()', () => {
  it('gives back every number that 16 bits can hold, both signs', () => {
    for (const sign of [0, 0x8000]) {
      const bits = NUMBERS.map((_, i) => sign | i);
      assert.deepEqual([...encodeFloat16(Float32Array.from(bits, decode))], bits);
    }
  });

  it('rounds what lies between two numbers to the nearer one, and a tie to the even one', () => {
    const between = (share: number) =>
      encodeFloat16(
        Float32Array.from(NUMBERS.slice(1), (next, i) => NUMBERS[i] + share * (next - NUMBERS[i])),
      );
    between(0.25).forEach((bits, i) => assert.equal(bits, i));
    between(0.75).forEach((bits, i) => assert.equal(bits, i + 1));
    between(0.5).forEach((bits, i) => assert.equal(bits, i % 2 === 0 ? i : i + 1));
  });

  it('refuses what 16 bits have no number for', () => {
    assert.deepEqual([...encodeFloat16(Float32Array.of(65519))], [0x7bff]);
    for (const value of [65520, -1e6, Infinity, NaN])
      assert.throws(() => encodeFloat16(Float32Array.of(1, value)), /from -65504 to 65504 but found/);
  });
});
