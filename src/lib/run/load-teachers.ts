import type { Teacher } from '../dataset/batches';
import { tf } from '../engine/index';
import { sha256 } from '../files/sha256';
import { hashWeights } from '../model/hash-weights';
import type { Trained } from '../training/train';
import { teacherPlans, type TrainingPlan } from './training-plan';

/** The mean of several trained networks, as `train` takes it. */
export interface Teachers extends Teacher {
  /** The SHA-256 (hex) of all their weights. */
  readonly id: string;
  /** Frees the networks. */
  dispose(): void;
}

/** Options of {@link loadTeachers}. */
interface LoadTeachersOptions {
  /** Trains a teacher, or loads it if it is trained already. */
  train: (plan: TrainingPlan) => Promise<Trained>;
  /** Another teacher, which is trained already; its owner disposes of it. */
  trained?: tf.LayersModel;
}

/**
 * Trains the networks that teach a plan's network (knowledge distillation), or loads those that are
 * trained already: ordinary runs with different seeds, in their own folders beside the plan's. Some
 * of FER-2013's labels are wrong and many are debatable, and a long training memorises them all. The
 * teachers' mean keeps what the labels have in common, and less of their errors. Teachers predict
 * the very image that the student sees, augmentation included: predictions for the original images,
 * computed once, would be cheaper and teach less. Sources: Hinton et al., "Distilling the Knowledge
 * in a Neural Network" (2015), https://arxiv.org/abs/1503.02531; Beyer et al., "Knowledge
 * distillation: A good teacher is patient and consistent" (2021), https://arxiv.org/abs/2106.05237.
 *
 * @throws ExpectationError when a teacher's folder is damaged
 * @throws TrainingInterrupted when a teacher's training is interrupted
 */
export async function loadTeachers(
  plan: TrainingPlan,
  { train, trained }: LoadTeachersOptions,
): Promise<Teachers> {
  const models: tf.LayersModel[] = [];
  const dispose = () => models.forEach((model) => model.dispose());
  try {
    const hashes = trained ? [hashWeights(trained)] : [];
    for (const teacher of teacherPlans(plan)) {
      const { model } = await train(teacher);
      models.push(model);
      hashes.push(hashWeights(model));
    }
    const all = trained ? [trained, ...models] : models;
    return {
      share: plan.recipe.teacherShare,
      id: sha256(hashes.join()),
      predict: (images) =>
        tf.tidy((): tf.Tensor2D => {
          const predictions = all.map((model) => model.predict(images) as tf.Tensor2D);
          return tf.div(tf.addN(predictions), all.length);
        }),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
