import {
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  record,
  text,
  type ValueOf,
} from '../../../src/lib/json/index';
import { LABEL_SOURCES, sourceName } from '../../../src/lib/dataset/index';
import { markdownTable, type MarkdownRow } from '../../../src/lib/markdown-table';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { percent } from '../percent';
import { bulletList, paragraph } from './paragraph';

/** A number over several seeds; the least and the most are not known of some older runs. */
const SPREAD = object({ mean: number(), least: optional(number()), most: optional(number()) });

const SUMMARY = object({
  name: text(),
  /** Whose labels they learned and are scored on; absent means the data set's own. */
  labels: optional(oneOf(LABEL_SOURCES)),
  seeds: list(integer({ from: 0 }), { from: 1 }),
  epochs: integer({ from: 1 }),
  /** Accuracy, 0 to 1, by score: `both tests`, `both tests, flip`, `privateTest`, … */
  scores: record(SPREAD),
  /** From the first batch to the last validation. */
  minutes: SPREAD,
  /** Where and when, if not where and when the others of the table were trained. */
  machine: optional(MEASURED_ON),
});

const SCHEMA = object({
  command: text(),
  machine: MEASURED_ON,
  runs: list(SUMMARY, { from: 1 }),
  /** What has to be said about these runs. */
  notes: list(text()),
});

/** A number over several seeds. */
export type Spread = ValueOf<typeof SPREAD>;

/** Runs that differ only in the seed. */
export type RunSummary = ValueOf<typeof SUMMARY>;

/** The figures of the runs in docs/results.md. */
export type Runs = ValueOf<typeof SCHEMA>;

export const RUNS = docData('runs', SCHEMA, { command: 'npm run runs -- --write' });

/** What the notebooks' recipe reaches, and what without one of its pieces. */
export const ABLATIONS = docData('ablations', SCHEMA, { command: 'npm run runs -- --ablations --write' });

/** What a summary scores, in the table's order. */
export const SCORED_SPLITS = ['both tests', 'publicTest', 'privateTest'] as const;

const SCORES = SCORED_SPLITS.flatMap((split) => [split, `${split}, flip`]);

/**
 * Summaries as rows of a table: means, and with several seeds the least and the most.
 *
 * @example console.log(markdownTable(runsTable(summarizeRuns(runs))));
 */
export function runsTable(summaries: readonly RunSummary[]): MarkdownRow[] {
  return summaries.map(({ name, labels, seeds, epochs, scores, minutes }) => ({
    run: labels === 'crowd' ? `${name}: ${sourceName({ kind: 'FER-2013', labeledBy: labels })}` : name,
    seeds: seeds.join(', '),
    epochs: `${epochs}`,
    ...Object.fromEntries(SCORES.map((score) => [`${score}, %`, withRange(scores[score], percent)])),
    minutes: withRange(minutes, (value) => value.toFixed(1)),
  }));
}

/**
 * A table of runs with those of an earlier one that are not among them: these stay, with their
 * machine.
 *
 * @example const all = keepOtherRuns(await ABLATIONS.read(), runs);
 */
export function keepOtherRuns(
  earlier: Pick<Runs, 'machine' | 'runs'>,
  runs: readonly RunSummary[],
): RunSummary[] {
  const others = earlier.runs.filter((old) => !runs.some(({ name }) => name === old.name));
  return [...others.map((run) => ({ ...run, machine: run.machine ?? earlier.machine })), ...runs];
}

/** When, on what and how the runs were trained, and their table. */
export const runsText = ({ command, machine, runs, notes }: Runs): string =>
  [
    paragraph(`Shown by \`${command}\` on ${machine.date}: ${describeMachineShortly(machine)}.`),
    ...otherMachines(runs),
    markdownTable(runsTable(runs)),
    ...(notes.length ? [bulletList(notes)] : []),
  ].join('\n\n');

/** A sentence for each other machine: which runs it trained. */
function otherMachines(runs: readonly RunSummary[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, machine } of runs) {
    if (!machine) continue;
    const where = `${machine.date}: ${describeMachineShortly(machine)}.`;
    names.set(where, [...(names.get(where) ?? []), name]);
  }
  return [...names].map(([where, own]) =>
    paragraph(`Trained on another machine (${own.join(', ')}) on ${where}`),
  );
}

function withRange(spread: Spread | undefined, show: (value: number) => string): string {
  if (!spread) return '';
  const { mean, least = mean, most = mean } = spread;
  return least === most ? show(mean) : `${show(mean)} (${show(least)} to ${show(most)})`;
}
