import { Script } from 'node:vm';
import { createRandom } from '../../../src/lib/random';
import { tf } from '../../../src/lib/engine/tensorflow';
import type { Config, InputPlan, LayerPlan, Network, NodePlan, TargetKind, Value } from '../plan';
import { renderValue } from '../render';
import { snippetsFor } from '../snippets';
import type { Draw } from './draw';
import { code } from './draw';
import { drawLayer } from './layers';

/** More numbers than that, for one row, make a case slow and find nothing more. */
const MOST_NUMBERS = 600;

interface Symbolic {
  computeOutputShape(shape: (number | null)[] | (number | null)[][]): (number | null)[];
}

/** The shape that a layer gives, without the batch; undefined where it can't take these inputs. */
export function outputShape(layer: LayerPlan, shapes: readonly (readonly number[])[]): number[] | undefined {
  const expression = renderValue(layer);
  const source = `(({ tf, layers, createRandom }) => {\n${[...snippetsFor(expression), `return ${expression};`].join('\n')}\n})`;
  const make = new Script(source).runInThisContext() as (names: object) => Symbolic;
  try {
    return tf.tidy(() => {
      const batched = shapes.map((shape) => [null, ...shape]);
      const made = make({ tf, layers: tf.layers, createRandom });
      const [, ...rest] = made.computeOutputShape(batched.length > 1 ? batched : batched[0]);
      const isPossible = rest.every((size) => typeof size === 'number' && Number.isInteger(size) && size > 0);
      return isPossible ? (rest as number[]) : undefined;
    });
  } catch {
    return undefined;
  }
}

/** Builds a network from its inputs on. */
export class NetworkBuilder {
  private readonly layers: LayerPlan[] = [];
  private readonly nodes: NodePlan[] = [];
  private readonly shapes: (readonly number[])[];
  private readonly used = new Set<number>();

  constructor(
    private readonly draw: Draw,
    private readonly names: () => number,
    private readonly inputs: readonly InputPlan[],
  ) {
    this.shapes = inputs.map(({ shape }) => shape);
  }

  /** The newest value. */
  get last(): number {
    return this.shapes.length - 1;
  }

  shapeOf(value: number): readonly number[] {
    return this.shapes[value];
  }

  /** Values that nothing takes yet. */
  get loose(): number[] {
    return this.shapes.flatMap((_, value) => (this.used.has(value) ? [] : [value]));
  }

  /** A layer behind values, if it fits. */
  add(layer: Omit<LayerPlan, 'id'>, from: readonly number[]): boolean {
    const named: LayerPlan = { ...layer, id: `${lowerFirst(layer.make)}${this.names()}` };
    const shape = outputShape(
      named,
      from.map((value) => this.shapes[value]),
    );
    if (!shape || size(shape) > MOST_NUMBERS || shape.length > 4) return false;
    this.layers.push(named);
    this.use(named.id, from, shape);
    return true;
  }

  /** A layer (or model) that is there already, once more. */
  use(id: string, from: readonly number[], shape: readonly number[]): void {
    this.nodes.push({ layer: id, from });
    from.forEach((value) => this.used.add(value));
    this.shapes.push(shape);
  }

  /** Any layer that fits. */
  addAny(value: number): void {
    for (let tries = 0; tries < 20; tries++) {
      const layer = drawLayer(this.draw, this.shapes[value]);
      if (layer && this.add(layer, [value])) return;
    }
  }

  /** A sum, a product and so on of two values of one shape. */
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
    return this.add({ make, config }, pair);
  }

  /** A layer that is used already, for another value of the same shape. */
  share(): boolean {
    const { draw } = this;
    const ways = this.nodes.flatMap(({ layer, from }) => {
      if (from.length !== 1) return [];
      const shape = this.shapes[from[0]].join();
      return this.shapes.flatMap((other, value) =>
        value !== from[0] && other.join() === shape ? [{ layer, value }] : [],
      );
    });
    if (ways.length === 0) return false;
    const { layer, value } = draw.pick(ways);
    const at = this.nodes.findIndex((node) => node.layer === layer);
    this.use(layer, [value], this.shapes[this.inputs.length + at]);
    return true;
  }

  /** A small model as one layer. */
  nest(value: number): void {
    const shape = this.shapes[value];
    const builder = new NetworkBuilder(this.draw, this.names, [{ shape, kind: 'normal' }]);
    const count = this.draw.between(1, 3);
    for (let i = 0; i < count; i++) builder.addAny(builder.last);
    if (builder.last === 0) return;
    const id = `model${this.names()}`;
    const network = builder.finish([builder.last], { isSequential: this.draw.chance(0.5) });
    this.layers.push({ make: 'model', id, config: {}, network });
    this.use(id, [value], builder.shapeOf(builder.last));
  }

  /** Values of any shape in a row of numbers each, then side by side. */
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

/** What an output may be trained on. */
export interface Head {
  loss: Value;
  target: TargetKind;
}

const REGRESSION =
  'meanSquaredError meanSquaredError meanSquaredError meanAbsoluteError logcosh cosineProximity meanAbsolutePercentageError'.split(
    ' ',
  );

/** A loss that fits numbers of any size. */
export function anyLoss(draw: Draw): Head {
  return draw.weighted<() => Head>([
    [8, () => ({ loss: draw.pick(REGRESSION), target: 'normal' })],
    [1, () => ({ loss: draw.pick(['hinge', 'squaredHinge']), target: 'signs' })],
    [0.7, () => ({ loss: 'categoricalHinge', target: 'oneHot' })],
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

/** A loss, and the activation in front of it that it is made for. */
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
