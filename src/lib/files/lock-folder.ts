import path from 'node:path';
import { expectation } from '../errors';
import { describeOwner, tryLock, type Lock, type LockOwner } from '../processes/lock.cjs';
import { writeError } from './write-error';

/** The name of the lock's file in its folder. */
export const LOCK_FILE = '.lock';

/** Codes of folders that nobody here can write to: there is nothing to guard. */
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];

/**
 * Lets one process at a time write into a folder. The lock is the file `.lock` there; it is let go at the process's end,
 * and taken over from a process that was killed.
 *
 * @param options
 * @param options.work what is done there, as in "that no other training uses"
 * @param options.advice what to do while another process has it, a whole sentence
 * @returns the lock; `release()` lets go. In a folder that can't be written to it guards nothing, and what is to be written
 *   there fails by itself
 * @throws ExpectationError that names the folder, the other process, since when it is there, and what to do
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
  if (isKilled) return `A killed process left it running: wait for its end, or end it (kill ${pid}).`;
  return advice;
}
