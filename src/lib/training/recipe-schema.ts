import type { AugmentationOptions } from '../dataset/augment/augment-images';
import { integer, nullable, number, object, oneOf, optional, text, type Schema } from '../json/index';
import { ARCHITECTURES } from '../model/architecture';
import type { Recipe } from './presets';

const SHARE = number({ from: 0, to: 1 });
const AMOUNT = number({ from: 0 });

/** What is changed about images, as files keep it. */
export const AUGMENTATION: Schema<AugmentationOptions> = object({
  flip: optional(SHARE),
  shift: optional(AMOUNT),
  rotation: optional(AMOUNT),
  zoom: optional(AMOUNT),
  brightness: optional(AMOUNT),
  contrast: optional(AMOUNT),
  erase: optional(SHARE),
  fill: optional(oneOf(['nearest', 'reflect', 'constant'])),
});

/** What every version of a recipe has; other versions of the project may know more of it, or less. */
export const RECIPE = object({
  architecture: oneOf(ARCHITECTURES),
  epochs: integer({ from: 1 }),
  batchSize: optional(integer({ from: 1 })),
  dropout: optional(nullable(SHARE)),
  augmentation: optional(nullable(AUGMENTATION)),
  labelSmoothing: optional(SHARE),
  optimizer: optional(text()),
  peakLearningRate: optional(AMOUNT),
  weightDecay: optional(AMOUNT),
  averageDecay: optional(SHARE),
  teachers: optional(integer({ from: 0 })),
  teacherShare: optional(SHARE),
}) as Schema<unknown> as Schema<Recipe>;
