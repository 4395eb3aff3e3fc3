import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { hooksOf, setHooks } from '../../scripts/shared/hooks-path.mjs';
import { stripNotebook } from '../../scripts/shared/notebooks/strip-notebook.mjs';

const root = mkdtempSync(path.join(tmpdir(), 'hook test '));
after(() => rmSync(root, { recursive: true, force: true }));

// Without the user's git settings, and without those of a git that may have started this test.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];
Object.assign(process.env, {
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_SYSTEM: devNull,
  ...{ GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' },
  ...{ GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org' },
  PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
});

/** A new repository with the project's hook, and ways to call git in it. */
function repository() {
  const folder = mkdtempSync(path.join(root, 'repository '));
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };
  assert.equal(git('init').status, 0);
  for (const part of ['scripts/hooks', 'scripts/shared', 'src/lib/printable.cjs'])
    cpSync(part, path.join(folder, part), { recursive: true });
  mkdirSync(path.join(folder, 'notebooks'));
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  const stage = (file: string, text: string) => {
    write(file, text);
    assert.equal(git('add', '.').status, 0);
  };
  const commits = () => Number(git('rev-list', '--count', '--all').output);
  return { folder, git, write, stage, commits, clean: stripNotebook(EXECUTED) };
}

const EXECUTED = JSON.stringify({
  cells: [
    {
      ...{ cell_type: 'code', execution_count: 1, id: 'a', metadata: {} },
      outputs: [{ output_type: 'stream', name: 'stdout', text: 'hello' }],
      source: '1 + 1',
    },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

describe('the pre-commit hook', () => {
  /** A repository with the hook turned on. */
  function hooked() {
    const made = repository();
    assert.equal(setHooks({ cwd: made.folder, on: true }).done, true);
    return made;
  }

  it('rejects a notebook with outputs, and names the notebook and the command', () => {
    const { git, stage, commits } = hooked();
    stage('notebooks/2 explore.ipynb', EXECUTED);
    const { status, output } = git('commit', '-m', 'x');
    assert.equal(status, 1, output);
    assert.match(
      output,
      /Expected notebooks\/2 explore\.ipynb to be without outputs, execution counts and editors' metadata\./,
    );
    assert.match(output, /Run `npm run strip` and `git add notebooks`, then commit again\./);
    assert.equal(commits(), 0);
    assert.equal(git('commit', '--no-verify', '-m', 'x').status, 0);
  });

  it('accepts a clean notebook, and files that are not notebooks of the walk-through', () => {
    const { git, stage, clean, commits } = hooked();
    stage('notebooks/1-import.ipynb', clean);
    stage('mine.ipynb', EXECUTED);
    stage('notebooks/notes.txt', 'x');
    const { status, output } = git('commit', '-m', 'x');
    assert.equal(status, 0, output);
    assert.equal(commits(), 1);
  });

  it('checks what is staged, not what is in the folder', () => {
    const { git, stage, write, clean, commits } = hooked();
    stage('notebooks/1-import.ipynb', EXECUTED);
    write('notebooks/1-import.ipynb', clean);
    assert.equal(git('commit', '-m', 'x').status, 1);
    stage('notebooks/1-import.ipynb', clean);
    write('notebooks/1-import.ipynb', EXECUTED);
    assert.equal(git('commit', '-m', 'x').status, 0);
    assert.equal(git('commit', '-a', '-m', 'x').status, 1);
    assert.equal(git('rm', '--cached', 'notebooks/1-import.ipynb').status, 0);
    assert.equal(git('commit', '-m', 'removed').status, 0);
    assert.equal(commits(), 2);
  });

  it('rejects a notebook with merge conflicts', () => {
    const { git, stage } = hooked();
    stage('notebooks/1-import.ipynb', '<<<<<<< ours\n{}');
    const { status, output } = git('commit', '-m', 'x');
    assert.equal(status, 1);
    assert.match(output, /Expected notebooks\/1-import\.ipynb to be JSON but found: .*<<</);
  });
});

describe('npm run hook', () => {
  it('turns the hook on and off, and says so', () => {
    const { folder, git } = repository();
    assert.deepEqual(hooksOf({ cwd: folder }), { state: 'none' });
    assert.match(
      setHooks({ cwd: folder, on: true }).sentence,
      /rejects commits .* `npm run hook -- --remove`/,
    );
    assert.deepEqual(hooksOf({ cwd: folder }), { state: 'ours' });
    assert.equal(setHooks({ cwd: folder, on: true }).done, true);
    assert.equal(setHooks({ cwd: folder, on: false }).done, true);
    assert.deepEqual(hooksOf({ cwd: folder }), { state: 'none' });
    assert.equal(git('config', '--get', 'core.hooksPath').status, 1);
  });

  it("does not change a user's own hooks", () => {
    const { folder, git, write } = repository();
    write(path.join('.git', 'hooks', 'pre-push'), '#!/bin/sh\n');
    assert.deepEqual(hooksOf({ cwd: folder }), { state: 'others', found: '.git/hooks/pre-push' });
    git('config', 'core.hooksPath', '.husky');
    const { done, sentence } = setHooks({ cwd: folder, on: true });
    assert.equal(done, false);
    assert.match(sentence, /found core\.hooksPath \.husky\. .* call `node scripts\/hooks\/pre-commit`/);
    assert.equal(setHooks({ cwd: folder, on: false }).done, true);
    assert.equal(git('config', '--get', 'core.hooksPath').output.trim(), '.husky');
  });

  it('touches no repository that only surrounds the project', () => {
    const { folder, git } = repository();
    assert.match(setHooks({ cwd: path.join(folder, 'notebooks'), on: true }).sentence, /found none here/);
    assert.equal(setHooks({ cwd: root, on: true }).done, false);
    assert.equal(git('config', '--get', 'core.hooksPath').status, 1);
  });
});
