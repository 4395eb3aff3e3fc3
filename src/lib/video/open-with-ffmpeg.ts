import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { checkFrameOptions } from './check-frame-options';
import { notAVideo, reasonOf } from './not-a-video';
import type { FrameOptions, Video, VideoFrame } from './video';

/** Reads this file alone: a playlist can't name others, nor addresses on the web. */
const inputOf = (file: string) => ['-protocol_whitelist', 'file,pipe', '-i', `file:${path.resolve(file)}`];

/** The part of ffprobe's answer that is used. */
interface Probe {
  streams?: {
    codec_name?: string;
    width: number;
    height: number;
    avg_frame_rate?: string;
    duration?: string;
    sample_aspect_ratio?: string;
    disposition?: { attached_pic?: number };
    side_data_list?: { rotation?: number }[];
  }[];
  format?: { duration?: string; format_name?: string };
}

/**
 * Opens a video with the `ffmpeg` and `ffprobe` on the PATH, in processes of their own.
 *
 * @returns undefined where they are not installed
 * @throws ExpectationError when the file is not a video
 */
export function openWithFfmpeg(file: string): Video | undefined {
  const entries = ['-show_streams', '-show_format', '-select_streams', 'V'];
  const { error, status, stdout, stderr } = spawnSync(
    'ffprobe',
    ['-v', 'error', '-of', 'json', ...entries, ...inputOf(file)],
    { encoding: 'utf8', maxBuffer: 64_000_000 },
  );
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  if (error) throw error;
  if (status !== 0)
    throw notAVideo(file, {
      found: `a file that ffmpeg cannot read (${reasonOf(stderr.trim())})`,
      advice: 'Replace or remove this file.',
    });
  const { streams = [], format = {} } = JSON.parse(stdout) as Probe;
  const stream = streams.find(({ disposition }) => disposition?.attached_pic !== 1);
  if (!stream)
    throw notAVideo(file, {
      found: `${format.format_name ?? 'a file'} without a picture`,
      advice: 'It holds sound alone, or nothing.',
    });
  const rotation = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const [across, down] = ratioOf(stream.sample_aspect_ratio ?? '', ':');
  const [width, height] = [Math.round((stream.width * across) / down), stream.height];
  const isSideways = Math.abs(rotation) % 180 === 90;
  const [frames, seconds] = ratioOf(stream.avg_frame_rate ?? '', '/');
  return {
    format: `${format.format_name} (${stream.codec_name}), read by ffmpeg`,
    width: isSideways ? height : width,
    height: isSideways ? width : height,
    duration: Number(stream.duration ?? format.duration ?? 0),
    frameRate: frames / seconds,
    frames: (options = {}) => readFrames(file, options),
    close: () => {},
  };
}

/** `16:15`, `30000/1001`; 1 to 1 where it is not known. */
function ratioOf(text: string, sign: string): [number, number] {
  const [a, b] = text.split(sign).map(Number);
  return a > 0 && b > 0 ? [a, b] : [1, 1];
}

/** The filter's condition for the wanted frames: the first one at or after each time. */
function conditionOf({ every, times }: FrameOptions): string {
  if (times) return times.map((time) => `gte(t,${time})*(isnan(prev_t)+lt(prev_t,${time}))`).join('+') || '0';
  if (every === undefined) return '1';
  // A microsecond for the rounding of times such as 0.6, which are no binary fractions.
  const step = (t: string) => `floor((${t}+1e-6)/${every})`;
  return `isnan(prev_t)+gt(${step('t')},${step('prev_t')})`;
}

/** What the filter `showinfo` says of each frame that it lets through, and before, of their times. */
const SHOWN = /Parsed_showinfo.* n: *\d+ +pts: *(-?\d+) .* s:(\d+)x(\d+)/;
const TIME_BASE = /Parsed_showinfo.* config in time_base: (\d+)\/(\d+)/;

async function* readFrames(file: string, options: FrameOptions): AsyncGenerator<VideoFrame, void, undefined> {
  checkFrameOptions(options);
  const square = "scale='trunc(iw*if(sar,sar,1)+0.5)':ih,setsar=1";
  const filters = `select='${conditionOf(options)}',${square},format=rgb24,showinfo`;
  const child = spawn(
    'ffmpeg',
    [
      ...['-nostdin', '-hide_banner', '-nostats', '-v', 'info', ...inputOf(file)],
      ...['-map', '0:V:0', '-vf', filters, '-fps_mode', 'passthrough'],
      ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  // Waited for below; a frame that nobody asks for leaves it alone.
  ended.catch(() => {});
  const shown: { time: number; width: number; height: number }[] = [];
  let message = '';
  let base = NaN;
  followLines(child.stderr, (line) => {
    const [, pts, width, height] = SHOWN.exec(line) ?? [];
    const [, numerator, denominator] = TIME_BASE.exec(line) ?? [];
    if (numerator !== undefined) base = Number(numerator) / Number(denominator);
    else if (pts !== undefined)
      shown.push({ time: Number(pts) * base, width: Number(width), height: Number(height) });
    else if (/error|invalid|unrecognized|unable|fail/i.test(line)) message = line;
  });
  let count = 0;
  try {
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let rest: Buffer = Buffer.alloc(0);
    /** Waits for so many bytes; undefined at the end. */
    const take = async (bytes: number): Promise<Buffer | undefined> => {
      const parts = [rest];
      let length = rest.length;
      while (length < bytes) {
        const next = await chunks.next();
        if (next.done) return undefined;
        parts.push(next.value);
        length += next.value.length;
      }
      const all = Buffer.concat(parts);
      rest = all.subarray(bytes);
      return all.subarray(0, bytes);
    };
    for (;;) {
      // A frame's line comes by another pipe than its pixels.
      const first = await take(1);
      if (!first) break;
      while (shown.length === 0 && !child.stderr.readableEnded)
        await Promise.race([once(child.stderr, 'data'), ended]);
      const next = shown.shift();
      if (!next) throw new Error(`ffmpeg sent a frame of ${file} without its time`);
      const { time, width, height } = next;
      const others = await take(width * height * 3 - 1);
      if (!others) break;
      count++;
      const data = Buffer.concat([first, others]);
      yield { time: Math.max(0, time), image: { data, width, height, channels: 3 } };
    }
    const [code] = await ended;
    if (code !== 0 || (count === 0 && !options.times))
      throw notAVideo(file, {
        found:
          count === 0 ? 'one without a frame' : `one that does not decode (${message || `code ${code}`})`,
        advice: 'Replace this file: it is damaged or not complete.',
      });
  } finally {
    // On a gentler signal ffmpeg waits for somebody to read the rest.
    child.kill('SIGKILL');
  }
}

/** Calls back for each line of a stream. */
function followLines(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
}
