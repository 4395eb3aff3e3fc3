import { EMOTIONS, type Emotion } from '../../../src/lib/index';

/** What others call the seven emotions. */
const NAMES: Record<Emotion, readonly string[]> = {
  Anger: ['anger', 'angry'],
  Disgust: ['disgust', 'disgusted'],
  Fear: ['fear', 'fearful'],
  Happiness: ['happiness', 'happy'],
  Sadness: ['sadness', 'sad'],
  Surprise: ['surprise', 'surprised'],
  Neutral: ['neutral'],
};

/**
 * The emotion that another model's label means; undefined for one that is no emotion's.
 *
 * @example emotionNamed('happy') // 'Happiness'
 */
export const emotionNamed = (label: string): Emotion | undefined =>
  EMOTIONS.find((emotion) => NAMES[emotion].includes(label.toLowerCase()));
