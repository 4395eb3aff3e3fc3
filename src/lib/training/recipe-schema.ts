import type { AugmentationOptions } from '../dataset/augment/augment-images';
import { LABEL_SOURCES } from '../dataset/dataset';
import {
  flag,
  integer,
  nullable,
  number,
  object,
  oneOf,
  optional,
  share,
  text,
  type Schema,
} from '../json/index';
import { ARCHITECTURES } from '../model/architecture';
import type { Recipe } from './presets';

const AMOUNT = number({ from: 0 });

/** Augmentation options as stored in files. */
export const AUGMENTATION: Schema<AugmentationOptions> = object({
  flip: optional(share),
  shift: optional(AMOUNT),
  rotation: optional(AMOUNT),
  zoom: optional(AMOUNT),
  brightness: optional(AMOUNT),
  contrast: optional(AMOUNT),
  erase: optional(share),
  fill: optional(oneOf(['nearest', 'reflect', 'constant'])),
});

/**
 * The fields of a recipe that every version has. Other versions of the project may have more or
 * fewer.
 */
export const RECIPE = object({
  labels: optional(oneOf(LABEL_SOURCES)),
  architecture: oneOf(ARCHITECTURES),
  startFrom: optional(nullable(text())),
  freeze: optional(flag),
  epochs: integer({ from: 1 }),
  batchSize: optional(integer({ from: 1 })),
  dropout: optional(nullable(share)),
  augmentation: optional(nullable(AUGMENTATION)),
  labelSmoothing: optional(share),
  optimizer: optional(text()),
  schedule: optional(text()),
  peakLearningRate: optional(AMOUNT),
  weightDecay: optional(AMOUNT),
  averageDecay: optional(share),
  teachers: optional(integer({ from: 0 })),
  teacherShare: optional(share),
}) as Schema<unknown> as Schema<Recipe>;
