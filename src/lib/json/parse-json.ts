import { expectation } from '../errors';
import type { Place, Schema, Violation } from './schema';
import { findSyntaxFault } from './syntax';

/** What the errors of {@link parseJson} say. */
export interface ParseOptions {
  /** The file that contains the text, or a part of it: `the history in last.safetensors`. */
  file: string;
  /** What the file should be, in words that follow "to be": `a run's history`. */
  what: string;
  /** What to do about an invalid file, as a full sentence. */
  advice?: string;
}

/** {@link ParseOptions} for a value that may be part of a file. */
export interface CheckOptions extends ParseOptions {
  /** Path to the value within the file; by default the whole file. */
  place?: Place;
}

/**
 * Maximum nesting depth. None of the project's files needs more, and recursion cannot overflow the
 * stack.
 */
const DEEPEST = 64;

/**
 * Parses JSON (a string or UTF-8 bytes) and checks it against a schema. Numbers that are out of
 * range (`1e999`) and values nested more than 64 levels deep are always rejected, even where the
 * schema accepts anything.
 *
 * @throws ExpectationError that names the file, the position in it, the expectation and what was
 *   found
 * @example
 * const schema = object({ epoch: integer({ from: 1 }) });
 * const { epoch } = parseJson('{"epoch":1}', schema, { file, what: 'a run' });
 */
export function parseJson<Value>(
  text: string | Uint8Array,
  schema: Schema<Value>,
  options: ParseOptions,
): Value {
  const value = parse(typeof text === 'string' ? text : decode(text, options), options);
  return checkJson(value, schema, options);
}

/**
 * Checks a value from JSON against a schema: {@link parseJson} without the parsing.
 *
 * @throws ExpectationError that names the file, the position in it, the expectation and what was
 *   found
 * @example const history = checkJson(card.history, HISTORY, { file, what: "a model's card" });
 */
export function checkJson<Value>(
  value: unknown,
  schema: Schema<Value>,
  { place = [], ...options }: CheckOptions,
): Value {
  const violation = findUnusable(value, place) ?? schema.check(value, place);
  if (violation) throw violationError(violation, options);
  return value as Value;
}

/** Creates the error for a violation of a schema, which names the file and the position in it. */
export function violationError(
  { place, expectation: wanted, found }: Violation,
  { file, what, advice }: ParseOptions,
): Error {
  const isWhole = place.length === 0;
  return expectation(isWhole ? file : `${nameOf(place)} in ${file}`, {
    expectation: isWhole ? `${what}, ${wanted}` : wanted,
    found: describe(found),
    advice,
  });
}

/** Formats a path as in code: `history[3].valLoss`. */
export function nameOf(place: Place): string {
  return place
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`;
      if (/^[A-Za-z_$][\w$]*$/.test(key)) return i === 0 ? key : `.${key}`;
      return `[${JSON.stringify(key)}]`;
    })
    .join('');
}

function decode(bytes: Uint8Array, { file, what, advice }: ParseOptions): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw expectation(file, {
      expectation: `${what}, JSON in UTF-8`,
      found: `bytes that are not UTF-8 (${[...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')} …)`,
      advice,
      cause,
    });
  }
}

function parse(text: string, { file, what, advice }: ParseOptions): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = findSyntaxFault(text);
    throw expectation(fault ? `line ${fault.line}, column ${fault.column} of ${file}` : file, {
      expectation: fault ? `${fault.expectation} (${what} is JSON)` : `${what}, JSON`,
      found: text.trim() === '' ? 'an empty file' : (fault?.found ?? (cause as Error).message),
      advice,
      cause,
    });
  }
}

/**
 * Finds what no file may contain: non-finite numbers, values nested too deeply, and a field name
 * that would change a prototype.
 */
function findUnusable(root: unknown, at: Place): Violation | undefined {
  const open: { value: unknown; place: Place }[] = [{ value: root, place: at }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, place } = entry;
    if (typeof value === 'number' && !Number.isFinite(value))
      return { place, expectation: 'a finite number', found: value };
    if (typeof value !== 'object' || value === null) continue;
    if (place.length > DEEPEST)
      return { place: place.slice(0, 3), expectation: `nested at most ${DEEPEST} times`, found: 'more' };
    const isList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') return { place, expectation: 'without a field of this name', found: key };
      if (typeof inner === 'number' ? !Number.isFinite(inner) : typeof inner === 'object' && inner !== null)
        open.push({ value: inner, place: [...place, isList ? Number(key) : key] });
    }
  }
  return undefined;
}

/** Describes a value in words that fit into a sentence. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return `${value}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length
      ? `an object with ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`
      : 'an empty object';
  }
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
