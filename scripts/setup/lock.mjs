import { setTimeout as sleep } from 'node:timers/promises';
import { describeOwner, tryLock } from '../../src/lib/processes/lock.cjs';

export { describeOwner };

/**
 * Takes the lock that lets one set-up work at a time. Waits while another process holds it; a lock whose process is
 * gone (killed, or from before the machine started) is taken over once the commands that it left running have ended.
 *
 * @param {string} file
 * @param {{ onWait?: (pid: number, state: { killed: boolean, owner: import('../../src/lib/processes/lock.cjs').LockOwner })
 *   => void, interval?: number }} [options] onWait is called once for each process waited for, `killed` when its set-up is
 *   gone; interval in milliseconds
 * @returns {Promise<import('../../src/lib/processes/lock.cjs').Lock>}
 */
export async function takeLock(file, { onWait = () => {}, interval = 250 } = {}) {
  const waitedFor = new Set();
  for (;;) {
    const { lock, owner } = tryLock(file);
    if (lock) return lock;
    // One that is just being taken has no process yet.
    if (owner.pid !== 0 && !waitedFor.has(owner.pid)) {
      waitedFor.add(owner.pid);
      onWait(owner.pid, { killed: owner.isKilled, owner });
    }
    await sleep(interval);
  }
}
