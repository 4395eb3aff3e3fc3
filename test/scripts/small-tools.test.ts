import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gitCommit } from '../../scripts/shared/git-commit';
import { fromUser, toUser } from '../../scripts/shared/user-path.mjs';
import { tryLock } from '../../src/lib/processes/lock.cjs';
import { loadScript } from './load-script';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'small tools '));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('readJson()', () => {
  interface Module {
    readJson: (
      file: string,
      options: { what: string; advice: string; check?: (value: unknown) => string | undefined },
    ) => unknown;
  }
  const read = async (content: string | undefined, check?: (value: unknown) => string | undefined) => {
    const { readJson } = (await loadScript('shared/read-json.mjs')) as Module;
    const file = path.join(folder, 'run.json');
    rmSync(file, { force: true, recursive: true });
    if (content === 'a folder') mkdirSync(file);
    else if (content === 'a pipe') execFileSync('mkfifo', [file]);
    else if (content !== undefined) writeFileSync(file, content);
    return readJson(file, { what: 'the record of a run', advice: 'Run `npm start`.', check });
  };

  it('reads what is there', async () => {
    assert.deepEqual(await read('{"a":[1]}'), { a: [1] });
    assert.equal(await read(undefined), undefined);
  });

  const faults: [string, RegExp][] = [
    ['', /an empty file/],
    ['{"a":', /no JSON \(.*\)/],
    ['a folder', /a folder/],
    ['a pipe', /something that is no file/],
  ];
  for (const [content, found] of faults)
    it(
      `says of ${content || 'nothing'} what was found and what to do`,
      { skip: process.platform === 'win32' },
      () =>
        assert.rejects(
          read(content),
          new RegExp(
            `^ScriptError: Expected .*run\\.json to be the record of a run but found ${found.source}\\. Run \`npm start\`\\.$`,
          ),
        ),
    );

  it('asks whether the value is fit', () =>
    assert.rejects(
      read('[]', () => 'a list'),
      /found a list\. Run/,
    ));
});

describe('runRecord()', () => {
  it('refuses what no run has written, by the field', async () => {
    const { runRecord } = (await loadScript('shared/run-record.mjs')) as {
      runRecord: (out: string) => { write: (record: object) => void; read: () => object | undefined };
    };
    const record = {
      ...{
        ended: new Date().toISOString(),
        data: 'drawn faces',
        sentence: 'A run.',
        results: [['model', 'x']],
      },
      settings: [{ setting: 'epochs', value: 5, variable: 'EPOCHS' }],
      notebooks: [{ stem: '1', milliseconds: 3 }],
    };
    const { write, read } = runRecord(folder);
    write(record);
    assert.deepEqual(read(), record);
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
      write({ ...record, [name]: value });
      assert.throws(
        read,
        new RegExp(`run\\.json to be the record of a run but found .* as its ${name}\\. Delete it`),
      );
    }
  });
});

describe('writeFile()', () => {
  it("names the file that can't be written, and leaves nothing", async () => {
    const { writeFile } = (await loadScript('shared/write-file.mjs')) as {
      writeFile: (file: string, content: string) => void;
    };
    const file = path.join(folder, 'written', 'a.json');
    writeFile(file, '1');
    writeFile(file, '2');
    assert.equal(readFileSync(file, 'utf8'), '2');
    assert.deepEqual(readdirSync(path.dirname(file)), ['a.json']);
    assert.throws(
      () => writeFile(path.join(file, 'b.json'), '3'),
      /Expected .*b\.json to be .* \(E(NOTDIR|EXIST)\)/,
    );
    assert.throws(() => writeFile(path.dirname(file), '3'), /a folder of that name/);
  });
});

describe('lockOrEnd()', () => {
  it('names the process that is at work in the folder, and what to do', async () => {
    const { lockOrEnd } = (await loadScript('shared/lock-or-end.mjs')) as {
      lockOrEnd: (folder: string) => { release: () => void };
    };
    const { lock } = tryLock(path.join(folder, 'out', '.lock'), { command: 'npm start' });
    assert.throws(
      () => lockOrEnd(path.join(folder, 'out')),
      new RegExp(
        `^ScriptError: Expected .*out/ to be free but found process ${process.pid} \\(npm start\\), since .* at work there\\. Wait for its end, or end it \\(kill ${process.pid}\\)\\.$`,
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
  it("lets Python's glob find the file itself", async () => {
    const { escapeGlob } = (await loadScript('shared/escape-glob.mjs')) as {
      escapeGlob: (file: string) => string;
    };
    const { python } = (await loadScript('shared/environment.mjs')) as { python: string };
    const file = path.join(mkdtempSync(path.join(folder, 'a[1]*?b ')), 'x[ab].ipynb');
    writeFileSync(file, '');
    const program = 'import glob, sys; print(glob.glob(sys.argv[1])[0])';
    assert.equal(execFileSync(python, ['-c', program, escapeGlob(file)], { encoding: 'utf8' }).trim(), file);
  });
});
