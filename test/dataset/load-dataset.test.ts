import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { EMOTION_FOLDERS } from '../../src/lib/emotions';
import { ExpectationError } from '../../src/lib/errors';
import { tf } from '../../src/lib/engine/tensorflow';
import { loadDataset, type LoadOptions } from '../../src/lib/dataset/load-dataset';
import { makeZip } from './support/make-zip';
import { inTemporaryFolder, noise, pixelText, TINY_COUNTS, tinyTree, writeTree } from './support/tiny-set';

let tree: Map<string, Buffer>;
before(async () => {
  tree = await tinyTree();
});

const zipOf = (files: ReadonlyMap<string, Buffer>, prefix = '') =>
  makeZip(Array.from(files, ([name, bytes]) => ({ name: prefix + name, bytes })));

const load = (folder: string, file: string, options: Partial<LoadOptions> = {}) =>
  loadDataset(
    { kind: 'FER-2013', path: path.join(folder, file) },
    { cacheFolder: path.join(folder, 'cache'), counts: TINY_COUNTS, ...options },
  );

/**
 * Loads the tiny tree after a change, as a folder and as a zip, and checks that both are refused
 * with these words.
 */
async function refuses(change: (files: Map<string, Buffer>) => void, ...words: (string | RegExp)[]) {
  await inTemporaryFolder(async (folder) => {
    const files = new Map(tree);
    change(files);
    writeTree(path.join(folder, 'tree'), files);
    writeFileSync(path.join(folder, 'set.zip'), zipOf(files));
    for (const form of ['tree', 'set.zip']) await rejects(load(folder, form), [...words, form]);
  });
}

async function rejects(promise: Promise<unknown>, words: readonly (string | RegExp)[]) {
  await assert.rejects(promise, (error) => {
    assert(error instanceof ExpectationError, String(error));
    for (const word of words)
      assert(
        typeof word === 'string' ? error.message.includes(word) : word.test(error.message),
        error.message,
      );
    return true;
  });
}

