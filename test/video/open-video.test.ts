import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { openVideo, type Video } from '../../src/lib/video/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { fourColours, makeSound, makeVideo, noVideos } from './make-video';

const folder = temporaryFolder('video-test');
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);

const [RED, GREEN, BLUE, GRAY] = [
  [200, 30, 30],
  [30, 200, 30],
  [30, 30, 200],
  [128, 128, 128],
] as const;
const picture = fourColours({ width: 128, height: 64 }, [RED, GREEN, BLUE, GRAY]);

/** The times of a video's frames, rounded to microseconds. */
async function timesOf(video: Video, options?: Parameters<Video['frames']>[0]): Promise<number[]> {
  const times: number[] = [];
  for await (const { time } of video.frames(options)) times.push(Math.round(time * 1e6) / 1e6);
  return times;
}

describe('openVideo()', () => {
  it('reads a film: size, duration, colours, exact times of uneven frames', { skip: noVideos }, async () => {
    const shown = [0, 0.1, 0.25, 0.3, 0.7, 0.8];
    const frames = shown.map((time, i) => ({ image: picture, time, duration: (shown[i + 1] ?? 1) - time }));
    await makeVideo(at('film.webm'), frames);
    const video = await openVideo(at('film.webm'));
    assert.equal(video.format, 'WebM (vp8)');
    assert.deepEqual([video.width, video.height], [128, 64]);
    assert.deepEqual(await timesOf(video), shown);
    // The frames that are shown at 0, 0.2, 0.4 (the one of 0.3), 0.6 (still that one) and 0.8.
    assert.deepEqual(await timesOf(video, { every: 0.2 }), [0, 0.1, 0.3, 0.8]);
    assert.deepEqual(await timesOf(video, { times: [0.26, 0.75] }), [0.25, 0.7]);
    for await (const { image } of video.frames()) {
      const colour = (x: number, y: number) => [
        ...image.data.subarray((y * 128 + x) * 4, (y * 128 + x) * 4 + 3),
      ];
      for (const [x, y, expected] of [
        [32, 16, RED],
        [96, 16, GREEN],
        [32, 48, BLUE],
        [96, 48, GRAY],
      ] as const)
        colour(x, y).forEach((value, i) =>
          assert.ok(Math.abs(value - expected[i]) < 8, colour(x, y).join(' ')),
        );
      break;
    }
    video.close();
  });

  it('keeps the process alive until the last frame', { skip: noVideos }, async () => {
    const frames = Array.from({ length: 60 }, (_, i) => ({ image: picture, time: i / 10, duration: 0.1 }));
    await makeVideo(at('minute.webm'), frames);
    writeFileSync(
      at('count.cjs'),
      `const { openVideo } = require(${JSON.stringify(path.resolve('src/lib/video/open-video.ts'))});
      (async () => {
        let count = 0;
        for await (const { time } of (await openVideo(process.argv[2])).frames()) {
          // So long that all that was decoded ahead has come.
          for (const began = performance.now(); performance.now() < began + 30; );
          count++;
        }
        console.log(count);
      })();`,
    );
    const printed = execFileSync(process.execPath, ['--import', 'tsx', at('count.cjs'), at('minute.webm')]);
    assert.equal(printed.toString().trim(), '60');
  });

  it('turns the frames as the file asks', { skip: noVideos }, async () => {
    await makeVideo(at('turned.mp4'), [{ image: picture, time: 0, duration: 1 }], { rotation: 90 });
    const video = await openVideo(at('turned.mp4'));
    assert.deepEqual([video.width, video.height], [64, 128]);
    for await (const { image } of video.frames()) {
      assert.deepEqual([image.width, image.height], [64, 128]);
      // Clockwise: what was at the bottom left is at the top left.
      const first = image.data.subarray(0, 3);
      BLUE.forEach((value, i) => assert.ok(Math.abs(value - first[i]) < 8, first.join(' ')));
    }
    video.close();
  });

  it('reads animated GIF and WebP with their delays', async () => {
    const colours = [RED, GREEN, BLUE, GRAY];
    const data = Buffer.concat(
      colours.map((colour) =>
        Buffer.from(fourColours({ width: 16, height: 8 }, [colour, colour, colour, colour]).data),
      ),
    );
    const pages = sharp(data, { raw: { width: 16, height: 32, channels: 3, pageHeight: 8 } });
    const delay = [200, 100, 0, 500];
    await pages.clone().gif({ delay }).toFile(at('moving.gif'));
    await pages.clone().webp({ delay, lossless: true }).toFile(at('moving.webp'));
    for (const [name, format] of [
      ['moving.gif', 'GIF'],
      ['moving.webp', 'WebP'],
    ]) {
      const video = await openVideo(at(name));
      assert.deepEqual([video.format, video.width, video.height], [format, 16, 8]);
      // Browsers show a frame without a delay for 0.1 s.
      assert.deepEqual(await timesOf(video), [0, 0.2, 0.3, 0.4]);
      assert.deepEqual(await timesOf(video, { every: 0.25 }), [0, 0.2, 0.4]);
      assert.ok(Math.abs(video.duration - 0.9) < 1e-9);
      const seen: number[][] = [];
      for await (const { image } of video.frames()) seen.push([...image.data.subarray(0, 3)]);
      seen.forEach((colour, i) =>
        colour.forEach((value, k) =>
          assert.ok(Math.abs(value - colours[i][k]) < 6, `${name} ${colour.join(' ')}`),
        ),
      );
    }
  });

  it('says what a file is that is no video', { skip: noVideos }, async () => {
    writeFileSync(at('empty.mp4'), '');
    writeFileSync(at('text.mp4'), 'hello');
    mkdirSync(at('folder.mp4'));
    await sharp(Buffer.from(picture.data), { raw: { width: 128, height: 64, channels: 3 } })
      .gif()
      .toFile(at('still.gif'));
    await makeSound(at('sound.mp4'));
    await makeVideo(at('none.mp4'), []);
    await makeVideo(
      at('whole.mp4'),
      [0, 1, 2].map((time) => ({ image: picture, time, duration: 1 })),
    );
    const whole = readFileSync(at('whole.mp4'));
    writeFileSync(at('cut.mp4'), whole.subarray(0, whole.length / 2));
    writeFileSync(at('cut.gif'), 'GIF89a');
    const cases: [string, RegExp][] = [
      ['missing.mp4', /missing\.mp4 to be a photograph or video but found nothing there/],
      ['empty.mp4', /empty\.mp4 to be a video but found an empty file/],
      ['text.mp4', /text\.mp4 to be a video but found (a format that is not known here|a file that ffmpeg)/],
      ['folder.mp4', /folder\.mp4 to be a photograph or video but found a folder/],
      ['still.gif', /still\.gif to be a video but found a picture that does not move/],
      ['sound.mp4', /sound\.mp4 to be a video but found .* without a picture/],
      ['none.mp4', /none\.mp4 to be a video but found .* without a picture/],
      ['cut.mp4', /cut\.mp4 to be a video but found/],
      ['cut.gif', /cut\.gif to be a video but found an animation that does not decode/],
    ];
    for (const [name, message] of cases) await assert.rejects(openVideo(at(name)), message, name);
  });

  it('says what is missing where the packages are', () => {
    writeFileSync(at('any.mp4'), Buffer.from('0000001c667479706d703432000000006d703432', 'hex'));
    const program = path.resolve('src/lib/video/open-video.ts');
    writeFileSync(
      at('open.cjs'),
      `require(${JSON.stringify(program)}).openVideo(process.argv[2]).catch((e) => console.log(e.message));`,
    );
    // As where the packages have no decoder for the computer, and there is no ffmpeg.
    const printed = execFileSync(process.execPath, ['--import', 'tsx', at('open.cjs'), at('any.mp4')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_WEBCODECS_FORCE: 'source', PATH: folder },
    });
    assert.match(
      printed,
      /mediabunny, node-webcodecs\) to be installed, since .*any\.mp4 is a video, but found/,
    );
    assert.match(printed, /Photographs, GIF and WebP work without\./);
  });

  it('rejects frames that cannot be', async () => {
    const video = await openVideo(at('moving.gif'));
    await assert.rejects(timesOf(video, { every: 0 }), /every to be a number of seconds above 0/);
    await assert.rejects(timesOf(video, { times: [1, 0] }), /times to be ascending/);
  });
});
