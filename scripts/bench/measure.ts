import type { Architecture } from '../../src/lib/index';
import type { Task } from '../shared/json-lines-process';
import type { Kind } from './summarize-samples';

/** A network: a fresh one by its architecture, or the model that the project ships, with its weights. */
export type Network = Architecture | 'shipped';

/** A command for a contender of the benchmark. */
export interface Command extends Task {
  architecture?: Network;
  batch?: number;
  /** Batches to predict. */
  batches?: number;
  /** Training steps. */
  steps?: number;
  calls?: number;
  /** The first step of a part of an epoch, and the one behind its last. */
  begin?: number;
  end?: number;
  /** How it is done: `call` or `predict`, `first` or `cached`, `eager-float32`, … */
  way?: string;
  /** A model of the zoo. */
  model?: string;
  seconds?: number;
  /** The side of a square matrix. */
  size?: number;
  repeats?: number;
  source?: Source;
  /** The folder that holds train/ and test/. */
  tree?: string;
  /** The folder that keeps the decoded dataset. */
  cache?: string;
  /** Images in an epoch. */
  trainImages?: number;
  /** A model's file. */
  file?: string;
  /** Gray values, image after image. */
  pixels?: readonly number[];
}

/** The files of the dataset, as the library takes them. */
export interface Source {
  kind: string;
  path: string;
}

/**
 * Two contenders that are compared, ours first; a contender may be asked for a way:
 * `keras-float32:call`.
 */
export interface Pair {
  ours: string;
  peer: string;
  /** Where the peer has several ways: of which the best counts. By default it has the one. */
  ways?: readonly string[];
  /** The ratio that is required, or null. */
  must: number | null;
  /** The ratio that is aimed at, or null. */
  aim: number | null;
}

/** What is measured: what the contenders are asked, and which of them are compared. */
export interface Measure {
  id: string;
  title: string;
  kind: Kind;
  /** How the samples of the peer become one number, where not as ours. */
  peerKind?: Kind;
  unit: string;
  /** Whether a higher number is better, a lower one, or one that is at most the required ratio. */
  better: 'more' | 'less' | 'at most';
  /** Whether a quick look includes it, or which of its pairs it includes: `auto/stock`. */
  inQuick?: boolean | readonly string[];
  ask: Command;
  /** What a quick look asks instead. */
  quick?: Omit<Command, 'task'>;
  /** Rounds of a quick look. */
  quickRounds?: number;
  /** What is asked before the clock counts; nothing by default. */
  warmUp?: Omit<Command, 'task'>;
  /**
   * The arithmetic of an image: of which network, and how many operations for each multiply-add.
   */
  work?: { architecture: Network; operations: number };
  /** The measure that takes the same samples, where one measurement gives both. */
  samplesOf?: string;
  /** Whether each round gets a new process. */
  fresh?: boolean;
  /** Whether such a process runs as `npm run train`; true by default. */
  isTraining?: boolean;
  /** Whether it needs FER-2013, or uses it where it is there. */
  needsData?: boolean;
  optionalData?: boolean;
  /** What is asked without the data. */
  withoutData?: Command;
  /** What is asked last, for the sample. */
  then?: Command;
  /** The share of an epoch that all rounds do together, and in a quick look. */
  parts?: { share: number; quickShare: number };
  /**
   * Whether the ratio is the median of the rounds' ratios, since only neighbouring rounds are
   * comparable.
   */
  isPaired?: boolean;
  /** Turns in each round; 1 by default. */
  turns?: number;
  pairs: readonly Pair[];
}

/** FER-2013 for all contenders. */
export interface BenchData {
  source: Source;
  /** The folder that holds train/ and test/, for Keras. */
  tree: string;
  cache: string;
  /** Images in an epoch. */
  trainImages: number;
}
