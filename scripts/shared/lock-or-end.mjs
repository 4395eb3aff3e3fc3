import path from 'node:path';
import { describeOwner, tryLock } from '../../src/lib/processes/lock.cjs';
import { ScriptError } from './script-error.mjs';

/**
 * Takes a folder for this process alone.
 *
 * @param {string} folder
 * @param {{ advice?: string }} [options] what else could be done, a whole sentence
 * @returns {import('../../src/lib/processes/lock.cjs').Lock}
 * @throws {ScriptError} that names the process at work there, since when, and what to do
 * @example const lock = lockOrEnd('out');
 */
export function lockOrEnd(folder, { advice = '' } = {}) {
  const { lock, owner } = tryLock(path.join(folder, '.lock'));
  if (lock) return lock;
  const help = owner.isElsewhere
    ? `Whether it is still running cannot be seen from here. If it is not, delete ${owner.file}.`
    : `Wait for its end, or end it (kill ${owner.pid}).`;
  throw new ScriptError(
    `Expected ${path.relative('', folder)}/ to be free but found ${describeOwner(owner)} at work there. ${help} ${advice}`.trim(),
  );
}
