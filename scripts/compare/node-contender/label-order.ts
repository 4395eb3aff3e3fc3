import { EMOTIONS, type Emotion, ExpectationError } from '../../../src/lib/index';
import { expectation } from '../../../src/lib/errors';
import { emotionNamed } from './emotion-named';

/**
 * Probabilities in the order of `EMOTIONS`, from a model that has another order: by the labels'
 * names, never by their places.
 *
 * @param probabilities `[n * 7]`, image after image
 * @param labels the seven names in the model's order
 * @returns `[n * 7]`, a copy
 * @throws ExpectationError for a name that is no emotion's, and when the names are not all seven
 *   emotions
 * @example inLabelOrder(probabilities, ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised']);
 */
export function inLabelOrder(probabilities: Float32Array, labels: readonly string[]): Float32Array {
  const emotions = labels.map(emotionOf);
  const places = EMOTIONS.map((emotion) => emotions.indexOf(emotion));
  if (labels.length !== EMOTIONS.length || places.includes(-1)) throw wrongLabels(labels);
  const classes = EMOTIONS.length;
  return probabilities.map((_, i) => probabilities[i - (i % classes) + places[i % classes]]);
}

function emotionOf(label: string, _: number, labels: readonly string[]): Emotion {
  const found = emotionNamed(label);
  if (!found) throw wrongLabels(labels);
  return found;
}

function wrongLabels(labels: readonly string[]): ExpectationError {
  return expectation("the model's labels", {
    expectation: 'names of all seven emotions, each once',
    found: labels.join(', '),
  });
}
