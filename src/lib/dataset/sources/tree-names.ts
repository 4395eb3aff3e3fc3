/** What the folders of a tree say of the pictures in them. */
export type Root = 'train' | 'test' | 'validation' | 'publicTest' | 'privateTest';

/** The names that copies of FER-2013 give these folders, without case, blanks and dashes. */
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

/** The same of the classes: an index into `EMOTIONS`. Numbers are none of them: not every copy counts as the CSV does. */
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
 * What a folder of this name holds; undefined when it is none of a tree's upper folders.
 *
 * @example rootOf('Training') // 'train'
 */
export function rootOf(name: string): Root | undefined {
  const key = plain(name);
  return Object.hasOwn(ROOTS, key) ? ROOTS[key] : undefined;
}

/**
 * The label of a class folder of this name; undefined when it is none.
 *
 * @example classOf('Happiness') // 3
 */
export function classOf(name: string): number | undefined {
  const key = plain(name);
  return Object.hasOwn(CLASSES, key) ? CLASSES[key] : undefined;
}
