import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/** The layer that {@link findLayer} looks for. */
export interface LayerQuery {
  /** The layer's name. Without it, the first or last layer that fits is found. */
  name?: string;
  from?: 'first' | 'last';
  /** Describes layers that fit, for errors: `a convolution`. */
  wanted: string;
  fits: (layer: tf.layers.Layer) => boolean;
}

/**
 * Finds a model's layer by name, or the first or last one that fits.
 *
 * @throws ExpectationError if there is none, or the named layer does not fit
 * @example
 * const stem = findLayer(model, {
 *   from: 'first',
 *   wanted: 'a convolution',
 *   fits: isConvolution,
 * });
 */
export function findLayer(
  model: tf.LayersModel,
  { name, from = 'last', wanted, fits }: LayerQuery,
): tf.layers.Layer {
  const candidates = model.layers.filter(fits);
  if (name === undefined) {
    const found = candidates.at(from === 'first' ? 0 : -1);
    if (found) return found;
    const classes = model.layers.map((layer) => layer.getClassName()).join(', ');
    throw expectation('the model', { expectation: `one with ${wanted}`, found: classes });
  }
  const named = model.layers.find((layer) => layer.name === name);
  if (named && fits(named)) return named;
  const names = candidates.map((layer) => layer.name).join(', ');
  throw expectation(`layer ${name}`, {
    expectation: wanted,
    found: named
      ? `${named.getClassName()} that gives ${JSON.stringify(named.outputShape)}`
      : 'no layer with that name',
    advice: names && `Matching layers: ${names}.`,
  });
}
