import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { python } from '../../scripts/shared/environment.mjs';
import { escapeGlob } from '../../scripts/shared/escape-glob';
import { gitCommit } from '../../scripts/shared/git-commit';
import { lockOrEnd } from '../../scripts/shared/lock-or-end';
import { asksForHelp, usageOf } from '../../scripts/shared/read-options.mjs';
import { runRecord, type RunRecord } from '../../scripts/shared/run-record';
import { allChecks } from '../../scripts/test/checks';
import { writeFile } from '../../scripts/shared/write-file.mjs';
import { fromUser, toUser } from '../../scripts/shared/user-path.mjs';
import { tryLock } from '../../src/lib/processes/lock.cjs';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'small tools '));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('runRecord()', () => {
  const record: RunRecord = {
    ended: new Date().toISOString(),
    data: 'drawn faces',
    sentence: 'A run.',
    results: [['model', 'x']],
    settings: [{ setting: 'epochs', value: 5, variable: 'EPOCHS' }],
    notebooks: [{ stem: '1', milliseconds: 3 }],
  };

  it('reads what a run has written, and nothing where none has finished', async () => {
    const kept = runRecord(path.join(folder, 'record'));
    assert.equal(kept.read(), undefined);
    await kept.write(record);
    assert.deepEqual(kept.read(), record);
    kept.remove();
    assert.equal(kept.read(), undefined);
  });

  it('refuses what no run has written, by the field', () => {
    const { read } = runRecord(folder);
    const wrong = {
      ended: 'x',
      data: 1,
      sentence: null,
      results: [['a']],
      settings: {},
      notebooks: [{}],
      stopped: 1,
    };
    for (const [name, value] of Object.entries(wrong)) {
      writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...record, [name]: value }));
      assert.throws(
        read,
        new RegExp(
          `^ExpectationError: Expected ${name}\\S* in .*run\\.json to be .* but found .*\\. Delete it, then`,
        ),
      );
    }
  });

  const faults: [string, RegExp][] = [
    ['', /an empty file/],
    ['{"ended":', /the end of the file/],
    ['a folder', /a folder/],
    ['a pipe', /a named pipe/],
  ];
  for (const [content, found] of faults)
    it(
      `says of ${content || 'nothing'} what was found and what to do`,
      { skip: process.platform === 'win32' },
      () => {
        const file = path.join(folder, 'run.json');
        rmSync(file, { force: true, recursive: true });
        if (content === 'a folder') mkdirSync(file);
        else if (content === 'a pipe') execFileSync('mkfifo', [file]);
        else writeFileSync(file, content);
        assert.throws(
          runRecord(folder).read,
          new RegExp(
            `Expected .*run\\.json to be .* but found ${found.source}\\. Delete it, then run \`npm start\`\\.$`,
          ),
        );
      },
    );
});

describe('writeFile()', () => {
  it("names the file that can't be written, and leaves nothing", () => {
    const file = path.join(folder, 'written', 'a.json');
    writeFile(file, '1');
    writeFile(file, '2');
    assert.equal(readFileSync(file, 'utf8'), '2');
    assert.deepEqual(readdirSync(path.dirname(file)), ['a.json']);
    assert.throws(
      () => writeFile(path.join(file, 'b.json'), '3'),
      /Expected .*b\.json to be .* \(E(NOTDIR|EXIST)\)/,
    );
    assert.throws(() => writeFile(path.dirname(file), '3'), /a folder with that name/);
  });
});

describe('lockOrEnd()', () => {
  it('names the process that is at work in the folder, and what to do', () => {
    const { lock } = tryLock(path.join(folder, 'out', '.lock'), { command: 'npm start' });
    assert.throws(
      () => lockOrEnd(path.join(folder, 'out')),
      new RegExp(
        `^ExpectationError: Expected .*out/ to be free but found process ${process.pid} \\(npm start\\), since .* at work there\\. Wait for its end, or end it \\(kill ${process.pid}\\)\\.$`,
      ),
    );
    lock?.release();
    lockOrEnd(path.join(folder, 'out')).release();
  });
});

describe('gitCommit()', () => {
  it('is of the project, not of a repository that it was unpacked into', () => {
    const outer = mkdtempSync(path.join(folder, 'outer '));
    const inner = path.join(outer, 'vendor', 'emotion');
    mkdirSync(inner, { recursive: true });
    const env = { ...process.env, GIT_DIR: undefined };
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: outer, env });
    git('init');
    git('commit', '--allow-empty', '-m', 'x');
    assert.match(gitCommit(outer) ?? '', /^[0-9a-f]{12}$/);
    assert.equal(gitCommit(inner), undefined);
    writeFileSync(path.join(outer, 'a'), '');
    git('add', 'a');
    process.env.GIT_DIR = '/elsewhere';
    assert.match(gitCommit(outer) ?? '', /^[0-9a-f]{12}-dirty$/);
    delete process.env.GIT_DIR;
  });
});

describe('paths that a user types', () => {
  it('start where the user stands, and are said so', () => {
    const before = process.env.INIT_CWD;
    process.env.INIT_CWD = path.resolve('notebooks');
    assert.equal(fromUser('here'), path.resolve('notebooks', 'here'));
    assert.equal(fromUser('/there'), path.resolve('/there'));
    assert.equal(toUser('models/runs/a'), path.join('..', 'models', 'runs', 'a'));
    if (before === undefined) delete process.env.INIT_CWD;
    else process.env.INIT_CWD = before;
  });
});

describe('escapeGlob()', () => {
  it("lets Python's glob find the file itself", () => {
    const file = path.join(mkdtempSync(path.join(folder, 'a[1]*?b ')), 'x[ab].ipynb');
    writeFileSync(file, '');
    const program = 'import glob, sys; print(glob.glob(sys.argv[1])[0])';
    assert.equal(execFileSync(python, ['-c', program, escapeGlob(file)], { encoding: 'utf8' }).trim(), file);
  });
});

describe('--help', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const commands = Object.entries(scripts).flatMap(([name, line]) =>
    line.startsWith('node scripts/run.mjs ') ? [name] : [],
  );

  it('is asked for by its name or letter, before what is for another program', () => {
    assert.equal(asksForHelp(['--to', 'x', '--help']), true);
    assert.equal(asksForHelp(['-h']), true);
    assert.equal(asksForHelp(['--help-all', '--', '--help']), false);
  });

  it('says how each command is typed, and what each of its options is for', () => {
    assert.ok(commands.length >= 12, commands.join());
    for (const name of commands) {
      const usage = usageOf(name);
      const typed = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;
      assert.ok(usage.startsWith(typed), usage);
      const [synopsis, ...lines] = usage.split('\n');
      for (const [option] of synopsis.matchAll(/--[a-z]+(?:-[a-z]+)*/g))
        assert.ok(
          lines.some((line) => line.includes(option)),
          `${name} ${option}`,
        );
    }
  });

  it('names every check of npm test', () => {
    assert.ok(usageOf('test').includes(`${Object.keys(allChecks({ runs: '' })).join(', ')}.`));
  });

  for (const name of ['start', 'strip', 'hook', 'setup'])
    it(`prints the usage of ${name} and ends`, () => {
      const [, ...args] = scripts[name].split(' ');
      const { status, stdout } = spawnSync(process.execPath, [...args, '--help'], { encoding: 'utf8' });
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^npm (run )?${name}\\b`));
    });
});
