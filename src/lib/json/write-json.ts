import path from 'node:path';
import { makeFolder } from '../files/make-folder';
import { writeFileAtomic } from '../files/write-file-atomic';

/**
 * Writes a value as indented JSON, atomically; creates the folder if it is missing.
 *
 * @throws ExpectationError that names the file and why it can't be written
 * @example await writeJson('out/bench.json', { machine, rows });
 */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await makeFolder(path.dirname(file));
  await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
}
