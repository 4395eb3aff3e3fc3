import { expectation } from '../errors';

/** Which parts of each image support a class: the result of {@link gradCam}. */
export interface HeatMaps {
  /** `[n]` the class that each map explains. */
  readonly labels: Uint8Array;
  /** Rows and columns of `values`. */
  readonly height: number;
  readonly width: number;
  /** `[n * height * width]` the maps at the layer's resolution. */
  readonly values: Float32Array;
  /**
   * `[n * 48 * 48]` the maps at the image's resolution, from 0 (irrelevant) to 1 (most relevant in
   * the image).
   */
  readonly pixels: Float32Array;
}

/** Options of a method that explains predictions. */
export interface ExplainOptions {
  /** The class to explain, one for all images or one per image; by default the predicted one. */
  label?: number | ArrayLike<number>;
  /** Images per call of the model. */
  batchSize?: number;
}

/**
 * The class to explain for each image, or undefined for the predicted ones.
 *
 * @throws ExpectationError when one is not a class, or there is not one per image
 */
export function explainedLabels(
  label: ExplainOptions['label'],
  { count, classes }: { count: number; classes: number },
): Uint8Array | undefined {
  if (label === undefined) return undefined;
  const labels = typeof label === 'number' ? new Array<number>(count).fill(label) : Array.from(label);
  const invalid = labels.find((own) => !(Number.isInteger(own) && own >= 0 && own < classes));
  if (labels.length !== count || invalid !== undefined)
    throw expectation('label', {
      expectation: `an integer from 0 to ${classes - 1}, or one for each of the ${count} images`,
      found: invalid ?? `${labels.length} of them`,
    });
  return Uint8Array.from(labels);
}
