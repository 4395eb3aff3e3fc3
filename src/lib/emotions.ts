/**
 * The seven emotions in the project's one label order: the codes 0..6 of FER-2013's own CSV.
 * A label, a row of a confusion matrix and a column of probabilities all count in this order.
 */
export const EMOTIONS = ['Anger', 'Disgust', 'Fear', 'Happiness', 'Sadness', 'Surprise', 'Neutral'] as const;

/** The name of one of the seven emotions. */
export type Emotion = (typeof EMOTIONS)[number];

/**
 * The folder each emotion has in FER-2013's archive, in the order of {@link EMOTIONS}. Sorted by name, as
 * most folder loaders do, `neutral` would come before `sad`: never derive labels from a sorted listing.
 */
export const EMOTION_FOLDERS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;
