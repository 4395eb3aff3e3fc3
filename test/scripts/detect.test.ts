import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { openCsv } from '../../scripts/detect/csv-file';
import { parseOptions } from '../../scripts/detect/options';
import { projectRoot } from '../../scripts/shared/environment.mjs';
import { EMOTIONS } from '../../src/lib/emotions';
import { listMedia, parseCsv } from '../../src/lib/analysis/index';
import { drawFace } from '../../src/lib/dataset/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';

const folder = temporaryFolder('detect-test');
after(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]) => path.join(folder, ...names);

/** A drawn face on gray. */
async function drawPhotograph(file: string, seed: number): Promise<void> {
  const face = await drawFace('Happiness', { seed, size: 256, isColour: true });
  await sharp(face)
    .extend({ top: 120, bottom: 136, left: 100, right: 156, background: '#808080' })
    .toFile(file);
}

describe('parseOptions() of npm run detect', () => {
  it('reads paths and numbers', () => {
    const options = parseOptions([
      'a.jpg',
      'b',
      '--json',
      '-',
      '--every',
      '0.5',
      '--smooth',
      '0',
      '--tiles',
      '3',
    ]);
    assert.deepEqual(
      options.inputs.map((file) => path.basename(file)),
      ['a.jpg', 'b'],
    );
    assert.ok(options.inputs.every((file) => path.isAbsolute(file)));
    assert.deepEqual([options.json, options.every, options.smoothing, options.tiles], ['-', 0.5, 0, 3]);
    assert.deepEqual([options.minConfidence, options.csv], [0, undefined]);
  });

  it('names what is wrong', () => {
    assert.throws(() => parseOptions([]), /photographs, videos or folders of them but found no argument/);
    assert.throws(() => parseOptions(['a', '--every', '0']), /--every to be a number from 0\.001/);
    assert.throws(
      () => parseOptions(['a', '--min-confidence', '50']),
      /--min-confidence to be a number from 0 to 1/,
    );
    assert.throws(() => parseOptions(['a', '--tiles', '1.5']), /--tiles to be a whole number from 1 to 10/);
    assert.throws(() => parseOptions(['a', '--cvs', 'x']), /--cvs/);
  });
});

describe('listMedia()', () => {
  it('lists folders by name, without hidden and other files', () => {
    mkdirSync(at('list', 'sub', '.hidden'), { recursive: true });
    for (const name of ['b.JPG', 'a.mp4', 'notes.txt', '.c.png', 'sub/d.webp', 'sub/.hidden/e.png'])
      writeFileSync(at('list', name), '');
    const names = (files: string[]) => files.map((file) => path.relative(folder, file));
    assert.deepEqual(names(listMedia([at('list')])), ['list/a.mp4', 'list/b.JPG', 'list/sub/d.webp']);
    // Whoever names a file wants it, and once.
    assert.deepEqual(names(listMedia([at('list/notes.txt'), at('none.jpg'), at('none.jpg')])), [
      'list/notes.txt',
      'none.jpg',
    ]);
    mkdirSync(at('empty'));
    assert.throws(
      () => listMedia([at('empty')]),
      /empty to be a folder with photographs or videos but found none/,
    );
  });
});

describe('openCsv()', () => {
  const settings = { settings: 'tiles 1', smoothing: 0, classes: EMOTIONS };
  const row = (file: string) => ({ file, emotion: 'no face' as const });

  it('keeps the rows of finished files, and does a half-written one again', async () => {
    const file = at('resume.csv');
    const first = await openCsv(file, settings);
    assert.equal(first.finished.size, 0);
    await first.add([row('a.jpg')]);
    await first.keep();
    await first.add([row('b.jpg')]);
    await first.takeBack();
    await first.add([row('c.mp4'), row('c.mp4')]);
    // Killed here, in the middle of a line.
    await first.close();
    appendFileSync(file, 'c.mp4,2');
    const second = await openCsv(file, settings);
    assert.deepEqual([...second.finished], [['a.jpg', [row('a.jpg')]]]);
    await second.add([row('c.mp4')]);
    await second.keep();
    await second.close();
    const rows = parseCsv(readFileSync(file, 'utf8'), { file, smoothing: 0 });
    assert.deepEqual(
      rows.map((found) => found.file),
      ['a.jpg', 'c.mp4'],
    );
  });

  it('adds to no CSV of other settings, and to none that is not its own', async () => {
    await assert.rejects(
      openCsv(at('resume.csv'), { ...settings, settings: 'tiles 2' }),
      /resume\.csv to be a CSV made with tiles 2 but found tiles 1\. Its rows would not compare/,
    );
    writeFileSync(at('mine.csv'), 'my,own,data\n');
    await assert.rejects(openCsv(at('mine.csv'), settings), /did not write .*mine\.csv/);
    assert.equal(readFileSync(at('mine.csv'), 'utf8'), 'my,own,data\n');
  });
});

