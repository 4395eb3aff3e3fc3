import { patchMethod } from '../native/patch';
import { tf } from '../tensorflow';
import type { NamedTensor, TraceableFunction } from './traced-function';

/**
 * The members of recurrent layers, and of wrappers and models around them, that the engine uses.
 */
export interface RecurrentLayer {
  /** Set on a stateful layer: one tensor [batch, units] per state of its cell. */
  states_?: tf.Tensor[] | null;
  stateful?: boolean;
  resetStates(states?: tf.Tensor[], training?: boolean): void;
  layers?: readonly RecurrentLayer[];
  layer?: RecurrentLayer;
  forwardLayer?: RecurrentLayer;
  backwardLayer?: RecurrentLayer;
}

/** Distinguishes a new state from a model's other results. */
const STATE = 'state of a recurrent layer';

/**
 * Returns a model's layers that keep their state from batch to batch, including wrapped and nested
 * ones.
 */
export function statefulLayers(model: RecurrentLayer): RecurrentLayer[] {
  const { layers = [], layer, forwardLayer, backwardLayer } = model;
  const inner = [...layers, layer, forwardLayer, backwardLayer].filter(
    (part): part is RecurrentLayer => part != null,
  );
  return [...(model.stateful && model.states_ ? [model] : []), ...inner.flatMap(statefulLayers)];
}

/**
 * Extends a function so that the new states are among its results and the layers keep their old
 * ones.
 */
export function withStates(
  layers: readonly RecurrentLayer[],
  run: TraceableFunction['run'],
): TraceableFunction['run'] {
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

/** Sets the new states on the layers and returns the other results. */
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
