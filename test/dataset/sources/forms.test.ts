import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FER2013_COUNTS } from '../../../src/lib/dataset/fer2013-counts';
import { formatOf } from '../../../src/lib/dataset/sources/source-format';
import { parseClassFolders } from '../../../src/lib/dataset/sources/parse-class-folders';
import type { Dataset } from '../../../src/lib/dataset/dataset';
import { loadDataset } from '../../../src/lib/dataset/load-dataset';
import { EMOTION_FOLDERS } from '../../../src/lib/emotions';
import { ExpectationError } from '../../../src/lib/errors';
import { makeTar } from '../support/make-tar';
import { makeZip } from '../support/make-zip';
import { sampleSets, tinyCsv } from '../support/samples';
import { inTemporaryFolder, TINY_COUNTS, tinyTree, writeTree } from '../support/tiny-set';

const load = (file: string) =>
  loadDataset(
    { kind: 'FER-2013', path: file },
    { cacheFolder: path.join(path.dirname(file), '.cache of tests'), counts: TINY_COUNTS },
  );

const members = (files: ReadonlyMap<string, Buffer>) =>
  Array.from(files, ([name, bytes]) => ({ name, bytes }));

async function rejects(promise: Promise<unknown>, ...words: string[]) {
  await assert.rejects(promise, (error) => {
    assert(error instanceof ExpectationError, String(error));
    for (const word of words) assert(error.message.includes(word), error.message);
    return true;
  });
}

let tree: Map<string, Buffer>;
let fromTree: Dataset;
let fromCsv: Dataset;
before(async () => {
  tree = await tinyTree();
  await inTemporaryFolder(async (folder) => {
    writeTree(path.join(folder, 'tree'), tree);
    writeFileSync(path.join(folder, 'set.csv'), tinyCsv());
    fromTree = await load(path.join(folder, 'tree'));
    fromCsv = await load(path.join(folder, 'set.csv'));
  });
});

/** The tiny tree with other names of its folders and files. */
const renamed = (rename: (name: string) => string) =>
  new Map(Array.from(tree, ([name, bytes]) => [rename(name), bytes]));

/**
 * Loads a folder that holds these files, as a folder, a zip and a tar, and expects the same images
 * of each.
 */
async function holds(files: ReadonlyMap<string, Buffer>, expected: () => Dataset) {
  await inTemporaryFolder(async (folder) => {
    writeTree(path.join(folder, 'folder'), files);
    writeFileSync(path.join(folder, 'set.zip'), makeZip(members(files)));
    writeFileSync(path.join(folder, 'set.tar'), makeTar(members(files)));
    writeFileSync(path.join(folder, 'set.tar.gz'), gzipSync(makeTar(members(files))));
    for (const form of ['folder', 'set.zip', 'set.tar', 'set.tar.gz']) {
      const { images, labels, splits } = await load(path.join(folder, form));
      assert.deepEqual(labels, expected().labels, form);
      assert.deepEqual(splits, expected().splits, form);
      assert.deepEqual(images, expected().images, form);
    }
  });
}

