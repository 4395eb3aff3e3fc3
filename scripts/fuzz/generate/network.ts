import { Script } from 'node:vm';
import { createRandom } from '../../../src/lib/random';
import { tf } from '../../../src/lib/engine/tensorflow';
import type { Config, InputPlan, LayerPlan, Network, NodePlan, TargetKind, Value } from '../plan';
import { renderValue } from '../render';
import { snippetsFor } from '../snippets';
import type { Draw } from './draw';
import { code } from './draw';
import { drawLayer } from './layers';

/** The most values per row: more make a case slow and find nothing more. */
const MOST_NUMBERS = 600;

type Shape = (number | null)[];

interface Symbolic {
  computeOutputShape(shape: Shape | Shape[]): Shape | Shape[];
}

/**
 * A layer's output shape, without the batch; undefined if it does not accept these inputs.
 *
 * @param options.take which of its outputs
 */
function outputShape(
  layer: LayerPlan,
  { shapes, take = 0 }: { shapes: readonly (readonly number[])[]; take?: number },
): number[] | undefined {
  const expression = renderValue(layer);
  const source = `(({ tf, layers, createRandom }) => {\n${[...snippetsFor(expression), `return ${expression};`].join('\n')}\n})`;
  const make = new Script(source).runInThisContext() as (names: object) => Symbolic;
  try {
    return tf.tidy(() => {
      const batched = shapes.map((shape) => [null, ...shape]);
      const made = make({ tf, layers: tf.layers, createRandom });
      const all = made.computeOutputShape(batched.length > 1 ? batched : batched[0]);
      const [, ...rest] = (Array.isArray(all[0]) ? all[take] : all) as Shape;
      const isPossible = rest.every((size) => typeof size === 'number' && Number.isInteger(size) && size > 0);
      return isPossible ? (rest as number[]) : undefined;
    });
  } catch {
    return undefined;
  }
}

/** The layers of a residual network's blocks. */
type BlockPart = 'convolution' | 'normalization' | 'relu' | 'sum' | 'pool' | 'dropout' | 'product';

type Weights = readonly (readonly [number, BlockPart])[];

/**
 * The usual order of layers in such networks; the engine fuses some of these pairs, and pairs of
 * pairs.
 */
const FOLLOWING: Readonly<Record<BlockPart | 'anything', Weights>> = {
  anything: [
    [5, 'convolution'],
    [2, 'normalization'],
    [3, 'relu'],
    [1, 'pool'],
  ],
  convolution: [
    [4, 'normalization'],
    [3, 'relu'],
    [2, 'sum'],
    [1, 'pool'],
    [1, 'convolution'],
  ],
  normalization: [
    [4, 'relu'],
    [2, 'sum'],
    [1, 'pool'],
    [1, 'convolution'],
    [1, 'normalization'],
  ],
  relu: [
    [4, 'pool'],
    [3, 'sum'],
    [2, 'convolution'],
    [1, 'normalization'],
    [1, 'relu'],
    [1, 'product'],
    [1, 'dropout'],
  ],
  sum: [
    [6, 'relu'],
    [1, 'pool'],
    [1, 'normalization'],
    [1, 'convolution'],
    [1, 'sum'],
  ],
  product: [
    [3, 'relu'],
    [2, 'sum'],
    [1, 'convolution'],
  ],
  pool: [
    [3, 'convolution'],
    [2, 'relu'],
    [2, 'sum'],
    [1, 'normalization'],
    [1, 'dropout'],
  ],
  dropout: [
    [3, 'convolution'],
    [1, 'relu'],
    [1, 'pool'],
  ],
};

/** Builds a network, starting from its inputs. */
export class NetworkBuilder {
  private readonly layers: LayerPlan[] = [];
  private readonly nodes: NodePlan[] = [];
  private readonly shapes: (readonly number[])[];
  private readonly used = new Set<number>();
  private readonly isStateful: boolean;

  constructor(
    private readonly draw: Draw,
    private readonly names: () => number,
    private readonly inputs: readonly InputPlan[],
  ) {
    this.isStateful = inputs.some(({ batch }) => batch !== undefined);
    this.shapes = inputs.map(({ shape }) => shape);
  }

  /** The newest value. */
  get last(): number {
    return this.shapes.length - 1;
  }

