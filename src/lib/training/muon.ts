import { GRAPH_STEP, takeAndCount, type GraphStep, type NamedGradient } from '../engine/graph/graph-step';
import { muonStep } from '../engine/optimizers/muon-step';
import { tf } from '../engine/tensorflow';
import { AdamW } from './adam-w';
import { checkState, zerosLike, type NamedTensor } from './optimizer-state';

/** The numbers of {@link Muon}. */
export interface MuonOptions {
  /** The step's size; a schedule sets it anew before every step. */
  learningRate?: number;
  /** Times the learning rate: the part of each kernel that is taken away at each step. */
  weightDecay?: number;
}

/** What the state's tensors of convolutions end in, behind the variable's name. */
const MOMENTUM = '/momentum';

/**
 * Muon for convolutions, {@link AdamW} for everything else: the first convolution, dense layers, biases and normalizations.
 * A convolution's gradient is mostly a few strong directions; Muon gives all that it holds the same weight, and so learns in
 * fewer epochs. Jordan (2024), https://kellerjordan.github.io/posts/muon. Both take steps of the same size, so that they share
 * a learning rate and a weight decay.
 *
 * @example model.compile({ optimizer: new Muon({ weightDecay: 0.05 }), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
 */
export class Muon extends tf.Optimizer {
  /** The name in a saved configuration. */
  static get className(): string {
    return 'Muon';
  }

  /** Of what is no convolution. */
  private readonly adamW: AdamW;
  /** In the order of the gradients; there from the first step on. */
  private momenta?: { name: string; momentum: tf.Variable }[];

  /** @throws ExpectationError when a number is below 0 */
  constructor({ learningRate = 0.001, weightDecay = 0.01 }: MuonOptions = {}) {
    super();
    this.adamW = new AdamW({ learningRate, weightDecay });
  }

  /** May be set at any time; counts from the next step on. */
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
   * Takes one step: called by tfjs with the gradients of the trainable variables, always in the same order.
   *
   * @throws ExpectationError when the state that was set belongs to other variables
   */
  override applyGradients(gradients: tf.NamedTensorMap | NamedGradient[]): void {
    takeAndCount(this[GRAPH_STEP], gradients);
  }

  /** By this the engine makes the step part of a training step's graph. */
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
   * The state after the last step, in this order: `iter` (how many steps, int32), for every convolution `<its name>/momentum`,
   * and AdamW's of the other variables; before the first step only `iter`. All but `iter` stay the optimizer's.
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
   * Goes on from the state that {@link getWeights} gave, in the same order; the tensors stay the caller's.
   *
   * @throws ExpectationError for a state that is not a Muon's
   */
  override async setWeights(state: NamedTensor[]): Promise<void> {
    const [iterations] = state;
    const isMomentum = ({ name }: NamedTensor) => name.endsWith(MOMENTUM);
    await this.adamW.setWeights(state.filter((part) => !isMomentum(part)));
    const momenta = await this.extractIterations(
      state.filter((part) => part === iterations || isMomentum(part)),
    );
    this.disposeMomenta();
    // An optimizer that has taken no step has no momenta yet: they are made at the first.
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

// By this tf.loadLayersModel finds the class of an optimizer that was saved with its model.
tf.serialization.registerClass(Muon);

/** A convolution's kernel, `[rows, columns, channels in, channels out]`, but for one that sees the gray image itself. */
function isInnerConvolution({ shape }: tf.Variable): boolean {
  return shape.length === 4 && shape[2] > 1;
}