describe('loadDataset() reads', () => {
  it('every form that is one file', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const [name, bytes] of await sampleSets()) {
        writeFileSync(path.join(folder, name), bytes);
        const { source } = await load(path.join(folder, name));
        const expected = /csv|utf16/.test(name) ? fromCsv : fromTree;
        assert.equal(source.fingerprint, expected.source.fingerprint, name);
        assert.equal(source.form, /\.zip$/.test(name) ? 'zip' : /z$|r$/.test(name) ? 'tar' : 'csv', name);
      }
    });
  });

  it('a CSV beside a README and a bibliography', () =>
    holds(
      new Map([
        ['fer2013/README', Buffer.from('\n')],
        ['fer2013/fer2013.bib', Buffer.from('\n')],
        ['fer2013/fer2013.csv', Buffer.from(tinyCsv())],
      ]),
      () => fromCsv,
    ));

  it("the contest's archive, whose other CSVs do not say which test a picture is of", () =>
    holds(
      new Map([
        ['example_submission.csv', Buffer.from('emotion\n3\n')],
        ['fer2013.tar.gz', Buffer.from('x')],
        ['icml_face_data.csv', Buffer.from(tinyCsv({ end: '\r\n' }))],
        ['test.csv', Buffer.from('pixels\n')],
        ['train.csv', Buffer.from('emotion,pixels\n')],
      ]),
      () => fromCsv,
    ));

  it('an archive in an archive', () =>
    holds(new Map([['fer2013.zip', makeZip(members(tree))]]), () => fromTree));

  it('folders in upper case', () =>
    holds(
      renamed((name) => name.replace(/^\w/, (letter) => letter.toUpperCase())),
      () => fromTree,
    ));

  it('a validation folder in a wrapper', () =>
    holds(
      renamed((name) => `images/${name.replace('test/', 'validation/')}`),
      () => fromTree,
    ));

  it('a validation folder around the tree', () =>
    holds(
      renamed((name) => `validation/images/${name}`),
      () => fromTree,
    ));

  it('classes by the other names that they have', () =>
    holds(
      renamed((name) => name.replace('angry', 'Anger').replace('sad', 'sadness').replace('fear', 'fearful')),
      () => fromTree,
    ));

  it('tests told apart by their folders', async () => {
    const plain = (name: string) => name.replace(/\/[A-Za-z]+_(\d+\.jpg)$/, '/$1');
    const byFolder = renamed((name) =>
      plain(
        name.includes('Public') ? name.replace('test', 'PublicTest') : name.replace('test', 'PrivateTest'),
      ),
    );
    await holds(byFolder, () => fromTree);
    const threeParts = renamed((name) => plain(name.includes('Public') ? name.replace('test', 'val') : name));
    await holds(threeParts, () => fromTree);
  });

  it('a tree in a folder beside a CSV that is not it', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'all', 'faces'), tree);
      writeFileSync(path.join(folder, 'all', 'notes.csv'), 'a,b\n');
      assert.equal((await load(path.join(folder, 'all'))).source.fingerprint, fromTree.source.fingerprint);
    });
  });

  it('around the litter of systems and network drives, in any spelling', () => {
    const litter = [
      ...[
        '@eaDir/Training_2.jpg/SYNO.jpg',
        'Desktop.ini',
        'desktop.ini',
        'Thumbs.db:encryptable',
        'THUMBS.DB',
      ],
      ...['#recycle/old.jpg', '.DS_Store', '._Training_2.jpg', '~$x', 'x.tmp', 'y.jpg.part'],
    ];
    const files = new Map(tree);
    for (const place of ['', 'train/', 'train/happy/', 'test/sad/'])
      for (const name of [...litter, '__MACOSX/._x.jpg']) files.set(place + name, Buffer.from('litter'));
    return holds(files, () => fromTree);
  });

  it('a path and names with every character that they may have', async () => {
    await inTemporaryFolder(async (folder) => {
      const odd = path.join(folder, "[a] *b? 'c' %41 #d é 😀 $HOME");
      mkdirSync(odd);
      writeTree(
        path.join(odd, 'tree'),
        renamed((name) => name.replace('.jpg', ' [é]*%41.jpg')),
      );
      writeFileSync(path.join(odd, 'set.zip'), makeZip(members(tree)));
      for (const form of ['tree', 'set.zip'])
        assert.equal((await load(path.join(odd, form))).source.fingerprint, fromTree.source.fingerprint);
    });
  });
});

describe('parseClassFolders()', () => {
  const numbered = (count: (label: number) => number, name: (i: number) => string) =>
    EMOTION_FOLDERS.flatMap((folder, label) => [
      `train/${folder}/im0.png`,
      ...Array.from({ length: count(label) }, (_, i) => `test/${folder}/${name(i)}`),
    ]);
  const both = (label: number) => FER2013_COUNTS.publicTest[label] + FER2013_COUNTS.privateTest[label];

  it("tells the tests of numbered copies apart by the CSV's order, where they are whole", () => {
    const { files } = parseClassFolders(
      numbered(both, (i) => `im${i}.png`),
      { source: 'archive.zip', ...formatOf('FER-2013') },
    )!;
    assert.equal(files.length, 7 + 7178);
    for (const { name, split, label } of files.filter(({ name }) => name.startsWith('test/'))) {
      const number = Number(/im(\d+)/.exec(name)![1]);
      assert.equal(split, number < FER2013_COUNTS.publicTest[label] ? 'publicTest' : 'privateTest', name);
    }
  });

  it('says what it knows of copies that do not tell the tests apart, and what to type', () => {
    const names = [`im0.png`, 'im1.png'];
    for (const files of [
      numbered(
        () => 2,
        (i) => names[i],
      ),
      numbered(both, (i) => `im${i + 1}.png`),
      numbered(both, (i) => `${i}.jpg`),
    ])
      assert.throws(
        () => parseClassFolders(files, { source: 'archive.zip', ...formatOf('FER-2013') }),
        /test\/angry\/\S+ in archive\.zip .*PublicTest_ or PrivateTest_.*npm run data/,
      );
  });

  it('knows the copy that shuffled the pictures into a validation set of its own', () => {
    const part = (root: string, count: number) =>
      Array.from({ length: count }, (_, i) => `images/${root}/${EMOTION_FOLDERS[i % 7]}/${i}.jpg`);
    assert.throws(
      () =>
        parseClassFolders([...part('train', 28821), ...part('validation', 7066)], {
          source: 'archive.zip',
          ...formatOf('FER-2013'),
        }),
      /"Face expression recognition dataset".*npm run data/,
    );
  });

  it('is not misled by names that every object has', () => {
    assert.equal(
      parseClassFolders(['constructor/toString/1.jpg', '__proto__/happy/1.jpg'], {
        source: 'x',
        ...formatOf('FER-2013'),
      }),
      undefined,
    );
  });
});

