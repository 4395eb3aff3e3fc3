import { once } from 'node:events';
import { promisify } from 'node:util';
import yauzl from 'yauzl';

const CLASSES = ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'];
const PICTURE = new RegExp(`(?:^|/)(train|test)/(${CLASSES.join('|')})/[^/]+\\.(?:jpe?g|png)$`, 'i');

/** FER-2013's pictures. */
const EXPECTED = { train: 28_709, test: 7_178 };

/**
 * Checks that a file is FER-2013's archive, whole: a zip whose directory, which stands at its end, lists 28,709 and 7,178
 * pictures in the 14 folders. Does not unpack them: the loader does, and looks at each.
 *
 * @param {string} file
 * @param {{ expected?: { train: number, test: number } }} [options] other numbers, for tests
 * @returns {Promise<{ train: number, test: number }>} pictures
 * @throws when it is not
 * @example await checkArchive('data/fer2013.zip') // { train: 28709, test: 7178 }
 */
export async function checkArchive(file, { expected = EXPECTED } = {}) {
  const counts = { train: 0, test: 0 };
  const folders = new Set();
  try {
    const zip = await promisify(yauzl.open)(file, { autoClose: true });
    zip.on('entry', ({ fileName }) => {
      const [, split, emotion] = PICTURE.exec(fileName) ?? [];
      if (split === undefined) return;
      counts[split.toLowerCase()]++;
      folders.add(`${split}/${emotion}`.toLowerCase());
    });
    await once(zip, 'end');
  } catch (error) {
    throw new Error(`Expected ${file} to be a whole zip archive but found: ${error.message}.`, { cause: error });
  }
  if (counts.train !== expected.train || counts.test !== expected.test || folders.size !== 2 * CLASSES.length)
    throw new Error(
      `Expected ${file} to hold ${expected.train} training and ${expected.test} test pictures in 14 folders (train/angry … test/surprise) ` +
        `but found ${counts.train}, ${counts.test} and ${folders.size}.`,
    );
  return counts;
}
