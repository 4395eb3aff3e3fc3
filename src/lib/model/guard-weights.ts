import { patchMethod } from '../engine/native/patch';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** A weight of a layer (tfjs does not export the type). */
type Weight = tf.layers.Layer['weights'][number];

/** The method of tfjs's layers, protected there, that makes each of their weights. */
interface WeightMaker {
  addWeight(
    name: string,
    shape: tf.Shape,
    dtype: tf.DataType | null | undefined,
    initializer: Initializer,
    ...rest: unknown[]
  ): Weight;
}

/** What is made of a network's weights while it is built. */
export interface WeightGuard {
  /** Ends the watch. */
  end(): void;
  /** Frees all weights that were made meanwhile, as those of a network that could not be built to the end. */
  dispose(): void;
}

/** Orthogonal kernels are found by a decomposition that takes tfjs minutes beyond this. */
const LARGEST_ORTHOGONAL = 2 ** 20;

/**
 * Watches over the weights that tfjs makes until {@link WeightGuard.end} is called: each must have a shape, and all
 * together may not be more than so many numbers.
 *
 * @param options
 * @param options.what the network's file, for the error
 * @param options.blank whether weights are filled with zeros instead of what their initializers draw
 * @param options.parameters the most numbers in all
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
      const isSlow = !blank && initializer.getClassName() === 'Orthogonal' && size > LARGEST_ORTHOGONAL;
      if (!isShape || !(total <= parameters) || isSlow)
        throw expectation(`the weights of the layer ${this.name} in ${what}`, {
          expectation: isSlow
            ? `of at most ${LARGEST_ORTHOGONAL.toLocaleString('en')} numbers where they are orthogonal`
            : `of positive lengths, at most ${parameters.toLocaleString('en')} numbers with those of the layers before`,
          found: `${name} of the shape [${shape.join(', ')}]`,
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