describe('loadDataset()', () => {
  it('gives the same images in the same order from a folder, a zip and a zip with a wrapper folder', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      writeTree(path.join(folder, 'outer', 'inner'), tree);
      writeFileSync(path.join(folder, 'set.zip'), zipOf(new Map([...tree].reverse())));
      const extras = [
        { name: 'archive/', bytes: Buffer.alloc(0), stored: true },
        { name: 'archive/README.txt', bytes: Buffer.from('read me') },
        { name: '__MACOSX/archive/train/happy/._1.jpg', bytes: Buffer.from('litter') },
        { name: 'archive/train/.DS_Store', bytes: Buffer.from('litter') },
        { name: 'archive/train/happy/Thumbs.db', bytes: Buffer.from('litter') },
      ];
      const members = Array.from(tree, ([name, bytes]) => ({ name: `archive/${name}`, bytes, stored: true }));
      writeFileSync(path.join(folder, 'wrapped.zip'), makeZip([...extras, ...members]));
      const fromFolder = await load(folder, 'tree');
      assert.equal(fromFolder.source.form, 'folder');
      assert.deepEqual(fromFolder.names.slice(0, 4), [
        'train/angry/Training_10.jpg',
        'train/angry/Training_2.jpg',
        'train/disgust/Training_10.jpg',
        'train/disgust/Training_2.jpg',
      ]);
      for (const form of ['set.zip', 'wrapped.zip', 'outer']) {
        const { source, ...images } = await load(folder, form);
        const { source: expected, ...expectedImages } = fromFolder;
        assert.deepEqual(images, expectedImages);
        assert.equal(source.fingerprint, expected.fingerprint);
        assert.equal(source.form, form === 'outer' ? 'folder' : 'zip');
      }
    });
  });

  it('labels by the class and not by the order of sorted names: sad is 4, neutral is 6', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      const { names, labels, splits } = await load(folder, 'tree');
      assert.equal(names.length, 28);
      names.forEach((name, i) => {
        const [root, emotion, file] = name.split('/');
        assert.equal(EMOTION_FOLDERS[labels[i]], emotion);
        const expected =
          root === 'train' ? 'train' : file.startsWith('Public') ? 'publicTest' : 'privateTest';
        assert.equal(splits[i], expected);
      });
      assert.equal(labels[names.indexOf('train/sad/Training_2.jpg')], 4);
      assert.equal(labels[names.indexOf('train/neutral/Training_2.jpg')], 6);
    });
  });

  it("decodes each JPEG to the pixels of TensorFlow's exact decoder, and leaves no tensor behind", async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, 'set.zip'), zipOf(tree));
      await load(folder, 'set.zip');
      rmSync(path.join(folder, 'cache'), { recursive: true });
      const tensors = tf.memory().numTensors;
      const { names, images } = await load(folder, 'set.zip');
      assert.equal(tf.memory().numTensors, tensors);
      names.forEach((name, i) => {
        const expected = tf.tidy(() =>
          tf.node.decodeJpeg(tree.get(name)!, 1, 1, true, false, 1, 'INTEGER_ACCURATE').dataSync(),
        );
        assert.deepEqual(images.subarray(i * 2304, (i + 1) * 2304), Uint8Array.from(expected));
      });
    });
  });

  it('reads a CSV whose columns are in another order and have blanks around their names', async () => {
    await inTemporaryFolder(async (folder) => {
      const rows = [
        `6,${pixelText(noise(1))},PrivateTest`,
        `4,${pixelText(noise(2))},Training`,
        `0,${pixelText(noise(3))},Training`,
        `4,"${pixelText(noise(4))}",PublicTest`,
      ];
      writeFileSync(path.join(folder, 'a.csv'), `emotion,pixels,Usage\r\n${rows.join('\r\n')}\r\n\r\n`);
      const swapped = rows
        .map((row) => row.split(','))
        .map(([label, pixels, usage]) => [label, usage, pixels]);
      writeFileSync(path.join(folder, 'b.csv'), `\ufeffemotion, Usage, pixels\n${swapped.join('\n')}`);
      for (const file of ['a.csv', 'b.csv']) {
        const { images, labels, splits, names, source } = await load(folder, file, { counts: null });
        assert.equal(source.form, 'csv');
        assert.deepEqual(names, ['row 4', 'row 3', 'row 5', 'row 2']);
        assert.deepEqual([...labels], [0, 4, 4, 6]);
        assert.deepEqual(splits, ['train', 'train', 'publicTest', 'privateTest']);
        assert.deepEqual(images, new Uint8Array(Buffer.concat([noise(3), noise(2), noise(4), noise(1)])));
      }
    });
  });

  it('reports how far it is, up to all images', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      const calls: [number, number][] = [];
      await load(folder, 'tree', { onProgress: (done, total) => calls.push([done, total]) });
      assert.deepEqual(calls.at(-1), [28, 28]);
      calls.length = 0;
      await load(folder, 'tree', { onProgress: (done, total) => calls.push([done, total]) });
      assert.deepEqual(calls, [], 'nothing is decoded the second time');
    });
  });
});

