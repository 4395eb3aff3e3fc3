import { setTimeout as sleep } from 'node:timers/promises';
import { describeOwner, tryLock } from '../../src/lib/processes/lock.cjs';

export { describeOwner };

/**
 * Takes the lock that lets only one set-up run at a time. Waits while another process holds it. If
 * that process is gone (killed, or the machine was restarted), takes the lock over as soon as the
 * commands that it started have ended.
 *
 * @param {string} file
 * @param {{ onWait?: (owner: import('../../src/lib/processes/lock.cjs').LockOwner) => void,
 *   interval?: number }} [options] onWait: called once for each process waited for; interval: in
 *   milliseconds
 * @returns {Promise<import('../../src/lib/processes/lock.cjs').Lock>}
 */
export async function takeLock(file, { onWait = () => {}, interval = 250 } = {}) {
  /** @type {Set<number>} */
  const waitedFor = new Set();
  for (;;) {
    const { lock, owner } = tryLock(file);
    if (lock) return lock;
    // A lock that is being taken has no process yet.
    if (owner.pid !== 0 && !waitedFor.has(owner.pid)) {
      waitedFor.add(owner.pid);
      onWait(owner);
    }
    await sleep(interval);
  }
}
