import type { RunEvaluation } from '../../src/lib/index';
import { SCORED_SPLITS, type RunSummary, type Spread } from '../shared/docs/runs';
import type { FinishedRun } from './finished-runs';

/** A finished run with its scores. */
export type EvaluatedRun = FinishedRun & { evaluation: RunEvaluation };

/**
 * Groups runs that differ only in the seed, and computes their means.
 *
 * @example const [{ scores }] = summarizeRuns(runs); scores['privateTest, flip'].mean;
 */
export function summarizeRuns(runs: readonly EvaluatedRun[]): RunSummary[] {
  const names = [...new Set(runs.map(({ name }) => name))];
  return names.map((name) => {
    const group = runs.filter((run) => run.name === name);
    return {
      name,
      labels: group[0].evaluation.labels,
      seeds: group.map(({ seed }) => seed),
      epochs: group[0].history.length,
      scores: Object.fromEntries(
        SCORED_SPLITS.flatMap((split) => [
          [split, spread(group.map(({ evaluation }) => accuracy(evaluation.scores, split)))],
          [`${split}, flip`, spread(group.map(({ evaluation }) => accuracy(evaluation.flipScores, split)))],
        ]),
      ),
      minutes: spread(
        group.map(({ history }) => history.reduce((sum, { seconds }) => sum + seconds, 0) / 60),
      ),
      machine: undefined,
    };
  });
}

function accuracy(scores: RunEvaluation['scores'], split: (typeof SCORED_SPLITS)[number]): number {
  const parts = split === 'both tests' ? 2 : 1;
  const score = scores.find(
    ({ splits, withoutDuplicates }) =>
      !withoutDuplicates && splits.length === parts && (parts === 2 || splits[0] === split),
  );
  return score?.accuracy ?? NaN;
}

function spread(values: readonly number[]): Required<Spread> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, least: Math.min(...values), most: Math.max(...values) };
}
