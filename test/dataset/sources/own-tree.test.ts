import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMOTION_FOLDERS } from '../../../src/lib/emotions';
import { FER2013_COUNTS } from '../../../src/lib/dataset/fer2013-counts';
import { parseClassFolders } from '../../../src/lib/dataset/sources/parse-class-folders';
import { sortClasses } from '../../../src/lib/dataset/sources/sort-classes';
import { formatOf } from '../../../src/lib/dataset/sources/source-format';

const parse = (paths: readonly string[]) =>
  parseClassFolders(paths, { source: 'pets.zip', ...formatOf('own images') });

/** Two images of each of these class folders. */
const images = (...folders: string[]) => folders.flatMap((folder) => [`${folder}/1.png`, `${folder}/2.png`]);

const shown = (paths: readonly string[]) => {
  const { classes, fromTrain, files } = parse(paths)!;
  return {
    classes,
    fromTrain,
    files: files.map(({ name, split, label }) => `${split} ${label} ${name}`),
  };
};

describe('parseClassFolders() finds the classes of own images', () => {
  it('in folders without splits, which are all to train on at first', () => {
    assert.deepEqual(shown(images('dog', 'cat')), {
      classes: ['cat', 'dog'],
      fromTrain: ['publicTest', 'privateTest'],
      files: ['train 0 cat/1.png', 'train 0 cat/2.png', 'train 1 dog/1.png', 'train 1 dog/2.png'],
    });
  });

  it('in train, validation and test, or what of them there is', () => {
    const all = images('Train/b', 'Train/a', 'val/a', 'test/b');
    assert.deepEqual(shown(all), {
      classes: ['a', 'b'],
      fromTrain: [],
      files: [
        ...['train 0 train/a/1.png', 'train 0 train/a/2.png'],
        ...['train 1 train/b/1.png', 'train 1 train/b/2.png'],
        ...['publicTest 0 val/a/1.png', 'publicTest 0 val/a/2.png'],
        ...['privateTest 1 test/b/1.png', 'privateTest 1 test/b/2.png'],
      ],
    });
    assert.deepEqual(shown(images('train/a', 'train/b', 'test/a')).fromTrain, ['publicTest']);
    assert.deepEqual(shown(images('train/a', 'train/b', 'validation/a')).fromTrain, ['privateTest']);
    assert.deepEqual(shown(images('train/a', 'train/b')).fromTrain, ['publicTest', 'privateTest']);
  });

  it('below wrapper folders, beside notes and what systems leave behind', () => {
    const { classes, files } = shown([
      ...images('outer/inner/cat', 'outer/inner/dog'),
      ...['outer/README.md', 'outer/inner/labels.csv', 'outer/inner/', 'outer/inner/cat/'],
      ...['__MACOSX/outer/inner/cat/._1.png', 'outer/.DS_Store', 'outer/inner/dog/Thumbs.db', 'desktop.ini'],
    ]);
    assert.deepEqual(classes, ['cat', 'dog']);
    assert.equal(files.length, 4);
  });

  it('even if a class is called train', () => {
    assert.deepEqual(shown(images('train', 'plane')).classes, ['plane', 'train']);
  });

  it('in the order of their numbers, or of their code units', () => {
    assert.deepEqual(sortClasses(['10', '9', '2']), ['2', '9', '10']);
    assert.deepEqual(sortClasses(['b', 'a10', 'a2', 'B']), ['B', 'a10', 'a2', 'b']);
  });

  it('of names that Unicode writes in two ways, as one', () => {
    const composed = 'caf\u00e9';
    const { classes } = shown(images(`train/${composed}`, 'train/tea', `test/${composed.normalize('NFD')}`));
    assert.deepEqual(classes, [composed, 'tea']);
  });

  it('and leaves an archive or nothing to others', () => {
    assert.equal(parse([]), undefined);
    assert.equal(parse(['data/pets.zip', 'data/labels.csv']), undefined);
  });
});

describe('parseClassFolders() refuses own images', () => {
  const many = Array.from({ length: 101 }, (_, i) => `class ${i}`);
  for (const [what, paths, message] of [
    ['of one class', images('cat'), /classes in pets\.zip to be 2 to 100 folders but found only cat/],
    ['of 101 classes', images(...many), /2 to 100 folders but found 101 folders/],
    ['without a folder', ['a.png', 'b.png'], /a\.png in pets\.zip to be an image in the folder of its class/],
    ['beside the folders', [...images('a', 'b'), 'c.jpg'], /c\.jpg in pets\.zip .* found one beside/],
    [
      'in a folder of a class folder',
      [...images('a', 'b'), 'a/more/1.png'],
      /a\/more\/1\.png .* directly in a class folder/,
    ],
    ['directly in train', [...images('train/a', 'train/b'), 'train/1.png'], /train\/1\.png in pets/],
    ['in train and test without classes', ['train/1.png', 'test/1.png'], /directly in a class folder/],
    ['only in test', images('test/a', 'test/b'), /images to train on but found only test\//],
    [
      'of a class that train lacks',
      images('train/a', 'train/b', 'test/c'),
      /class of test\/c\/1\.png .* one that train has: a, b but found c/,
    ],
    ['of an empty class', [...images('a', 'b'), 'c/'], /class folder c in pets\.zip .* found an empty one/],
    [
      'of an empty class in test',
      [...images('train/a', 'train/b', 'test/a'), 'test/b/'],
      /class folder test\/b in pets\.zip/,
    ],
    [
      'of classes that differ in case',
      images('train/Cat', 'train/dog', 'test/cat'),
      /found Cat and cat, which differ only in case/,
    ],
    [
      'beside splits',
      images('train/a', 'train/b', 'extra/a'),
      /folder extra in pets\.zip .* named train, validation or test/,
    ],
    ['that are in no folder with images', ['a/', 'b/'], /^undefined$/],
  ] as const)
    it(what, () => {
      if (message.source === '^undefined$') return assert.equal(parse(paths), undefined);
      assert.throws(() => parse(paths), { name: 'ExpectationError', message });
      assert.throws(
        () => parse(paths),
        (error) => !String(error).includes('FER2013'),
      );
    });

  it('that are FER-2013, and names its setting', () => {
    const tree = EMOTION_FOLDERS.flatMap((folder, label) => [
      ...Array.from({ length: FER2013_COUNTS.train[label] }, (_, i) => `train/${folder}/${i}.jpg`),
      ...Array.from(
        { length: FER2013_COUNTS.publicTest[label] + FER2013_COUNTS.privateTest[label] },
        (_, i) => `test/${folder}/${i}.jpg`,
      ),
    ]);
    assert.throws(
      () => parse(tree),
      /the classes and counts of FER-2013\. Set FER2013 to this path, and unset DATASET/,
    );
    assert.equal(parse(tree.slice(1))!.classes.length, 7);
  });
});
