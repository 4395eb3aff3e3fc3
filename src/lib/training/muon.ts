import { GRAPH_STEP, takeAndCount, type GraphStep, type NamedGradient } from '../engine/graph/graph-step';
import { muonStep } from '../engine/optimizers/muon-step';
import { tf } from '../engine/tensorflow';
import { AdamW } from './adam-w';
import { checkState, zerosLike, type NamedTensor } from './optimizer-state';

/** The hyperparameters of {@link Muon}. */
export interface MuonOptions {
  /** The step size. A schedule sets it before every step. */
  learningRate?: number;
  /** Multiplied by the learning rate: the fraction by which each kernel shrinks per step. */
  weightDecay?: number;
}

/** Suffix of a convolution's tensors in a saved state, after the variable's name. */
const MOMENTUM = '/momentum';

/**
 * Muon for convolutions, and {@link AdamW} for everything else: the first convolution, dense
 * layers, biases and normalizations. A convolution's gradient is dominated by a few strong
 * directions. Muon gives all directions the same weight and so learns in fewer epochs. Jordan
 * (2024), https://kellerjordan.github.io/posts/muon. Both optimizers take steps of the same size,
 * so they share a learning rate and a weight decay.
 *
 * @example
 * model.compile({
 *   optimizer: new Muon({ weightDecay: 0.05 }),
 *   loss: 'categoricalCrossentropy',
 *   metrics: ['accuracy'],
 * });
 */
export class Muon extends tf.Optimizer {
  /** The class name in a saved configuration. */
  static get className(): string {
    return 'Muon';
  }

  /** For all variables that are not inner convolutions. */
  private readonly adamW: AdamW;
  /** In the order of the gradients; set at the first step. */
  private momenta?: { name: string; momentum: tf.Variable }[];

  /**
   * @throws ExpectationError if a hyperparameter is below 0
   */
  constructor({ learningRate = 0.001, weightDecay = 0.01 }: MuonOptions = {}) {
    super();
    this.adamW = new AdamW({ learningRate, weightDecay });
  }

  /** May be set at any time; takes effect at the next step. */
  get learningRate(): number {
    return this.adamW.learningRate;
  }

  set learningRate(rate: number) {
    this.adamW.learningRate = rate;
  }

  get weightDecay(): number {
    return this.adamW.weightDecay;
  }

  /**
   * Takes one step. tfjs calls this with the gradients of the trainable variables, always in the
   * same order.
   *
   * @throws ExpectationError if the restored state belongs to other variables
   */
  override applyGradients(gradients: tf.NamedTensorMap | NamedGradient[]): void {
    takeAndCount(this[GRAPH_STEP], gradients);
  }

  /** Lets the engine make the step part of a training step's graph. */
  get [GRAPH_STEP](): GraphStep {
    const rest = this.adamW[GRAPH_STEP];
    return {
      state: (weights) => [
        ...this.momentaOf(weights.filter(isInnerConvolution)),
        ...rest.state(weights.filter((weight) => !isInnerConvolution(weight))),
      ],
      take: (gradients) => {
        const variableOf = ({ name }: NamedGradient) => tf.engine().registeredVariables[name];
        const own = gradients.filter((gradient) => isInnerConvolution(variableOf(gradient)));
        const variables = own.map(variableOf);
        const momenta = this.momentaOf(variables);
        const parameters = own.flatMap(({ tensor }, i) =>
          tensor ? [{ variable: variables[i], momentum: momenta[i], gradient: tensor }] : [],
        );
        muonStep(parameters, () => {
          const { learningRate, weightDecay } = this;
          return { learningRate, decay: learningRate * weightDecay };
        });
        rest.take(gradients.filter((gradient) => !own.includes(gradient)));
      },
      advance: () => {
        this.incrementIterations();
        rest.advance();
      },
    };
  }

  private momentaOf(variables: readonly tf.Variable[]): tf.Variable[] {
    this.momenta ??= variables.map((variable) => ({
      name: variable.name,
      momentum: zerosLike(variable),
    }));
    const momenta = this.momenta.map(({ momentum }) => momentum);
    checkState(momenta, variables, { optimizer: 'Muon', of: 'convolutions' });
    return momenta;
  }

  /**
   * Returns the state after the last step, in this order: `iter` (the number of steps, int32),
   * `<name>/momentum` for every convolution, and AdamW's state of the other variables. Before the
   * first step there is only `iter`. The optimizer still owns all tensors but `iter`.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    const [iterations, ...rest] = await this.adamW.getWeights();
    const momenta = (this.momenta ?? []).map(({ name, momentum }) => ({
      name: `${name}${MOMENTUM}`,
      tensor: momentum,
    }));
    return [iterations, ...momenta, ...rest];
  }

  /**
   * Restores a state that {@link getWeights} returned, in the same order. The caller still owns the
   * tensors.
   *
   * @throws ExpectationError if the state is not Muon's
   */
  override async setWeights(state: NamedTensor[]): Promise<void> {
    const [iterations] = state;
    const isMomentum = ({ name }: NamedTensor) => name.endsWith(MOMENTUM);
    await this.adamW.setWeights(state.filter((part) => !isMomentum(part)));
    const momenta = await this.extractIterations(
      state.filter((part) => part === iterations || isMomentum(part)),
    );
    this.disposeMomenta();
    // Before the first step there are no momenta; the first step creates them.
    if (momenta.length === 0) return;
    this.momenta = momenta.map(({ name, tensor }) => ({
      name: name.slice(0, -MOMENTUM.length),
      momentum: tf.variable(tensor, false),
    }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { learningRate, weightDecay } = this;
    return { learningRate, weightDecay };
  }

  override dispose(): void {
    this.disposeMomenta();
    this.adamW.dispose();
    super.dispose();
  }

  private disposeMomenta(): void {
    tf.dispose((this.momenta ?? []).map(({ momentum }) => momentum));
    this.momenta = undefined;
  }
}

// Lets tf.loadLayersModel find the class when it loads a model with its optimizer.
tf.serialization.registerClass(Muon);

/**
 * Whether this is a convolution's kernel, `[rows, columns, channels in, channels out]`, other than
 * that of the first convolution, which reads the gray image.
 */
function isInnerConvolution({ shape }: tf.Variable): boolean {
  return shape.length === 4 && shape[2] > 1;
}
