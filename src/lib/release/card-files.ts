/** The files of a model's card, beside model.json and the weights. */
export const CARD_FILES = {
  json: 'card.json',
  /** The training, epoch by epoch. */
  history: 'history.json',
  /** What a forge shows of the folder. */
  markdown: 'README.md',
  loss: 'loss.svg',
  accuracy: 'accuracy.svg',
  learningRate: 'learning-rate.svg',
  confusion: 'confusion.svg',
  before: 'calibration-before.svg',
  after: 'calibration-after.svg',
} as const;
