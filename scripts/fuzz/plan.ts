/** A value in an options object: JSON, a layer, or an expression as it is. */
export type Value = null | boolean | number | string | readonly Value[] | Expression | LayerPlan | Config;

/** An expression that is written into the program verbatim: `tf.regularizers.l2({ l2: 0.1 })`. */
export interface Expression {
  readonly code: string;
}

/** An options object. */
export interface Config {
  readonly [key: string]: Value;
}

/** The specification of a layer. */
export interface LayerPlan {
  /**
   * A function of tf.layers (`dense`), a class of the snippets (`ScaledLayer`), or `model` for a
   * nested model.
   */
  readonly make: string;
  /** Its variable in the program: `dense3`. */
  readonly id: string;
  readonly config: Config;
  /** Statements to run after it is created; `$` is the layer. */
  readonly then?: readonly string[];
  /** The network of a `model`. */
  readonly network?: Network;
}

/** One use of a layer. Inputs and nodes are numbered together, inputs first. */
export interface NodePlan {
  readonly layer: string;
  readonly from: readonly number[];
  /** The index of the output, if it has several. */
  readonly take?: number;
  /** The initial state of a recurrent layer, instead of zeros. */
  readonly states?: readonly number[];
}

/** An input. */
export interface InputPlan {
  /** Without the batch. */
  readonly shape: readonly number[];
  /**
   * Normally distributed numbers, the same with time steps of zeros, or integers below `below`.
   */
  readonly kind: 'normal' | 'masked' | 'integers';
  readonly below?: number;
  /** The batch size, if it is fixed. */
  readonly batch?: number;
}

/** The layers of a model and their connections. */
export interface Network {
  readonly inputs: readonly InputPlan[];
  readonly layers: readonly LayerPlan[];
  readonly nodes: readonly NodePlan[];
  readonly outputs: readonly number[];
  /** Whether it is written with tf.sequential(). */
  readonly isSequential: boolean;
}

/** The kind of target of an output. */
export type TargetKind = 'normal' | 'positive' | 'oneHot' | 'binary' | 'signs' | 'index';

/** The steps of a program, in order. */
export type StepPlan =
  | { readonly do: 'trainOnBatch'; readonly rows: number; readonly times: number }
  | { readonly do: 'fit' | 'fitDataset'; readonly rows: number; readonly options: Config }
  | { readonly do: 'evaluate' | 'evaluateDataset'; readonly rows: number; readonly options: Config }
  | { readonly do: 'predict'; readonly rows: number; readonly times: number; readonly options: Config }
  | { readonly do: 'gradients' | 'secondGradients' | 'slope'; readonly rows: number }
  /** Trains, and counts tensors after each step. */
  | { readonly do: 'growth'; readonly rows: number }
  /** Trains many steps with a random layer, for the statistics of the losses. */
  | { readonly do: 'statistics'; readonly rows: number; readonly times: number }
  | { readonly do: 'weights' }
  /** A statement about a layer (`$`) or the model. */
  | { readonly do: 'change'; readonly layer?: string; readonly code: string }
  | { readonly do: 'compile'; readonly compile: CompilePlan }
  /** Turns the engine off or on; does nothing in the stock run. */
  | { readonly do: 'switch'; readonly on: boolean };

/** The arguments of model.compile(). */
export interface CompilePlan {
  readonly optimizer: Expression | string;
  readonly loss: Value;
  readonly metrics?: Value;
}

/**
 * A program with one model, as data: generated, shrunk and rendered as source.
 */
export interface Plan {
  readonly network: Network;
  readonly targets: readonly TargetKind[];
  readonly compile: CompilePlan;
  readonly steps: readonly StepPlan[];
  /** The seed of weights and data. */
  readonly seed: number;
}
