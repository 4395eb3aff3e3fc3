import { writeFile } from './write-file.mjs';

/**
 * Writes a value as JSON, all or nothing: see {@link writeFile}.
 *
 * @example writeJson('out/bench.json', { machine, rows });
 */
export function writeJson(file, value) {
  writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
