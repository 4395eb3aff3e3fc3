import type { Random } from '../../../src/lib/random';
import { mutateBytes } from './bytes';

/** JSON values that a careless reader misinterprets. */
const VALUES = [
  ...['null', 'true', 'false', '0', '-1', '1', '0.5', '-0', '1e308', '-1e308', '1e999', '-1e999', '1e-320'],
  ...['9007199254740993', '4294967296', '2147483648', '-2147483649', '99999', '""', '"NaN"', '"null"'],
  ...[
    '"0"',
    '"\\u001b[2J\\u001b]0;x\\u0007"',
    '"\\u0000"',
    '"../../../etc/passwd"',
    '"\\ud800"',
    '"constructor"',
  ],
  ...['"__proto__"', '[]', '{}', '[[]]', '[null]', '[0,0,0,0,0,0,0]', '{"__proto__":{"length":3}}'],
  ...['{"constructor":{"prototype":{"x":1}}}', '{"length":4294967295}', '{"toString":1}', '{"then":1}'],
];

/** A placeholder for text that JSON.stringify() can't write. */
const MARK = '@@torture@@';

type Path = (string | number)[];

/** The paths of all values in a JSON value, including itself. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((inside, i) => [i, inside])
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, inside]) => places(inside, [...path, key]))];
}

/** A random path, weighted so that long arrays of numbers do not get nearly all mutations. */
function choosePlace(value: unknown, random: Random): Path {
  const all = places(value);
  if (random.next() < 0.5) return all[random.integer(all.length)];
  const path: Path = [];
  let here = value;
  while (typeof here === 'object' && here !== null && (path.length === 0 || random.next() < 0.8)) {
    const keys = Object.keys(here);
    if (keys.length === 0) break;
    const key = keys[random.integer(keys.length)];
    path.push(Array.isArray(here) ? Number(key) : key);
    here = (here as Record<string, unknown>)[key];
  }
  return path;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, key) => (here as Record<string | number, unknown>)[key], value);
}

type Holder = Record<string | number, unknown>;

/** A random JSON text, occasionally deep or long. */
function madeUp(random: Random): string {
  const kind = random.next();
  if (kind < 0.04) return '['.repeat(20000) + ']'.repeat(20000);
  if (kind < 0.06) return `"${'x'.repeat(2_000_000)}"`;
  if (kind < 0.08) return `[${'0,'.repeat(200_000)}0]`;
  return VALUES[random.integer(VALUES.length)];
}

type Way = (root: unknown, path: Path, random: Random) => { text: string; what: string } | undefined;

const show = (path: Path) => path.join('.') || 'the whole';
const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const WAYS: readonly Way[] = [
  function replace(root, path, random) {
    const value = madeUp(random);
    const text = withHolder(root, path, (holder, key) => (holder[key] = MARK));
    return {
      text: (text ?? `"${MARK}"`).replace(`"${MARK}"`, () => value),
      what: `${show(path)} is ${shorten(value)}`,
    };
  },
  function drop(root, path) {
    const text = withHolder(root, path, (holder, key) =>
      Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key],
    );
    return text === undefined ? undefined : { text, what: `${show(path)} left out` };
  },
  function rename(root, path, random) {
    if (typeof path[path.length - 1] !== 'string') return undefined;
    const name = ['x', '', '__proto__', 'constructor', 'length', ' '][random.integer(6)];
    const text = withHolder(root, path, (holder, key) => {
      const value = holder[key];
      delete holder[key];
      Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
    });
    return text === undefined ? undefined : { text, what: `${show(path)} renamed to "${name}"` };
  },
  function repeat(root, path, random) {
    const n = random.next() < 0.8 ? 1 : 3000;
    const here = valueAt(root, path);
    if (!Array.isArray(here) || here.length === 0) return undefined;
    const copy = structuredClone(root);
    const array = valueAt(copy, path) as unknown[];
    const element: unknown = array[random.integer(array.length)];
    for (let i = 0; i < n; i++) array.push(element);
    return { text: JSON.stringify(copy), what: `${show(path)} with ${n} more elements` };
  },
  function exchange(root, path, random) {
    const other = choosePlace(root, random);
    const value = valueAt(root, other);
    const text = withHolder(root, path, (holder, key) => (holder[key] = structuredClone(value)));
    return text === undefined ? undefined : { text, what: `${show(path)} is set to ${show(other)}` };
  },
  function nudge(root, path, random) {
    const here = valueAt(root, path);
    if (typeof here !== 'number') return undefined;
    const value = [here + 1, here - 1, -here, here * 10, here / 10, here + 0.5][random.integer(6)];
    const text = withHolder(root, path, (holder, key) => (holder[key] = value));
    return { text: text ?? String(value), what: `${show(path)} is ${value} instead of ${here}` };
  },
];

function withHolder(
  root: unknown,
  path: Path,
  change: (holder: Holder, key: string | number) => unknown,
): string | undefined {
  if (path.length === 0) return undefined;
  const copy = structuredClone(root);
  change(valueAt(copy, path.slice(0, -1)) as Holder, path[path.length - 1]);
  return JSON.stringify(copy);
}

/**
 * Damages JSON text: mostly a value in it, so that it is still JSON, sometimes its bytes.
 *
 * @returns the damaged text, and a description
 * @example mutateJson('{"epochs":5}', createRandom(1)).what; // 'epochs is "NaN"'
 */
export function mutateJson(json: Uint8Array, random: Random): { bytes: Buffer; what: string } {
  if (random.next() < 0.25) return mutateBytes(json, random);
  const root = JSON.parse(Buffer.from(json).toString('utf8')) as unknown;
  for (;;) {
    const found = WAYS[random.integer(WAYS.length)](root, choosePlace(root, random), random);
    if (found) return { bytes: Buffer.from(found.text), what: found.what };
  }
}
