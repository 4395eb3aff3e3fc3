import path from 'node:path';
import { expectation } from '../errors';
import { describeOwner, tryLock, type Lock, type LockOwner } from '../processes/lock.cjs';
import { writeError } from './write-error';

/** Name of the lock file in its folder. */
export const LOCK_FILE = '.lock';

/** Error codes of folders that are not writable, where nothing needs to be locked. */
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];

/**
 * Locks a folder, so that only one process at a time writes to it. The lock is its file `.lock`. It
 * is released when the process ends, and a killed process' lock is taken over.
 *
 * @param folder
 * @param options
 * @param options.work what is done there, as in "that no other training uses"
 * @param options.advice what to do while another process has the lock, as a full sentence
 * @param options.command what to show as the lock's owner; by default the command as it was typed
 * @returns the lock; `release()` releases it. In a folder that is not writable it does nothing:
 *   writing fails anyway.
 * @throws ExpectationError that names the folder, the other process, how long it has had the lock,
 *   and what to do
 * @example
 * const lock = lockFolder(runFolder, { work: 'training', advice: 'Wait for it to end.' });
 * try {
 *   await train();
 * } finally {
 *   lock.release();
 * }
 */
export function lockFolder(
  folder: string,
  { work, advice, command }: { work: string; advice: string; command?: string },
): Pick<Lock, 'release'> {
  try {
    const { lock, owner } = tryLock(path.join(folder, LOCK_FILE), { command });
    if (lock) return lock;
    throw expectation(folder, {
      expectation: `a folder that no other ${work} uses`,
      found: describeOwner(owner),
      advice: adviceFor(owner, advice),
    });
  } catch (error) {
    if (READ_ONLY.includes((error as NodeJS.ErrnoException).code ?? '')) return { release: () => {} };
    throw writeError(path.join(folder, LOCK_FILE), { error });
  }
}

function adviceFor({ isElsewhere, isKilled, file, pid }: LockOwner, advice: string): string {
  if (isElsewhere)
    return `Whether it is still running cannot be seen from here. If it is not, delete ${file}; otherwise: ${advice}`;
  if (isKilled) return `A killed process left it running: wait for it to end, or end it (kill ${pid}).`;
  return advice;
}
