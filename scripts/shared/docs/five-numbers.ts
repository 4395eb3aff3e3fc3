import { formatCount, formatPercent } from '../../../src/lib/format';
import { markdownTable } from '../../../src/lib/markdown-table';
import type { ModelCard } from '../../../src/lib/release/index';
import type { Benchmarks } from './benchmarks';
import type { Runs } from './runs';
import { voteFigures } from './crowd-model';
import { intervalText, privateTestFigures } from './shipped-model';

/**
 * The comparisons that README shows, by the ids of their rows: what was done, and compared with
 * what.
 */
const COMPARED = [
  {
    id: 'epoch-compact-64/auto/keras-bfloat16',
    what: 'one epoch of `compact` from the files, augmented, batches of 64',
    peer: 'the speed of Keras in mixed_bfloat16',
  },
  {
    id: 'train-compact-128/auto/stock',
    what: 'one training step of `compact`, batches of 128',
    peer: 'the speed of stock tfjs-node with our allocator settings',
  },
];

/**
 * The five numbers of README: what, how much, and what it was measured on.
 *
 * @throws for a benchmark without one of the rows, and runs without the score
 */
export function fiveNumbersText({
  card,
  crowdCard,
  benchmarks,
  runs: {
    runs: [run],
  },
}: {
  card: ModelCard;
  crowdCard: ModelCard;
  benchmarks: Benchmarks;
  runs: Runs;
}): string {
  const { flipAveraged } = privateTestFigures(card);
  const { paper } = voteFigures(crowdCard).flipAveraged;
  const { privateTest } = run.scores;
  if (!privateTest) throw new Error(`Expected ${run.name} to have a score on privateTest but found none.`);
  const on = ({ n, interval }: typeof flipAveraged) =>
    `privateTest, ${formatCount(n)} images (95 % interval ${intervalText(interval, 2)})`;
  return markdownTable([
    {
      what: "model of FER-2013's labels, averaged with the mirror image",
      result: formatPercent(flipAveraged.accuracy, 2),
      'measured on': on(flipAveraged),
    },
    {
      what: "model of ten people's votes (FER+), averaged with the mirror image",
      result: formatPercent(paper.accuracy, 2),
      'measured on': `privateTest by FER+'s protocol, ${formatCount(paper.n)} images (95 % interval ${intervalText(paper.interval, 2)})`,
    },
    {
      what: `${run.name}, ${run.epochs} epochs in ${run.minutes.mean.toFixed(0)} minutes, one view`,
      result: formatPercent(privateTest.mean, 2),
      'measured on': `privateTest, mean of ${run.seeds.length} seeds`,
    },
    ...COMPARED.map(({ id, what, peer }) => {
      const row = benchmarks.rows.find((candidate) => candidate.id === id);
      if (!row) throw new Error(`Expected the benchmark to have a row ${id} but found none.`);
      const on = `${peer} on the same ${benchmarks.machine.cores} CPU cores`;
      return { what, result: `${row.ratio.toFixed(2)}x`, 'measured on': on };
    }),
  ]);
}
