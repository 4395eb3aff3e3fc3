import type { MarkdownRow } from '../../src/lib/release/markdown-table';
import { SCORES, type RunSummary, type Spread } from './summarize-runs';

/**
 * Summaries as rows of a table: means, and with several seeds the least and the most.
 *
 * @example console.log(markdownTable(runsTable(summarizeRuns(runs))));
 */
export function runsTable(summaries: readonly RunSummary[]): MarkdownRow[] {
  return summaries.map(({ name, seeds, epochs, scores, minutes }) => ({
    run: name,
    seeds: seeds.join(', '),
    epochs: `${epochs}`,
    ...Object.fromEntries(SCORES.map((score) => [`${score}, %`, withRange(scores[score], percent)])),
    minutes: withRange(minutes, (value) => value.toFixed(1)),
  }));
}

const percent = (share: number) => (100 * share).toFixed(2);

function withRange({ mean, least, most }: Spread, show: (value: number) => string): string {
  return least === most ? show(mean) : `${show(mean)} (${show(least)} to ${show(most)})`;
}
