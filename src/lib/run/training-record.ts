import { LABEL_SOURCES, type DatasetSource, type LabelSource } from '../dataset/dataset';
import type { Precision } from '../engine/index';
import type { Processor } from '../engine/processor';
import { SOURCE_KIND } from '../evaluation/evaluation-schema';
import { integer, list, object, oneOf, optional, record, text, type Schema } from '../json/index';
import { PRESET_NAMES, type PresetName, type Recipe } from '../training/presets';
import { RECIPE } from '../training/recipe-schema';
import { RUN_SIZES, type RunSize } from './settings';

/** How a run was trained; stored as `training.json` in its folder. */
export interface TrainingRecord {
  /** The command that reproduces the training. */
  readonly command: string;
  readonly preset: PresetName;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly runSize: RunSize;
  /** Whose labels it learned; runs from before there were votes learned the data set's own. */
  readonly labels?: LabelSource;
  /** The SHA-256 (hex) of the weights that it started with, if these were another model's. */
  readonly initialWeightsSha256?: string;
  readonly data: {
    readonly kind: DatasetSource['kind'];
    readonly fingerprint: string;
    /** The classes, in the order of the labels; runs from before there were others learned `EMOTIONS`. */
    readonly classes?: readonly string[];
  };
  /** The precision of convolutions. */
  readonly precision: Precision;
  readonly processor: Pick<Processor, 'model' | 'cores' | 'features'>;
  /** The versions of Node, TensorFlow and the packages. */
  readonly packages: Readonly<Record<string, string>>;
  /**
   * The commits of the project that trained it: several if the run was resumed with another
   * version.
   */
  readonly commits: readonly string[];
}

/** The schema of `training.json`. */
export const TRAINING_RECORD: Schema<TrainingRecord> = object({
  command: text(),
  preset: oneOf(PRESET_NAMES),
  recipe: RECIPE,
  seed: integer({ from: 0 }),
  runSize: oneOf(RUN_SIZES),
  labels: optional(oneOf(LABEL_SOURCES)),
  initialWeightsSha256: optional(text()),
  data: object({ kind: SOURCE_KIND, fingerprint: text(), classes: optional(list(text())) }),
  precision: oneOf(['float32', 'bfloat16']),
  processor: object({ model: text(), cores: integer({ from: 1 }), features: list(text()) }),
  packages: record(text()),
  commits: list(text()),
});
