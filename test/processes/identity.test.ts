import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { isRunning, processIdentity, startOf } from '../../src/lib/processes/identity.cjs';

describe('isRunning()', () => {
  it('knows this process, and another with its number', () => {
    const own = processIdentity();
    assert.equal(own.pid, process.pid);
    assert.equal(isRunning(own), true);
    if (own.start !== '0') assert.equal(isRunning({ ...own, start: `${Number(own.start) - 1}` }), false);
  });

  it('knows that a process has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    const pid = child.pid as number;
    const known = { ...processIdentity(), pid, start: startOf(pid) };
    assert.equal(isRunning(known), true);
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.equal(isRunning(known), false);
    assert.equal(startOf(pid), undefined);
  });

  it(
    'takes an ended process that nobody has taken note of for what it is',
    { skip: process.platform !== 'linux' },
    async () => {
      // A shell that starts a process and becomes another program, which never asks for its
      // children's ends.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const zombie = Number(line.toString());
      for (let turn = 0; turn < 100 && isRunning({ pid: zombie }); turn++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(isRunning({ pid: zombie }), false);
      parent.kill('SIGKILL');
    },
  );

  it('can tell nothing of another machine, and knows that nothing outlives a restart', () => {
    const own = processIdentity();
    assert.equal(isRunning({ ...own, host: '00000000' }), undefined);
    assert.equal(isRunning({ ...own, boot: '00000000' }), false);
  });

  it("goes by the machine's start where it knows no start of a process", () => {
    assert.equal(isRunning({ pid: process.pid, since: 1000 }), false);
    assert.equal(isRunning({ pid: process.pid, since: Date.now() }), true);
  });
});
