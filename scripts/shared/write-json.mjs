import { writeFile } from './write-file.mjs';

/**
 * Writes a value as JSON, atomically: see {@link writeFile}.
 *
 * @param {string} file
 * @param {unknown} value
 * @example writeJson('out/bench.json', { machine, rows });
 */
export function writeJson(file, value) {
  writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
