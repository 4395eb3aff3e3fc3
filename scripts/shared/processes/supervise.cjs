'use strict';
// `node supervise.cjs <parent> <command> …`: runs a command that knows nothing of its parent's end (npm, pip, a compiler),
// and ends it with all that it has started when the process with that number is gone. Leads a process group of its own.
const { spawn } = require('node:child_process');

/** Milliseconds between two looks, and from SIGTERM to the end. */
const LOOK = 500;
const GRACE = 5000;

const [parent, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit' });
let isOrphan = false;

// A signal to the group reaches the command, too: its end is awaited, and passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const timer = setInterval(() => {
  if (process.ppid === Number(parent)) return;
  clearInterval(timer);
  isOrphan = true;
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), GRACE);
}, LOOK);

child.on('error', ({ code, message }) => {
  console.error(message);
  // As a shell says it.
  process.exit(code === 'ENOENT' ? 127 : 126);
});
child.on('exit', (code, signal) => {
  if (isOrphan) signalGroup('SIGKILL');
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

function signalGroup(signal) {
  process.kill(-process.pid, signal);
}
