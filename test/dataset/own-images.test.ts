import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import sharp from 'sharp';
import { countByClass } from '../../src/lib/dataset/count-by-class';
import { drawSplits } from '../../src/lib/dataset/draw-splits';
import { fingerprint } from '../../src/lib/dataset/fingerprint';
import { groupEqual } from '../../src/lib/dataset/find-duplicates';
import { loadDataset } from '../../src/lib/dataset/load-dataset';
import { subset } from '../../src/lib/dataset/subset';
import { makeTar } from './support/make-tar';
import { makeZip } from './support/make-zip';
import { inMemory, inTemporaryFolder, jpegOf, noise, writeTree } from './support/tiny-set';

/** Ten pictures each of three classes, in several formats and sizes, gray and in colour. */
let pets: Map<string, Buffer>;
before(async () => {
  const encode = async (seed: number) => {
    if (seed % 3 === 0) return jpegOf(seed);
    const colour = sharp(noise(seed, 60), { raw: { width: 60, height: 20, channels: 3 } });
    return seed % 3 === 1 ? colour.png().toBuffer() : colour.webp().toBuffer();
  };
  pets = new Map();
  for (const [label, name] of ['cat', 'dog', 'Hamster'].entries())
    for (let i = 0; i < 10; i++) pets.set(`${name}/${i}.picture`, await encode(label * 10 + i));
});

const load = (folder: string, file: string, options: { splitSeed?: number } = {}) =>
  loadDataset(
    { kind: 'own images', path: path.join(folder, file) },
    { cacheFolder: path.join(folder, 'cache'), ...options },
  );

const members = (files: ReadonlyMap<string, Buffer>) =>
  Array.from(files, ([name, bytes]) => ({ name: `pets/${name}`, bytes }));

describe('loadDataset() reads own images', () => {
  it('from a folder, a zip, a tar and a zip in a zip, and keeps them in its cache', () =>
    inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), pets);
      writeFileSync(path.join(folder, 'pets.zip'), makeZip(members(pets)));
      writeFileSync(path.join(folder, 'pets.tar'), makeTar(members(pets)));
      const inner = [{ name: 'inner.zip', bytes: makeZip(members(pets)) }];
      writeFileSync(path.join(folder, 'outer.zip'), makeZip(inner));
      const first = await load(folder, 'tree');
      assert.deepEqual(first.classes, ['Hamster', 'cat', 'dog']);
      assert.deepEqual(countByClass(first), {
        train: [8, 8, 8],
        publicTest: [1, 1, 1],
        privateTest: [1, 1, 1],
      });
      assert.deepEqual(first.source.fromTrain, { splits: ['publicTest', 'privateTest'], seed: 1 });
      for (const file of ['tree', 'pets.zip', 'pets.tar', 'outer.zip']) {
        const again = await load(folder, file);
        assert.deepEqual({ ...again, source: first.source }, first, file);
        assert.equal(again.source.fingerprint, first.source.fingerprint, file);
      }
      const other = await load(folder, 'tree', { splitSeed: 2 });
      assert.notDeepEqual(other.names, first.names);
      assert.deepEqual([...other.names].sort(), [...first.names].sort());
    }));

  it('and names a file that is no image, a folder without any and an empty zip', () =>
    inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'notes'), new Map([...pets, ['cat/notes.txt', Buffer.from('a note')]]));
      await assert.rejects(load(folder, 'notes'), /notes\.txt to be a complete image .* found 6 bytes/);
      mkdirSync(path.join(folder, 'none', 'cat'), { recursive: true });
      writeFileSync(path.join(folder, 'empty.zip'), makeZip([]));
      writeFileSync(path.join(folder, 'faces.csv'), 'emotion,pixels,Usage\n');
      for (const [file, words] of [
        ['none', /none to be images in a folder for each class but found no image .* DATASET/],
        ['empty.zip', /empty\.zip to be images in a folder for each class/],
        ['faces.csv', /faces\.csv to be a folder or an archive .* CSV is named by FER2013/],
        ['missing', /missing to be the path of a folder, zip or tar of images/],
      ] as const)
        await assert.rejects(load(folder, file), { name: 'ExpectationError', message: words });
    }));
});

describe('drawSplits()', () => {
  const both = ['publicTest', 'privateTest'] as const;
  const many = Array.from({ length: 200 }, (_, i) => ({
    seed: Math.floor(i / 2),
    label: Math.floor(i / 100),
  }));

  it('takes a tenth of each class, and keeps equal images together', () => {
    const divided = drawSplits(inMemory(many), { fromTrain: both, seed: 1, source: 'x' });
    assert.deepEqual(
      Object.values(countByClass(divided)).map((counts) => counts.slice(0, 2)),
      [
        [80, 80],
        [10, 10],
        [10, 10],
      ],
    );
    for (const group of groupEqual(divided.images, 200)) {
      assert.equal(group.length, 2);
      assert.equal(divided.splits[group[0]], divided.splits[group[1]]);
    }
    const tested = drawSplits(inMemory(many), { fromTrain: ['privateTest'], seed: 1, source: 'x' });
    assert.deepEqual(countByClass(tested).publicTest.slice(0, 2), [0, 0]);
    assert.deepEqual(countByClass(tested).privateTest.slice(0, 2), [10, 10]);
  });

  it('leaves an image with two labels in train, and refuses too few images', () => {
    const conflicting = [0, 1, 1].map((label) => ({ seed: 5, label }));
    const more = [6, 7, 8].map((seed) => ({ seed, label: 0 }));
    const divided = drawSplits(inMemory([...conflicting, ...more]), {
      fromTrain: both,
      seed: 1,
      source: 'x',
    });
    assert.deepEqual(countByClass(divided).train.slice(0, 2), [2, 2]);
    assert.throws(
      () => drawSplits(inMemory(conflicting), { fromTrain: both, seed: 1, source: 'pets' }),
      /Expected pets to be at least 3 different images of a class/,
    );
  });
});

describe('fingerprint()', () => {
  it('tells classes apart, but for the seven emotions is that of earlier versions', () => {
    const dataset = inMemory([{ seed: 1, label: 0 }]);
    assert.equal(fingerprint(dataset), 'd30a0e49c85f960a5d93623f5b2996afa720422056f15c7e99187604c253d702');
    const renamed = { ...dataset, classes: ['cat', 'dog'] };
    assert.notEqual(fingerprint(renamed), fingerprint(dataset));
    assert.equal(fingerprint(subset(renamed, [0])), subset(renamed, [0]).source.fingerprint);
  });
});
