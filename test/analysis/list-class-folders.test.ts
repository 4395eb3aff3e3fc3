import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { listClassFolders } from '../../src/lib/analysis/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';

const folder = temporaryFolder('class-folders-test');
after(() => rmSync(folder, { recursive: true }));

/** Makes a folder with empty files. */
function tree(name: string, files: readonly string[]): string {
  for (const file of files) {
    mkdirSync(path.join(folder, name, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, name, file), '');
  }
  return path.join(folder, name);
}

describe('listClassFolders()', () => {
  const listed = (root: string) =>
    listClassFolders(root).map(({ name, photographs }) => [
      name,
      photographs.map((file) => path.relative(path.join(root, name), file)),
    ]);

  it('lists classes, and what is in their folders, without notes and hidden files', () => {
    const root = tree('flat', [
      ...['sad/b.jpg', 'sad/a.PNG', 'sad/more/c.webp', 'sad/notes.txt', 'sad/.hidden.jpg'],
      ...['happy/1.gif', 'readme.txt', '.cache/x.jpg', '__MACOSX/happy/1.jpg'],
    ]);
    symlinkSync(tree('elsewhere', ['1.jpg']), path.join(root, 'linked'));
    assert.deepEqual(listed(root), [
      ['happy', ['1.gif']],
      ['linked', ['1.jpg']],
      ['sad', ['a.PNG', 'b.jpg', 'more/c.webp']],
    ]);
  });

  it('lists the classes of each split', () => {
    const root = tree('splits', [
      'train/happy/1.jpg',
      'train/sad/1.jpg',
      'Validation/sad/2.jpg',
      'test/sad/3.jpg',
    ]);
    assert.deepEqual(
      listed(root).map(([name]) => name),
      ['Validation/sad', 'test/sad', 'train/happy', 'train/sad'],
    );
  });

  it('names what is out of place', () => {
    const missing = path.join(folder, 'missing');
    assert.throws(
      () => listClassFolders(missing),
      /missing to be a folder of class folders but found nothing/,
    );
    assert.throws(
      () => listClassFolders(tree('notes', ['readme.txt'])),
      /notes to be a folder of class folders but found none\. Sort the photographs/,
    );
    assert.throws(
      () => listClassFolders(tree('empty', ['happy/1.jpg', 'sad/notes.txt'])),
      /empty\/sad to be a class folder with photographs but found none\. Their names end in \.jpg/,
    );
    assert.throws(
      () => listClassFolders(tree('loose', ['train/happy/1.jpg', 'train/2.jpg'])),
      /loose\/train\/2\.jpg to be in a class folder but found it outside of one/,
    );
    assert.throws(
      () => listClassFolders(tree('mixed', ['train/happy/1.jpg', 'sad/2.jpg'])),
      /mixed\/sad to be a split, such as train beside it but found a folder of another name/,
    );
  });
});
