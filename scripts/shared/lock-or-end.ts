import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import { describeOwner, tryLock, type Lock } from '../../src/lib/processes/lock.cjs';

/**
 * Locks a folder for this process.
 *
 * @throws ExpectationError that names the process that holds the lock, since when, and what to do
 * @example const lock = lockOrEnd('out');
 */
export function lockOrEnd(folder: string): Lock {
  const { lock, owner } = tryLock(path.join(folder, '.lock'));
  if (lock) return lock;
  throw expectation(`${path.relative('', folder)}/`, {
    expectation: 'free',
    found: `${describeOwner(owner)} at work there`,
    advice: owner.isElsewhere
      ? `Whether it is still running cannot be seen from here. If it is not, delete ${owner.file}.`
      : `Wait for its end, or end it (kill ${owner.pid}).`,
  });
}