describe("loadDataset()'s cache", () => {
  it('gives the same data set, and none of its files is left half-written', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, 'set.zip'), zipOf(tree));
      const first = await load(folder, 'set.zip');
      const second = await load(folder, 'set.zip', { onProgress: () => assert.fail('decoded again') });
      assert.deepEqual(second, first);
      assert.equal(second.images.constructor, Uint8Array);
      assert.deepEqual(readdirSync(path.join(folder, 'cache')).length, 1);
    });
  });

  it('is rebuilt, with a warning, when a byte of it changed or it was cut short', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, 'set.zip'), zipOf(tree));
      const first = await load(folder, 'set.zip');
      const file = path.join(folder, 'cache', readdirSync(path.join(folder, 'cache'))[0]);
      const whole = readFileSync(file);
      const flipped = Buffer.from(whole);
      flipped[whole.length - 40000] ^= 1;
      for (const damaged of [
        flipped,
        whole.subarray(0, whole.length - 1),
        whole.subarray(0, 5),
        Buffer.alloc(0),
      ]) {
        writeFileSync(file, damaged);
        const warnings: string[] = [];
        assert.deepEqual(await load(folder, 'set.zip', { onWarning: (text) => warnings.push(text) }), first);
        assert.equal(warnings.length, 1);
        assert(warnings[0].includes(file) && /damaged/.test(warnings[0]), warnings[0]);
        assert(readFileSync(file).equals(whole));
      }
    });
  });

  it('is not used for a source whose content changed', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      writeFileSync(path.join(folder, 'set.zip'), zipOf(tree));
      const before = [await load(folder, 'tree'), await load(folder, 'set.zip')];
      const changed = new Map(tree).set('train/sad/Training_2.jpg', tree.get('train/happy/Training_2.jpg')!);
      writeTree(path.join(folder, 'tree'), changed);
      writeFileSync(path.join(folder, 'set.zip'), zipOf(changed));
      const after = [await load(folder, 'tree'), await load(folder, 'set.zip')];
      for (const i of [0, 1]) assert.notEqual(after[i].source.fingerprint, before[i].source.fingerprint);
      assert.equal(after[0].source.fingerprint, after[1].source.fingerprint);
    });
  });

  it('does without, and says so, where its folder cannot be made', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      writeFileSync(path.join(folder, 'file'), '');
      const warnings: string[] = [];
      const onWarning = (text: string) => warnings.push(text);
      const dataset = await load(folder, 'tree', {
        cacheFolder: path.join(folder, 'file', 'cache'),
        onWarning,
      });
      assert.equal(dataset.labels.length, 28);
      assert.equal(warnings.length, 1);
      assert(warnings[0].includes('could not be cached'), warnings[0]);
    });
  });

  it('checks the counts of cached images too', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(path.join(folder, 'tree'), tree);
      await load(folder, 'tree', { counts: null });
      await rejects(load(folder, 'tree', { counts: undefined }), [
        'train images of Anger',
        '3995',
        'found 2',
      ]);
    });
  });
});

describe('loadDataset() refuses', () => {
  it('a path that does not exist', async () => {
    await inTemporaryFolder(async (folder) => {
      await rejects(load(folder, 'no.zip'), ['no.zip', 'nothing there', 'path']);
      writeFileSync(path.join(folder, 'file'), '');
      await rejects(load(folder, 'file/no.zip'), ['file/no.zip', 'nothing there']);
    });
  });

  it('a missing class folder', () =>
    refuses(
      (files) => {
        for (const name of files.keys()) if (name.startsWith('train/fear/')) files.delete(name);
      },
      'train/fear',
      'missing or empty',
    ));

  it('an empty class folder', () =>
    refuses(
      (files) => {
        for (const name of files.keys()) if (name.startsWith('test/sad/')) files.delete(name);
        files.set('test/sad/', Buffer.alloc(0));
      },
      'test/sad',
      'missing or empty',
    ));

  it('a class name that is none of the seven, which it lists', () =>
    refuses(
      (files) => files.set('train/joy/Training_1.jpg', tree.get('train/sad/Training_2.jpg')!),
      'train/joy',
      'angry, disgust, fear, happy, sad, surprise, neutral',
    ));

  it('an empty folder of an unknown class', () =>
    refuses((files) => files.set('test/contempt/', Buffer.alloc(0)), 'test/contempt'));

  it('a tree of which there is no test part', () =>
    refuses(
      (files) => {
        for (const name of files.keys()) if (name.startsWith('test/')) files.delete(name);
      },
      'test/angry',
      'missing or empty',
    ));

  it('a test file whose name does not say which test', () =>
    refuses(
      (files) => files.set('test/sad/1.jpg', tree.get('train/sad/Training_2.jpg')!),
      'test/sad/1.jpg',
      'PublicTest_',
      'PrivateTest_',
    ));

  it('a picture outside of a class folder', () =>
    refuses((files) => files.set('train/1.jpg', tree.get('train/sad/Training_2.jpg')!), 'train/1.jpg'));

  it('a folder inside a class folder', () =>
    refuses(
      (files) => files.set('train/sad/more/1.jpg', tree.get('train/sad/Training_2.jpg')!),
      'train/sad/more',
    ));

  it('a folder without the tree', async () => {
    await inTemporaryFolder(async (folder) => {
      writeTree(folder, new Map([['tree/notes.txt', Buffer.from('nothing')]]));
      await rejects(load(folder, 'tree'), ['tree', 'train/<class>/']);
    });
  });

  it('a file that is not an image', () =>
    refuses(
      (files) => files.set('train/sad/Training_2.jpg', Buffer.from('These are words.')),
      'train/sad/Training_2.jpg',
      'complete image',
      '16 bytes',
    ));

  it('an empty file', () =>
    refuses(
      (files) => files.set('train/sad/Training_2.jpg', Buffer.alloc(0)),
      'train/sad/Training_2.jpg',
      'an empty file',
    ));

  it('a JPEG that is cut short', () =>
    refuses(
      (files) =>
        files.set('train/sad/Training_2.jpg', tree.get('train/sad/Training_2.jpg')!.subarray(0, 900)),
      'train/sad/Training_2.jpg',
      'complete image',
    ));

  it('a JPEG with damage in the middle', () =>
    refuses((files) => {
      const bytes = Buffer.from(tree.get('train/sad/Training_2.jpg')!);
      for (let i = 600; i < 900; i++) bytes[i] = (i * 91) & 255;
      files.set('train/sad/Training_2.jpg', bytes);
    }, 'train/sad/Training_2.jpg'));

  it('a wrong count, with the split, the class and both numbers', () =>
    refuses(
      (files) => files.delete('train/happy/Training_2.jpg'),
      'train',
      'Happiness',
      'to be 2',
      'found 1',
    ));
});

