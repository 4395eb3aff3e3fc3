import type { DatasetSource, LabelSource, Split } from '../dataset/dataset';
import type { Processor } from '../engine/processor';
import type { ClassificationMetrics, SplitScore, VoteScores } from '../evaluation/index';
import type { CalibrationBin } from '../evaluation/calibration';
import type { Architecture } from '../model/index';
import type { TrainingRecord } from '../run/index';

/** The calibration on one part of the test images. */
export interface CalibrationScore {
  /** `both tests`, `publicTest`, `privateTest`. */
  readonly split: string;
  readonly n: number;
  /** Expected calibration error, 0 to 1. */
  readonly error: number;
}

/** The results on the tests, for one view of each image or averaged with its mirror image. */
export interface ViewMeasurements {
  /**
   * Those of both tests, publicTest and privateTest, then the same without the images that also
   * appear in train.
   */
  readonly scores: readonly SplitScore[];
  readonly calibration: readonly CalibrationScore[];
  /** On privateTest; empty bins are omitted. */
  readonly bins: readonly CalibrationBin[];
  /** For both tests together, and for privateTest alone. */
  readonly classes: Readonly<Record<'bothTests' | 'privateTest', ClassScores>>;
  /** Against FER+'s votes, if the model learned them. */
  readonly votes?: Readonly<Record<'publicTest' | 'privateTest', VoteScores>>;
}

/** The confusion matrix and the class scores on some images. */
export interface ClassScores {
  /** `[classes][classes]` counts; rows are true classes, columns predicted ones. */
  readonly confusion: readonly (readonly number[])[];
  readonly report: ClassificationMetrics;
}

/** All results that depend only on the model's files and the images. */
export interface Measurements {
  readonly oneView: ViewMeasurements;
  /** Averaged over each image and its mirror image. */
  readonly flipAveraged: ViewMeasurements;
  /** One view without the temperature, which only changes confidences. */
  readonly asTrained: Pick<ViewMeasurements, 'calibration' | 'bins'>;
}

/** The time for one image, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** The number of timed predictions. */
  readonly repeats: number;
  readonly processor: Pick<Processor, 'model' | 'cores'>;
}

/** The model card of a release, stored as `card.json`. Its Markdown version is rendered from it. */
export interface ModelCard {
  readonly model: {
    readonly architecture: Architecture;
    readonly parameters: number;
    /** Multiply-adds per image. */
    readonly multiplyAdds: number;
    /** Of model.json and the weights together. */
    readonly bytes: number;
    readonly weightsSha256: string;
  };
  readonly data: {
    readonly kind: DatasetSource['kind'];
    readonly fingerprint: string;
    /** Whose labels they have; absent means the data set's own. */
    readonly labels?: LabelSource;
    /** Images of each split and emotion. */
    readonly counts: Readonly<Record<Split, readonly number[]>>;
    /**
     * Groups of equal images, redundant images in them, test images that also appear in train, and
     * groups with conflicting labels.
     */
    readonly duplicates: Readonly<Record<'groups' | 'redundant' | 'testsInTrain' | 'conflicting', number>>;
  };
  readonly training: TrainingRecord & {
    /** Finished epochs; the recipe has the planned number. */
    readonly epochs: number;
    /** The epoch of the checkpoint, from 1. */
    readonly bestEpoch: number;
    /** The split whose accuracy or loss selected that epoch. */
    readonly chosenOn: 'publicTest';
    readonly seconds: number;
  };
  /**
   * The temperature that the logits were divided by, which is part of the weights, and the split it
   * was fitted on.
   */
  readonly temperature: { readonly value: number; readonly fittedOn: 'publicTest' };
  readonly measurements: Measurements;
  /** The accuracy on both tests, one view, with the weights before rounding to 16 bits, 0 to 1. */
  readonly accuracyUnrounded: number;
  readonly latency: Latency;
  /** The run's folder in models/runs that was exported. */
  readonly run: string;
  /** The commit of the project that measured it. */
  readonly commit?: string;
  /** SHA-256 (hex) of the history; cards of older versions have none. */
  readonly historySha256?: string;
}
