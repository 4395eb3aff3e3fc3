import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from '../shared/write-file.mjs';

/**
 * Reads the stamp that a finished step left in what it made.
 *
 * @param {string} file
 * @returns {Record<string, unknown> | undefined} undefined if there is none: the step never
 *   finished
 */
export function readStamp(file) {
  if (!existsSync(file)) return undefined;
  try {
    const stamp = JSON.parse(readFileSync(file, 'utf8'));
    return typeof stamp === 'object' && stamp !== null ? stamp : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // Left by a power cut: the same as none.
    throw error;
  }
}

/**
 * Writes a step's stamp, atomically. The last thing that a step does.
 *
 * @param {string} file
 * @param {Record<string, unknown>} content
 */
export function writeStamp(file, content) {
  writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * Whether the stamp at `file` has every value of `expected`.
 *
 * @param {string} file
 * @param {Record<string, unknown>} expected
 */
export function isStamped(file, expected) {
  const stamp = readStamp(file);
  return stamp !== undefined && Object.entries(expected).every(([key, value]) => stamp[key] === value);
}

/**
 * SHA-256 of a file, in hexadecimal.
 *
 * @param {string} file
 */
export function hashFile(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