describe('loadDataset() refuses a zip', () => {
  const refusesZip = (bytes: Buffer, ...words: (string | RegExp)[]) =>
    inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, 'set.zip'), bytes);
      await rejects(load(folder, 'set.zip'), [...words, 'set.zip']);
    });
  const withEntry = (entry: Parameters<typeof makeZip>[0][number]) =>
    makeZip([
      ...Array.from(tree, ([name, bytes]) => ({ name, bytes })).filter(({ name }) => name !== entry.name),
      entry,
    ]);

  it('that is cut short', async () => {
    const whole = zipOf(tree);
    await refusesZip(whole.subarray(0, whole.length - 200), 'truncated');
    await refusesZip(whole.subarray(0, whole.length >> 1), 'truncated');
  });

  it('that is none', async () => {
    await refusesZip(Buffer.from('<html>Sign in to download</html>'), 'a zip archive, a CSV or a folder');
    await refusesZip(Buffer.alloc(0), 'an empty file');
  });

  it('without any picture', () => refusesZip(makeZip([]), 'train/<class>/'));

  it('whose directory lies beside its place', () => {
    const bytes = zipOf(tree);
    bytes.writeUInt32LE(7, bytes.length - 6);
    return refusesZip(bytes, 'truncated or damaged');
  });

  for (const name of ['../evil.jpg', '/evil.jpg', 'train/../../evil.jpg', 'C:/evil.jpg', '..\\evil.jpg'])
    it(`with the entry ${name}, which points outside`, () =>
      refusesZip(withEntry({ name, bytes: Buffer.from('evil') }), 'evil.jpg', 'leads outside'));

  const name = 'train/sad/Training_2.jpg';
  it('with bytes whose CRC-32 differs', () =>
    refusesZip(withEntry({ name, bytes: tree.get(name)!, crc: 1 }), name, 'CRC-32'));

  it('with an entry that is smaller than announced', () =>
    refusesZip(withEntry({ name, bytes: tree.get(name)!, size: 9999 }), name, '9999'));

  it('with an entry that is bigger than announced', () =>
    refusesZip(withEntry({ name, bytes: Buffer.alloc(1e6), size: 100 }), name, 'inflate'));

  it('with an entry that would fill the memory', () =>
    refusesZip(withEntry({ name, bytes: tree.get(name)!, size: 4e9 }), name, '4000000000'));

  it('with bytes that do not inflate', () =>
    refusesZip(
      withEntry({ name, bytes: Buffer.alloc(500, 0xff), stored: true, method: 8 }),
      name,
      'inflate',
    ));

  it('with a compression that it does not know', () =>
    refusesZip(withEntry({ name, bytes: tree.get(name)!, method: 12 }), name, 'compression method 12'));

  it('with the same entry twice', () =>
    refusesZip(
      makeZip([...Array.from(tree, ([name, bytes]) => ({ name, bytes })), { name, bytes: tree.get(name)! }]),
      name,
      'the only entry of that name',
    ));

  it('with two trees', () => {
    const members = Array.from(tree, ([name, bytes]) => ({ name, bytes }));
    const copies = members.map(({ name, bytes }) => ({ name: `copy/${name}`, bytes }));
    return refusesZip(makeZip([...members, ...copies]), 'copy', 'one tree');
  });
});

