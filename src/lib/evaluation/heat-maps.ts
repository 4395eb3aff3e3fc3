import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';

/** Where in each image a model found an emotion: what {@link gradCam} gives. */
export interface HeatMaps {
  /** `[n]` the emotion that each map explains, an index into `EMOTIONS`. */
  readonly labels: Uint8Array;
  /** Rows and columns of `values`. */
  readonly height: number;
  readonly width: number;
  /** `[n * height * width]` the map as it was computed. */
  readonly values: Float32Array;
  /** `[n * 48 * 48]` the map as it lies over the image: 0 for what does not matter to 1 for what matters most in it. */
  readonly pixels: Float32Array;
}

/** What maps are made of, and how. */
export interface ExplainOptions {
  /** The emotion to explain, for all images or one an image; what the model says when left out. */
  label?: number | ArrayLike<number>;
  /** Images given to the model at once. */
  batchSize?: number;
}

/**
 * The emotion wanted of each image, or undefined where the model shall say.
 *
 * @throws {ExpectationError} when it is no emotion, or there is not one an image
 */
export function wantedLabels(label: ExplainOptions['label'], count: number): Uint8Array | undefined {
  if (label === undefined) return undefined;
  const labels = typeof label === 'number' ? new Array<number>(count).fill(label) : Array.from(label);
  const strange = labels.find((own) => !(Number.isInteger(own) && own >= 0 && own < EMOTIONS.length));
  if (labels.length !== count || strange !== undefined)
    throw expectation('label', {
      expectation: `an integer from 0 to ${EMOTIONS.length - 1}, or one for each of the ${count} images`,
      found: strange ?? `${labels.length} of them`,
    });
  return Uint8Array.from(labels);
}
