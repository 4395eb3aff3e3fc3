'use strict';
// `node supervise.cjs <parent pid> <command> …`: runs a command that does not notice when its
// parent ends (npm, pip, a compiler). When the parent is gone, ends the command and everything it
// has started. Has to lead its own process group.
const { spawn } = require('node:child_process');

/** Milliseconds between two checks, and between SIGTERM and SIGKILL. */
const INTERVAL = 500;
const GRACE = 5000;

const [parent, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit' });
let isOrphan = false;

// A signal to the group reaches the command too: wait for it to end, then report how.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const timer = setInterval(() => {
  if (process.ppid === Number(parent)) return;
  clearInterval(timer);
  isOrphan = true;
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), GRACE);
}, INTERVAL);

child.on('error', (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
  console.error(message);
  // A shell's exit codes.
  process.exit(code === 'ENOENT' ? 127 : 126);
});
child.on('exit', (code, signal) => {
  if (isOrphan) signalGroup('SIGKILL');
  if (signal === null) return process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  process.kill(-process.pid, signal);
}
