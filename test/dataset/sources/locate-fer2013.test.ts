import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { locateFer2013 } from '../../../src/lib/dataset/sources/locate-fer2013';
import { inTemporaryFolder } from '../support/tiny-set';

describe('locateFer2013()', () => {
  it('finds nothing in a data folder that is empty or not there', async () => {
    await inTemporaryFolder((folder) => {
      assert.equal(locateFer2013({ dataFolder: folder }), undefined);
      assert.equal(locateFer2013({ setting: '', dataFolder: path.join(folder, 'none') }), undefined);
    });
  });

  for (const name of [
    'fer2013.zip',
    'archive.zip',
    'fer2013.csv',
    'icml_face_data.csv',
    'fer2013/',
    'archive/',
  ])
    it(`finds ${name} in the data folder`, async () => {
      await inTemporaryFolder((folder) => {
        const place = path.join(folder, name);
        if (name.endsWith('/')) mkdirSync(place);
        else writeFileSync(place, '');
        assert.deepEqual(locateFer2013({ dataFolder: folder }), {
          path: path.join(folder, name.replace('/', '')),
        });
      });
    });

  for (const name of [
    'archive (1).zip',
    'FER2013.zip',
    'fer2013.csv.zip',
    'fer2013.tar.gz',
    'fer2013 (copy)/',
    'Fer-2013.CSV',
    'challenges-in-representation-learning-facial-expression-recognition-challenge.zip',
  ])
    it(`finds ${name} in the data folder, beside what is always there`, async () => {
      await inTemporaryFolder((folder) => {
        for (const other of ['README.md', '.DS_Store', 'fer2013.zip.part', 'fer2013.zip.part.json'])
          writeFileSync(path.join(folder, other), '');
        mkdirSync(path.join(folder, 'drawn-faces'));
        mkdirSync(path.join(folder, '@eaDir'));
        const place = path.join(folder, name);
        if (name.endsWith('/')) mkdirSync(place);
        else writeFileSync(place, '');
        assert.deepEqual(locateFer2013({ dataFolder: folder }), {
          path: path.join(folder, name.replace('/', '')),
        });
      });
    });

  it('finds by its content what has another name', async () => {
    await inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'scores.csv'), 'name,score\n');
      mkdirSync(path.join(folder, 'photos'));
      assert.equal(locateFer2013({ dataFolder: folder }), undefined);
      writeFileSync(path.join(folder, 'faces.csv'), 'emotion;pixels;Usage\n');
      assert.deepEqual(locateFer2013({ dataFolder: folder }), { path: path.join(folder, 'faces.csv') });
    });
    await inTemporaryFolder((folder) => {
      for (const part of ['Train', 'Validation'])
        mkdirSync(path.join(folder, 'faces', part), { recursive: true });
      assert.deepEqual(locateFer2013({ dataFolder: folder }), { path: path.join(folder, 'faces') });
    });
  });

  it('asks which one where there are several, with the command', async () => {
    await inTemporaryFolder((folder) => {
      for (const name of ['archive (1).zip', 'archive (2).zip']) writeFileSync(path.join(folder, name), '');
      assert.throws(
        () => locateFer2013({ dataFolder: folder }),
        /archive \(1\)\.zip, archive \(2\)\.zip\. .*FER2013=".*archive \(1\)\.zip" npm start/,
      );
    });
  });

  it('says so when there is an archive that it does not know, in place of drawing faces', async () => {
    for (const name of ['download.zip', 'faces.7z', 'set.tar'])
      await inTemporaryFolder((folder) => {
        writeFileSync(path.join(folder, name), '');
        assert.throws(
          () => locateFer2013({ dataFolder: folder }),
          new RegExp(`found ${name}\\. .*FER2013=".*${name}" npm start.*FER2013=drawn`),
        );
      });
    await inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'train.csv'), 'emotion,pixels\n');
      assert.throws(() => locateFer2013({ dataFolder: folder }), /no column Usage/);
    });
  });

  it('takes the data folder itself when train and test stand in it, not with one of them', async () => {
    await inTemporaryFolder((folder) => {
      mkdirSync(path.join(folder, 'train'));
      assert.equal(locateFer2013({ dataFolder: folder }), undefined);
      mkdirSync(path.join(folder, 'test'));
      assert.deepEqual(locateFer2013({ dataFolder: folder }), { path: folder });
    });
  });

  it('takes the setting before all else, and refuses one that leads nowhere', async () => {
    await inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'fer2013.zip'), '');
      writeFileSync(path.join(folder, 'mine.zip'), '');
      const setting = path.join(folder, 'mine.zip');
      assert.deepEqual(locateFer2013({ setting, dataFolder: folder }), { path: setting });
      assert.throws(
        () => locateFer2013({ setting: path.join(folder, 'no.zip'), dataFolder: folder }),
        /Expected FER2013 to be .*no\.zip, which does not exist/,
      );
    });
  });
});
