import type { DatasetSource, Split } from '../dataset/dataset';
import type { Processor } from '../engine/processor';
import type { ClassificationMetrics, SplitScore } from '../evaluation/index';
import type { CalibrationBin } from '../evaluation/calibration';
import type { Architecture } from '../model/index';
import type { TrainingRecord } from '../run/index';

/** How far apart confidence and accuracy are on some test images. */
export interface CalibrationScore {
  /** `both tests`, `publicTest`, `privateTest`. */
  readonly split: string;
  readonly n: number;
  /** Expected calibration error, 0 to 1. */
  readonly error: number;
}

/** What a model says of the tests, seeing each image once or also its mirror image. */
export interface ViewMeasurements {
  /** All, publicTest and privateTest, then the same without the images that also appear in train. */
  readonly scores: readonly SplitScore[];
  readonly calibration: readonly CalibrationScore[];
  /** On privateTest; only those that have images. */
  readonly bins: readonly CalibrationBin[];
  /** Of both tests together, and of privateTest alone. */
  readonly classes: Readonly<Record<'bothTests' | 'privateTest', ClassScores>>;
}

/** What is mistaken for what among some images, and each class's scores. */
export interface ClassScores {
  /** `[7][7]` counts; rows are true emotions, columns predicted ones. */
  readonly confusion: readonly (readonly number[])[];
  readonly report: ClassificationMetrics;
}

/** All that is measured of a model's answers: the same files and images give it again. */
export interface Measurements {
  readonly oneView: ViewMeasurements;
  /** The mean over each image and its mirror image. */
  readonly flipAveraged: ViewMeasurements;
  /** One view without the temperature, which changes only how sure the answers are. */
  readonly asTrained: Pick<ViewMeasurements, 'calibration' | 'bins'>;
}

/** How long one image takes, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** Predictions that were timed. */
  readonly repeats: number;
  readonly processor: Pick<Processor, 'model' | 'cores'>;
}

/** Everything that has to be known of a model that ships; `card.json` holds it, the card in words is written from it. */
export interface ModelCard {
  readonly model: {
    readonly architecture: Architecture;
    readonly parameters: number;
    /** Multiply-adds an image. */
    readonly multiplyAdds: number;
    /** Of model.json and the weights together. */
    readonly bytes: number;
    readonly weightsSha256: string;
  };
  readonly data: {
    readonly kind: DatasetSource['kind'];
    readonly fingerprint: string;
    /** Images of each split and emotion. */
    readonly counts: Readonly<Record<Split, readonly number[]>>;
    /** Groups of equal images, the images too many in them, tests that also appear in train, groups with several labels. */
    readonly duplicates: Readonly<Record<'groups' | 'redundant' | 'testsInTrain' | 'conflicting', number>>;
  };
  readonly training: TrainingRecord & {
    /** Epochs that were trained; the recipe says how many there should be. */
    readonly epochs: number;
    /** The epoch of the checkpoint, from 1. */
    readonly bestEpoch: number;
    /** The split whose accuracy chose that epoch. */
    readonly chosenOn: 'publicTest';
    readonly seconds: number;
  };
  /** What the model's logits were divided by, and where it was fitted; it is part of the weights. */
  readonly temperature: { readonly value: number; readonly fittedOn: 'publicTest' };
  readonly measurements: Measurements;
  /** Accuracy of both tests, one view, with the weights before they were rounded to 16 bits, 0 to 1. */
  readonly accuracyUnrounded: number;
  readonly latency: Latency;
  /** The folder in models/runs that it was made of. */
  readonly run: string;
  /** The version of the project that measured. */
  readonly commit?: string;
  /** SHA-256 (hex) of the history beside it; cards of older versions have none. */
  readonly historySha256?: string;
}
