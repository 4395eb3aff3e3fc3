import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import { makeFolder } from '../../src/lib/files/make-folder';
import { fileError, readFileBytes } from '../../src/lib/files/read-file';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';

/** The name of the table in the output folder: hidden, so that it is no part of the data set. */
export const TABLE = '.crops.csv';

const ANOTHER = 'Choose another folder with --output.';

/**
 * Checks that a folder can take the images: that it is apart from the photographs, and new, empty,
 * or one of an earlier run.
 *
 * @param folder the output folder
 * @param options.input the folder of the photographs
 * @throws ExpectationError that names the folder and what it holds
 */
export function checkOutputFolder(folder: string, { input }: { input: string }): void {
  if (isWithin(folder, input) || isWithin(input, folder))
    throw expectation(folder, {
      expectation: 'a folder apart from that of the photographs',
      found: isWithin(folder, input) ? `it inside ${input}` : `${input} inside it`,
      advice: ANOTHER,
    });
  if (!existsSync(folder) || existsSync(path.join(folder, TABLE))) return;
  const [other] = namesIn(folder).filter((name) => !name.startsWith('.'));
  if (other !== undefined)
    throw expectation(folder, {
      expectation: 'a new or empty folder, or one that `npm run crop` has begun',
      found: `${other} in it`,
      advice: ANOTHER,
    });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder', advice: ANOTHER } });
  }
}

/** Whether a path is a folder or lies in it; links are followed. */
function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(realPath(folder), realPath(file));
  return relative === '' || !(relative.split(path.sep)[0] === '..' || path.isAbsolute(relative));
}

/** Of what does not exist yet, where it will be. */
function realPath(file: string): string {
  if (statSync(file, { throwIfNoEntry: false })) return realpathSync.native(file);
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent), path.basename(file));
}

/** The largest file that is compared; an image has about 2 KB. */
const LARGEST = 1_000_000;

/**
 * Writes an image where there is no file. The same image may be there: a killed run wrote it.
 *
 * @throws ExpectationError when another file is there, or it cannot be written
 */
export async function writeImage(file: string, png: Uint8Array): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })) {
    await makeFolder(path.dirname(file));
    await writeFileAtomic(file, png);
    return;
  }
  const what = 'free for an image of a face';
  const advice = 'Move it away.';
  const found = await readFileBytes(file, { what, largest: LARGEST, advice });
  if (!found.equals(png)) throw expectation(file, { expectation: what, found: 'another file', advice });
}
