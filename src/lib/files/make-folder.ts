import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeError } from './write-error';

/**
 * Creates a folder and its parents; an existing folder is fine.
 *
 * @throws ExpectationError that names the folder and why it cannot be created
 * @example await makeFolder('models/runs/mine');
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(folder, { error: (await whyNot(folder)) ?? error, what: 'a folder' });
  }
}

/** For a new folder on a read-only file system Node reports that it does not exist. */
async function whyNot(folder: string): Promise<unknown> {
  let above = path.resolve(folder);
  while (!existsSync(above) && path.dirname(above) !== above) above = path.dirname(above);
  return access(above, constants.W_OK).then(
    () => undefined,
    (error: unknown) => error,
  );
}
