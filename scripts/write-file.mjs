import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file, so that its path shows either what was there before or all of the new content. The folder is made where
 * it is missing.
 *
 * @param {string | Uint8Array} content
 * @example writeFile('site/index.html', html);
 */
export function writeFile(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, content);
  renameSync(`${file}.tmp`, file);
}
