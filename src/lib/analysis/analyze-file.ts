import { decodePhotograph } from '../dataset/index';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import {
  createEmotionSmoother,
  createFaceTracker,
  type DetectEmotionsOptions,
  type EmotionalFace,
  type EmotionDetector,
  type EmotionProbabilities,
} from '../faces/index';
import { isVideo, openVideo, type VideoFrame } from '../video/index';
import { MIN_CONFIDENCE, type DescribedFace, type EmotionWord, type FaceRow } from './face-row';

/** How {@link analyzeFile} looks at a file. */
export interface AnalysisOptions extends DetectEmotionsOptions {
  /** Of a video, seconds from one frame to the next. */
  every?: number;
  /** The smallest probability of an emotion that is named, 0 to 1; below it a face is `unsure`. */
  minConfidence?: number;
  /** The time constant of smoothing over a video's frames, in seconds; 0 for none. */
  smoothing?: number;
}

/** Frames that are judged together, if they are small enough. */
const BATCH = { frames: 8, bytes: 64_000_000 };

/** A face that is missing for so long is still the same, in seconds and in looks. */
const MAX_GAP = { seconds: 1.5, looks: 2.5 };

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
    minConfidence = MIN_CONFIDENCE,
    smoothing = 0,
    ...options
  }: AnalysisOptions & { detector: EmotionDetector; name?: string },
): AsyncGenerator<FaceRow[], void, undefined> {
  if (!(minConfidence >= 0 && minConfidence <= 1))
    throw expectation('minConfidence', { expectation: 'a number from 0 to 1', found: minConfidence });
  const wordOf = (probabilities: EmotionProbabilities): EmotionWord => {
    const [emotion, probability] = mostProbable(probabilities);
    return probability >= minConfidence ? emotion : 'unsure';
  };
  const describe = (face: EmotionalFace, id: number): DescribedFace => ({
    ...{ id, box: face.box, detection: face.score, probabilities: face.probabilities },
    ...{ confidence: face.confidence, quality: face.quality.flags },
  });
  const rowsOf = (faces: readonly DescribedFace[], frame: number, time?: number): FaceRow[] =>
    faces.length === 0
      ? [{ file: name, frame, time, emotion: 'no face' }]
      : faces.map((face) => ({ file: name, frame, time, emotion: wordOf(face.probabilities), face }));

  if (!(await isVideo(file))) {
    const faces = await detector.detect(await decodePhotograph(file, { name }), options);
    yield rowsOf(
      faces.map((face, i) => describe(face, i + 1)),
      0,
    );
    return;
  }
  const tracker = createFaceTracker({ maxGap: Math.max(MAX_GAP.seconds, MAX_GAP.looks * every) });
  const smoother = createEmotionSmoother({ seconds: smoothing });
  const video = await openVideo(file);
  try {
    let frame = 0;
    for await (const frames of batchesOf(video.frames({ every }))) {
      const found = await detector.detectAll(
        frames.map(({ image }) => image),
        options,
      );
      for (const [i, { time }] of frames.entries()) {
        const ids = tracker.update(found[i], time);
        const faces = found[i].map((face, k) => {
          const described = describe(face, ids[k]);
          if (smoothing === 0) return described;
          const { probabilities } = face;
          return { ...described, smoothed: wordOf(smoother.update(ids[k], { probabilities, time })) };
        });
        yield rowsOf(
          faces.sort((a, b) => a.id - b.id),
          frame++,
          time,
        );
      }
    }
  } finally {
    video.close();
  }
}

function mostProbable(probabilities: EmotionProbabilities) {
  const best = EMOTIONS.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a));
  return [best, probabilities[best]] as const;
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
