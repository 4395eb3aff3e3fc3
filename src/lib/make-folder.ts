import { mkdir } from 'node:fs/promises';
import { writeError } from './write-error';

/**
 * Makes a folder and those that it lies in; one that is there already is fine.
 *
 * @throws ExpectationError that names the folder and why it can't be made
 * @example await makeFolder('models/runs/mine');
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(folder, { error, what: 'a folder' });
  }
}
