/** A seeded random number generator; see {@link createRandom}. */
export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive), with 32 random bits. */
  next(): number;
  /** An integer from 0 to `n` - 1, uniformly distributed. */
  integer(n: number): number;
  /** A number from the standard normal distribution (mean 0, standard deviation 1). */
  normal(): number;
  /** Shuffles an array in place and returns it. */
  shuffle<T extends Shuffled>(array: T): T;
}

/** An array or typed array that {@link Random.shuffle} accepts. */
export type Shuffled = unknown[] | Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/**
 * Mixes 32 bits so that each input bit changes about half of the output bits. Source: the finalizer
 * of MurmurHash3 by Austin Appleby (public domain).
 */
function mix(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Derives a seed (0 to 2^32 - 1) from a seed and integers, such as the epoch and the batch. So
 * every part of a run has a separate stream that does not depend on what ran before.
 *
 * @example createRandom(deriveSeed(seed, epoch, batch));
 */
export function deriveSeed(seed: number, ...numbers: number[]): number {
  let derived = mix(seed + 0x9e3779b9);
  for (const number of numbers) derived = mix(Math.imul(derived, 31) + number + 0x9e3779b9);
  return derived;
}

/**
 * Creates a random number generator whose numbers depend only on the seed, on every machine. It is
 * the project's only source of randomness. Source: sfc32 from PractRand by Chris Doty-Humphrey
 * (public domain); normal numbers by the Box-Muller transform.
 *
 * @param seed an integer, of which the lowest 32 bits are used
 * @example const order = createRandom(42).shuffle([0, 1, 2, 3]);
 */
export function createRandom(seed: number): Random {
  let a = deriveSeed(seed, 1);
  let b = deriveSeed(seed, 2);
  let c = deriveSeed(seed, 3);
  let counter = 1;
  let spare: number | undefined;

  function next32(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  // The author's warm-up: the first outputs still reflect the initial state.
  for (let i = 0; i < 12; i++) next32();

  const next = () => next32() / 4294967296;
  const integer = (n: number) => Math.floor(next() * n);
  return {
    next,
    integer,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffle(array) {
      // Fisher-Yates shuffle, from the end.
      const elements = array as unknown[];
      for (let i = elements.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = elements[i];
        elements[i] = elements[j];
        elements[j] = kept;
      }
      return array;
    },
  };
}
