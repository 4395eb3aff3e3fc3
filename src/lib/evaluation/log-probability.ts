/** The smallest positive float32, in place of a probability that was rounded to 0. */
const SMALLEST = 2 ** -149;

/** The natural logarithm of a probability; finite for one that was rounded to 0. */
export const logProbability = (probability: number): number => Math.log(Math.max(probability, SMALLEST));
