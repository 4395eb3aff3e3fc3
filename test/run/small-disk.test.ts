import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { mountSmallDisk, reasonAgainstMounting, type SmallDisk } from '../../scripts/torture/disk/small-disk';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { loadBestModel, planTraining, runTraining } from '../../src/lib/run/index';
import { readCheckpoint } from '../../src/lib/training/checkpoint-file';
import { tinyFaces } from './tiny-faces';

const skip = reasonAgainstMounting(path.join(tmpdir(), 'emotion-small-disk')) ?? false;

describe('a training on a disk that', { skip }, () => {
  let root: string;
  let dataset: Dataset;
  let disk: SmallDisk;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'small-disk-'));
    dataset = await tinyFaces(root);
    disk = mountSmallDisk(path.join(root, 'disk'), { bytes: 64 << 20 });
  });
  after(async () => {
    disk.unmount();
    await rm(root, { recursive: true });
  });
  const plan = (folder: string) =>
    planTraining(
      { preset: 'quick', changes: { epochs: 2, batchSize: 14 }, seed: 5, folder },
      { environment: { FER2013: 'drawn' }, root },
    );
  const withoutTimes = (history: readonly object[]) =>
    history.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 }));

  it('is full names the file, keeps the epochs before, and resumes when there is space', async () => {
    const filler = path.join(root, 'disk', 'filler');
    const fill = {
      onEpochBegin: (_: unknown, { epoch }: { epoch: number }) =>
        void (epoch === 2 && writeFileSync(filler, new Uint8Array(38 << 20))),
    };
    await assert.rejects(runTraining(plan('disk/full'), { dataset, callbacks: [fill] }), {
      name: 'ExpectationError',
      code: 'ENOSPC',
      message:
        /^Expected .*(best|last)\.safetensors to be a file that can be written but found no space left on the disk \(ENOSPC\)\. Free some space there, then try again\. The run is kept up to epoch 1: running the same training again resumes there\.$/,
    });
    const last = path.join(root, 'disk', 'full', 'checkpoints', 'last.safetensors');
    assert.equal((await readCheckpoint(last)).history.length, 1);
    const names = await readdir(path.join(root, 'disk', 'full'), { recursive: true });
    assert.ok(!names.some((name) => name.includes('.tmp') || name.includes('.lock')), names.join());
    await rm(filler);
    disk.grow(256 << 20);
    const { history } = await runTraining(plan('disk/full'), { dataset });
    const whole = await runTraining(plan('whole'), { dataset });
    assert.deepEqual(withoutTimes(history), withoutTimes(whole.history));
  });

  it('can only be read opens a finished run, and refuses one that is not before its first epoch', async () => {
    disk.setReadOnly(true);
    try {
      const { history, model } = await runTraining(plan('disk/full'), { dataset });
      assert.equal(history.length, 2);
      model.dispose();
      (await loadBestModel(plan('disk/full'))).model.dispose();
      let epochs = 0;
      const count = { onEpochBegin: () => void epochs++ };
      await assert.rejects(
        runTraining(plan('disk/other'), { dataset, callbacks: [count] }),
        /disk.other.* to be a folder but found a read-only file system \(EROFS\)/,
      );
      assert.equal(epochs, 0);
      assert.equal(existsSync(path.join(root, 'disk', 'other')), false);
    } finally {
      disk.setReadOnly(false);
    }
  });
});