describe('loadDataset() says of', () => {
  const says = (name: string, bytes: Buffer, ...words: string[]) =>
    inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, name), bytes);
      await rejects(load(path.join(folder, name)), ...words);
    });

  it('an archive of a kind that it does not read what to do', async () => {
    await says('fer2013.7z', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), 'a 7-Zip archive', '7z x');
    await says('fer2013.rar', Buffer.from('Rar!\x1a\x07'), 'a RAR archive');
    await says('fer2013.tar.xz', Buffer.from('\xfd7zXZ\0', 'latin1'), 'an xz archive');
  });

  it('a web page saved in its place that it is one', () =>
    says('archive.zip', Buffer.from('<!DOCTYPE html><html>'), 'a web page'));

  it("the contest's train.csv which file of the archive to take", () =>
    says('train.csv', Buffer.from('emotion,pixels\n0,1 2 3\n'), 'no column Usage', 'icml_face_data.csv'));

  it('a zip without the data set what is in it', () =>
    says(
      'a.zip',
      makeZip([{ name: 'notes/a.txt', bytes: Buffer.from('a') }]),
      'notes/a.txt',
      'npm run data',
    ));

  it('two CSVs or two archives that there are two', async () => {
    const csv = Buffer.from(tinyCsv());
    const two = ['a.csv', 'b.csv'].map((name) => ({ name, bytes: csv }));
    await says('set.zip', makeZip(two), 'a.csv, b.csv', 'FER2013');
    const zips = ['a.zip', 'b.zip'].map((name) => ({ name, bytes: makeZip(two) }));
    await says('set.zip', makeZip(zips), 'a.zip, b.zip', 'FER2013');
  });

  it('archives within archives that there are too many', () => {
    let bytes = makeZip(members(tree));
    for (let i = 0; i < 5; i++) bytes = makeZip([{ name: 'in.zip', bytes }]);
    return says('set.zip', bytes, 'in.zip in in.zip', 'at most 2 archives');
  });

  it('a tar or gzip file that is cut short that it is', async () => {
    const tar = makeTar(members(tree));
    await says('set.tar', tar.subarray(0, tar.length >> 1), 'set.tar', 'truncated');
    const packed = gzipSync(tar);
    await says('set.tar.gz', packed.subarray(0, packed.length >> 1), 'set.tar.gz', 'truncated');
    await says('set.csv.gz', gzipSync(tinyCsv()).subarray(0, 9000), 'set.csv.gz', 'truncated');
  });

  it('wrong counts what notebooks and what programs can do', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      const promise = loadDataset(
        { kind: 'FER-2013', path: path.join(folder, 'tree') },
        { cacheFolder: folder },
      );
      await rejects(promise, 'found 2', '28 images in total', 'npm run data', 'FER2013', 'counts: null');
    });
  });

  it('no path at all that it needs one', async () => {
    for (const none of [undefined, '', 7])
      await rejects(
        loadDataset({ kind: 'FER-2013', path: none as string }, { cacheFolder: 'x' }),
        'path',
        'found',
      );
  });

  it('links that lead in a circle that they do', async (test) => {
    if (process.platform === 'win32') return test.skip('links need rights there');
    await inTemporaryFolder(async (folder) => {
      symlinkSync('b', path.join(folder, 'a'));
      symlinkSync('a', path.join(folder, 'b'));
      await rejects(load(path.join(folder, 'a')), 'a link that leads back to itself');
      writeTree(path.join(folder, 'tree'), tree);
      symlinkSync('..', path.join(folder, 'tree', 'train', 'happy', 'up'));
      await rejects(load(path.join(folder, 'tree')), 'train/happy/up');
    });
  });
});
