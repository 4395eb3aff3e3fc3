import { list, object, text, type ValueOf } from '../../../src/lib/json/index';
import { markdownTable, type MarkdownRow } from '../../../src/lib/markdown-table';
import { CHOSEN_ON, chosenOnText } from '../comparison-words';
import { orAbsent } from '../or-absent';
import { percent } from '../percent';
import { VGG13_ACCURACY, VOTE_SCORES } from '../../../src/lib/evaluation/index';
import { VOTE_COLUMNS, voteCells, voteColumnsText } from '../vote-scores';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const SCHEMA = object({
  machine: MEASURED_ON,
  rows: list(
    orAbsent(
      object({
        title: text(),
        /** Whose labels it learned, in words. */
        learned: text(),
        chosenOn: CHOSEN_ON,
        scores: VOTE_SCORES,
      }),
      object({ title: text(), absent: text() }),
    ),
  ),
  /** The scores of FER-2013's own labels, as if they were predictions. */
  labels: VOTE_SCORES,
  /** Those of the shares of the votes for the seven emotions: the best possible. */
  votes: VOTE_SCORES,
});

/** The figures of the comparison on FER+'s votes in docs/results.md. */
export type VotesComparison = ValueOf<typeof SCHEMA>;

export const COMPARISON_VOTES = docData('comparison-votes', SCHEMA, {
  command: 'npm run compare -- --parts votes --write',
});

/**
 * The comparison on votes as rows of a table: the systems, then what to hold them against.
 *
 * @example console.log(markdownTable(votesRows(comparison)));
 */
export function votesRows({
  rows,
  labels,
  votes,
}: Pick<VotesComparison, 'rows' | 'labels' | 'votes'>): MarkdownRow[] {
  const blank = Object.fromEntries(Object.values(VOTE_COLUMNS).map((column) => [column, '']));
  const row = (
    system: string,
    cells: MarkdownRow,
    { learned = '', chosen = '' }: { learned?: string; chosen?: string } = {},
  ) => ({ system, 'labels learned': learned, 'checkpoint chosen on': chosen, ...blank, ...cells });
  return [
    ...rows.map((one) =>
      'absent' in one
        ? row(one.title, { [VOTE_COLUMNS.brier]: `not compared: ${one.absent}` })
        : row(one.title, voteCells(one.scores), {
            learned: one.learned,
            chosen: chosenOnText(one.chosenOn),
          }),
    ),
    row(
      'VGG13 from scratch, by its own paper',
      { [VOTE_COLUMNS.paper]: percent(VGG13_ACCURACY) },
      { learned: "FER+'s votes", chosen: 'not known' },
    ),
    // A label gives no probability to what others saw: its cross-entropy is infinite.
    row("FER-2013's own labels, as answers", { ...voteCells(labels), [VOTE_COLUMNS.crossEntropy]: '∞' }),
    row('another annotator', { [VOTE_COLUMNS.agreement]: percent(votes.voterAgreement) }),
    // Without intervals: no system can do better on these images.
    row('the shares of the votes: the best possible', {
      ...voteCells(votes),
      [VOTE_COLUMNS.seven]: percent(votes.seven.accuracy),
      [VOTE_COLUMNS.eight]: percent(votes.eight.accuracy),
      [VOTE_COLUMNS.paper]: percent(votes.paper.accuracy),
    }),
  ];
}

/** When, on what and how it was measured, and a row for each contender. */
export function comparisonVotesText({ machine, ...comparison }: VotesComparison): string {
  const { date, commit } = machine;
  return [
    paragraph(
      `Measured by \`npm run compare\` on ${date}${commit ? ` at commit ${commit}` : ''}: ${describeMachineShortly(machine)}; float32. ${voteColumnsText(comparison.votes)}`,
    ),
    markdownTable(votesRows(comparison)),
  ].join('\n\n');
}