  shapeOf(value: number): readonly number[] {
    return this.shapes[value];
  }

  /** Whether any of its layers is trainable. */
  get hasWeights(): boolean {
    const learning = /dense|conv|normalization|rnn|gru|lstm|bidirectional|embedding|prelu|weighted/i;
    const learns = ({ make, config, network }: LayerPlan): boolean =>
      network ? network.layers.some(learns) : learning.test(make) && config.trainable !== false;
    return this.layers.some(learns);
  }

  /** Values that are not used yet. */
  get loose(): number[] {
    return this.shapes.flatMap((_, value) => (this.used.has(value) ? [] : [value]));
  }

  /** Adds a layer after values if it fits; returns its name. */
  add(layer: Omit<LayerPlan, 'id'>, from: readonly number[], take?: number): string | undefined {
    const named: LayerPlan = { ...layer, id: `${lowerFirst(layer.make)}${this.names()}` };
    const shapes = from.map((value) => this.shapes[value]);
    const shape = outputShape(named, { shapes, take });
    if (!shape || size(shape) > MOST_NUMBERS || shape.length > 4) return undefined;
    this.layers.push(named);
    this.use(named.id, { from, shape, take });
    return named.id;
  }

  /** Uses an existing layer (or model) once more. */
  use(
    id: string,
    {
      from,
      shape,
      take,
      states,
    }: { from: readonly number[]; shape: readonly number[]; take?: number; states?: readonly number[] },
  ): void {
    this.nodes.push({ layer: id, from, ...(take === undefined ? {} : { take }), ...(states && { states }) });
    states?.forEach((value) => this.used.add(value));
    from.forEach((value) => this.used.add(value));
    this.shapes.push(shape);
  }

  /** Adds any layer that fits. */
  addAny(value: number): void {
    for (let tries = 0; tries < 20; tries++) {
      const layer = drawLayer(this.draw, { shape: this.shapes[value], isStateful: this.isStateful });
      if (layer && this.add(layer, [value])) return;
    }
  }

  /** Adds a merge layer (sum, product and so on) of two values of the same shape. */
  merge(): boolean {
    const { draw } = this;
    const pairs = this.shapes.flatMap((shape, a) =>
      this.shapes.flatMap((other, b) => (a < b && shape.join() === other.join() ? [[a, b]] : [])),
    );
    if (pairs.length === 0) return false;
    const pair = draw.pick(pairs);
    const make = draw.weighted([
      [5, 'add'],
      [2, 'average'],
      [2, 'multiply'],
      [2, 'maximum'],
      [1, 'minimum'],
      [3, 'concatenate'],
      [2, 'dot'],
    ] as const);
    const rank = this.shapes[pair[0]].length;
    const config: Config =
      make === 'dot'
        ? {
            axes: rank === 1 ? 1 : draw.pick<Value>([1, 2, [1, 1], [2, 2]]),
            ...draw.options({ normalize: [0.2, () => true] }),
          }
        : make === 'concatenate'
          ? draw.options({ axis: [0.4, () => draw.between(1, rank)] })
          : {};
    if (make === 'dot' && rank > 2) return false;
    return this.add({ make, config }, pair) !== undefined;
  }

  /** Uses an existing layer for another value of the same shape. */
  share(): boolean {
    const { draw } = this;
    const ways = this.nodes.flatMap(({ layer, from, states }) => {
      if (states) return [];
      if (from.length !== 1 || /^(embedding|model)/.test(layer)) return [];
      const shape = this.shapes[from[0]].join();
      return this.shapes.flatMap((other, value) =>
        value !== from[0] && other.join() === shape ? [{ layer, value }] : [],
      );
    });
    if (ways.length === 0) return false;
    const { layer, value } = draw.pick(ways);
    const at = this.nodes.findIndex((node) => node.layer === layer);
    const { take } = this.nodes[at];
    this.use(layer, { from: [value], shape: this.shapes[this.inputs.length + at], take });
    return true;
  }

