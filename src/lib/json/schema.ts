/** The path from a file's outermost value to an inner one: `['history', 3, 'valLoss']`. */
export type Place = readonly (string | number)[];

/** The first value that does not match its schema. */
export interface Violation {
  place: Place;
  /** What was expected, in words that follow "to be": `a number from 0 to 1`. */
  expectation: string;
  found: unknown;
}

/** Describes valid JSON values. */
export interface Schema<Value> {
  /** Returns the first violation in a value at this path, if there is one. */
  readonly check: (value: unknown, place: Place) => Violation | undefined;
  /** For the type checker only: the type of valid values. */
  readonly type?: Value;
}

/** The type of a schema's values. */
export type ValueOf<S> = S extends Schema<infer Value> ? Value : never;

/**
 * Creates a schema from a description and a predicate.
 *
 * @param expectation in words that follow "to be"
 * @param fits
 * @example
 * const even = schema<number>('an even number', (value) => Number(value) % 2 === 0);
 */
export function schema<Value>(expectation: string, fits: (value: unknown) => boolean): Schema<Value> {
  return { check: (value, place) => (fits(value) ? undefined : { place, expectation, found: value }) };
}

/** A finite number between `from` and `to` (inclusive) and above `above` (exclusive). */
export function number({
  from = -Infinity,
  to = Infinity,
  above = -Infinity,
}: { from?: number; to?: number; above?: number } = {}): Schema<number> {
  return schema(`a number${range({ from, to, above })}`, (value) => {
    return typeof value === 'number' && value >= from && value <= to && value > above;
  });
}

/** A share, such as an accuracy: 0 to 1. */
export const share: Schema<number> = number({ from: 0, to: 1 });

/** A safe integer from `from` to `to`. */
export function integer({
  from = -Infinity,
  to = Infinity,
}: { from?: number; to?: number } = {}): Schema<number> {
  return schema(`an integer${range({ from, to, above: -Infinity })}`, (value) => {
    return Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to;
  });
}

/** A string. With `pattern` it must match; `expectation` then describes it: `a SHA-256 in hex`. */
export function text({
  expectation = 'a text',
  pattern = /(?:)/,
}: { expectation?: string; pattern?: RegExp } = {}): Schema<string> {
  return schema(expectation, (value) => typeof value === 'string' && pattern.test(value));
}

/** `true` or `false`. */
export const flag: Schema<boolean> = schema('true or false', (value) => typeof value === 'boolean');

/** One of these strings, numbers, booleans or null. */
export function oneOf<const Value extends string | number | boolean | null>(
  values: readonly Value[],
): Schema<Value> {
  return schema(values.map((value) => JSON.stringify(value)).join(' or '), (value) =>
    (values as readonly unknown[]).includes(value),
  );
}

/** An array whose elements match a schema and whose length is from `from` to `to`. */
export function list<Value>(
  of: Schema<Value>,
  { from = 0, to = Infinity }: { from?: number; to?: number } = {},
): Schema<Value[]> {
  const length =
    from === to ? ` of ${from}` : range({ from: from || -Infinity, to, above: -Infinity }, ' of a length');
  return {
    check: (value, place) =>
      Array.isArray(value) && value.length >= from && value.length <= to
        ? first(value, (element, i) => of.check(element, [...place, i]))
        : { place, expectation: `a list${length}`, found: value },
  };
}

/** An array with one schema per element. */
export function tuple<Value>(of: readonly Schema<Value>[]): Schema<Value[]> {
  return {
    check: (value, place) =>
      Array.isArray(value) && value.length === of.length
        ? first(value, (element, i) => of[i].check(element, [...place, i]))
        : { place, expectation: `a list of ${of.length}`, found: value },
  };
}

/** Adds a check to a schema, for example that parts of a value agree with each other. */
export function refine<Value>(
  of: Schema<Value>,
  check: (value: Value, place: Place) => Violation | undefined,
): Schema<Value> {
  return { check: (value, place) => of.check(value, place) ?? check(value as Value, place) };
}

/**
 * An object with at least these fields. Additional fields, as from another version, are allowed.
 */
export function object<Fields extends Readonly<Record<string, Schema<unknown>>>>(
  fields: Fields,
): Schema<{ [Key in keyof Fields]: ValueOf<Fields[Key]> }> {
  return {
    check: (value, place) =>
      isObject(value)
        ? first(Object.keys(fields), (key) => fields[key].check(own(value, key), [...place, key]))
        : { place, expectation: 'an object', found: value },
  };
}

/** An object with arbitrary field names whose values all match a schema. */
export function record<Value>(of: Schema<Value>): Schema<Record<string, Value>> {
  return {
    check: (value, place) =>
      isObject(value)
        ? first(Object.keys(value), (key) => of.check(value[key], [...place, key]))
        : { place, expectation: 'an object', found: value },
  };
}

/** A value that matches a schema, or a missing field. */
export function optional<Value>(of: Schema<Value>): Schema<Value | undefined> {
  return { check: (value, place) => (value === undefined ? undefined : of.check(value, place)) };
}

/** A value that matches a schema, or null. */
export function nullable<Value>(of: Schema<Value>): Schema<Value | null> {
  return {
    check(value, place) {
      if (value === null) return undefined;
      const violation = of.check(value, place);
      return violation?.place === place
        ? { ...violation, expectation: `${violation.expectation}, or null` }
        : violation;
    },
  };
}

/** Any JSON value. */
export const anything: Schema<unknown> = schema('a value', (value) => value !== undefined);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function first<Element>(
  elements: readonly Element[],
  check: (element: Element, i: number) => Violation | undefined,
): Violation | undefined {
  for (let i = 0; i < elements.length; i++) {
    const violation = check(elements[i], i);
    if (violation) return violation;
  }
  return undefined;
}

function range({ from, to, above }: { from: number; to: number; above: number }, of = ''): string {
  if (above > -Infinity) return `${of} above ${above}${to < Infinity ? ` and up to ${to}` : ''}`;
  if (from > -Infinity && to < Infinity) return `${of} from ${from} to ${to}`;
  if (from > -Infinity) return `${of} of ${from} or more`;
  return to < Infinity ? `${of} of at most ${to}` : '';
}
