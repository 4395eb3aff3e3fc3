import { adamGraphStep } from '../engine/optimizers/adam-graph-step';
import { GRAPH_STEP, takeAndCount, type GraphStep } from '../engine/graph/graph-step';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { checkNames, checkState, zerosLike, type NamedTensor } from './optimizer-state';

/** What is kept of one variable's gradients. */
interface Means {
  /** The variable's name, under which a saved state has them. */
  name: string;
  first: tf.Variable;
  second: tf.Variable;
}

/** The numbers of {@link AdamW}. */
export interface AdamWOptions {
  /** The step's size; a schedule sets it anew before every step. */
  learningRate?: number;
  /** How much of the mean of the gradients is kept at each step. */
  beta1?: number;
  /** How much of the mean of the squared gradients is kept at each step. */
  beta2?: number;
  /** Keeps the division from exploding where gradients are tiny. */
  epsilon?: number;
  /** Times the learning rate: the part of each kernel that is taken away at each step. */
  weightDecay?: number;
}

/**
 * Adam with decoupled weight decay: Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019),
 * https://arxiv.org/abs/1711.05101, algorithm 2. Only kernels (two or more dimensions) decay; biases and the scales and
 * offsets of batch normalization do not.
 *
 * Each variable's step is one pass of TensorFlow's own op over the variable, its two means and its gradient, and one more
 * over what decays.
 *
 * @example model.compile({ optimizer: new AdamW({ weightDecay: 0.05 }), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
 */
export class AdamW extends tf.Optimizer {
  /** The name in a saved configuration. */
  static get className(): string {
    return 'AdamW';
  }

  /** May be set at any time; counts from the next step on. */
  learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** In the order of the gradients; there from the first step on. */
  private means?: Means[];

  /** @throws ExpectationError when a number is outside what the method allows */
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
   * Takes one step: called by tfjs with the gradients of the trainable variables, always in the same order.
   *
   * @throws ExpectationError when the state that was set belongs to other variables
   */
  override applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {
    takeAndCount(this[GRAPH_STEP], gradients);
  }

  /** By this the engine makes the step part of a training step's graph. */
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
   * The state after the last step, in this order: `iter` (how many steps, int32), for every variable `<its name>/m` (the
   * mean of its gradients) and for every variable `<its name>/v` (of their squares), in the variable's shape; before the
   * first step only `iter`. All but `iter` stay the optimizer's.
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
   * Goes on from the state that {@link getWeights} gave, in the same order; the tensors stay the caller's.
   *
   * @throws ExpectationError for a state that is not an AdamW's
   */
  override async setWeights(state: NamedTensor[]): Promise<void> {
    checkNames(
      state.map(({ name }) => name),
      { optimizer: 'AdamW', endings: ['/m', '/v'] },
    );
    const means = await this.extractIterations(state);
    this.disposeMeans();
    // An optimizer that has taken no step has no means yet: they are made at the first.
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

// By this tf.loadLayersModel finds the class of an optimizer that was saved with its model.
tf.serialization.registerClass(AdamW);
