/** The kinds of top-level folders of an image tree. */
export type Root = 'train' | 'test' | 'validation' | 'publicTest' | 'privateTest';

/**
 * The names of these folders in copies of FER-2013, in lower case without blanks, dashes and
 * underscores.
 */
const ROOTS: Readonly<Record<string, Root>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  publictest: 'publicTest',
  privatetest: 'privateTest',
};

/**
 * The same for the classes, as indices into `EMOTIONS`. Numbers are not accepted, since not every
 * copy uses the CSV's numbering.
 */
const CLASSES: Readonly<Record<string, number>> = {
  ...{ angry: 0, anger: 0 },
  ...{ disgust: 1, disgusted: 1 },
  ...{ fear: 2, fearful: 2 },
  ...{ happy: 3, happiness: 3 },
  ...{ sad: 4, sadness: 4 },
  ...{ surprise: 5, surprised: 5 },
  neutral: 6,
};

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');

/**
 * The kind of a folder of this name; undefined if it is not a top-level folder of a tree.
 *
 * @example rootOf('Training') // 'train'
 */
export function rootOf(name: string): Root | undefined {
  const key = plain(name);
  return Object.hasOwn(ROOTS, key) ? ROOTS[key] : undefined;
}

/**
 * The label of a class folder of this name; undefined if it is not one.
 *
 * @example classOf('Happiness') // 3
 */
export function classOf(name: string): number | undefined {
  const key = plain(name);
  return Object.hasOwn(CLASSES, key) ? CLASSES[key] : undefined;
}
