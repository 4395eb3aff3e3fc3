import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SoftTargets } from '../dataset/batches';
import { selectSplit, type Dataset } from '../dataset/index';
import { EMOTIONS } from '../emotions';
import { useFastTraining, type Precision } from '../engine/index';
import { predict } from '../evaluation/index';
import { expectation } from '../errors';
import { writeFileAtomic } from '../files/write-file-atomic';
import { makeFolder } from '../files/make-folder';
import { readFileBytes } from '../files/read-file';
import { decodeSafetensors, encodeSafetensors } from '../training/safetensors';
import { TrainingInterrupted } from '../training/index';
import type { Trained } from '../training/train';
import type { ProgressListener } from './open-dataset';
import { teacherPlans, type TrainingPlan } from './training-plan';

/** Where a run keeps what its teachers say, so that it can be gone on with when theirs are gone. */
const FILE = 'soft-targets.safetensors';
const PROBABILITIES = 'probabilities';

/** The largest file that is read, in bytes: seven numbers of each of ten million images. */
const LARGEST = 2 ** 28;

/** How {@link distill} goes about it. */
interface TeachingOptions {
  dataset: Dataset;
  /** Trains one teacher, or finds it trained. */
  train: (plan: TrainingPlan) => Promise<Trained>;
  precision: Precision | 'auto';
  /** false asks the teachers anew, whatever stands in the run's folder. */
  resume?: boolean;
  /** Stops asking, as it stops the training. */
  signal?: AbortSignal;
  /** Makes a listener for each pass over the images, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
}

/**
 * What several smaller networks say of the training images: some of FER-2013's labels are wrong and many are one opinion
 * of several, and a long training learns them all by heart. The mean over a smaller network's runs of several seeds, each
 * seen straight and mirrored, knows what is common and less of what is wrong: Hinton et al., "Distilling the Knowledge
 * in a Neural Network" (2015), https://arxiv.org/abs/1503.02531. The teachers are runs like any others, in folders of
 * their own beside the plan's, and used where they stand there already.
 *
 * @throws ExpectationError when a teacher's folder or the file with what they said is damaged
 * @throws TrainingInterrupted when a teacher's training was
 */
export async function distill(
  plan: TrainingPlan,
  { dataset, train, precision, resume = true, progress, signal }: TeachingOptions,
): Promise<SoftTargets> {
  const teachers = teacherPlans(plan);
  const images = selectSplit(dataset, 'train');
  const share = plan.recipe.teacherShare;
  const file = path.join(plan.folders.run, FILE);
  const { fingerprint } = dataset.source;
  const from = JSON.stringify({
    fingerprint,
    teachers: teachers.map(({ recipe, seed }) => ({ recipe, seed })),
  });
  const kept = resume ? await readKept(file, { from, images: images.labels.length }) : undefined;
  if (kept) return { probabilities: kept, share };

  const probabilities = new Float32Array(images.labels.length * EMOTIONS.length);
  for (const [i, teacher] of teachers.entries()) {
    const { model } = await train(teacher);
    const listener = progress?.(`Asking teacher ${i + 1} of ${teachers.length}`);
    const onProgress = (done: number, total: number) => {
      if (signal?.aborted) throw new TrainingInterrupted([], { epochs: plan.recipe.epochs });
      listener?.(done, total);
    };
    const fastTraining = useFastTraining({ precision, seed: teacher.seed });
    try {
      const answers = await predict(model, images, { flip: true, onProgress });
      checkProbabilities(answers, {
        what: `what the model in ${teacher.folders.run} says of the images`,
        advice: 'Run the same training again; where it comes back, delete that folder.',
      });
      answers.forEach((value, place) => (probabilities[place] += value / teachers.length));
    } finally {
      fastTraining();
      model.dispose();
    }
  }
  const tensor = { shape: [images.labels.length, EMOTIONS.length], data: probabilities };
  await makeFolder(plan.folders.run);
  await writeFileAtomic(
    file,
    encodeSafetensors({ tensors: { [PROBABILITIES]: tensor }, metadata: { from } }),
  );
  return { probabilities, share };
}

/** What teachers said in an earlier part of the run, unless they were others. */
async function readKept(
  file: string,
  { from, images }: { from: string; images: number },
): Promise<Float32Array | undefined> {
  if (!existsSync(file)) return undefined;
  const what = "what a run's teachers said";
  const advice = 'Delete the file: what the teachers predict is computed again.';
  const bytes = await readFileBytes(file, { what, largest: LARGEST, advice });
  const { tensors, metadata } = decodeSafetensors(bytes, { file, advice });
  if (metadata.from !== from) return undefined;
  const shape = Object.hasOwn(tensors, PROBABILITIES) ? tensors[PROBABILITIES].shape : undefined;
  if (shape?.join() !== `${images},${EMOTIONS.length}`)
    throw expectation(file, {
      expectation: `${what} of ${images} images`,
      found: shape ? `numbers of the shape [${shape.join()}]` : 'other tensors',
      advice,
    });
  const data = Float32Array.from(tensors[PROBABILITIES].data);
  checkProbabilities(data, { what: `the probabilities in ${file}`, advice });
  return data;
}

/** A NaN among the targets would make the whole training one. */
function checkProbabilities(values: Float32Array, { what, advice }: { what: string; advice: string }): void {
  const wrong = values.findIndex((value) => !(value >= 0 && value < 1.01));
  if (wrong < 0) return;
  throw expectation(what, {
    expectation: 'probabilities from 0 to 1',
    found: `${values[wrong]} for image ${Math.floor(wrong / EMOTIONS.length) + 1}`,
    advice,
  });
}
