import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { lockFolder } from '../../src/lib/files/lock-folder';
import { newRun } from '../../src/lib/run/new-run';

const root = mkdtempSync(path.join(tmpdir(), 'new-run-'));
after(() => rmSync(root, { recursive: true }));

/** A run's folder with these files. */
function runWith(name: string, files: readonly string[]) {
  const run = path.join(root, name);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(run, file)), { recursive: true });
    writeFileSync(path.join(run, file), file);
  }
  return { folders: { run } };
}

const FILES = [
  'architecture.json',
  'checkpoints/best.safetensors',
  'checkpoints/last.safetensors',
  'history.json',
  'model/model.json',
  'preparation.json',
];

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .sort();

describe('newRun()', () => {
  it('keeps the earlier run beside the new one, which has only the network and the preparation', async () => {
    const settings = runWith('changed', FILES);
    const { run } = settings.folders;
    const earlier = await newRun(settings);
    assert.equal(path.resolve(earlier!), `${run}-before1`);
    assert.deepEqual(filesOf(run), ['architecture.json', 'preparation.json']);
    assert.deepEqual(filesOf(earlier!), FILES.slice(1, 5));
    assert.equal(await newRun(settings), null);
    runWith('changed', ['history.json']);
    assert.equal(path.resolve((await newRun(settings))!), `${run}-before2`);
  });

  it('has nothing to do where there is no run', async () => {
    assert.equal(await newRun({ folders: { run: path.join(root, 'none') } }), null);
    assert.ok(!existsSync(path.join(root, 'none')));
  });

  it('refuses while a training uses the folder, and moves nothing', async () => {
    const settings = runWith('busy', FILES);
    const { run } = settings.folders;
    const lock = lockFolder(path.join(run, 'checkpoints'), { work: 'training', advice: 'Wait.' });
    await assert.rejects(newRun(settings), { message: /busy.* to be a folder that no other training uses/ });
    lock.release();
    assert.deepEqual(filesOf(run), FILES);
  });
});
