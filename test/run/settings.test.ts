import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { readSettings } from '../../src/lib/run/settings';

const root = mkdtempSync(path.join(tmpdir(), 'settings-'));
const archive = path.join(root, 'elsewhere.zip');
writeFileSync(archive, 'a file');
writeFileSync(path.join(root, 'votes.csv'), 'a file');
after(() => rmSync(root, { recursive: true }));

describe('readSettings()', () => {
  it('takes a quick run on drawn faces when nothing is set', () => {
    const settings = readSettings({}, { root });
    assert.deepEqual(settings.data, { kind: 'drawn faces', path: path.join(root, 'data', 'drawn-faces') });
    assert.equal(settings.runSize, 'quick');
    assert.equal(settings.architecture, 'compact');
    assert.equal(settings.batchSize, 32);
  });

  it('takes the full 15 epochs when FER2013 names the data, relative to the project', () => {
    const settings = readSettings({ FER2013: 'elsewhere.zip' }, { root });
    assert.deepEqual(settings.data, { kind: 'FER-2013', path: archive });
    assert.deepEqual([settings.runSize, settings.epochs, settings.batchSize], ['full', 15, 128]);
  });

  it('finds the archive in data/ unless drawn faces are asked for', () => {
    const other = path.join(root, 'other');
    mkdirSync(path.join(other, 'data'), { recursive: true });
    writeFileSync(path.join(other, 'data', 'fer2013.zip'), 'a file');
    assert.equal(readSettings({}, { root: other }).data.kind, 'FER-2013');
    assert.equal(readSettings({ FER2013: 'drawn' }, { root: other }).data.kind, 'drawn faces');
  });

  it('gives runs with other settings another folder', () => {
    const folders = [
      {},
      { EPOCHS: '2' },
      { SEED: '2' },
      { ARCHITECTURE: 'classic' },
      { BATCH_SIZE: '16' },
      { LABELS: 'crowd', FERPLUS: 'votes.csv' },
    ].map((environment) => readSettings(environment, { root }).folders.run);
    assert.equal(new Set(folders).size, folders.length);
    assert.match(folders[5], /drawn-crowd-quick-compact-4epochs-batch32-seed1$/);
    assert.match(folders[1], /models[\\/]runs[\\/]drawn-quick-compact-2epochs-batch32-seed1$/);
  });

  it('takes own images from DATASET, whose runs have a folder for each data set', () => {
    const runs = ['a/Fun pets!.zip', 'b/Fun pets!.zip', 'a/\u732b'].map((place) => {
      mkdirSync(path.join(root, place), { recursive: true });
      return readSettings({ DATASET: place }, { root });
    });
    assert.deepEqual(runs[0].data, { kind: 'own images', path: path.join(root, 'a', 'Fun pets!.zip') });
    assert.deepEqual([runs[0].runSize, runs[0].epochs], ['full', 15]);
    const names = runs.map(({ folders }) => path.basename(folders.run));
    assert.match(names[0], /^fun-pets-[0-9a-f]{8}-full-compact-15epochs-batch128-seed1$/);
    assert.match(names[2], /^own-[0-9a-f]{8}-full/);
    assert.equal(new Set(names).size, 3);
  });

  for (const [environment, message] of [
    [
      { DATASET: 'my photos', FER2013: 'elsewhere.zip' },
      /^Expected DATASET to be set without FER2013.*my photos, beside FER2013=elsewhere\.zip\. Unset one/,
    ],
    [
      { DATASET: 'nowhere' },
      /^Expected DATASET to be the path of a folder, zip or tar.*nowhere, which does not exist/,
    ],
    [{ DATASET: 'a', FERPLUS: 'votes.csv' }, /^Expected FERPLUS to be unset where DATASET is set/],
    [{ DATASET: 'a', LABELS: 'crowd' }, /^Expected LABELS to be own where DATASET is set/],
  ] as const)
    it(`refuses ${Object.keys(environment).join(' with ')}: ${message.source.slice(0, 30)}`, () => {
      mkdirSync(path.join(root, 'a'), { recursive: true });
      assert.throws(() => readSettings(environment, { root }), { name: 'ExpectationError', message });
    });

  for (const [name, value, allowed] of [
    ['EPOCHS', '-1', 'an integer from 1 to 1000'],
    ['EPOCHS', '1.5', 'an integer from 1 to 1000'],
    ['RUN_SIZE', 'fast', 'quick or full'],
    ['ARCHITECTURE', 'vgg', 'compact or classic'],
    ['BATCH_SIZE', '0', 'an integer from 1 to 4096'],
    ['MODEL', 'best', 'run or shipped or crowd'],
    ['LABELS', 'mine', 'own or crowd'],
    ['SEED', 'abc', 'an integer from 0 to 2147483647'],
  ])
    it(`refuses ${name}=${value} and says what it may be`, () => {
      assert.throws(() => readSettings({ [name]: value }, { root }), {
        message: new RegExp(`^Expected ${name} to be ${allowed} but found ${value}\\.`),
      });
    });

  it('takes photographs from a folder, relative to the project', () => {
    assert.equal(readSettings({}, { root }).photos, null);
    mkdirSync(path.join(root, 'my photos'));
    assert.equal(readSettings({ PHOTOS: 'my photos' }, { root }).photos, path.join(root, 'my photos'));
  });

  for (const [found, why] of [
    ['nowhere', 'does not exist'],
    ['elsewhere.zip', 'is none'],
    ['x'.repeat(5000), 'does not exist'],
  ])
    it(`refuses photographs in ${found.slice(0, 20)}, which ${why}`, () => {
      assert.throws(() => readSettings({ PHOTOS: found }, { root }), {
        name: 'ExpectationError',
        message: new RegExp(`^Expected PHOTOS to be a folder but found .*, which ${why}\\. Change this`),
      });
    });

  it('takes votes from a file, relative to the project, and learns the own labels all the same', () => {
    const none = readSettings({}, { root });
    assert.deepEqual([none.votes, none.labels], [null, 'own']);
    const { votes, labels, folders } = readSettings({ FERPLUS: 'votes.csv' }, { root });
    assert.deepEqual([votes, labels], [path.join(root, 'votes.csv'), 'own']);
    assert.equal(folders.run, none.folders.run);
  });

  for (const [found, why] of [
    ['nowhere.csv', 'does not exist'],
    ['.', 'is none'],
  ])
    it(`refuses votes in ${found}, which ${why}`, () => {
      assert.throws(() => readSettings({ FERPLUS: found }, { root }), {
        name: 'ExpectationError',
        message: new RegExp(`^Expected FERPLUS to be a file but found .*, which ${why}\\. Change this`),
      });
    });

  it('refuses to learn from the crowd where there are no votes', () => {
    assert.throws(() => readSettings({ LABELS: 'crowd' }, { root }), {
      name: 'ExpectationError',
      message:
        /^Expected FERPLUS to be the path of FER\+'s votes, since LABELS=crowd needs them but found nothing\. Set FERPLUS to FER\+'s fer2013new\.csv from https/,
    });
  });

  it('refuses a FER2013 path where nothing is', () => {
    assert.throws(() => readSettings({ FER2013: 'nowhere.zip' }, { root }), {
      message: /FER2013 .*nowhere\.zip/,
    });
  });
});
