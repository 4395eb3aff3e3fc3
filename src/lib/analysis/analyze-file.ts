import { decodePhotograph } from '../dataset/index';
import { expectation } from '../errors';
import {
  createEmotionSmoother,
  createFaceTracker,
  type DetectEmotionsOptions,
  type EmotionDetector,
  type FaceRow,
  rowsOfFrame,
} from '../faces/index';
import { isVideo, openVideo, type Video, type VideoFrame } from '../video/index';

/** How {@link analyzeFile} looks at a file. */
export interface AnalysisOptions extends DetectEmotionsOptions {
  /** Of a video, seconds from one frame to the next. */
  every?: number;
  /** The smallest probability of an emotion that is named, 0 to 1; below it a face is `unsure`. */
  minConfidence?: number;
  /** The time constant of smoothing over a video's frames, in seconds; 0 for none. */
  smoothing?: number;
  /**
   * The score with which a face in a video has to be seen before it counts: what only looks like one
   * for a moment has a lower score. Afterwards it is followed through lower ones. Source: Zhang et
   * al., "ByteTrack" (2022), https://arxiv.org/abs/2110.06864.
   */
  minNewScore?: number;
  /** Is called with an opened video, before its first frame. */
  onVideo?: (video: Video) => void;
}

/** Frames that are judged together, if they are small enough. */
const BATCH = { frames: 8, bytes: 64_000_000 };

/** A face that is missing for so long is still the same, in seconds and in frames. */
const MAX_GAP = { seconds: 1.5, frames: 2.5 };

/**
 * Finds the faces in a photograph or video, and the emotion on each. In a video the same face has the
 * same number from frame to frame.
 *
 * @param file its path
 * @param options
 * @param options.detector from `loadEmotionDetector`
 * @param options.name what the rows call the file; by default its path
 * @returns for each photograph or frame its rows: one a face, or one that says that there is none
 * @throws ExpectationError that names the file when it is neither, damaged, or too large
 * @example
 * const detector = await loadEmotionDetector();
 * for await (const rows of analyzeFile('clip.mp4', { detector, every: 0.5 }))
 *   for (const { time, emotion } of rows) console.log(time, emotion);
 */
export async function* analyzeFile(
  file: string,
  {
    detector,
    name = file,
    every = 0.2,
    minConfidence = 0,
    smoothing = 0,
    minNewScore = 0.7,
    onVideo,
    ...options
  }: AnalysisOptions & { detector: EmotionDetector; name?: string },
): AsyncGenerator<FaceRow[], void, undefined> {
  if (!(minConfidence >= 0 && minConfidence <= 1))
    throw expectation('minConfidence', { expectation: 'a number from 0 to 1', found: minConfidence });
  if (!(await isVideo(file))) {
    const photograph = await decodePhotograph(file, { name });
    const faces = await detector.detect(photograph, options);
    yield rowsOfFrame({ file: name, faces }, { minConfidence });
    return;
  }
  const tracker = createFaceTracker({ maxGap: Math.max(MAX_GAP.seconds, MAX_GAP.frames * every) });
  const smoother = createEmotionSmoother({ seconds: smoothing });
  // From the tracker's numbers to those of the faces that count.
  const ids = new Map<number, number>();
  const video = await openVideo(file);
  try {
    onVideo?.(video);
    let frame = 0;
    for await (const frames of batchesOf(video.frames({ every }))) {
      const found = await detector.detectAll(
        frames.map(({ image }) => image),
        options,
      );
      for (const [i, { time }] of frames.entries()) {
        const tracks = tracker.update(found[i], time);
        const faces = found[i].flatMap((face, k) => {
          if (!ids.has(tracks[k]) && face.score >= minNewScore) ids.set(tracks[k], ids.size + 1);
          const id = ids.get(tracks[k]);
          if (id === undefined) return [];
          if (smoothing === 0) return [{ ...face, id }];
          const { probabilities } = face;
          return [{ ...face, id, smoothed: smoother.update(id, { probabilities, time }) }];
        });
        faces.sort((a, b) => a.id - b.id);
        yield rowsOfFrame({ file: name, frame: frame++, time, faces }, { minConfidence });
      }
    }
  } finally {
    video.close();
  }
}

/** Groups frames for the model, which is faster with several faces at once. */
async function* batchesOf(frames: AsyncIterable<VideoFrame>): AsyncGenerator<VideoFrame[], void, undefined> {
  let batch: VideoFrame[] = [];
  let bytes = 0;
  for await (const frame of frames) {
    batch.push(frame);
    bytes += frame.image.data.length;
    if (batch.length < BATCH.frames && bytes < BATCH.bytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
