import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { uptime } from 'node:os';
import path from 'node:path';

/**
 * Takes the lock that lets one set-up work at a time. Waits while another process holds it; a lock whose process is
 * gone (killed, or from before the machine started) is taken over once the commands that it left running have ended.
 *
 * @param {string} file
 * @param {{ onWait?: (pid: number, state: { killed: boolean }) => void, interval?: number }} [options] onWait is
 *   called once for each process waited for, `killed` when its set-up is gone; interval in milliseconds
 * @returns {Promise<{ record: (commands: number[]) => void, release: () => void }>} `record` notes the commands that
 *   run, so that who takes over knows them
 */
export async function takeLock(file, { onWait = () => {}, interval = 250 } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const waitedFor = new Set();
  for (;;) {
    const content = JSON.stringify({ pid: process.pid, commands: [] });
    try {
      writeFileSync(file, content, { flag: 'wx' });
      return holder(file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const { owner, alive, content: found } = readLock(file);
    if (alive.length === 0) {
      takeAway(file, found);
      continue;
    }
    if (!waitedFor.has(alive[0])) onWait(alive[0], { killed: alive[0] !== owner });
    waitedFor.add(alive[0]);
    await sleep(interval);
  }
}

function holder(file) {
  return {
    record(commands) {
      try {
        writeFileSync(`${file}.tmp`, JSON.stringify({ pid: process.pid, commands }));
        renameSync(`${file}.tmp`, file);
      } catch (error) {
        rmSync(`${file}.tmp`, { force: true });
        // The command that filled the disk says so itself; the lock goes on with the commands it knew.
        if (error.code !== 'ENOSPC') throw error;
      }
    },
    release: () => rmSync(file, { force: true }),
  };
}

/**
 * Who still stands behind a lock: its owner, or what a killed owner left running.
 *
 * @returns {{ owner?: number, alive: number[], content: string }}
 */
function readLock(file) {
  let content = '';
  try {
    content = readFileSync(file, 'utf8');
    const { mtimeMs } = statSync(file);
    const { pid, commands } = JSON.parse(content);
    const before = mtimeMs < Date.now() - uptime() * 1000;
    return { owner: pid, alive: before ? [] : [pid, ...commands].filter(isAlive), content };
  } catch (error) {
    if (error.code === 'ENOENT') return { alive: [], content }; // Released between two looks.
    if (!(error instanceof SyntaxError)) throw error;
    // Half-written: its owner is in the middle of it, or was killed there.
    const fresh = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 2000;
    return { alive: fresh ? [process.pid] : [], content };
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM'; // Alive, and another user's.
  }
  // A container without an init process keeps ended processes in its table for ever.
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !/\) [ZX] /.test(readFileSync(status, 'utf8'));
}

/** Takes a dead lock away; puts it back when another process has made it its own in between. */
function takeAway(file, content) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === content) rmSync(aside);
  else renameSync(aside, file);
}
