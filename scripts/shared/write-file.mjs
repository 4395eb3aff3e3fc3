import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FILE_CODES } from '../../src/lib/files/file-codes.cjs';
import { makeFolderSync } from '../../src/lib/files/make-folder-sync.cjs';
import { removeAbandonedFiles, temporaryName } from '../../src/lib/processes/temporaries.cjs';
import { ScriptError } from './script-error.mjs';

/**
 * Writes a file atomically: however the process ends, the file has either its old content or all of
 * the new. Makes the folder if it is missing.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 * @throws {ScriptError} that names the file and why it can't be written, with the file system's
 *   `code`
 * @example writeFile('site/index.html', html);
 */
export function writeFile(file, content) {
  const temporary = temporaryName(file);
  try {
    makeFolderSync(path.dirname(file));
    removeAbandonedFiles(path.dirname(file));
    try {
      write(temporary, content);
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    const { code = '', message } = /** @type {NodeJS.ErrnoException} */ (error);
    const [found, advice] = FILE_CODES[code] ?? [message, ''];
    const sentence = `Expected ${file} to be a file that can be written but found ${found} (${code}). ${advice}`;
    throw Object.assign(new ScriptError(sentence.trim(), { cause: error }), { code });
  }
}

/**
 * @param {string} file
 * @param {string | Uint8Array} content
 */
function write(file, content) {
  const handle = openSync(file, 'wx');
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
