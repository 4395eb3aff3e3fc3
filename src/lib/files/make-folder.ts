import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
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
    throw writeError(folder, { error: (await whyNot(folder)) ?? error, what: 'a folder' });
  }
}

/** On a file system that can only be read Node says of a new folder that it is not there. */
async function whyNot(folder: string): Promise<unknown> {
  let above = path.resolve(folder);
  while (!existsSync(above) && path.dirname(above) !== above) above = path.dirname(above);
  return access(above, constants.W_OK).then(
    () => undefined,
    (error: unknown) => error,
  );
}
