import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isRunning, processIdentity, startOf } from '../../../src/lib/processes/identity.cjs';
import { runCommand } from '../../../scripts/shared/processes/run-command.mjs';

/**
 * A tree of processes: npm, a shell, one of the project's scripts, and what that has started. Each
 * writes its process id to a file of its name.
 */
const PROGRAMS = {
  'package.json': () =>
    JSON.stringify({ name: 'tree', version: '1.0.0', scripts: { work: 'node work.mjs' } }),
  'work.mjs': (scripts: string) => `
    import { writeFileSync } from 'node:fs';
    import { endWithNpm } from '${scripts}/shared/processes/end-with-npm.mjs';
    import { runScript } from '${scripts}/shared/run-script.mjs';
    import { python, run } from '${scripts}/shared/environment.mjs';
    import { nodeProgram, pythonProgram } from '${scripts}/shared/processes/children.mjs';
    import { runCommand } from '${scripts}/shared/processes/run-command.mjs';
    const folder = process.argv[2];
    const here = new URL('.', import.meta.url).pathname.slice(0, -1).replaceAll('%20', ' ');
    writeFileSync(folder + '/script', String(process.pid));
    endWithNpm();
    await runScript(async () => {
      const codes = await Promise.all([
        run(nodeProgram([here + '/training.cjs', folder])),
        run(pythonProgram(python, [here + '/waiting.py', folder])),
        runCommand('sh', [here + '/command.sh', folder]),
      ]);
      return codes[0];
    });`,
  // Like a training, it computes most of the time, and takes a while to end after SIGTERM.
  'training.cjs': () => `
    const { writeFileSync } = require('node:fs');
    const folder = process.argv[2];
    process.on('SIGTERM', () => setTimeout(() => { writeFileSync(folder + '/saved', ''); process.exit(143); }, 300));
    writeFileSync(folder + '/training', String(process.pid));
    setInterval(() => { for (const end = Date.now() + 40; Date.now() < end; ); }, 50);`,
  'waiting.py': () => `
import os, sys, time
open(sys.argv[1] + "/waiting", "w").write(str(os.getpid()))
time.sleep(120)`,
  // Like npm or pip, a command that has started another one.
  'command.sh': () => `
    sleep 120 &
    echo $! > "$1/helper"
    echo $$ > "$1/command"
    wait`,
};
const NAMES = ['script', 'training', 'waiting', 'command', 'helper'];

describe('what a script has started', { skip: process.platform === 'win32' }, () => {
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(realpathSync(tmpdir()), 'process tree '));
    const scripts = pathToFileURL(path.resolve('scripts')).href;
    for (const [name, content] of Object.entries(PROGRAMS))
      writeFileSync(path.join(root, name), content(scripts));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  /**
   * Starts the tree and waits until all of it runs: `pids` by name, including npm and its shell.
   */
  async function tree() {
    const folder = mkdtempSync(path.join(root, 'tree '));
    const npm = spawn('npm', ['run', 'work', '--', folder], { cwd: root, stdio: 'ignore' });
    await until(() => NAMES.every((name) => Number(read(folder, name)) > 0), 60);
    const pids: Record<string, number> = Object.fromEntries(
      NAMES.map((name) => [name, Number(read(folder, name))]),
    );
    Object.assign(pids, { npm: npm.pid, shell: parentOf(pids.script) });
    return { folder, pids, npm };
  }

  const trials = [
    { level: 'npm', signal: 'SIGTERM' },
    { level: 'npm', signal: 'SIGKILL' },
    { level: 'shell', signal: 'SIGTERM' },
    { level: 'script', signal: 'SIGTERM' },
    { level: 'script', signal: 'SIGKILL' },
    { level: 'training', signal: 'SIGTERM' },
  ] as const;
  it('ends with each of its parents, however that ends, and a training gets its time', async () => {
    const left: string[] = [];
    // Two at a time: each has seven processes.
    const work = [0, 1].map(async (half) => {
      for (const { level, signal } of trials.filter((_, index) => index % 2 === half)) {
        const { folder, pids, npm } = await tree();
        // If only the training is killed, the script waits for its other programs.
        const expected = level === 'training' ? ['training'] : [...NAMES, 'npm', 'shell'];
        const known = expected.map((name) => ({ name, pid: pids[name], start: startOf(pids[name]) }));
        process.kill(pids[level], signal);
        const rest = () => known.filter(({ pid, start }) => isRunning({ ...processIdentity(), pid, start }));
        await until(() => rest().length === 0, 20).catch(() =>
          left.push(
            `${signal} to ${level}: ${rest()
              .map(({ name }) => name)
              .join()}`,
          ),
        );
        if (!existsSync(path.join(folder, 'saved')))
          left.push(`${signal} to ${level}: the training was not given its time`);
        // The script waits for what else it has started.
        if (level === 'training') process.kill(pids.script, 'SIGTERM');
        await end(npm);
      }
    });
    await Promise.all(work);
    assert.deepEqual(left, []);
  });

  it('ends when its supervisor is killed', async () => {
    const folder = mkdtempSync(path.join(root, 'command '));
    const result = runCommand('sh', [path.join(root, 'command.sh'), folder]);
    await until(() => Number(read(folder, 'command')) > 0, 20);
    const pids = ['command', 'helper'].map((name) => Number(read(folder, name)));
    process.kill(parentOf(pids[0]), 'SIGKILL');
    assert.equal((await result).signal, 'SIGKILL');
    await until(() => pids.every((pid) => !isRunning({ pid })), 10);
  });

  it('keeps running if npm did not start it, as with nohup', async () => {
    const folder = mkdtempSync(path.join(root, 'alone '));
    const env = { ...process.env, npm_lifecycle_event: undefined };
    const program = path.join(root, 'work.mjs');
    const shell = spawn('sh', ['-c', 'node "$0" "$1" & wait', program, folder], { stdio: 'ignore', env });
    await until(() => Number(read(folder, 'training')) > 0, 20);
    const [script, training] = ['script', 'training'].map((name) => Number(read(folder, name)));
    await end(shell, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(isRunning({ pid: training }), true);
    process.kill(script, 'SIGTERM');
    await until(() => !isRunning({ pid: training }), 20);
  });
});

function read(folder: string, name: string): string {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function parentOf(pid: number): number {
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
}

async function until(condition: () => boolean, seconds: number): Promise<void> {
  for (const end = Date.now() + 1000 * seconds; !condition(); await new Promise((go) => setTimeout(go, 50)))
    if (Date.now() > end) throw new Error(`Expected it within ${seconds} s.`);
}

async function end(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  if (signal) child.kill(signal);
  while (child.exitCode === null && child.signalCode === null) await new Promise((go) => setTimeout(go, 50));
}
