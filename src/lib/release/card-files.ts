/** The files of a model card, beside model.json and the weights. */
export const CARD_FILES = {
  json: 'card.json',
  /** The training history, epoch by epoch. */
  history: 'history.json',
  /** The card in Markdown, which GitHub shows for the folder. */
  markdown: 'README.md',
  loss: 'loss.svg',
  accuracy: 'accuracy.svg',
  learningRate: 'learning-rate.svg',
  confusion: 'confusion.svg',
  before: 'calibration-before.svg',
  after: 'calibration-after.svg',
} as const;
