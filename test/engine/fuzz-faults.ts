import { tf } from '../../src/lib/engine/index';
import {
  patchGradient,
  patchKernel,
  patchMethod,
  undoAll,
  type Undo,
} from '../../src/lib/engine/native/patch';

/** A fault that the fuzzer has to find. */
export interface PlantedFault {
  name: string;
  /** The plans that it can show in, as they are written in JSON. */
  where: RegExp;
  plant: () => Undo[];
}

type Prototype = Record<string, (...args: never[]) => unknown>;

/** The prototype behind a class name of tfjs-layers. */
function layerPrototype(className: string): Prototype {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: Record<string, [{ prototype: Prototype }]>;
  };
  return classNameMap[className][0].prototype;
}

const modelPrototype = tf.LayersModel.prototype as unknown as Prototype;

/** Faults as the engine has had them or might have them, planted into stock tfjs-node. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a gradient that is off by one per cent',
    where: /"activation":"tanh"/,
    plant: () => [
      patchGradient({
        kernelName: 'Tanh',
        outputsToSave: [true],
        gradFunc: (dy, [y]) => ({
          x: () => tf.mul(tf.mul(dy as tf.Tensor, 1.01), tf.sub(1, tf.square(y))),
        }),
      }),
    ],
  },
  {
    name: 'a mask that is ignored',
    where: /"(masking|maskZero)"/,
    plant: () =>
      ['Masking', 'Embedding'].map((name) =>
        patchMethod(layerPrototype(name), 'computeMask', () => () => null),
      ),
  },
  {
    name: 'a gradient that is missing',
    where: /"make":"multiply"/,
    plant: () => [
      patchGradient({
        kernelName: 'Multiply',
        inputsToSave: ['a', 'b'],
        gradFunc: (dy, [a, b]) => ({
          a: () => sumTo(tf.mul(dy as tf.Tensor, b), a.shape),
          b: () => tf.zerosLike(b),
        }),
      }),
    ],
  },
  {
    name: 'running statistics that are not updated',
    where: /"make":"batchNormalization"/,
    plant: () => [
      patchMethod(layerPrototype('BatchNormalization'), 'call', (own) => {
        return function call(this: { momentum: number }, ...args: never[]) {
          const { momentum } = this;
          this.momentum = 1;
          try {
            return own.apply(this, args);
          } finally {
            this.momentum = momentum;
          }
        };
      }),
    ],
  },
  {
    name: 'a learning rate that stays',
    where: /setLearningRate/,
    plant: () => [patchMethod(tf.SGDOptimizer.prototype, 'setLearningRate', () => () => undefined)],
  },
  {
    name: 'class weights that do not count',
    where: /"fit","rows":\d+,"options":\{[^}]*"classWeight"/,
    plant: () => [
      patchMethod(modelPrototype, 'fit', (own) => {
        return function fit(this: unknown, ...[x, y, options]: never[]) {
          return own.apply(this, [x, y, { ...(options as object), classWeight: undefined } as never]);
        };
      }),
    ],
  },
  {
    name: 'a third prediction that is another one',
    where: /"do":"predict".*"do":"growth"/,
    plant: () => {
      const calls = new WeakMap<object, number>();
      return [
        patchMethod(modelPrototype, 'predict', (own) => {
          return function predict(this: object, ...args: never[]) {
            const count = (calls.get(this) ?? 0) + 1;
            calls.set(this, count);
            const result = own.apply(this, args);
            return count === 3 && result instanceof tf.Tensor ? tf.mul(result, 1.0005) : result;
          };
        }),
      ];
    },
  },
  {
    name: 'a tensor that stays at each step',
    where: /"do":"growth"/,
    plant: () => [
      patchMethod(modelPrototype, 'trainOnBatch', (own) => {
        return function trainOnBatch(this: unknown, ...args: never[]) {
          tf.keep(tf.scalar(0));
          return own.apply(this, args);
        };
      }),
    ],
  },
  {
    name: 'a max pool that takes the least',
    where: /"make":"maxPooling2d"/,
    plant: () => [
      patchKernel('MaxPool', (stock) => (call) => {
        const x = call.inputs.x as tf.Tensor;
        return tf.tidy(() => tf.neg(stock({ ...call, inputs: { x: tf.neg(x) } }) as tf.Tensor));
      }),
    ],
  },
];

/** Adds up what was spread over a greater shape. */
function sumTo(x: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return tf.reshape(axes.length ? tf.sum(x, axes) : x, shape);
}

/** Plants a fault; gives what takes it out again. */
export function plant(fault: PlantedFault): () => void {
  const undos = fault.plant();
  return () => undoAll(undos);
}
