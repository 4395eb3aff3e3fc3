import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeJson } from '../shared/write-json.mjs';

/**
 * Reads the stamp that a finished step left inside what it made.
 *
 * @returns {Record<string, unknown> | undefined} undefined when there is none, so when the step never came to its end
 */
export function readStamp(file) {
  if (!existsSync(file)) return undefined;
  try {
    const stamp = JSON.parse(readFileSync(file, 'utf8'));
    return typeof stamp === 'object' && stamp !== null ? stamp : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // A power cut's leftover: as good as none.
    throw error;
  }
}

/** Writes a step's stamp, all or nothing: the last thing a step does. */
export function writeStamp(file, content) {
  writeJson(file, content);
}

/** Whether the stamp at `file` says all that `expected` says. */
export function isStamped(file, expected) {
  const stamp = readStamp(file);
  return stamp !== undefined && Object.entries(expected).every(([key, value]) => stamp[key] === value);
}

/** SHA-256 of a file, in hexadecimal. */
export function hashFile(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
