import type { Random } from '../../../src/lib/random';

/** Numbers at which lengths, counts and offsets go wrong. */
const NUMBERS = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

type Way = (bytes: Buffer, random: Random) => { bytes: Buffer; what: string };

const place = (bytes: Buffer, random: Random) =>
  // Headers are short and matter most, so every other mutation goes there.
  random.next() < 0.5 ? random.integer(Math.min(bytes.length, 256)) : random.integer(bytes.length);

/** Mostly short, sometimes as long as the file. */
const lengthOf = (bytes: Buffer, random: Random) =>
  1 + random.integer(random.next() < 0.7 ? Math.min(16, bytes.length) : bytes.length);

const WAYS: readonly Way[] = [
  function flip(bytes, random) {
    const copy = Buffer.from(bytes);
    const at = place(copy, random);
    const bit = random.integer(8);
    copy[at] ^= 1 << bit;
    return { bytes: copy, what: `bit ${bit} of byte ${at} flipped` };
  },
  function flipMany(bytes, random) {
    const copy = Buffer.from(bytes);
    const n = 2 + random.integer(20);
    for (let i = 0; i < n; i++) copy[place(copy, random)] ^= 1 << random.integer(8);
    return { bytes: copy, what: `${n} bits flipped` };
  },
  function overwrite(bytes, random) {
    const copy = Buffer.from(bytes);
    const at = place(copy, random);
    const value = random.integer(256);
    copy[at] = value;
    return { bytes: copy, what: `byte ${at} set to ${value}` };
  },
  function number(bytes, random) {
    const copy = Buffer.from(bytes);
    const value = NUMBERS[random.integer(NUMBERS.length)];
    const size = [1, 2, 4][random.integer(3)];
    if (copy.length < size) return { bytes: copy, what: 'nothing' };
    const at = Math.min(place(copy, random), copy.length - size);
    const isLittle = random.next() < 0.5;
    const shown = value % 2 ** (8 * size);
    if (isLittle) copy.writeUIntLE(shown, at, size);
    else copy.writeUIntBE(shown, at, size);
    return {
      bytes: copy,
      what: `${size} bytes at ${at} set to ${shown} (${isLittle ? 'little' : 'big'} endian)`,
    };
  },
  function truncate(bytes, random) {
    const length = random.next() < 0.1 ? 0 : random.integer(bytes.length);
    return { bytes: bytes.subarray(0, length), what: `cut off after ${length} of ${bytes.length} bytes` };
  },
  function remove(bytes, random) {
    const at = place(bytes, random);
    const length = lengthOf(bytes, random);
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
      what: `${length} bytes at ${at} removed`,
    };
  },
  function duplicate(bytes, random) {
    const at = place(bytes, random);
    const part = bytes.subarray(at, at + lengthOf(bytes, random));
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]),
      what: `${part.length} bytes at ${at} duplicated`,
    };
  },
  function insert(bytes, random) {
    const at = place(bytes, random);
    const length = 1 + random.integer(random.next() < 0.8 ? 8 : 5000);
    const value = [0, 255, 32, 10][random.integer(4)];
    const part = random.next() < 0.5 ? Buffer.alloc(length, value) : randomBytes(length, random);
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]),
      what: `${length} bytes inserted at ${at}`,
    };
  },
  function wipe(bytes, random) {
    const copy = Buffer.from(bytes);
    const at = place(copy, random);
    const length = lengthOf(copy, random);
    const value = random.next() < 0.5 ? 0 : 255;
    copy.fill(value, at, Math.min(copy.length, at + length));
    return { bytes: copy, what: `${length} bytes at ${at} filled with ${value}` };
  },
  function swap(bytes, random) {
    const [a, b] = [place(bytes, random), place(bytes, random)].sort((x, y) => x - y);
    const length = Math.min(lengthOf(bytes, random), b - a, bytes.length - b);
    const parts = [
      bytes.subarray(0, a),
      bytes.subarray(b, b + length),
      bytes.subarray(a + length, b),
      bytes.subarray(a, a + length),
      bytes.subarray(b + length),
    ];
    return { bytes: Buffer.concat(parts), what: `${length} bytes at ${a} and at ${b} swapped` };
  },
];

/** Random bytes. */
export function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Uint8Array.from({ length }, () => random.integer(256)));
}

/**
 * Damages bytes in one of the ways in which disks, networks and people do.
 *
 * @returns the damaged bytes, and a description
 * @example
 * mutateBytes(readFileSync('face.png'), createRandom(1)).what; // 'bit 3 of byte 17 flipped'
 */
export function mutateBytes(bytes: Uint8Array, random: Random): { bytes: Buffer; what: string } {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (whole.length === 0)
    return { bytes: randomBytes(1 + random.integer(64), random), what: 'filled at random' };
  return WAYS[random.integer(WAYS.length)](whole, random);
}
