import { tmpdir } from 'node:os';
import { makeTemporaryFolder } from '../processes/temporaries.cjs';
import { writeError } from './write-error';

/**
 * Makes a folder among the system's temporary files, for this user alone; what killed processes left of such folders is
 * deleted. Remove it when its moment is over.
 *
 * @param name says what it is for
 * @throws ExpectationError that names the system's folder for temporary files and why none can be made there
 * @example
 * const folder = temporaryFolder('release');
 * try { … } finally { rmSync(folder, { recursive: true }); }
 */
export function temporaryFolder(name: string): string {
  try {
    return makeTemporaryFolder(name);
  } catch (error) {
    throw writeError(tmpdir(), { error, what: 'a folder for temporary files (set TMPDIR for another)' });
  }
}
