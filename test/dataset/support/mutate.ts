import type { Random } from '../../../src/lib/random';

/** Numbers that readers stumble over, as they are written into files of four bytes. */
const ODD = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/**
 * The bytes after one to four kinds of damage: flipped bits, odd numbers, parts cut off, left out,
 * doubled, filled or moved.
 *
 * @example const damaged = mutate(readFileSync('set.zip'), createRandom(7));
 */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let mutant: Buffer = Buffer.from(bytes);
  for (let times = 1 + random.integer(4); times > 0 && mutant.length > 8; times--)
    mutant = damage(mutant, random);
  return mutant;
}

function damage(bytes: Buffer, random: Random): Buffer {
  // Headers are at the ends: half of all damage is done there.
  const place = () => {
    const anywhere = random.integer(bytes.length);
    const near = Math.min(bytes.length - 1, random.integer(64));
    return [anywhere, anywhere, near, bytes.length - 1 - near][random.integer(4)];
  };
  const at = place();
  const length = Math.min(bytes.length - at, 1 + random.integer(1 << random.integer(10)));
  const part = bytes.subarray(at, at + length);
  switch (random.integer(8)) {
    case 0:
    case 1:
      bytes[at] ^= 1 << random.integer(8);
      return bytes;
    case 2: {
      const start = Math.min(at, bytes.length - 4);
      const value = ODD[random.integer(ODD.length)];
      if (random.integer(2) === 0) bytes.writeUInt32LE(value, start);
      else bytes.writeUInt32BE(value, start);
      return bytes;
    }
    case 3:
      return bytes.subarray(0, Math.max(1, at));
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 5:
      return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
    case 6:
      part.fill(random.integer(256));
      return bytes;
    default:
      part.copy(bytes, random.integer(bytes.length));
      return bytes;
  }
}