describe('npm run detect', () => {
  const detect = (...args: string[]) => {
    const main = path.join('scripts', 'detect', 'main.ts');
    const env = { ...process.env, INIT_CWD: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main, ...args], {
      ...{ cwd: projectRoot, env, encoding: 'utf8' },
    });
    return { status, stdout, stderr };
  };

  it('names a file that fails, goes on, and resumes', async () => {
    mkdirSync(at('album'));
    await drawPhotograph(at('album', '1.png'), 3);
    await drawPhotograph(at('album', 'a, "b".jpg'), 2);
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#fff' } }).toFile(
      at('album', 'white.png'),
    );
    writeFileSync(at('album', 'broken.jpg'), 'not a picture');
    const outputs = [
      '--csv',
      'out/a.csv',
      '--json',
      'out/a.json',
      '--annotate',
      'out/drawn',
      '--report',
      'out/r.html',
    ];
    const first = detect('album', ...outputs);
    assert.equal(first.status, 1, first.stderr);
    assert.match(
      first.stderr,
      /1 file of 4 could not be read:\nExpected .*broken\.jpg to be a complete image/,
    );
    assert.match(first.stdout, /album\/1\.png +1 +\w+ \d+ %/);
    assert.match(first.stdout, /album\/white\.png +no face/);
    const csv = readFileSync(at('out', 'a.csv'), 'utf8');
    const rows = parseCsv(csv, { file: 'a.csv', smoothing: 1 });
    assert.deepEqual(
      rows.map(({ file, face }) => [file, face?.id]),
      [
        ['album/1.png', 1],
        ['album/a, "b".jpg', 1],
        ['album/white.png', undefined],
      ],
    );
    const json = JSON.parse(readFileSync(at('out', 'a.json'), 'utf8')) as {
      model: { sha256: string };
      files: { file: string; rows: { emotion: string }[] }[];
      failures: string[];
    };
    assert.match(json.model.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      json.files.map(({ rows: [{ emotion }] }) => emotion),
      rows.map(({ emotion }) => emotion),
    );
    assert.equal(json.failures.length, 1);
    assert.equal(readdirSync(at('out', 'drawn')).length, 3);
    assert.match(
      readFileSync(at('out', 'r.html'), 'utf8'),
      /2 faces in 3 photographs, 1 of them without a face/,
    );

    // The file is repaired: it alone is looked at.
    await drawPhotograph(at('album', 'broken.jpg'), 1);
    const second = detect('album', ...outputs);
    assert.equal(second.status, 0, second.stderr);
    const grown = readFileSync(at('out', 'a.csv'), 'utf8');
    assert.ok(grown.startsWith(csv));
    assert.match(grown.slice(csv.length), /^album\/broken\.jpg,[^\n]+\n$/);
  });

  it('streams JSON lines and nothing else', () => {
    const { status, stdout } = detect('album/1.png', 'none.jpg', '--json', '-');
    assert.equal(status, 1);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; file?: string });
    assert.deepEqual(
      lines.map(({ type, file }) => [type, file]),
      [
        ['run', undefined],
        ['face', 'album/1.png'],
        ['error', 'none.jpg'],
      ],
    );
  });

  it('says what it needs', () => {
    const { status, stderr } = detect();
    assert.equal(status, 2);
    assert.match(stderr, /Expected photographs, videos or folders[^]*npm run detect -- </);
    assert.equal(detect('empty').status, 1);
    assert.equal(existsSync(at('none.csv')), false);
  });
});
