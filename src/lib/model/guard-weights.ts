import { patchMethod } from '../engine/native/patch';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** A layer's weight (tfjs does not export the type). */
type Weight = tf.layers.Layer['weights'][number];

/** The protected method of tfjs' layers that creates each of their weights. */
interface WeightMaker {
  addWeight(
    name: string,
    shape: tf.Shape,
    dtype: tf.DataType | null | undefined,
    initializer: Initializer,
    ...rest: unknown[]
  ): Weight;
}

/** Monitors the weights of a network while it is built. */
export interface WeightGuard {
  /** Stops monitoring. */
  end(): void;
  /** Frees all monitored weights, for a network that could not be built completely. */
  dispose(): void;
}

/** Above this size, tfjs takes minutes for the decomposition that makes a kernel orthogonal. */
const MAX_ORTHOGONAL = 2 ** 20;

/**
 * Monitors the weights that tfjs creates until {@link WeightGuard.end} is called. Every weight must
 * have a valid shape, and their total size is limited.
 *
 * @param options
 * @param options.what the network's name in errors
 * @param options.advice what to do about it, for errors
 * @param options.blank whether to initialize weights to zero instead of with their initializers
 * @param options.parameters maximum number of parameters
 */
export function guardWeights({
  what,
  advice,
  blank,
  parameters,
}: {
  what: string;
  advice?: string;
  blank: boolean;
  parameters: number;
}): WeightGuard {
  const weights: Weight[] = [];
  const zeros = tf.initializers.zeros();
  let total = 0;
  const end = patchMethod(tf.layers.Layer.prototype as unknown as WeightMaker, 'addWeight', (stock) => {
    return function addWeight(this: tf.layers.Layer, name, shape, dtype, initializer, ...rest) {
      const isShape = shape.every((length) => Number.isSafeInteger(length) && (length as number) > 0);
      const size = shape.reduce<number>((product, length) => product * Number(length), 1);
      total += size;
      const isSlow = !blank && initializer.getClassName() === 'Orthogonal' && size > MAX_ORTHOGONAL;
      if (!isShape || !(total <= parameters) || isSlow)
        throw expectation(`the weights of the layer ${this.name} in ${what}`, {
          expectation: isSlow
            ? `at most ${MAX_ORTHOGONAL.toLocaleString('en')} numbers with an orthogonal initializer`
            : `of a valid shape and, with those of earlier layers, at most ${parameters.toLocaleString('en')} numbers`,
          found: `${name} of shape [${shape.join(', ')}]`,
          advice,
        });
      const weight = stock.call(this, name, shape, dtype, blank ? zeros : initializer, ...rest);
      weights.push(weight);
      return weight;
    };
  });
  let on = true;
  return {
    end() {
      if (on) end();
      on = false;
    },
    dispose: () => weights.forEach((weight) => (weight as unknown as { dispose(): void }).dispose()),
  };
}
