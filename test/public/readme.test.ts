// The README's example of a program that takes a whole photograph, run as a reader would.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { arrangePeople, drawScene } from '../../src/lib/dataset';
import { EMOTIONS } from '../../src/lib/emotions';

const ROOT = path.join(__dirname, '..', '..');

describe("the README's example for a photograph", () => {
  it('names the emotion of every face', async () => {
    const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const code = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)]
      .map(([, block]) => block)
      .find((block) => block.includes('loadEmotionDetector'));
    assert.ok(code);
    const folder = mkdtempSync(path.join(tmpdir(), 'readme-'));
    try {
      const { image } = await drawScene(arrangePeople(['Happiness', 'Surprise'], { seed: 1 }));
      const { width, height } = image;
      const photo = path.join(folder, 'photo.jpg');
      await sharp(image.data, { raw: { width, height, channels: 3 } }).toFile(photo);
      // It says where it has to be saved: in the project's folder, next to a photo.jpg.
      const program = code
        .replace("'./src/lib/index'", JSON.stringify(path.join(ROOT, 'src', 'lib', 'index')))
        .replace("'photo.jpg'", JSON.stringify(photo));
      writeFileSync(path.join(folder, 'faces.ts'), program);
      const output = execFileSync(process.execPath, ['--import', 'tsx', path.join(folder, 'faces.ts')], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      const named = output.match(new RegExp(`^.*(?:${EMOTIONS.join('|')}) [01]\\.\\d\\d \\[.*$`, 'gm'));
      assert.equal(named?.length, 2, output);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
