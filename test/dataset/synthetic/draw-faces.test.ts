import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { drawFaces, DRAWN_COUNTS } from '../../../src/lib/dataset/synthetic';
import { EMOTION_FOLDERS } from '../../../src/lib/emotions';
import { temporaryName } from '../../../src/lib/processes/temporaries.cjs';

const counts = {
  train: [2, 1, 1, 3, 1, 1, 2],
  publicTest: [1, 1, 1, 1, 1, 1, 1],
  privateTest: [1, 0, 1, 1, 1, 1, 1],
};
const total = 11 + 7 + 6;

describe('drawFaces()', () => {
  let parent: string;
  const place = (name: string) => path.join(parent, name);
  before(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'drawn-'));
  });
  after(() => rm(parent, { recursive: true }));

  const filesOf = async (folder: string) =>
    (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.jpg')).sort();
  const bytesOf = async (folder: string) =>
    Buffer.concat(
      await Promise.all((await filesOf(folder)).map((file) => readFile(path.join(folder, file)))),
    );

  it("writes 48x48 gray JPEGs in FER-2013's folder layout, as many as it is told", async () => {
    const folder = await drawFaces(place('layout'), { seed: 1, counts });
    const files = await filesOf(folder);
    assert.equal(files.length, total);
    EMOTION_FOLDERS.forEach((emotion, label) => {
      const count = (start: string) =>
        files.filter((file) => new RegExp(`^${start}\\d+\\.jpg$`).test(file)).length;
      assert.equal(count(`train/${emotion}/Training_`), counts.train[label]);
      assert.equal(count(`test/${emotion}/PublicTest_`), counts.publicTest[label]);
      assert.equal(count(`test/${emotion}/PrivateTest_`), counts.privateTest[label]);
    });
    for (const file of files) {
      const { format, width, height, channels } = await sharp(path.join(folder, file)).metadata();
      assert.deepEqual([format, width, height, channels], ['jpeg', 48, 48, 1]);
    }
  });

  it('writes the same bytes for the same seed, other bytes for another, and no picture twice', async () => {
    const [first, second, third] = [
      await drawFaces(place('first'), { seed: 1, counts }),
      await drawFaces(place('second'), { seed: 1, counts }),
      await drawFaces(place('third'), { seed: 2, counts }),
    ];
    assert.deepEqual(await filesOf(first), await filesOf(second));
    assert.ok((await bytesOf(first)).equals(await bytesOf(second)));
    assert.ok(!(await bytesOf(first)).equals(await bytesOf(third)));
    const pictures = await Promise.all(
      (await filesOf(first)).map((file) => readFile(path.join(first, file), 'base64')),
    );
    assert.equal(new Set(pictures).size, total);
  });

  it('says in the folder that the faces are drawn', async () => {
    const folder = await drawFaces(place('manifest'), { seed: 3, counts });
    const manifest = JSON.parse(await readFile(path.join(folder, 'drawn-faces.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    assert.match(String(manifest.about), /drawn by this project, not photographs/);
    assert.equal(manifest.seed, 3);
    assert.deepEqual((manifest.counts as { train: object }).train, {
      angry: 2,
      disgust: 1,
      fear: 1,
      happy: 3,
      sad: 1,
      surprise: 1,
      neutral: 2,
    });
  });

  it('draws once, and again when the set is another, older, or not whole', async () => {
    const folder = place('again');
    const drawn = async (seed: number) => {
      let calls = 0;
      await drawFaces(folder, { seed, counts, onProgress: () => calls++ });
      return calls;
    };
    assert.equal(await drawn(1), total);
    assert.equal(await drawn(1), 0);
    assert.equal(await drawn(2), total);

    const [lost] = await filesOf(folder);
    await rm(path.join(folder, lost));
    assert.equal(await drawn(2), total);
    await stat(path.join(folder, lost));

    const manifest = path.join(folder, 'drawn-faces.json');
    await writeFile(
      manifest,
      (await readFile(manifest, 'utf8')).replace(/"drawingVersion": \d+/, '"drawingVersion": 0'),
    );
    assert.equal(await drawn(2), total);
    assert.equal(await drawn(2), 0);
  });

  it('reports its progress up to the total', async () => {
    const calls: [number, number][] = [];
    await drawFaces(place('progress'), { counts, onProgress: (done, all) => calls.push([done, all]) });
    assert.deepEqual(
      calls,
      Array.from({ length: total }, (_, i) => [i + 1, total]),
    );
  });

  it('leaves nothing half-finished behind when it fails', async () => {
    const folder = place('failing');
    const fail = () => {
      throw new Error('stopped half-way');
    };
    await assert.rejects(drawFaces(folder, { counts, onProgress: fail }), /stopped half-way/);
    assert.deepEqual(
      (await readdir(parent)).filter((name) => name.includes('failing')),
      [],
    );
  });

  it('removes what killed processes left, but not what a running one is building', async () => {
    const namesNow = async () =>
      (await readdir(parent)).filter((name) => name.includes('cleaned') && name !== 'cleaned');
    const running = temporaryName(place('cleaned'));
    await mkdir(running);
    for (const state of ['not drawn yet', 'drawn']) {
      const dies = `require('node:fs').mkdirSync(require(process.argv[1]).temporaryName(process.argv[2]))`;
      const temporaries = require.resolve('../../../src/lib/processes/temporaries.cjs');
      execFileSync(process.execPath, ['-e', dies, temporaries, place('cleaned')]);
      assert.equal((await namesNow()).length, 2, state);
      await drawFaces(place('cleaned'), { counts });
      assert.deepEqual(await namesNow(), [path.basename(running)], state);
    }
  });

  it('names the folder that it can not write to, and why', async () => {
    await writeFile(place('file'), '');
    for (const folder of [place('file'), place('file/faces')])
      await assert.rejects(drawFaces(folder, { counts }), {
        name: 'ExpectationError',
        message: /Expected .*file.* to be a folder that drawn faces can be written to but found/,
      });
  });

  it('takes thumbnails of network drives for none of its pictures', async () => {
    const folder = await drawFaces(place('thumbnails'), { counts });
    await mkdir(path.join(folder, 'train', '@eaDir'));
    await writeFile(path.join(folder, 'train', '@eaDir', 'thumb.jpg'), '');
    await drawFaces(folder, { counts, onProgress: () => assert.fail('drawn again') });
  });

  it('refuses a folder with something else in it and leaves it alone', async () => {
    const folder = place('mine');
    await mkdir(folder);
    await writeFile(path.join(folder, 'thesis.txt'), 'years of work');
    await assert.rejects(
      drawFaces(folder, { counts }),
      /Expected .*mine to be an empty folder or one with drawn faces .* but found thesis\.txt\./,
    );
    assert.equal(await readFile(path.join(folder, 'thesis.txt'), 'utf8'), 'years of work');
  });

  it('lets two callers draw the same set at once', async () => {
    const folder = place('both');
    await Promise.all([drawFaces(folder, { counts }), drawFaces(folder, { counts })]);
    assert.equal((await filesOf(folder)).length, total);
    assert.deepEqual(
      (await readdir(parent)).filter((name) => name.startsWith('.both')),
      [],
    );
  });

  it('rejects counts that are not seven whole numbers, and a seed that is none', async () => {
    await assert.rejects(
      drawFaces(place('wrong'), { counts: { ...counts, train: [1, 2] } }),
      /Expected counts\.train to be seven whole numbers from 0 but found \[ 1, 2 \]/,
    );
    await assert.rejects(
      drawFaces(place('wrong'), { counts, seed: 0.5 }),
      /Expected seed to be a whole number but found 0.5/,
    );
  });
});

describe('DRAWN_COUNTS', () => {
  it('is small enough for a quick run and mildly unbalanced', () => {
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    assert.equal(sum(DRAWN_COUNTS.train), 2460);
    assert.equal(sum(DRAWN_COUNTS.publicTest), 350);
    assert.equal(sum(DRAWN_COUNTS.privateTest), 350);
    for (const table of Object.values(DRAWN_COUNTS)) {
      assert.equal(table.length, 7);
      assert.ok(Math.max(...table) / Math.min(...table) < 3);
    }
  });
});
