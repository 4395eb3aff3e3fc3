import { EMOTIONS } from './emotions';
import { expectation } from './errors';

/** How many classes a data set and a model can have. */
export const CLASS_COUNT = { from: 2, to: 100 } as const;

/** Classes by their names, in the order of the labels, or only how many there are. */
export type Classes = readonly string[] | number;

/**
 * How many classes there are.
 *
 * @param classes
 * @param what the argument's name in errors
 * @throws ExpectationError if there are not 2 to 100, or two have the same name
 * @example countOf(['cat', 'dog']) // 2
 */
export function countOf(classes: Classes, what = 'classes'): number {
  if (typeof classes !== 'number') {
    checkClassNames(classes, what);
    return classes.length;
  }
  if (isClassCount(classes)) return classes;
  throw expectation(what, {
    expectation: `an integer from ${CLASS_COUNT.from} to ${CLASS_COUNT.to}, or as many names`,
    found: classes,
  });
}

/** Maximum length of a class's name: that of a folder's name. */
const LONGEST_NAME = 255;

/**
 * Checks that these are the names of 2 to 100 classes: different, and none of them empty.
 *
 * @param classes the names, in the order of the labels
 * @param what whose names they are, for errors
 * @param advice what to do about invalid ones, for errors
 * @throws ExpectationError that shows the names
 * @example checkClassNames(['cat', 'dog'], 'classes');
 */
export function checkClassNames(
  classes: unknown,
  what: string,
  advice?: string,
): asserts classes is readonly string[] {
  const names: unknown[] = Array.isArray(classes) ? classes : [];
  const isName = (name: unknown) =>
    typeof name === 'string' && name.trim() !== '' && name.length <= LONGEST_NAME;
  if (isClassCount(names.length) && names.every(isName) && new Set(names).size === names.length) return;
  throw expectation(what, {
    expectation: `the names of ${CLASS_COUNT.from} to ${CLASS_COUNT.to} different classes`,
    found: Array.isArray(classes)
      ? names.map(shown).join(', ') || 'none'
      : classes === undefined
        ? 'none'
        : classes,
    advice,
  });
}

/**
 * Whether a data set and a model can have this many classes.
 *
 * @example isClassCount(7) // true
 */
export function isClassCount(count: number): boolean {
  return Number.isInteger(count) && count >= CLASS_COUNT.from && count <= CLASS_COUNT.to;
}

/**
 * Whether two lists name the same classes in the same order.
 *
 * @example isSameClasses(dataset.classes, EMOTIONS)
 */
export function isSameClasses(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, label) => name === b[label]);
}

/**
 * Whether these are the seven emotions in the project's order. Only then do FER+'s votes, measured
 * agreement and the emotions' limits apply.
 *
 * @example isEmotions(model.classes)
 */
export function isEmotions(classes: readonly string[]): boolean {
  return isSameClasses(classes, EMOTIONS);
}

/**
 * The classes of probabilities by name: the emotions in their order, other names in the object's.
 *
 * @example classesIn({ cat: 0.9, dog: 0.1 }) // ['cat', 'dog']
 */
export function classesIn(probabilities: Readonly<Record<string, number>>): readonly string[] {
  const names = Object.keys(probabilities);
  const isSeven = names.length === EMOTIONS.length && EMOTIONS.every((emotion) => names.includes(emotion));
  return isSeven ? EMOTIONS : names;
}

/** Strings as they are, other values as JSON. */
function shown(name: unknown): string {
  return typeof name === 'string' && name.trim() !== '' ? name : JSON.stringify(name);
}
