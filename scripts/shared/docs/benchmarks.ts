import {
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
  type ValueOf,
} from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import { significantFigures } from '../significant-figures';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { bulletList, paragraph } from './paragraph';

const SIDE = object({ name: text(), value: number() });

const ROW = object({
  id: text(),
  title: text(),
  unit: text(),
  ours: SIDE,
  peer: SIDE,
  ratio: number({ above: 0 }),
  must: nullable(number()),
  better: oneOf(['more', 'less', 'at most']),
  holds: nullable(flag),
  /** What is aimed at where nothing is required, and whether it is reached. */
  aim: optional(number()),
  reachesAim: optional(nullable(flag)),
  /** Every way of a peer of which the best is shown. */
  ways: optional(list(SIDE)),
  shareOfPeak: object({ ours: nullable(number()), peer: nullable(number()) }),
});

const SCHEMA = object({
  command: text(),
  machine: MEASURED_ON,
  rounds: integer({ from: 1 }),
  /**
   * The days of the measurement: of which rows, and the speed of a large matrix product on that day
   * in GFLOP/s.
   */
  days: list(
    object({
      date: text(),
      rows: text(),
      peak: object({ float32: number(), bfloat16: number() }),
    }),
    { from: 1 },
  ),
  rows: list(ROW),
  /** What has to be said about this measurement. */
  notes: list(text()),
});

/** The figures of docs/benchmarks.md. */
export type Benchmarks = ValueOf<typeof SCHEMA>;

export const BENCHMARKS = docData('benchmarks', SCHEMA, { command: 'npm run bench -- --write' });

/**
 * When, on what and how it was measured, and a table with a row for each comparison.
 */
export function benchmarksText({ command, machine, rounds, days, rows }: Benchmarks): string {
  const required = rows.filter(({ holds }) => holds !== null);
  const met = required.filter(({ holds }) => holds).length;
  const when = days.map(({ date, rows: which }) => (days.length > 1 ? `${date} (${which})` : date));
  const peaks = days.map(
    ({ date, peak: { float32, bfloat16 } }) =>
      `${significantFigures(float32)} GFLOP/s in float32 and ${significantFigures(bfloat16)} in bfloat16${days.length > 1 ? ` on ${date}` : ''}`,
  );
  return [
    paragraph(
      `Measured by \`${command}\` on ${when.join(' and ')}: ${describeMachineShortly(machine)}. Medians of ${rounds} rounds.`,
    ),
    paragraph(
      `A ratio above 1 means that this project is faster; where the target begins with ≤, that it takes more. Where another library has several modes, each is measured and the best is shown. "Peak" is the share of the speed of a large matrix product (${peaks.join(', ')}) that ours and theirs reach. ${met} of ${required.length} targets met.`,
    ),
    markdownTable(rows.map(tableRow)),
  ].join('\n\n');
}

function tableRow({
  title,
  unit,
  ours,
  peer,
  ratio,
  must,
  better,
  holds,
  aim,
  reachesAim,
  shareOfPeak,
}: Benchmarks['rows'][number]) {
  const limit = better === 'at most' ? '≤ ' : '';
  const target = must === null ? '' : `${limit}${must}x`;
  const verdict = holds === null ? '' : holds ? 'met' : 'missed';
  const wish = aim === undefined ? '' : `aim ${limit}${aim}x`;
  const success = typeof reachesAim === 'boolean' ? (reachesAim ? 'reached' : 'not reached') : '';
  const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(0)} %`);
  return {
    work: title,
    ours: `${ours.name}: ${significantFigures(ours.value)} ${unit}`,
    theirs: `${peer.name}: ${significantFigures(peer.value)} ${unit}`,
    ratio: `${ratio.toFixed(2)}x`,
    target: [target, verdict, wish, success].filter(Boolean).join(', '),
    peak: shareOfPeak.ours === null ? '' : `${percent(shareOfPeak.ours)} / ${percent(shareOfPeak.peer)}`,
  };
}

/** What has to be said about the measurement. */
export const benchmarkNotesText = ({ notes }: Benchmarks): string => bulletList(notes) || 'Nothing.';
