import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { processIdentity } from '../../src/lib/processes/identity.cjs';
import { describeOwner, tryLock } from '../../src/lib/processes/lock.cjs';

const LOCK = JSON.stringify(path.resolve('src/lib/processes/lock.cjs'));

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock test '));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A process that takes a lock, says so, and then does what `then` says. */
async function holder(file: string, then = 'setTimeout(() => {}, 60_000)', signals = '') {
  const code = `const { tryLock } = require(${LOCK}); ${signals}; tryLock(${JSON.stringify(file)}); console.log('has it'); ${then}`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  return { child, ended };
}

const contentOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

describe('tryLock()', () => {
  it('names who has it, and gives it to the next once it is released', () => {
    const file = path.join(folder, 'made', 'a.lock');
    const { lock } = tryLock(file, { command: 'npm run train' });
    const { owner } = tryLock(file);
    assert.equal(owner?.pid, process.pid);
    assert.equal(owner?.isElsewhere, false);
    assert.match(
      describeOwner(owner),
      new RegExp(
        `^process ${process.pid} \\(npm run train\\), since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$`,
      ),
    );
    lock?.release();
    assert.deepEqual(readdirSync(path.dirname(file)), []);
    tryLock(file).lock?.release();
  });

  const ends: [string, string, string?][] = [
    ['its end', ''],
    ['process.exit()', 'process.exit(0)'],
    ['an error', 'throw new Error("no")'],
    ['a rejection', 'Promise.reject(new Error("no"))'],
    ['SIGINT', 'process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 60_000)'],
    ['SIGTERM', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 60_000)'],
    ['SIGHUP', 'process.kill(process.pid, "SIGHUP"); setTimeout(() => {}, 60_000)'],
    [
      'SIGTERM that somebody else heeds',
      'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 60_000)',
      'process.on("SIGTERM", () => process.exit(3))',
    ],
  ];
  it('leaves no file behind, however the process ends', async () => {
    const codes = await Promise.all(
      ends.map(async ([name, then, signals]) => {
        const { ended } = await holder(path.join(folder, `${name}.lock`), then, signals);
        const [code, signal] = (await ended) as [number | null, string | null];
        return signal ?? code;
      }),
    );
    assert.deepEqual(codes, [0, 0, 1, 1, 'SIGINT', 'SIGTERM', 'SIGHUP', 3]);
    assert.deepEqual(
      ends.map(([name]) => name).filter((name) => existsSync(path.join(folder, `${name}.lock`))),
      [],
    );
  });

  it('takes over from a killed process', async () => {
    const file = path.join(folder, 'killed.lock');
    const { child, ended } = await holder(file);
    assert.equal(tryLock(file).owner?.pid, child.pid);
    child.kill('SIGKILL');
    await ended;
    assert.equal(existsSync(file), true);
    const { lock } = tryLock(file);
    assert.equal(contentOf(file).pid, process.pid);
    lock?.release();
  });

  const dead: [string, Record<string, unknown>][] = [
    ['whose number another process has by now', { start: '1' }],
    ['from before the container was started again, with the same number', { boot: '00000000' }],
  ];
  for (const [name, changes] of dead)
    it(`takes over from a process ${name}`, { skip: processIdentity().start === '0' }, () => {
      const file = path.join(folder, 'reused.lock');
      const { lock } = tryLock(file);
      const content = { ...contentOf(file), ...changes, token: '0123456789abcdef' };
      lock?.release();
      writeFileSync(file, JSON.stringify(content));
      const taken = tryLock(file);
      assert.equal(contentOf(file).token === content.token, false);
      taken.lock?.release();
      assert.equal(existsSync(file), false);
    });

  it('takes nothing over from another machine, and says that it is one', () => {
    const file = path.join(folder, 'elsewhere.lock');
    const { lock } = tryLock(file);
    const content = {
      ...contentOf(file),
      host: '00000000',
      hostname: 'the-other',
      token: '0123456789abcdef',
    };
    lock?.release();
    writeFileSync(file, JSON.stringify(content));
    const { owner } = tryLock(file);
    assert.equal(owner?.isElsewhere, true);
    assert.match(describeOwner(owner), / on the-other, since /);
    assert.deepEqual(contentOf(file), content);
  });

  it('takes over what a power cut left, and not what is being written', () => {
    const file = path.join(folder, 'empty.lock');
    for (const content of ['', '{"pid": 1', '[]', '{"pid":"x"}', '\0\0\0\0']) {
      writeFileSync(file, content);
      assert.equal(tryLock(file).owner?.pid, 0);
      utimesSync(file, 1, 1);
      const { lock } = tryLock(file);
      assert.equal(contentOf(file).pid, process.pid);
      lock?.release();
    }
  });

  it('takes over from who was killed while it took over', () => {
    const file = path.join(folder, 'twice.lock');
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    const record = (token: string) =>
      JSON.stringify({ ...processIdentity(), pid: ended, start: '1', token, since: new Date() });
    writeFileSync(file, record('aaaaaaaaaaaaaaaa'));
    writeFileSync(`${file}.aaaaaaaaaaaaaaaa`, record('bbbbbbbbbbbbbbbb'));
    writeFileSync(`${file}.cccccccccccccccc`, record('dddddddddddddddd'));
    tryLock(file).lock?.release();
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('twice')),
      [],
    );
  });

  it('never has two owners, also where they are killed at any moment', async () => {
    const file = path.join(folder, 'contended.lock');
    const start = () => {
      const args = ['--import', 'tsx', 'test/processes/lock-contender.ts', file, '60'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
      const ended = once(child, 'close').then(() => said);
      return { child, ended };
    };
    const [survivors, killed] = [
      [start(), start(), start()],
      [start(), start()],
    ];
    // tsx takes about half a second to start.
    for (const { child } of killed) setTimeout(() => child.kill('SIGKILL'), 700 + Math.random() * 300);
    for (const said of await Promise.all(survivors.map(({ ended }) => ended))) assert.equal(said, 'done\n');
    await Promise.all(killed.map(({ ended }) => ended));
    tryLock(file).lock?.release();
    rmSync(`${file}.inside`, { force: true });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('contended')),
      [],
    );
  });
});
