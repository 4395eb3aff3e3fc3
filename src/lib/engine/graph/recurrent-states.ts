import { patchMethod } from '../native/patch';
import { tf } from '../tensorflow';
import type { NamedTensor, Work } from './traced-function';

/** What the engine reads of recurrent layers, and of wrappers and models around them. */
export interface RecurrentLayer {
  /** Of a stateful layer: one tensor for each state of its cell, [batch, units]. */
  states_?: tf.Tensor[] | null;
  stateful?: boolean;
  resetStates(states?: tf.Tensor[], training?: boolean): void;
  layers?: readonly RecurrentLayer[];
  layer?: RecurrentLayer;
  forwardLayer?: RecurrentLayer;
  backwardLayer?: RecurrentLayer;
}

/** Tells a new state from a model's other results. */
const STATE = 'state of a recurrent layer';

/** The layers of a model, wrapped and nested ones included, whose states go on from batch to batch. */
export function statefulLayers(model: RecurrentLayer): RecurrentLayer[] {
  const { layers = [], layer, forwardLayer, backwardLayer } = model;
  const inner = [...layers, layer, forwardLayer, backwardLayer].filter(
    (part): part is RecurrentLayer => part != null,
  );
  return [...(model.stateful && model.states_ ? [model] : []), ...inner.flatMap(statefulLayers)];
}

/** The same work with the new states among its results; the layers keep those that they have. */
export function withStates(layers: readonly RecurrentLayer[], run: Work['run']): Work['run'] {
  return () => {
    const found = new Map<RecurrentLayer, tf.Tensor[]>();
    const undos = layers.map((layer) =>
      patchMethod(layer, 'resetStates', () => (states = []) => {
        found.set(
          layer,
          states.map((state) => tf.keep(tf.clone(state))),
        );
      }),
    );
    try {
      const states = () => layers.flatMap((layer) => found.get(layer) ?? []);
      return [...run(), ...states().map((tensor) => ({ name: STATE, tensor }))];
    } finally {
      for (const undo of undos) undo();
    }
  };
}

/** Gives the layers the new states among the results, and returns the others. */
export function takeStates(
  layers: readonly RecurrentLayer[],
  { results, training }: { results: readonly NamedTensor[]; training: boolean },
): NamedTensor[] {
  const states = results.filter(({ name }) => name === STATE).map(({ tensor }) => tensor);
  let next = 0;
  for (const layer of layers) {
    const count = layer.states_!.length;
    layer.resetStates(states.slice(next, (next += count)), training);
  }
  tf.dispose(states);
  return results.filter(({ name }) => name !== STATE);
}
