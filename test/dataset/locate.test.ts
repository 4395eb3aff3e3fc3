import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { locateFer2013 } from '../../src/lib/dataset/locate';
import { inTemporaryFolder } from './support/tiny-set';

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
