import type { AugmentationOptions } from '../dataset/augment/augment-images';
import { integer, nullable, number, object, oneOf, optional, text, type Schema } from '../json/index';
import { ARCHITECTURES } from '../model/architecture';
import type { Recipe } from './presets';

const SHARE = number({ from: 0, to: 1 });
const AMOUNT = number({ from: 0 });

/** Augmentation options as stored in files. */
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

/**
 * The fields of a recipe that every version has. Other versions of the project may have more or
 * fewer.
 */
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
