import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/** Which layer {@link findLayer} looks for. */
export interface LayerWish {
  /** Its name; where it is left out, the first or the last that fits is taken. */
  name?: string;
  from?: 'first' | 'last';
  /** What fits, as the error shall name it: `a convolution`. */
  wanted: string;
  fits: (layer: tf.layers.Layer) => boolean;
}

/**
 * A model's layer by its name, or the first or last one that fits.
 *
 * @throws ExpectationError when there is none, or the one of that name does not fit
 * @example const stem = findLayer(model, { from: 'first', wanted: 'a convolution', fits: isConvolution });
 */
export function findLayer(
  model: tf.LayersModel,
  { name, from = 'last', wanted, fits }: LayerWish,
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
      : 'no layer of that name',
    advice: names && `Such layers are: ${names}.`,
  });
}