  /**
   * Adds a chain of convolutions, normalizations, ReLUs, sums and pools, with the same shape up to
   * a pool, as in residual networks.
   */
  addBlock(value: number): void {
    const { draw } = this;
    const own = [value];
    const made = new Map<number, BlockPart>();
    const count = draw.between(4, 8);
    for (let i = 0; i < count; i++) {
      const from = draw.chance(0.8) ? own[own.length - 1] : draw.pick(own);
      const before = this.last;
      const kind = draw.weighted(FOLLOWING[made.get(from) ?? 'anything']);
      const partners = own.filter(
        (other) => other !== from && this.shapes[other].join() === this.shapes[from].join(),
      );
      if ((kind === 'sum' || kind === 'product') && partners.length === 0) continue;
      this.addPart(kind, from, partners);
      if (this.last === before) continue;
      own.push(this.last);
      made.set(this.last, kind);
    }
  }

  /** Adds one part of a block after a value; a sum or a product also uses one of the partners. */
  private addPart(kind: BlockPart, from: number, partners: readonly number[]): void {
    const { draw } = this;
    const shape = this.shapes[from];
    const channels = shape[shape.length - 1];
    const isPicture = shape.length === 3;
    const config: Config = { filters: channels, kernelSize: draw.between(1, 3), padding: 'same' };
    if (kind === 'convolution') {
      const activation = draw.options({ activation: [0.25, () => 'relu'], useBias: [0.4, () => false] });
      if (isPicture) this.add({ make: 'conv2d', config: { ...config, ...activation } }, [from]);
      else this.add({ make: 'dense', config: { units: channels, ...activation } }, [from]);
    } else if (kind === 'normalization') this.add({ make: 'batchNormalization', config: {} }, [from]);
    else if (kind === 'relu') {
      if (draw.chance(0.5)) this.add({ make: 'reLU', config: {} }, [from]);
      else this.add({ make: 'activation', config: { activation: 'relu' } }, [from]);
    } else if (kind === 'sum') this.add({ make: 'add', config: {} }, [from, draw.pick(partners)]);
    else if (kind === 'product') this.add({ make: 'multiply', config: {} }, [from, draw.pick(partners)]);
    else if (kind === 'dropout') this.add({ make: 'dropout', config: { rate: 0 } }, [from]);
    else if (isPicture)
      this.add(
        {
          make: draw.pick(['maxPooling2d', 'maxPooling2d', 'averagePooling2d']),
          config: {
            poolSize: 2,
            ...draw.options({ strides: [0.4, () => 1], padding: [0.6, () => 'same'] }),
          },
        },
        [from],
      );
  }

  /**
   * Adds two branches from one value and their sum, rectified or pooled.
   */
  addBranches(value: number): void {
    const { draw } = this;
    const branches = [0, 1].map(() => {
      let end = value;
      const parts = (['convolution', 'normalization', 'relu'] as const).filter((part) =>
        draw.chance(part === 'normalization' ? 0.4 : 0.7),
      );
      for (const part of parts) {
        const before = this.last;
        this.addPart(part, end, []);
        if (this.last > before) end = this.last;
      }
      return end;
    });
    if (branches[0] === branches[1]) return;
    const [a, b] = branches.map((branch) => this.shapes[branch].join());
    if (a !== b) return;
    this.add(
      { make: draw.pick(['add', 'add', 'add', 'average', 'maximum', 'multiply']), config: {} },
      branches,
    );
    for (const [part, share] of [
      ['normalization', 0.2],
      ['relu', 0.8],
      ['pool', 0.7],
    ] as const)
      if (draw.chance(share)) this.addPart(part, this.last, []);
  }

  /** Adds a recurrent layer, and another one that starts with its last state. */
  passState(value: number): boolean {
    const { draw } = this;
    if (this.shapes[value].length !== 2) return false;
    const make = draw.pick(['simpleRNN', 'gru', 'lstm']);
    const units = draw.between(1, 3);
    const encoder = this.add({ make, config: { units, returnState: true } }, [value], 0);
    if (!encoder) return false;
    const output = this.last;
    const states = make === 'lstm' ? 2 : 1;
    for (let i = 1; i <= states; i++) this.use(encoder, { from: [value], shape: [units], take: i });
    const initial = Array.from({ length: states }, (_, i) => output + 1 + i);
    const id = `${make}${this.names()}`;
    this.layers.push({ make, id, config: { units, returnSequences: true } });
    this.use(id, { from: [value], states: initial, shape: [this.shapes[value][0], units] });
    return true;
  }

