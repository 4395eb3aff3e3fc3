import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { cropRowFormat } from '../../scripts/crop/crop-row';
import { imageNames, sharedStems } from '../../scripts/crop/image-names';
import { parseOptions } from '../../scripts/crop/options';
import { checkOutputFolder, TABLE, writeImage } from '../../scripts/crop/output-folder';
import { projectRoot } from '../../scripts/shared/environment.mjs';
import { arrangePeople, drawScene } from '../../src/lib/dataset/index';
import type { Emotion } from '../../src/lib/emotions';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';

const folder = temporaryFolder('crop-test');
after(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]) => path.join(folder, ...names);

/** All files of a folder, with `/`. */
const filesIn = (name: string) =>
  readdirSync(at(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(at(name), path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();

describe('parseOptions() of npm run crop', () => {
  it('reads a folder and options', () => {
    const options = parseOptions(['mine', '--faces', 'all', '--skip', 'blurred,small', '--min-score', '0.7']);
    assert.equal(path.basename(options.folder), 'mine');
    assert.equal(options.output, `${options.folder}-faces`);
    assert.deepEqual([options.faces, options.minScore, options.tiles], ['all', 0.7, 1]);
    assert.deepEqual(options.skip, ['small', 'blurred']);
    const { faces, minScore, skip } = parseOptions(['mine', '--output', '/out']);
    assert.deepEqual([faces, minScore, skip], ['largest', 0.5, []]);
  });

  it('names what is wrong', () => {
    assert.throws(() => parseOptions([]), /one folder of class folders but found no argument/);
    assert.throws(() => parseOptions(['a', 'b']), /one folder of class folders but found 2 arguments/);
    assert.throws(
      () => parseOptions(['a', '--faces', 'two']),
      /--faces to be one of largest, all, single but found two/,
    );
    assert.throws(
      () => parseOptions(['a', '--skip', 'small,big']),
      /--skip to be some of small,blurred,turned,dark,cut but found big/,
    );
    assert.throws(() => parseOptions(['a', '--min-score', '2']), /--min-score to be a number from 0\.01/);
  });
});

describe('imageNames()', () => {
  const named = (photograph: string, { among = [photograph], count = 1, taken = [] as string[] } = {}) =>
    imageNames(photograph, {
      ...{ folder: 'train/sad', count, shared: sharedStems(among), taken: new Set(taken) },
    });

  it('names images after their photograph', () => {
    assert.deepEqual(named('train/sad/a.b.jpg'), ['train/sad/a.b.png']);
    assert.deepEqual(named('train/sad/a.jpg', { count: 2 }), ['train/sad/a-1.png', 'train/sad/a-2.png']);
    assert.deepEqual(named('train/sad/a.jpg', { count: 0 }), []);
    assert.deepEqual(named('train/sad/more/a.jpg'), ['train/sad/a.png']);
  });

  it('tells photographs of one name apart, in any order and case', () => {
    const among = ['train/sad/a.jpg', 'train/sad/A.gif', 'train/sad/more/a.jpg', 'train/sad/b.jpg'];
    assert.deepEqual(
      among.flatMap((photograph) => named(photograph, { among })),
      ['a.jpg.png', 'A.gif.png', 'more_a.jpg.png', 'b.png'].map((name) => `train/sad/${name}`),
    );
  });

  it('takes no name that an earlier image has', () => {
    const taken = ['train/sad/a.png', 'train/sad/a-1.png'];
    assert.deepEqual(named('train/sad/A.jpg', { taken }), ['train/sad/A.jpg.png']);
    assert.deepEqual(named('train/sad/a-1.jpg', { taken }), ['train/sad/a-1.jpg.png']);
    assert.deepEqual(named('train/sad/a.jpg', { taken: [...taken, 'train/sad/a.jpg.png'] }), [
      'train/sad/a.jpg_2.png',
    ]);
    // One of two names is enough.
    assert.deepEqual(named('train/sad/a.jpg', { taken: ['train/sad/a-2.png'], count: 2 }), [
      'train/sad/a.jpg-1.png',
      'train/sad/a.jpg-2.png',
    ]);
  });
});

describe('cropRowFormat()', () => {
  it('reads what it has written', () => {
    const format = cropRowFormat('x.csv');
    const rows = [
      { file: '=sad/a, "b".jpg', image: '=sad/a.png', leftOut: [], quality: ['small', 'dark'] },
      { file: 'sad/b.jpg', leftOut: ['not the largest', 'small'], quality: ['small'] },
    ].map((row) => ({ ...row, score: 0.75, size: 31.5 }));
    const none = { file: 'sad/c.jpg', leftOut: ['no face'], quality: [] };
    const text = [format.header, ...[...rows, none].map((row) => format.lineOf(row))].join('\n');
    // No formula for a spreadsheet.
    assert.match(text, /^"\.\/=sad/m);
    assert.deepEqual(format.parse(text), [...rows, none]);
    assert.throws(() => format.parse('a,b\n'), /first line of x\.csv to be photograph,image/);
    assert.throws(
      () => format.parse(`${format.header}\na,b\n`),
      /row 1 of x\.csv to be one of 6 cells but found 2/,
    );
  });
});

describe('the output folder of npm run crop', () => {
  it('is apart from the photographs, and no other one', () => {
    mkdirSync(at('photos', 'sad'), { recursive: true });
    mkdirSync(at('mine'));
    writeFileSync(at('mine', 'thesis.txt'), '');
    const check = (output: string) => () => checkOutputFolder(output, { input: at('photos') });
    for (const output of [at('photos'), at('photos', 'faces'), at('photos', 'sad'), folder])
      assert.throws(check(output), /to be a folder apart from that of the photographs/);
    assert.throws(check(at('mine')), /mine to be a new or empty folder, .* but found thesis\.txt in it/);
    assert.throws(check(at('mine', 'thesis.txt')), /thesis\.txt to be a folder but found/);
    check(at('photos-faces'))();
    check(at('new', 'er'))();
    writeFileSync(at('mine', TABLE), '');
    check(at('mine'))();
  });

  it('keeps what is there', async () => {
    const png = Buffer.from('an image');
    await writeImage(at('kept', 'a.png'), png);
    await writeImage(at('kept', 'a.png'), png);
    await assert.rejects(
      writeImage(at('kept', 'a.png'), Buffer.from('another')),
      /a\.png to be free for an image of a face but found another file\. Move it away/,
    );
    assert.deepEqual(readFileSync(at('kept', 'a.png')), png);
  });
});

describe('npm run crop', () => {
  const crop = (...args: string[]) => {
    const main = path.join('scripts', 'crop', 'main.ts');
    const env = { ...process.env, INIT_CWD: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main, ...args], {
      ...{ cwd: projectRoot, env, encoding: 'utf8' },
    });
    return { status, stdout, stderr };
  };

  /** A photograph of drawn people, or of an empty room. */
  async function save(file: string, people: readonly Emotion[]): Promise<void> {
    mkdirSync(path.dirname(file), { recursive: true });
    const placed = people.length > 0 ? arrangePeople(people, { seed: 3 }) : [];
    const { image } = await drawScene(placed, { seed: 3 });
    await sharp(image.data, { raw: { width: 640, height: 480, channels: 3 } }).toFile(file);
  }

  it('makes a data set, names what fails, and goes on later', async () => {
    await save(at('tree', 'train', 'glad', 'one.jpg'), ['Happiness']);
    await save(at('tree', 'train', 'glad', 'one.webp'), ['Surprise']);
    await save(at('tree', 'train', 'cross', 'two.png'), ['Anger', 'Disgust']);
    await save(at('tree', 'train', 'cross', 'empty.png'), []);
    await save(at('tree', 'test', 'wary', 'b.png'), ['Fear']);
    writeFileSync(at('tree', 'test', 'wary', 'broken.jpg'), 'no image');

    const first = crop('tree', '--faces', 'all');
    assert.equal(first.status, 1, first.stderr);
    assert.match(
      first.stderr,
      /1 photograph failed:\nExpected tree\/test\/wary\/broken\.jpg to be a complete image/,
    );
    for (const line of [
      /^class +photographs +images +without a face +left out +failed$/m,
      /^test\/wary +2 +1 +0 +0 +1$/m,
      /^train\/cross +2 +2 +1 +0 +0$/m,
      /^train\/glad +2 +2 +0 +0 +0$/m,
      /^all +6 +5 +1 +0 +1$/m,
      /^train\/cross\/empty\.png +no face$/m,
    ])
      assert.match(first.stdout, line);
    const images = [
      ...['test/wary/b.png', 'train/cross/two-1.png', 'train/cross/two-2.png'],
      ...['train/glad/one.jpg.png', 'train/glad/one.webp.png'],
    ];
    assert.deepEqual(filesIn('tree-faces'), [TABLE, `${TABLE}.state.json`, ...images]);
    for (const image of images) {
      const { format, width, height, channels } = await sharp(at('tree-faces', image)).metadata();
      assert.deepEqual([format, width, height, channels], ['png', 48, 48, 1]);
    }

    // The file is repaired, an image deleted, another one changed: only the first is done.
    cpSync(at('tree', 'train', 'glad', 'one.jpg'), at('tree', 'test', 'wary', 'broken.jpg'));
    rmSync(at('tree-faces', 'train', 'cross', 'two-2.png'));
    writeFileSync(at('tree-faces', 'test', 'wary', 'b.png'), 'mine');
    const second = crop('tree', '--faces', 'all');
    assert.equal(second.status, 0, second.stderr);
    assert.match(second.stdout, /^test\/wary +2 +2 +0 +0 +0$/m);
    assert.match(second.stdout, /^train\/cross +2 +1 +1 +0 +0$/m);
    assert.equal(readFileSync(at('tree-faces', 'test', 'wary', 'b.png'), 'utf8'), 'mine');
    assert.equal(existsSync(at('tree-faces', 'train', 'cross', 'two-2.png')), false);
    assert.deepEqual(
      readFileSync(at('tree-faces', 'test', 'wary', 'broken.png')),
      readFileSync(at('tree-faces', 'train', 'glad', 'one.jpg.png')),
    );

    const other = crop('tree');
    assert.equal(other.status, 1);
    assert.match(other.stderr, /faces largest.* but found .*faces all.*Choose another folder with --output/);
  });

  it('says when a class has no image', async () => {
    await save(at('bare', 'glad', '1.png'), ['Happiness', 'Surprise']);
    await save(at('bare', 'cross', '1.png'), []);
    const { status, stdout, stderr } = crop('bare', '--output', 'out/of');
    assert.equal(status, 1);
    assert.match(stderr, /No image of cross: a data set needs some of each class/);
    assert.match(stdout, /1 photograph with several faces: the largest was cut/);
    assert.deepEqual(filesIn('out/of').slice(2), ['glad/1.png']);
    assert.match(readFileSync(at('out', 'of', TABLE), 'utf8'), /^glad\/1\.png,,not the largest,0\.\d{4},/m);
  });

  it('says what it needs', () => {
    const none = crop();
    assert.equal(none.status, 2);
    assert.match(none.stderr, /Expected one folder of class folders[^]*npm run crop -- <folder>/);
  });
});
