import { tmpdir } from 'node:os';
import { makeTemporaryFolder } from '../processes/temporaries.cjs';
import { writeError } from './write-error';

/**
 * Creates a temporary folder for the current user only, and deletes those that killed processes
 * left behind. Remove the folder after use.
 *
 * @param name part of its name, to tell what it is for
 * @throws ExpectationError that names the system's folder for temporary files and why the folder
 *   cannot be created
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
