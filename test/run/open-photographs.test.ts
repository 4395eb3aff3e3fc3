import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { drawFace } from '../../src/lib/dataset';
import { openPhotographs } from '../../src/lib/run';

describe('openPhotographs()', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'photographs-'));
  after(() => rmSync(root, { recursive: true }));

  it('draws one without a folder, the same for the same seed', async () => {
    const [{ name, image }, ...others] = await openPhotographs({ photos: null, seed: 3 }, { count: 4 });
    assert.equal(name, 'Seven people, drawn');
    assert.equal(others.length, 0);
    const [again] = await openPhotographs({ photos: null, seed: 3 }, { count: 4 });
    assert.deepEqual(again.image, image);
  });

  it('opens the first pictures in a folder by their names, and nothing else that is there', async () => {
    const photos = path.join(root, 'photos');
    mkdirSync(path.join(photos, 'folder'), { recursive: true });
    const [small, large] = [await drawFace('Fear', { size: 20 }), await drawFace('Fear', { size: 30 })];
    writeFileSync(path.join(photos, 'b.PNG'), small);
    writeFileSync(path.join(photos, 'a.jpg'), large);
    writeFileSync(path.join(photos, 'c.png'), large);
    for (const other of ['._a.jpg', 'notes.txt', 'clip.mp4'])
      writeFileSync(path.join(photos, other), 'no picture');
    const opened = await openPhotographs({ photos, seed: 1 }, { count: 2 });
    assert.deepEqual(
      opened.map(({ name, image: { width, height } }) => [name, width, height]),
      [
        ['a.jpg', 30, 30],
        ['b.PNG', 20, 20],
      ],
    );
  });

  it('names a folder without pictures, and a picture that is damaged', async () => {
    const photos = path.join(root, 'empty');
    mkdirSync(photos);
    await assert.rejects(openPhotographs({ photos, seed: 1 }, { count: 1 }), {
      message: /^Expected .*empty to be a folder with pictures .* but found none\. Set PHOTOS/,
    });
    writeFileSync(path.join(photos, 'broken.png'), 'not a PNG');
    await assert.rejects(openPhotographs({ photos, seed: 1 }, { count: 1 }), {
      name: 'ExpectationError',
      message: /broken\.png/,
    });
  });
});
