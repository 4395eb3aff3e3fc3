import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { withoutAnswers } from '../shared/notebooks/without-answers';
import { makeFolder } from '../../src/lib/files/make-folder';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';

/**
 * Writes the notebooks without outputs and without the answers to their exercises, to hand out.
 *
 * @param folder what is in it is replaced
 * @param notebooks paths from the project's root
 * @example await makeHandouts('site/notebooks', listNotebooks());
 */
export async function makeHandouts(folder: string, notebooks: readonly { file: string }[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await makeFolder(folder);
  for (const { file } of notebooks) {
    const text = readFileSync(path.join(projectRoot, file), 'utf8');
    await writeFileAtomic(path.join(folder, path.basename(file)), withoutAnswers(text, { file }));
  }
}
