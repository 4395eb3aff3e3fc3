import { adamGraphStep } from '../engine/optimizers/adam-graph-step';
import { GRAPH_STEP, takeAndCount, type GraphStep } from '../engine/graph/graph-step';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { checkNames, checkState, zerosLike, type NamedTensor } from './optimizer-state';

/** The moments of one variable's gradients. */
interface Means {
  /** The variable's name, which identifies them in a saved state. */
  name: string;
  first: tf.Variable;
  second: tf.Variable;
}

/** The hyperparameters of {@link AdamW}. */
export interface AdamWOptions {
  /** The step size. A schedule sets it before every step. */
  learningRate?: number;
  /** Decay rate of the moving average of the gradients. */
  beta1?: number;
  /** Decay rate of the moving average of the squared gradients. */
  beta2?: number;
  /** Keeps the division stable where gradients are tiny. */
  epsilon?: number;
  /** Multiplied by the learning rate: the fraction by which each kernel shrinks per step. */
  weightDecay?: number;
}

/**
 * Adam with decoupled weight decay: Loshchilov and Hutter, "Decoupled Weight Decay Regularization"
 * (ICLR 2019), https://arxiv.org/abs/1711.05101, algorithm 2. Only kernels (two or more dimensions)
 * decay, not biases or the scales and offsets of batch normalization.
 *
 * TensorFlow's own op updates each variable in one pass over the variable, its two moments and its
 * gradient. Weight decay takes a second pass.
 *
 * @example
 * model.compile({
 *   optimizer: new AdamW({ weightDecay: 0.05 }),
 *   loss: 'categoricalCrossentropy',
 *   metrics: ['accuracy'],
 * });
 */
export class AdamW extends tf.Optimizer {
  /** The class name in a saved configuration. */
  static get className(): string {
    return 'AdamW';
  }

  /** May be set at any time; takes effect at the next step. */
  learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** In the order of the gradients; set at the first step. */
  private means?: Means[];

  /**
   * @throws ExpectationError if a hyperparameter is out of range
   */
  constructor({
    learningRate = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-7,
    weightDecay = 0.01,
  }: AdamWOptions = {}) {
    super();
    for (const [name, value] of Object.entries({ beta1, beta2 })) {
      if (!(value >= 0 && value < 1)) {
        throw expectation(name, { expectation: 'from 0 to below 1', found: value });
      }
    }
    for (const [name, value] of Object.entries({ learningRate, epsilon, weightDecay })) {
      if (!(value >= 0)) throw expectation(name, { expectation: '0 or more', found: value });
    }
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
  }

  /**
   * Takes one step. tfjs calls this with the gradients of the trainable variables, always in the
   * same order.
   *
   * @throws ExpectationError if the restored state belongs to other variables
   */
  override applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {
    takeAndCount(this[GRAPH_STEP], gradients);
  }

  /** Lets the engine make the step part of a training step's graph. */
  get [GRAPH_STEP](): GraphStep {
    return adamGraphStep({
      moments: (variables) => {
        this.means ??= variables.map((variable) => ({
          name: variable.name,
          first: zerosLike(variable),
          second: zerosLike(variable),
        }));
        for (const key of ['first', 'second'] as const) {
          const kept = this.means.map((means) => means[key]);
          checkState(kept, variables, { optimizer: 'AdamW', of: 'weights' });
        }
        return this.means.map(({ first, second }, i) => ({ first, second, decays: variables[i].rank > 1 }));
      },
      numbers: () => {
        const { learningRate, beta1, beta2, epsilon, weightDecay } = this;
        const step = this.iterations + 1;
        const decay = learningRate * weightDecay;
        return { learningRate, beta1, beta2, epsilon, decay, power1: beta1 ** step, power2: beta2 ** step };
      },
      advance: () => this.incrementIterations(),
    });
  }

  /**
   * Returns the state after the last step, in this order: `iter` (the number of steps, int32), then
   * `<name>/m` for every variable (moving average of its gradients), then `<name>/v` (of their
   * squares), in the variables' shapes. Before the first step there is only `iter`. The optimizer
   * still owns all tensors but `iter`.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    const means = this.means ?? [];
    return [
      await this.saveIterations(),
      ...means.map(({ name, first }) => ({ name: `${name}/m`, tensor: first })),
      ...means.map(({ name, second }) => ({ name: `${name}/v`, tensor: second })),
    ];
  }

  /**
   * Restores a state that {@link getWeights} returned, in the same order. The caller still owns the
   * tensors.
   *
   * @throws ExpectationError if the state is not AdamW's
   */
  override async setWeights(state: NamedTensor[]): Promise<void> {
    checkNames(
      state.map(({ name }) => name),
      { optimizer: 'AdamW', endings: ['/m', '/v'] },
    );
    const means = await this.extractIterations(state);
    this.disposeMeans();
    // Before the first step there are no moments; the first step creates them.
    if (means.length === 0) return;
    const half = means.length / 2;
    const [firsts, seconds] = [means.slice(0, half), means.slice(half)];
    this.means = firsts.map(({ name, tensor }, i) => ({
      name: name.slice(0, -'/m'.length),
      first: tf.variable(tensor, false),
      second: tf.variable(seconds[i].tensor, false),
    }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { learningRate, beta1, beta2, epsilon, weightDecay } = this;
    return { learningRate, beta1, beta2, epsilon, weightDecay };
  }

  override dispose(): void {
    this.disposeMeans();
    super.dispose();
  }

  private disposeMeans(): void {
    for (const { first, second } of this.means ?? []) tf.dispose([first, second]);
    this.means = undefined;
  }
}

// Lets tf.loadLayersModel find the class when it loads a model with its optimizer.
tf.serialization.registerClass(AdamW);
