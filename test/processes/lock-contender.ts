// For lock.test.ts: takes the lock of its argument again and again and keeps a tally beside it,
// which only one may do at a time.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tryLock } from '../../src/lib/processes/lock.cjs';

const [file, times] = process.argv.slice(2);
const guarded = `${file}.inside`;
let taken = 0;
while (taken < Number(times)) {
  const { lock } = tryLock(file);
  if (!lock) continue;
  // Fails where another one is in here, too. What a killed one left is its own.
  try {
    writeFileSync(guarded, `${process.pid}`, { flag: 'wx' });
  } catch (error) {
    const other = Number(readFileSync(guarded, 'utf8'));
    if (isThere(other)) throw error;
    writeFileSync(guarded, `${process.pid}`);
  }
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.random() * 3);
  rmSync(guarded);
  lock.release();
  taken++;
}
console.log('done');

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
