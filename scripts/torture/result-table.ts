import { markdownTable } from '../../src/lib/markdown-table';
import { formatCount } from '../../src/lib/format';
import type { Tally } from './campaign';

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
const megabytes = (bytes: number | undefined) => (bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB`);

/**
 * The tallies as a Markdown table, with the totals in the last row.
 *
 * @example console.log(resultTable(tallies));
 */
export function resultTable(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ name, tried, survived, faults, slowestMilliseconds, peakBytes, skipped }) => ({
    what: name,
    tried: skipped === undefined ? formatCount(tried) : `skipped: ${skipped}`,
    survived: formatCount(survived),
    faults: formatCount(faults.length),
    slowest: tried ? seconds(slowestMilliseconds) : '',
    'peak memory': megabytes(peakBytes),
  }));
  const sum = (of: (tally: Tally) => number) =>
    formatCount(tallies.reduce((total, tally) => total + of(tally), 0));
  return markdownTable([
    ...rows,
    {
      what: 'all',
      tried: sum(({ tried }) => tried),
      survived: sum(({ survived }) => survived),
      faults: sum(({ faults }) => faults.length),
      slowest: '',
      'peak memory': '',
    },
  ]);
}
