// The project in the comparison: it has the test images, predicts with its own models, and scores
// all contenders.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  accuracy,
  type Dataset,
  EMOTIONS,
  findDuplicates,
  loadEmotionDetector,
  openDataset,
  predict,
  predictedLabels,
  readSettings,
  selectSplit,
  useFastTraining,
} from '../../../src/lib/index';
import { fer2013Source } from '../../shared/fer2013-source';
import { sayHello } from '../../shared/say-hello';
import { reportProgress, serve } from '../../shared/serve-json-lines';
import type { Detected } from '../photographs/answers';
import { makePhotographs, type Photograph } from '../photographs/make-photographs';
import { scorePhotographs } from '../photographs/score-photographs';
import { inLabelOrder } from './label-order';
import { findModel, type OwnModel } from './own-models';
import { readProbabilities, writeProbabilities } from './probabilities-file';
import { scoreContender } from './score-contender';
import { scoreOnVotes, scoreReferences } from './score-on-votes';
import { timePhotographs } from './time-photographs';

const settings = () => readSettings();
let tests: Dataset;
let leaveOut: ReadonlySet<string>;
let photographs: readonly Photograph[];

/** Reads the test images, and writes their pixels for the peers: `[n * 48 * 48]` bytes. */
async function open({ folder }: { folder: string }) {
  const dataset = await openDataset(settings(), { progress: () => reportProgress });
  tests = selectSplit(dataset, ['publicTest', 'privateTest']);
  leaveOut = new Set(findDuplicates(dataset).testsInTrain.map((index) => dataset.names[index]));
  const images = path.join(folder, 'images.bin');
  await writeFile(images, tests.images);
  return { images, count: tests.labels.length, fingerprint: dataset.source.fingerprint };
}

/** Where FER-2013 is, and whether there are votes. */
const locate = () => ({ source: fer2013Source(), hasVotes: settings().votes !== null });

/** What this program is: scores are measured in float32. */
const hello = () => sayHello('float32');

/** What one of the project's models is called, whose labels it learned, and why it is not there. */
function find({ which }: { which: OwnModel }) {
  const found = findModel(which, { settings: settings() });
  const { title, labels } = found;
  return { title, labels, absent: 'absent' in found ? found.absent : undefined };
}

interface Command {
  which: OwnModel;
  /** Whether to take the mean over each image and its mirror image. */
  flip: boolean;
  /** Whether to time the fast ops as well. */
  fast: boolean;
  batch: number;
  /** Where the probabilities go. */
  file: string;
}

/**
 * Predicts the tests with one of the project's models, as notebook 6 does; then, if asked to, also
 * with the fast ops, for their speed.
 */
async function predictTests({ which, flip, fast: timesFast, batch, file }: Command) {
  const found = findModel(which, { settings: settings() });
  if ('absent' in found) throw new Error(found.absent);
  const { model, parameters, bytes } = await found.open();
  const time = async () => {
    // What tfjs does once only, for the whole batch and the last one, is no part of the speed.
    const first = Array.from({ length: batch + (tests.labels.length % batch) }, (_, i) => i);
    await predict(model, tests, { batchSize: batch, flip, indices: first });
    const began = performance.now();
    const probabilities = await predict(model, tests, { batchSize: batch, flip, onProgress: reportProgress });
    return { probabilities, imagesPerSecond: (1000 * tests.labels.length) / (performance.now() - began) };
  };
  const { probabilities, imagesPerSecond } = await time();
  await writeProbabilities(file, probabilities);
  const row = { labels: EMOTIONS, parameters, bytes, imagesPerSecond };
  const undo = timesFast ? useFastTraining() : undefined;
  try {
    if (!undo) return row;
    const { probabilities: answers, imagesPerSecond } = await time();
    const fast = {
      precision: undo.precision,
      imagesPerSecond,
      accuracy: accuracy(tests.labels, predictedLabels(answers)),
    };
    return { ...row, fast };
  } finally {
    undo?.();
    model.dispose();
  }
}

/** Writes photographs with privateTest's images in them. */
async function photograph({ folder, each, seed }: { folder: string; each: number; seed: number }) {
  const privateTest = selectSplit(tests, 'privateTest');
  photographs = await makePhotographs(privateTest, { folder, each, seed, onProgress: reportProgress });
  return { photographs };
}

/** Finds the faces in photographs and their emotions, as `npm run detect` does. */
async function detect({ files, warmUp }: { files: readonly string[]; warmUp: readonly string[] }) {
  const undo = useFastTraining();
  const detector = await loadEmotionDetector({ model: settings().folders.bundled.shipped });
  try {
    const detected = await timePhotographs(
      async (file) => (await detector.detect(file)).map(({ box, emotion }) => ({ box, emotion })),
      { files, warmUp },
    );
    return { ...detected, precision: undo.precision };
  } finally {
    detector.dispose();
    undo();
  }
}

/** Scores what a contender has found. */
const scoreDetected = (answers: Detected) => scorePhotographs(photographs, answers);

/** Scores what a contender has written. */
async function score({ file, labels }: { file: string; labels: string[] }) {
  const probabilities = await readProbabilities(file, { images: tests.labels.length });
  return scoreContender(tests, inLabelOrder(probabilities, labels), { leaveOut });
}

/** Scores what a contender has written against the votes. */
async function scoreVotes({ file, labels }: { file: string; labels: string[] }) {
  const probabilities = await readProbabilities(file, { images: tests.labels.length });
  return scoreOnVotes(tests, inLabelOrder(probabilities, labels));
}

/** What to hold these scores against. */
const references = () => scoreReferences(tests);

void serve({
  ...{ locate, hello, open, find, predict: predictTests, score },
  ...{ scoreVotes, scoreReferences: references },
  ...{ photograph, detect, scorePhotographs: scoreDetected },
});
