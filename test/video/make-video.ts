import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import type { RawImage } from '../../src/lib/dataset/raw-image';

const load = createRequire(__filename);

/** Why videos can't be made here; false where they can. For a test's `skip`. */
export const noVideos: string | false = (() => {
  try {
    load('node-webcodecs/register');
    void (load('node-webcodecs/dist/native.js') as { native: { version?: unknown } }).native.version;
    load('mediabunny');
    return false;
  } catch {
    return 'the optional packages mediabunny and node-webcodecs are not installed';
  }
})();

/** The part of mediabunny that writes. */
interface Writer {
  Output: new (options: object) => {
    addVideoTrack(source: object, options?: object): void;
    addAudioTrack(source: object): void;
    start(): Promise<void>;
    finalize(): Promise<void>;
    target: { buffer: ArrayBuffer };
  };
  Mp4OutputFormat: new () => object;
  WebMOutputFormat: new () => object;
  BufferTarget: new () => object;
  VideoSampleSource: new (options: object) => { add(sample: object): Promise<void> };
  AudioSampleSource: new (options: object) => { add(sample: object): Promise<void> };
  VideoSample: new (data: Uint8Array, options: object) => { close(): void };
  AudioSample: new (options: object) => { close(): void };
}

/** A frame to write: RGB or RGBA, with its time and how long it is shown, in seconds. */
export interface MadeFrame {
  image: RawImage;
  time: number;
  duration: number;
}

/** Writes a video: WebM (vp8) or MP4 (avc), as the file's name says. */
export async function makeVideo(
  file: string,
  frames: Iterable<MadeFrame> | AsyncIterable<MadeFrame>,
  { rotation = 0, bitrate = 4e6, keyFrameInterval = 1 } = {},
): Promise<void> {
  const { Output, BufferTarget, VideoSampleSource, VideoSample, Mp4OutputFormat, WebMOutputFormat } = load(
    'mediabunny',
  ) as Writer;
  const isMp4 = file.endsWith('.mp4');
  const output = new Output({
    format: isMp4 ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target: new BufferTarget(),
  });
  const source = new VideoSampleSource({ codec: isMp4 ? 'avc' : 'vp8', bitrate, keyFrameInterval });
  output.addVideoTrack(source, { rotation });
  await output.start();
  for await (const { image, time, duration } of frames) {
    const { width, height } = image;
    const sample = new VideoSample(opaque(image), {
      ...{ format: 'RGBX', codedWidth: width, codedHeight: height, timestamp: time, duration },
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  writeFileSync(file, Buffer.from(output.target.buffer));
}

/** Writes a second of a tone without a picture, as MP4. */
export async function makeSound(file: string): Promise<void> {
  const { Output, BufferTarget, AudioSampleSource, AudioSample, Mp4OutputFormat } = load(
    'mediabunny',
  ) as Writer;
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() });
  const source = new AudioSampleSource({ codec: 'aac', bitrate: 64_000 });
  output.addAudioTrack(source);
  await output.start();
  const data = Float32Array.from({ length: 48_000 }, (_, i) => Math.sin(i / 20));
  const sample = new AudioSample({
    ...{ data, format: 'f32', numberOfChannels: 1, sampleRate: 48_000, timestamp: 0 },
  });
  await source.add(sample);
  sample.close();
  await output.finalize();
  writeFileSync(file, Buffer.from(output.target.buffer));
}

function opaque({ data, width, height }: RawImage): Uint8Array {
  const channels = data.length / (width * height);
  const result = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++)
    for (let channel = 0; channel < 3; channel++)
      result[4 * i + channel] = data[i * channels + (channels < 3 ? 0 : channel)];
  return result;
}

/** A picture of four colours: the corners of a plain image. */
export function fourColours(
  { width, height }: { width: number; height: number },
  corners: readonly (readonly [number, number, number])[],
): RawImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set(corners[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)], (y * width + x) * 3);
  return { data, width, height, channels: 3 };
}