describe('loadDataset() refuses a CSV', () => {
  const good = `3,${pixelText(noise(1))},Training`;
  const refusesCsv = (rows: readonly string[], words: readonly string[], header = 'emotion,pixels,Usage') =>
    inTemporaryFolder(async (folder) => {
      writeFileSync(path.join(folder, 'set.csv'), [header, ...rows].join('\n'));
      await rejects(load(folder, 'set.csv', { counts: null }), [...words, 'set.csv']);
    });
  const withPixel = (word: string) => `3,${pixelText(noise(1)).replace(/^\d+ \d+/, `7 ${word}`)},Training`;

  it('with a row of 2,303 or 2,305 pixels', async () => {
    await refusesCsv(
      [good, `3,${pixelText(noise(1).subarray(1))},Training`],
      ['row 3', '2304', 'found 2303'],
    );
    await refusesCsv([good, `3,${pixelText(noise(1))} 1,Training`], ['row 3', '2304', 'found 2305']);
  });

  it('with a pixel that is no number from 0 to 255', async () => {
    for (const word of ['256', '-1', 'x', '1.5', '1e2', '99999999999999999999'])
      await refusesCsv([good, good, withPixel(word)], ['pixel 2 in row 4', '0 to 255', word]);
  });

  it('with a label that is none of the seven', async () => {
    for (const label of ['9', '7', '-1', 'happy', '1.0'])
      await refusesCsv([good.replace('3', label)], ['row 2', '0 to 6', `found ${label}`]);
    await refusesCsv([good.replace('3', '')], ['row 2', 'found nothing']);
  });

  it('with a Usage that it does not know', async () => {
    await refusesCsv(
      [good.replace('Training', 'Validation')],
      ['row 2', 'Training, PublicTest, PrivateTest', 'Validation'],
    );
    await refusesCsv([good.replace(',Training', '')], ['row 2', 'Usage', 'found nothing']);
  });

  it('without one of its columns', async () => {
    await refusesCsv([good], ['header', 'no column pixels'], 'emotion,Usage');
    await refusesCsv([good], ['header', 'no column Usage'], 'emotion,pixels');
    await refusesCsv([], ['header', 'no column emotion'], good);
  });

  it('with no row, or nothing at all', async () => {
    await refusesCsv([], ['a header and nothing else']);
    await refusesCsv([], ['an empty file'], '');
  });

  it('with a quote that never ends', () => refusesCsv([good, '3,"1 2 3,Training'], ['set.csv', 'CSV row']));

  it('with a wrong count', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'set.csv');
      writeFileSync(file, 'emotion,pixels,Usage\n');
      for (let label = 0; label < 7; label++)
        for (const usage of ['Training', 'Training', 'PublicTest', 'PrivateTest'])
          appendFileSync(file, `${label},${pixelText(noise(label))},${usage}\n`);
      assert.equal((await load(folder, 'set.csv')).labels.length, 28);
      appendFileSync(file, `5,${pixelText(noise(5))},PublicTest\n`);
      await rejects(load(folder, 'set.csv'), ['publicTest', 'Surprise', 'to be 1', 'found 2']);
    }));
});
