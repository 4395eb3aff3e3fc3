import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SoftTargets } from '../dataset/batches';
import { selectSplit, type Dataset } from '../dataset/index';
import { EMOTIONS } from '../emotions';
import { useFastTraining, type Precision } from '../engine/index';
import { predict } from '../evaluation/index';
import { writeFileAtomic } from '../files';
import { decodeSafetensors, encodeSafetensors } from '../training/safetensors';
import type { Trained } from '../training/index';
import type { ProgressListener } from './open-dataset';
import { teacherPlans, type TrainingPlan } from './training-plan';

/** Where a run keeps what its teachers say, so that it can be gone on with when theirs are gone. */
const FILE = 'soft-targets.safetensors';
const PROBABILITIES = 'probabilities';

/** How {@link learnFromTeachers} goes about it. */
interface TeachingOptions {
  dataset: Dataset;
  /** Trains one teacher, or finds it trained. */
  train: (plan: TrainingPlan) => Promise<Trained>;
  precision: Precision | 'auto';
  /** false asks the teachers anew, whatever stands in the run's folder. */
  resume?: boolean;
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
export async function learnFromTeachers(
  plan: TrainingPlan,
  { dataset, train, precision, resume = true, progress }: TeachingOptions,
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
  const kept = resume ? await readKept(file, { from }) : undefined;
  if (kept) return { probabilities: kept, share };

  const probabilities = new Float32Array(images.labels.length * EMOTIONS.length);
  for (const [i, teacher] of teachers.entries()) {
    const { model } = await train(teacher);
    const onProgress = progress?.(`Asking teacher ${i + 1} of ${teachers.length}`);
    const fastTraining = useFastTraining({ precision, seed: teacher.seed });
    try {
      const answers = await predict(model, images, { flip: true, onProgress });
      answers.forEach((value, place) => (probabilities[place] += value / teachers.length));
    } finally {
      fastTraining();
      model.dispose();
    }
  }
  const tensor = { shape: [images.labels.length, EMOTIONS.length], data: probabilities };
  await mkdir(plan.folders.run, { recursive: true });
  await writeFileAtomic(
    file,
    encodeSafetensors({ tensors: { [PROBABILITIES]: tensor }, metadata: { from } }),
  );
  return { probabilities, share };
}

/** What teachers said in an earlier part of the run, unless they were others. */
async function readKept(file: string, { from }: { from: string }): Promise<Float32Array | undefined> {
  if (!existsSync(file)) return undefined;
  const advice = 'Delete the file: the teachers are asked anew.';
  const { tensors, metadata } = decodeSafetensors(await readFile(file), { file, advice });
  return metadata.from === from ? (tensors[PROBABILITIES].data as Float32Array) : undefined;
}
