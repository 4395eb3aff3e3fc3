import type { ModelCard } from './model-card';

/**
 * The names of a released model's classes, in the order of its outputs.
 *
 * @example classesOfCard(await readCard('models/emotion')) // ['Anger', 'Disgust', …]
 */
export const classesOfCard = ({ measurements }: Pick<ModelCard, 'measurements'>): readonly string[] =>
  measurements.oneView.classes.privateTest.report.classes.map(({ emotion }) => emotion);
