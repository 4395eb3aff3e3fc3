import { loadSharp } from '../dataset/decode/load-sharp';
import { LIMITS } from '../dataset/limits';
import { checkFrameOptions } from './check-frame-options';
import { notAVideo, reasonOf } from './not-a-video';
import type { FrameOptions, Video, VideoFrame } from './video';
import { wantedTimes } from './wanted-times';

/** Bytes of decoded frames that are in memory at a time. */
const CHUNK_BYTES = 64_000_000;

/** Browsers show frames for at least this long, in milliseconds, else for {@link DEFAULT_DELAY}. */
const SHORTEST_DELAY = 11;
const DEFAULT_DELAY = 100;

/** Browsers' delays: 0 and 10 ms mean 100 ms in files made for old ones. */
const shownFor = (delay: number) => (delay >= SHORTEST_DELAY ? delay : DEFAULT_DELAY);

/**
 * Opens an animated GIF or WebP with sharp.
 *
 * @returns undefined where it does not move
 * @throws ExpectationError when it is damaged or too large
 */
export async function openAnimation(file: string): Promise<Video | undefined> {
  const sharp = await loadSharp();
  const { width, height, pages, delays, format } = await inspect(file);
  if (pages < 2) return undefined;
  const ends: number[] = [];
  delays.reduce((sum, delay) => (ends.push((sum + shownFor(delay)) / 1000), sum + shownFor(delay)), 0);
  const begin = (page: number) => (page === 0 ? 0 : ends[page - 1]);
  const duration = ends[pages - 1];
  const chunk = Math.max(1, Math.floor(CHUNK_BYTES / (width * height * 4)));
  const read = async (page: number) => {
    try {
      return await sharp(file, { page, pages: Math.min(chunk, pages - page) })
        .flatten({ background: '#fff' })
        .toColourspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
    } catch (error) {
      throw damaged(file, error);
    }
  };
  return {
    ...{ format, width, height, duration, frameRate: pages / duration },
    async *frames(options: FrameOptions = {}): AsyncGenerator<VideoFrame, void, undefined> {
      checkFrameOptions(options);
      const isEach = options.every === undefined && options.times === undefined;
      const times = isEach ? ends.map((_, page) => begin(page)) : wantedTimes({ ...options, duration });
      let [first, last] = [-Infinity, -1];
      let pixels: Awaited<ReturnType<typeof read>> | undefined;
      for (const time of times) {
        const page = Math.min(pages - 1, ends.findIndex((end) => end > time) >>> 0);
        if (page === last) continue;
        if (!pixels || page < first || page >= first + chunk) [first, pixels] = [page, await read(page)];
        last = page;
        const { data, info } = pixels;
        const bytes = width * height * info.channels;
        yield {
          time: begin(page),
          image: {
            data: data.subarray((page - first) * bytes, (page - first + 1) * bytes),
            ...{ width, height, channels: info.channels as 1 | 3 },
          },
        };
      }
    },
    close: () => {},
  };
}

async function inspect(file: string) {
  const sharp = await loadSharp();
  try {
    // Without decoding: `metadata()` reads the header and the delays.
    const found = await sharp(file, { pages: -1, limitInputPixels: false }).metadata();
    const { pages = 1, pageHeight: height = found.height, width, delay = [] } = found;
    if (width * height > LIMITS.pixels)
      throw new Error(`frames of ${width}x${height} pixels; at most ${LIMITS.pixels / 1e6} megapixels`);
    const delays = Array.from({ length: pages }, (_, i) => delay[i] ?? 0);
    return { width, height, pages, delays, format: found.format === 'gif' ? 'GIF' : 'WebP' };
  } catch (error) {
    throw damaged(file, error);
  }
}

const damaged = (file: string, cause: unknown) =>
  notAVideo(file, {
    found: `an animation that does not decode (${reasonOf(cause)})`,
    advice: 'Replace or remove this file.',
    cause,
  });
