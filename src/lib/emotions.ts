/**
 * The seven emotions in the project's label order, which is that of the codes 0 to 6 in FER-2013's
 * CSV. Labels, rows of a confusion matrix and columns of probabilities all use this order.
 */
export const EMOTIONS = ['Anger', 'Disgust', 'Fear', 'Happiness', 'Sadness', 'Surprise', 'Neutral'] as const;

/** The name of one of the seven emotions. */
export type Emotion = (typeof EMOTIONS)[number];

/**
 * Names of the emotions' folders in FER-2013's archive, in the order of {@link EMOTIONS}. Sorted by
 * name, as most folder loaders do, `neutral` would come before `sad`: never derive labels from a
 * sorted listing.
 */
export const EMOTION_FOLDERS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;
