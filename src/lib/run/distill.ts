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

/**
 * The file in the run's folder with the teachers' predictions, so that it can be resumed without
 * the teachers' folders.
 */
const FILE = 'soft-targets.safetensors';
const PROBABILITIES = 'probabilities';

/** The largest file that is read, in bytes: seven numbers for each of ten million images. */
const LARGEST = 2 ** 28;

/** Options of {@link distill}. */
interface DistillOptions {
  dataset: Dataset;
  /** Trains a teacher, or loads it if it is trained already. */
  train: (plan: TrainingPlan) => Promise<Trained>;
  precision: Precision | 'auto';
  /** false computes the teachers' predictions again, even if the run's folder has them. */
  resume?: boolean;
  /** Stops the predictions as well as the training. */
  signal?: AbortSignal;
  /** Creates a listener for each pass over the images, such as `progressBar`. */
  progress?: (label: string) => ProgressListener;
}

/**
 * Computes soft targets for knowledge distillation: the mean prediction of several smaller
 * networks, trained with different seeds, for each training image and its mirror image. Some of
 * FER-2013's labels are wrong and many are debatable, and a long training memorises them all. The
 * teachers' mean keeps what the labels have in common, and less of their errors. The teachers are
 * ordinary runs in their own folders beside the plan's; finished ones are reused.
 * Source: Hinton et al., "Distilling the Knowledge in a Neural Network" (2015),
 * https://arxiv.org/abs/1503.02531.
 *
 * @throws ExpectationError when a teacher's folder or the file of their predictions is damaged
 * @throws TrainingInterrupted when a teacher's training or prediction is interrupted
 */
export async function distill(
  plan: TrainingPlan,
  { dataset, train, precision, resume = true, progress, signal }: DistillOptions,
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
    const listener = progress?.(`Predicting with teacher ${i + 1} of ${teachers.length}`);
    const onProgress = (done: number, total: number) => {
      if (signal?.aborted) throw new TrainingInterrupted([], { epochs: plan.recipe.epochs });
      listener?.(done, total);
    };
    const fastTraining = useFastTraining({ precision, seed: teacher.seed });
    try {
      const predictions = await predict(model, images, { flip: true, onProgress });
      checkProbabilities(predictions, {
        what: `the predictions of the model in ${teacher.folders.run}`,
        advice: 'Run the same training again; if that does not help, delete that folder.',
      });
      predictions.forEach((value, place) => (probabilities[place] += value / teachers.length));
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

/**
 * The teachers' predictions saved earlier in the run, if they are from the same teachers and
 * images.
 */
async function readKept(
  file: string,
  { from, images }: { from: string; images: number },
): Promise<Float32Array | undefined> {
  if (!existsSync(file)) return undefined;
  const what = "the predictions of a run's teachers";
  const advice = 'Delete the file: the predictions are then computed again.';
  const bytes = await readFileBytes(file, { what, largest: LARGEST, advice });
  const { tensors, metadata } = decodeSafetensors(bytes, { file, advice });
  if (metadata.from !== from) return undefined;
  const shape = Object.hasOwn(tensors, PROBABILITIES) ? tensors[PROBABILITIES].shape : undefined;
  if (shape?.join() !== `${images},${EMOTIONS.length}`)
    throw expectation(file, {
      expectation: `${what} for ${images} images`,
      found: shape ? `numbers of the shape [${shape.join()}]` : 'other tensors',
      advice,
    });
  const data = Float32Array.from(tensors[PROBABILITIES].data);
  checkProbabilities(data, { what: `the probabilities in ${file}`, advice });
  return data;
}

/** Checks the predictions, since a single NaN in the targets would make the whole training NaN. */
function checkProbabilities(values: Float32Array, { what, advice }: { what: string; advice: string }): void {
  const wrong = values.findIndex((value) => !(value >= 0 && value < 1.01));
  if (wrong < 0) return;
  throw expectation(what, {
    expectation: 'probabilities from 0 to 1',
    found: `${values[wrong]} for image ${Math.floor(wrong / EMOTIONS.length) + 1}`,
    advice,
  });
}
