import type { DatasetSource } from '../dataset/dataset';
import type { Precision } from '../engine/index';
import type { Processor } from '../engine/processor';
import { SOURCE_KIND } from '../evaluation/evaluation-schema';
import { integer, list, object, oneOf, record, text, type Schema } from '../json/index';
import { PRESET_NAMES, type PresetName, type Recipe } from '../training/presets';
import { RECIPE } from '../training/recipe-schema';
import { RUN_SIZES, type RunSize } from './settings';

/** What a run's folder keeps of how it was trained, in `training.json`. */
export interface TrainingRecord {
  /** What asks for the same training again. */
  readonly command: string;
  readonly preset: PresetName;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly runSize: RunSize;
  readonly data: { readonly kind: DatasetSource['kind']; readonly fingerprint: string };
  /** How convolutions were computed. */
  readonly precision: Precision;
  readonly processor: Pick<Processor, 'model' | 'cores' | 'features'>;
  /** Node, TensorFlow and the packages. */
  readonly packages: Readonly<Record<string, string>>;
  /** The versions of the project that trained: more than one where a run was resumed by another. */
  readonly commits: readonly string[];
}

/** What `training.json` holds. */
export const TRAINING_RECORD: Schema<TrainingRecord> = object({
  command: text(),
  preset: oneOf(PRESET_NAMES),
  recipe: RECIPE,
  seed: integer({ from: 0 }),
  runSize: oneOf(RUN_SIZES),
  data: object({ kind: SOURCE_KIND, fingerprint: text() }),
  precision: oneOf(['float32', 'bfloat16']),
  processor: object({ model: text(), cores: integer({ from: 1 }), features: list(text()) }),
  packages: record(text()),
  commits: list(text()),
});
