import { loadSharp } from '../dataset/decode/load-sharp';
import type { RawImage } from '../dataset/raw-image';
import { ExpectationError } from '../errors';
import { checkFrameOptions } from './check-frame-options';
import { loadMediabunny } from './load-mediabunny';
import type { Input, Sample, Sink, Track } from './mediabunny-types';
import { notAVideo, reasonOf } from './not-a-video';
import { stayAwake } from './stay-awake';
import { turnImage } from './turn-image';
import type { FrameOptions, Video, VideoFrame } from './video';
import { wantedTimes } from './wanted-times';

/** The packets from which the frame rate is estimated. */
const RATE_PACKETS = 200;

/**
 * Opens an MP4, MOV, WebM, Matroska or MPEG-TS file with mediabunny, to be decoded by node-webcodecs.
 *
 * @returns undefined for another format, or a codec that is not known here
 * @throws ExpectationError for a damaged file, one without a video track, and where the packages are
 *   missing
 */
export async function openMedia(file: string): Promise<Video | undefined> {
  const { ALL_FORMATS, FilePathSource, Input, VideoSampleSink } = loadMediabunny(file);
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    // It also fails on a text that it takes for the begin of some format.
    if (!(await input.canRead().catch(() => false))) return close(input);
    const { name } = await input.getFormat();
    const track = await input.getPrimaryVideoTrack();
    if (track === null)
      throw notAVideo(file, {
        found: `${name} without a picture`,
        advice: 'It holds sound alone, or nothing, or its end is missing.',
      });
    if (!(await stayAwake(track.canDecode()))) return close(input);
    const sink = new VideoSampleSink(track);
    return { ...(await describe(track, name)), frames: framesOf(file, sink), close: () => input.dispose() };
  } catch (error) {
    input.dispose();
    throw damaged(file, error);
  }
}

function close(input: Input): undefined {
  input.dispose();
  // The notebooks' TypeScript 5.0 wants it said.
  return undefined;
}

const damaged = (file: string, error: unknown) =>
  error instanceof ExpectationError
    ? error
    : notAVideo(file, {
        found: `one that does not decode (${reasonOf(error)})`,
        advice: 'Replace this file: it is damaged or not complete.',
        cause: error,
      });

async function describe(track: Track, format: string): Promise<Omit<Video, 'frames' | 'close'>> {
  const { packetCount, averagePacketRate } = await track.computePacketStats(RATE_PACKETS);
  return {
    format: `${format} (${await track.getCodec()})`,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    duration: await track.computeDuration(),
    frameRate: packetCount > 1 ? averagePacketRate : 0,
  };
}

/** Reads the frames; `duration` ends the wanted times. */
function framesOf(file: string, sink: Sink) {
  return async function* (
    this: Video,
    options: FrameOptions = {},
  ): AsyncGenerator<VideoFrame, void, undefined> {
    checkFrameOptions(options);
    const { duration } = this;
    const isEach = options.every === undefined && options.times === undefined;
    const samples = isEach ? sink.samples() : sink.samplesAtTimestamps(wantedTimes({ ...options, duration }));
    let last = -Infinity;
    try {
      for (;;) {
        const { done, value: sample } = await stayAwake(samples.next());
        if (done) break;
        if (!sample) continue;
        try {
          // The same frame, still shown; or one before the begin of what is shown.
          if (sample.timestamp <= last || sample.timestamp + sample.duration < 0) continue;
          last = sample.timestamp;
          yield { time: Math.max(0, sample.timestamp), image: await stayAwake(imageOf(sample)) };
        } finally {
          sample.close();
        }
      }
    } catch (error) {
      throw damaged(file, error);
    } finally {
      await stayAwake(samples.return());
    }
    if (last === -Infinity && !options.times)
      throw notAVideo(file, { found: 'one without a frame', advice: 'Replace this file.' });
  };
}

/** The frame's pixels: square, upright. */
async function imageOf(sample: Sample): Promise<RawImage> {
  const { width, height } = sample.visibleRect;
  const data = new Uint8Array(sample.allocationSize({ format: 'RGBX' }));
  await sample.copyTo(data, { format: 'RGBX' });
  const image = { data, width, height, channels: 4 as const };
  return turnImage(await withSquarePixels(image, sample), sample);
}

async function withSquarePixels(
  image: RawImage & { channels: 4 },
  { squarePixelWidth: width, squarePixelHeight: height }: Sample,
): Promise<RawImage> {
  if (width === image.width && height === image.height) return image;
  const sharp = await loadSharp();
  const data: Buffer = await sharp(image.data, { raw: image })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { data, width, height, channels: 4 };
}