  /** Adds a small model as one layer. */
  nest(value: number): void {
    const shape = this.shapes[value];
    const builder = new NetworkBuilder(this.draw, this.names, [{ shape, kind: 'normal' }]);
    const count = this.draw.between(1, 3);
    for (let i = 0; i < count; i++) builder.addAny(builder.last);
    if (builder.last === 0) return;
    const id = `model${this.names()}`;
    const network = builder.finish([builder.last], { isSequential: this.draw.chance(0.5) });
    this.layers.push({ make: 'model', id, config: {}, network });
    this.use(id, { from: [value], shape: builder.shapeOf(builder.last) });
  }

  /** Flattens values of any shape to vectors, and concatenates them. */
  join(values: readonly number[]): number {
    const flat = values.map((value) => {
      if (this.shapes[value].length > 1) {
        const rank = this.shapes[value].length;
        const global = rank === 2 ? 'globalAveragePooling1d' : 'globalAveragePooling2d';
        const make = rank < 4 && this.draw.chance(0.4) ? global : 'flatten';
        this.add({ make, config: {} }, [value]);
        return this.last;
      }
      return value;
    });
    if (flat.length > 1) this.add({ make: 'concatenate', config: {} }, flat);
    return this.last;
  }

  finish(outputs: readonly number[], { isSequential }: { isSequential: boolean }): Network {
    const { inputs, layers, nodes } = this;
    return { inputs, layers, nodes, outputs, isSequential };
  }
}

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

const lowerFirst = (name: string) => name[0].toLowerCase() + name.slice(1);

/** The targets that fit an output. */
export interface Head {
  loss: Value;
  target: TargetKind;
}

const REGRESSION =
  'meanSquaredError meanSquaredError meanSquaredError meanAbsoluteError logcosh cosineProximity meanAbsolutePercentageError'.split(
    ' ',
  );

/** A loss that accepts values of any size. */
export function anyLoss(draw: Draw, shape: readonly number[]): Head {
  // tfjs's other losses are for vectors.
  if (shape.length > 1)
    return {
      loss: draw.pick(['meanSquaredError', 'meanSquaredError', 'meanAbsoluteError', 'logcosh']),
      target: 'normal',
    };
  return draw.weighted<() => Head>([
    [8, () => ({ loss: draw.pick(REGRESSION), target: 'normal' })],
    [1, () => ({ loss: draw.pick(['hinge', 'squaredHinge']), target: 'signs' })],
    [shape[0] > 1 ? 0.7 : 0, () => ({ loss: 'categoricalHinge', target: 'oneHot' })],
    [
      1.5,
      () => ({
        loss: code(
          draw.pick([
            'tf.metrics.meanSquaredError',
            '(labels, output) => tf.losses.huberLoss(labels, output)',
            '(labels, output) => tf.losses.absoluteDifference(labels, output)',
            '(labels, output) => tf.mean(tf.square(tf.sub(labels, output)), -1)',
          ]),
        ),
        target: 'normal',
      }),
    ],
  ])();
}

interface HeadChoice extends Head {
  activation?: string;
  useless?: boolean;
}

/** A loss, with the activation that it expects before it. */
export function lossWithActivation(draw: Draw): HeadChoice {
  return draw.weighted<HeadChoice>([
    [5, { loss: 'categoricalCrossentropy', target: 'oneHot', activation: 'softmax' }],
    [2, { loss: 'sparseCategoricalCrossentropy', target: 'index', activation: 'softmax' }],
    [4, { loss: 'binaryCrossentropy', target: 'binary', activation: 'sigmoid' }],
    [1, { loss: 'kullbackLeiblerDivergence', target: 'oneHot', activation: 'softmax' }],
    [1, { loss: 'poisson', target: 'positive', activation: 'softplus' }],
    [1, { loss: 'meanSquaredLogarithmicError', target: 'positive', activation: 'relu' }],
    [0.7, { loss: code('tf.metrics.categoricalCrossentropy'), target: 'oneHot', activation: 'softmax' }],
    [
      0.7,
      { loss: code('(labels, output) => tf.losses.sigmoidCrossEntropy(labels, output)'), target: 'binary' },
    ],
    [
      0.7,
      { loss: code('(labels, output) => tf.losses.softmaxCrossEntropy(labels, output)'), target: 'oneHot' },
    ],
  ]);
}
