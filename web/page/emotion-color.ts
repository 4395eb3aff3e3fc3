import { EMOTIONS } from '../../src/lib/emotions';
import { EMOTION_COLORS } from '../../src/lib/plots/palette';

/** The colour of an emotion, by its name. */
export const emotionColor = (emotion: string): string =>
  EMOTION_COLORS[EMOTIONS.findIndex((name) => name === emotion)];
