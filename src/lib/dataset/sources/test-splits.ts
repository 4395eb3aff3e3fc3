import { EMOTION_FOLDERS } from '../../emotions';
import { expectation, type ExpectationError } from '../../errors';
import { ANOTHER_COPY } from './advice';
import type { Split } from '../dataset';
import { FER2013_COUNTS } from '../fer2013-counts';
import type { Root } from './tree-names';

/** A picture of a tree outside of its train folder. */
export interface TestImage {
  /** Its place in the source. */
  readonly path: string;
  readonly root: Exclude<Root, 'train'>;
  readonly label: number;
  /** The file's name. */
  readonly file: string;
}

/**
 * Which of the two tests each picture belongs to. In this order, what a copy of FER-2013 says of it:
 *
 * 1. the file's name begins with `PublicTest_` or `PrivateTest_`;
 * 2. its folder is called `PublicTest` or `PrivateTest`;
 * 3. there is a validation folder beside the test folder: the first is publicTest, the second privateTest (that they have
 *    FER-2013's counts is checked when the data set is loaded);
 * 4. the files are called `im0.png` and so on, and every class has as many as both tests together: such copies number each
 *    class in the order of the CSV, where all rows of PublicTest come before those of PrivateTest.
 *
 * @param options
 * @param options.source the path of the zip or folder, for errors
 * @param options.trainCount pictures to train with, by which other copies are recognised
 * @throws ExpectationError when a copy does not say it, since a score must name the split that it was measured on
 * Source of 4: github.com/atulapra/Emotion-detection, `src/dataset_prepare.py`.
 * @example const splits = testSplits(pictures, { source: 'archive.zip', trainCount: 28709 });
 */
export function testSplits(
  pictures: readonly TestImage[],
  { source, trainCount }: { source: string; trainCount: number },
): Split[] {
  const roots = new Set(pictures.map(({ root }) => root));
  const hasBoth = roots.has('validation') && roots.has('test');
  const splits = pictures.map(({ root, file }): Split | undefined => {
    if (/^publictest_/i.test(file)) return 'publicTest';
    if (/^privatetest_/i.test(file)) return 'privateTest';
    if (root === 'publicTest' || root === 'privateTest') return root;
    if (!hasBoth) return undefined;
    return root === 'validation' ? 'publicTest' : 'privateTest';
  });
  const unnamed = splits.indexOf(undefined);
  if (unnamed < 0) return splits as Split[];
  const numbers = splits.every((split) => split === undefined) ? numbersOf(pictures) : undefined;
  if (numbers)
    return pictures.map(({ label }, i) =>
      numbers[i] < FER2013_COUNTS.publicTest[label] ? 'publicTest' : 'privateTest',
    );
  throw unknownTest(pictures[unnamed], { source, trainCount, testCount: pictures.length });
}

/** The numbers of `im0.png`, `im1.png` and so on, where every class has exactly those of both tests. */
function numbersOf(pictures: readonly TestImage[]): number[] | undefined {
  const numbers = pictures.map(({ file }) => Number(/^im(\d+)\.(?:png|jpe?g)$/i.exec(file)?.[1] ?? NaN));
  const isWhole = EMOTION_FOLDERS.every((_, label) => {
    const count = FER2013_COUNTS.publicTest[label] + FER2013_COUNTS.privateTest[label];
    const own = new Set(numbers.filter((__, i) => pictures[i].label === label));
    return own.size === count && [...own].every((number) => number < count);
  });
  const total = FER2013_COUNTS.publicTest.concat(FER2013_COUNTS.privateTest).reduce((a, b) => a + b, 0);
  return isWhole && pictures.length === total ? numbers : undefined;
}

/** What is known of copies that do not tell the tests apart. */
function recognized({
  file,
  trainCount,
  testCount,
}: {
  file: string;
  trainCount: number;
  testCount: number;
}): string {
  const counts = `${trainCount.toLocaleString('en')} and ${testCount.toLocaleString('en')} pictures`;
  if (trainCount === 28821 && testCount === 7066)
    return `${counts} are those of "Face expression recognition dataset", which shuffles FER-2013's pictures into a validation set of its own: no score on it can be compared with any other.`;
  if (/^im\d+\.\w+$/i.test(file))
    return `Copies with names like im0.png tell the tests apart by their order, which takes all of FER-2013's 28,709 and 7,178 pictures; here are ${counts}.`;
  return `This is a copy of ${counts} that was given other names.`;
}

function unknownTest(
  { path, file }: TestImage,
  { source, ...counts }: { source: string; trainCount: number; testCount: number },
): ExpectationError {
  return expectation(`the name of ${path} in ${source}`, {
    expectation: 'one that begins with PublicTest_ or PrivateTest_',
    found: file,
    advice: `These prefixes, or folders of these names, tell FER-2013's two tests apart. ${recognized({ file, ...counts })} ${ANOTHER_COPY} For pictures of your own: name those to choose a checkpoint by PublicTest_…, those to report a score on PrivateTest_….`,
  });
}
