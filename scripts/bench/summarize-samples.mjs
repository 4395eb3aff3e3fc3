import { quantile, spread } from './statistics.mjs';

const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * How the answers of a contender, one a round, become one number with its spread.
 *
 * - `rate`: images a second, median of the rounds
 * - `total`: images a second over all rounds together, since each round is another part of one epoch
 * - `p50`, `p99`: milliseconds, over the calls of all rounds together; the spread is that of the rounds
 * - `memory`: megabytes, median of the rounds
 */
const KINDS = {
  rate: (samples) => spread(samples.map(({ images, seconds }) => images / seconds)),
  total: (samples) => ({
    ...spread(samples.map(({ images, seconds }) => images / seconds)),
    value: sum(samples.map(({ images }) => images)) / sum(samples.map(({ seconds }) => seconds)),
  }),
  p50: (samples) => pooled(samples, 0.5),
  p99: (samples) => pooled(samples, 0.99),
  memory: (samples) => spread(samples.map(({ bytes }) => bytes / 1e6)),
};

function pooled(samples, part) {
  return {
    ...spread(samples.map(({ milliseconds }) => quantile(milliseconds, part))),
    value: quantile(
      samples.flatMap(({ milliseconds }) => milliseconds),
      part,
    ),
  };
}

/**
 * One number of all rounds of a contender.
 *
 * @param {keyof typeof KINDS} kind
 * @param {object[]} samples the contender's answers, one a round
 * @returns {{ value: number, low: number, high: number, rounds: number[] }}
 * @example summarizeSamples('rate', [{ images: 64, seconds: 0.5 }]).value // 128
 */
export function summarizeSamples(kind, samples) {
  return KINDS[kind](samples);
}
