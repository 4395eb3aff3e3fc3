import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { filterState, setFilter } from '../../scripts/shared/notebook-filter.mjs';
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
  for (const part of ['.gitattributes', 'scripts/hooks', 'scripts/shared', 'src/lib/printable.cjs'])
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

describe("git's filter for notebooks", () => {
  /** A repository with the filter turned on, as set-up does. No package is installed there. */
  function filtered() {
    const made = repository();
    assert.equal(filterState({ cwd: made.folder }), 'none');
    assert.equal(setFilter({ cwd: made.folder, on: true }).done, true);
    const stored = (file: string) => made.git('show', `:${file}`).output;
    return { ...made, stored };
  }

  it('stores notebooks without outputs, and leaves them in the folder', () => {
    const { folder, git, stage, stored, clean } = filtered();
    stage('notebooks/2 explore.ipynb', EXECUTED);
    assert.equal(stored('notebooks/2 explore.ipynb'), clean);
    assert.equal(readFileSync(path.join(folder, 'notebooks', '2 explore.ipynb'), 'utf8'), EXECUTED);
    assert.equal(git('commit', '-m', 'x').status, 0);
    assert.equal(git('status', '--porcelain').output, '');
    assert.equal(git('diff').output, '');
  });

  it('sees a notebook that only has new outputs as unchanged, and a new source as a change', () => {
    const { git, stage, write, stored } = filtered();
    stage('notebooks/1.ipynb', EXECUTED);
    git('commit', '-m', 'x');
    write('notebooks/1.ipynb', EXECUTED.replace('hello', 'good evening'));
    git('add', '.');
    assert.equal(git('status', '--porcelain').output, '');
    write('notebooks/1.ipynb', EXECUTED.replace('1 + 1', '1 + 2'));
    assert.match(git('diff').output, /\+ +"1 \+ 2"/);
    git('add', '.');
    assert.ok(!stored('notebooks/1.ipynb').includes('hello'));
  });

  it('leaves everything but the outputs of other notebooks', () => {
    const { stage, stored } = filtered();
    const [cell] = (JSON.parse(EXECUTED) as { cells: object[] }).cells;
    const metadata = { kernelspec: { name: 'python3' }, widgets: { state: 'a picture' } };
    const cells = [
      { ...cell, metadata: { own: true } },
      { cell_type: 'markdown', metadata: {}, source: 'x' },
    ];
    stage('mine.ipynb', JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    assert.deepEqual(JSON.parse(stored('mine.ipynb')), {
      cells: [{ ...cell, execution_count: null, metadata: { own: true }, outputs: [] }, cells[1]],
      metadata: { kernelspec: { name: 'python3' } },
      nbformat: 4,
      nbformat_minor: 5,
    });
    // Nothing to remove: every character stays.
    const text = '{"cells": [], "metadata":{}, "nbformat":4}';
    stage('empty.ipynb', text);
    assert.equal(stored('empty.ipynb'), text);
  });

  it('stores what is no notebook as it is, and says so', () => {
    const { git, write, stored } = filtered();
    const conflict = '<<<<<<< ours\n{}\n';
    write('notebooks/1.ipynb', conflict);
    const { status, output } = git('add', '.');
    assert.equal(status, 0);
    assert.match(output, /Expected notebooks\/1\.ipynb to be JSON but found: .* It is stored as it is\./);
    assert.equal(stored('notebooks/1.ipynb'), conflict);
  });

  it('never keeps anybody from adding a notebook, also where its script is missing', () => {
    const { folder, git, stage, stored } = filtered();
    rmSync(path.join(folder, 'scripts'), { recursive: true });
    stage('notebooks/1.ipynb', EXECUTED);
    assert.equal(stored('notebooks/1.ipynb'), EXECUTED);
    assert.equal(git('commit', '-m', 'x').status, 0);
  });

  it('works in a worktree, and is nothing to a clone that has not been set up', () => {
    const { folder, git, stage, clean } = filtered();
    stage('notebooks/1.ipynb', EXECUTED);
    git('commit', '-m', 'x');
    const tree = path.join(root, 'a worktree');
    const added = git('worktree', 'add', '-b', 'other', tree);
    assert.equal(added.status, 0, added.output);
    writeFileSync(path.join(tree, 'notebooks', '2.ipynb'), EXECUTED);
    assert.equal(git('-C', tree, 'add', '.').status, 0);
    assert.equal(git('-C', tree, 'show', ':notebooks/2.ipynb').output, clean);
    const clone = path.join(root, 'a clone');
    assert.equal(git('clone', '-q', folder, clone).status, 0);
    assert.equal(filterState({ cwd: clone }), 'none');
    writeFileSync(path.join(clone, 'notebooks', '1.ipynb'), EXECUTED);
    assert.equal(git('-C', clone, 'add', '.').status, 0);
    assert.equal(git('-C', clone, 'show', ':notebooks/1.ipynb').output, EXECUTED);
  });

  it('stays off where it was turned off, and leaves a filter of the user alone', () => {
    const { folder, git, stage, stored } = filtered();
    assert.equal(filterState({ cwd: folder }), 'on');
    assert.match(setFilter({ cwd: folder, on: false }).sentence, /stores notebooks as they are/);
    // Set-up only turns on where this is 'none'.
    assert.equal(filterState({ cwd: folder }), 'off');
    stage('notebooks/1.ipynb', EXECUTED);
    assert.equal(stored('notebooks/1.ipynb'), EXECUTED);
    git('config', 'filter.notebook-outputs.clean', 'nbstripout');
    assert.equal(filterState({ cwd: folder }), 'off');
  });

  it('is set in no repository that only surrounds the project', () => {
    const { folder, git } = repository();
    for (const cwd of [path.join(folder, 'notebooks'), root]) {
      assert.equal(filterState({ cwd }), 'no repository');
      assert.match(setFilter({ cwd, on: true }).sentence, /found none here/);
    }
    assert.equal(git('config', '--get', 'filter.notebook-outputs.clean').status, 1);
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
