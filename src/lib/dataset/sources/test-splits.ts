import { EMOTION_FOLDERS } from '../../emotions';
import { expectation, type ExpectationError } from '../../errors';
import { ANOTHER_COPY } from './advice';
import type { Split } from '../dataset';
import { FER2013_COUNTS } from '../fer2013-counts';
import type { Root } from './tree-names';

/** An image of a tree outside its train folder. */
export interface TestImage {
  /** Its path in the source. */
  readonly path: string;
  readonly root: Exclude<Root, 'train'>;
  readonly label: number;
  /** The file's name. */
  readonly file: string;
}

/**
 * Determines which of the two tests each image belongs to. Copies of FER-2013 differ; these are
 * tried in order:
 *
 * 1. the file's name begins with `PublicTest_` or `PrivateTest_`;
 * 2. its folder is named `PublicTest` or `PrivateTest`;
 * 3. there is a validation folder beside the test folder: the first is publicTest, the second
 *    privateTest (`loadDataset` checks that they have FER-2013's counts);
 * 4. the files are named `im0.png` and so on, and every class has as many as both tests together:
 *    such copies number each class in the order of the CSV, where all rows of PublicTest come
 *    before those of PrivateTest.
 *
 * @param options
 * @param options.source the path of the zip or folder, for errors
 * @param options.trainCount the number of training images, by which known copies are recognised
 * @throws ExpectationError when the test is unknown, since a score must name the split that it was
 *   measured on
 * Source of rule 4: github.com/atulapra/Emotion-detection, `src/dataset_prepare.py`.
 * @example const splits = testSplits(images, { source: 'archive.zip', trainCount: 28709 });
 */
export function testSplits(
  images: readonly TestImage[],
  { source, trainCount }: { source: string; trainCount: number },
): Split[] {
  const roots = new Set(images.map(({ root }) => root));
  const hasBoth = roots.has('validation') && roots.has('test');
  const splits = images.map(({ root, file }): Split | undefined => {
    if (/^publictest_/i.test(file)) return 'publicTest';
    if (/^privatetest_/i.test(file)) return 'privateTest';
    if (root === 'publicTest' || root === 'privateTest') return root;
    if (!hasBoth) return undefined;
    return root === 'validation' ? 'publicTest' : 'privateTest';
  });
  const unnamed = splits.indexOf(undefined);
  if (unnamed < 0) return splits as Split[];
  const numbers = splits.every((split) => split === undefined) ? numbersOf(images) : undefined;
  if (numbers)
    return images.map(({ label }, i) =>
      numbers[i] < FER2013_COUNTS.publicTest[label] ? 'publicTest' : 'privateTest',
    );
  throw unknownTest(images[unnamed], { source, trainCount, testCount: images.length });
}

/**
 * The numbers of `im0.png`, `im1.png` and so on, if every class has exactly as many as both tests
 * together.
 */
function numbersOf(images: readonly TestImage[]): number[] | undefined {
  const numbers = images.map(({ file }) => Number(/^im(\d+)\.(?:png|jpe?g)$/i.exec(file)?.[1] ?? NaN));
  const isComplete = EMOTION_FOLDERS.every((_, label) => {
    const count = FER2013_COUNTS.publicTest[label] + FER2013_COUNTS.privateTest[label];
    const own = new Set(numbers.filter((__, i) => images[i].label === label));
    return own.size === count && [...own].every((number) => number < count);
  });
  const total = FER2013_COUNTS.publicTest.concat(FER2013_COUNTS.privateTest).reduce((a, b) => a + b, 0);
  return isComplete && images.length === total ? numbers : undefined;
}

/** What is known about a copy that does not distinguish the tests. */
function recognized({
  file,
  trainCount,
  testCount,
}: {
  file: string;
  trainCount: number;
  testCount: number;
}): string {
  const counts = `${trainCount.toLocaleString('en')} and ${testCount.toLocaleString('en')} images`;
  if (trainCount === 28821 && testCount === 7066)
    return `${counts} are those of "Face expression recognition dataset", which shuffles FER-2013's images into a different validation set: no score on it can be compared with any other.`;
  if (/^im\d+\.\w+$/i.test(file))
    return `In copies with names like im0.png the order distinguishes the tests, which requires all of FER-2013's 28,709 and 7,178 images; this one has ${counts}.`;
  return `This is a renamed copy of ${counts}.`;
}

function unknownTest(
  { path, file }: TestImage,
  { source, ...counts }: { source: string; trainCount: number; testCount: number },
): ExpectationError {
  return expectation(`the name of ${path} in ${source}`, {
    expectation: 'one that starts with PublicTest_ or PrivateTest_',
    found: file,
    advice: `These prefixes, or folders of these names, distinguish FER-2013's two tests. ${recognized({ file, ...counts })} ${ANOTHER_COPY} If these are images of your own, set DATASET to this path instead of FER2013.`,
  });
}
