import { once } from 'node:events';
import yauzl from 'yauzl';
import { FER2013_COUNTS } from '../../src/lib/dataset/fer2013-counts';
import { EMOTION_FOLDERS } from '../../src/lib/emotions';

/** How many pictures each part of the archive has. */
export interface ArchiveCounts {
  train: number;
  test: number;
}

const PICTURE = new RegExp(
  `(?:^|/)(train|test)/(${EMOTION_FOLDERS.join('|')})/[^/]+\\.(?:jpe?g|png)$`,
  'i',
);

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** FER-2013's pictures; the archive has both tests in one folder. */
const EXPECTED: ArchiveCounts = {
  train: sum(FER2013_COUNTS.train),
  test: sum(FER2013_COUNTS.publicTest) + sum(FER2013_COUNTS.privateTest),
};

/**
 * Checks that a file is all of FER-2013's archive: a zip whose directory, which is at its end,
 * lists 28,709 and 7,178 pictures in the 14 folders. It is not unpacked: the loader does that and
 * checks each picture.
 *
 * @param options.expected other numbers, for tests
 * @throws when it is not
 * @example await checkArchive('data/fer2013.zip') // { train: 28709, test: 7178 }
 */
export async function checkArchive(
  file: string,
  { expected = EXPECTED }: { expected?: ArchiveCounts } = {},
): Promise<ArchiveCounts> {
  const counts = { train: 0, test: 0 };
  const folders = new Set<string>();
  try {
    const zip = await open(file);
    zip.on('entry', ({ fileName }: yauzl.Entry) => {
      const [, split, emotion] = PICTURE.exec(fileName.toLowerCase()) ?? [];
      if (split !== 'train' && split !== 'test') return;
      counts[split]++;
      folders.add(`${split}/${emotion}`);
    });
    await once(zip, 'end');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Expected ${file} to be a whole zip archive but found: ${reason}.`, { cause: error });
  }
  if (
    counts.train !== expected.train ||
    counts.test !== expected.test ||
    folders.size !== 2 * EMOTION_FOLDERS.length
  )
    throw new Error(
      `Expected ${file} to hold ${expected.train} training and ${expected.test} test pictures in 14 folders (train/angry … test/surprise) ` +
        `but found ${counts.train}, ${counts.test} and ${folders.size}.`,
    );
  return counts;
}

function open(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) =>
    yauzl.open(file, { autoClose: true }, (error, zip) => (error ? reject(error) : resolve(zip))),
  );
}
