/** A value in an options object: JSON, a layer, or an expression as it is. */
export type Value = null | boolean | number | string | readonly Value[] | Expression | LayerPlan | Config;

/** An expression that is written into the program as it is: `tf.regularizers.l2({ l2: 0.1 })`. */
export interface Expression {
  readonly code: string;
}

/** An options object. */
export interface Config {
  readonly [key: string]: Value;
}

/** A layer before it is made. */
export interface LayerPlan {
  /**
   * A function of tf.layers (`dense`), a class of the snippets (`ScaledLayer`), or `model` for one
   * inside of this one.
   */
  readonly make: string;
  /** Its variable in the program: `dense3`. */
  readonly id: string;
  readonly config: Config;
  /** Statements to run once it is made; `$` is the layer. */
  readonly then?: readonly string[];
  /** What a `model` consists of. */
  readonly network?: Network;
}

/** Where a layer is used. Inputs and nodes are counted together, inputs first. */
export interface NodePlan {
  readonly layer: string;
  readonly from: readonly number[];
  /** Which of its outputs, where it has several. */
  readonly take?: number;
  /** What a recurrent one begins with, in place of zeros. */
  readonly states?: readonly number[];
}

/** What goes in. */
export interface InputPlan {
  /** Without the batch. */
  readonly shape: readonly number[];
  /**
   * Numbers of a normal distribution, the same with whole steps of zeros, or whole numbers below
   * `below`.
   */
  readonly kind: 'normal' | 'masked' | 'integers';
  readonly below?: number;
  /** The number of rows, where it is fixed. */
  readonly batch?: number;
}

/** The layers of a model and how they hang together. */
export interface Network {
  readonly inputs: readonly InputPlan[];
  readonly layers: readonly LayerPlan[];
  readonly nodes: readonly NodePlan[];
  readonly outputs: readonly number[];
  /** Written with tf.sequential(). */
  readonly isSequential: boolean;
}

/** What a model should put out. */
export type TargetKind = 'normal' | 'positive' | 'oneHot' | 'binary' | 'signs' | 'index';

/** What is done with a model, in the order of a program's statements. */
export type StepPlan =
  | { readonly do: 'trainOnBatch'; readonly rows: number; readonly times: number }
  | { readonly do: 'fit' | 'fitDataset'; readonly rows: number; readonly options: Config }
  | { readonly do: 'evaluate' | 'evaluateDataset'; readonly rows: number; readonly options: Config }
  | { readonly do: 'predict'; readonly rows: number; readonly times: number; readonly options: Config }
  | { readonly do: 'gradients' | 'secondGradients' | 'slope'; readonly rows: number }
  /** Trains and counts tensors after each step. */
  | { readonly do: 'growth'; readonly rows: number }
  /** Trains with a random layer, many steps; what the losses are like. */
  | { readonly do: 'statistics'; readonly rows: number; readonly times: number }
  | { readonly do: 'weights' }
  /** A statement about a layer (`$`) or the model. */
  | { readonly do: 'change'; readonly layer?: string; readonly code: string }
  | { readonly do: 'compile'; readonly compile: CompilePlan }
  /** Turns the engine off (or on), where it is the engine that is tried. */
  | { readonly do: 'switch'; readonly on: boolean };

/** The arguments of model.compile(). */
export interface CompilePlan {
  readonly optimizer: Expression | string;
  readonly loss: Value;
  readonly metrics?: Value;
}

/**
 * A program about one model, as data: what the generator makes, the shrinker makes smaller and the
 * printer writes.
 */
export interface Plan {
  readonly network: Network;
  readonly targets: readonly TargetKind[];
  readonly compile: CompilePlan;
  readonly steps: readonly StepPlan[];
  /** Of weights and data. */
  readonly seed: number;
}
