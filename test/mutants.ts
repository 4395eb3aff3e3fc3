import type { Random } from '../src/lib/random';

/** What takes the place of a value: the wrong type, size or sign. */
const VALUES = [
  null,
  true,
  0,
  -1,
  1,
  1.5,
  2,
  48,
  1e9,
  2 ** 31,
  1e308,
  '',
  'x',
  '__proto__',
  'toString',
  [],
  [[]],
  {},
  [null, 0],
];

/**
 * A damaged copy of some bytes: a bit turned, some bytes lost, doubled or changed, the end lost.
 */
export function mutateBytes(bytes: Uint8Array, random: Random): Buffer {
  const at = random.integer(bytes.length);
  const end = Math.min(bytes.length, at + 1 + random.integer(20));
  const [before, part, rest] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (random.integer(6)) {
    case 0:
      return Buffer.concat([before, rest]);
    case 1:
      return Buffer.concat([before, part, part, rest]);
    case 2:
      return Buffer.from(before);
    case 3:
      return Buffer.concat([before, part.map(() => random.integer(256)), rest]);
    default:
      return Buffer.concat([
        before,
        part.map((byte, i) => (i === 0 ? byte ^ (1 << random.integer(8)) : byte)),
        rest,
      ]);
  }
}

/**
 * A copy of a value of JSON in which a few places, near one another or not, are changed: another
 * value, a value from elsewhere, a field less, an element twice.
 */
export function mutateJson<Value>(value: Value, random: Random): Value {
  const copy = structuredClone(value);
  const holders: (Record<string, unknown> | unknown[])[] = [];
  const collect = (inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) return;
    holders.push(inner as Record<string, unknown>);
    Object.values(inner).forEach(collect);
  };
  collect(copy);
  const pick = () => {
    for (;;) {
      const holder = holders[random.integer(holders.length)] as Record<string, unknown>;
      const keys = Object.keys(holder);
      if (keys.length > 0) return { holder, key: keys[random.integer(keys.length)] };
    }
  };
  for (let changes = 1 + random.integer(2); changes > 0; changes--) {
    const { holder, key } = pick();
    const other = pick();
    switch (random.integer(7)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 1:
        if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(holder[Number(key)]));
        else holder[`${key}_`] = holder[key];
        break;
      case 2:
        [holder[key], other.holder[other.key]] = structuredClone([other.holder[other.key], holder[key]]);
        break;
      case 3:
        if (typeof holder[key] === 'number') holder[key] *= [-1, 2, 0.5, 1e6, 1e15][random.integer(5)];
        else if (typeof holder[key] === 'string') holder[key] = `${holder[key]}x`;
        else if (typeof holder[key] === 'boolean') holder[key] = !holder[key];
        break;
      default:
        holder[key] = structuredClone(VALUES[random.integer(VALUES.length)]);
    }
  }
  return copy;
}
