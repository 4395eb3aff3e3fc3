import { formatCount, formatPercent } from '../../../src/lib/format';
import { markdownTable } from '../../../src/lib/markdown-table';
import type { VotesComparison } from './comparison-votes';
import { paragraph } from './paragraph';

/** The bundled models, by the titles of their rows in the comparison. */
const MODELS = {
  crowd: 'this project, crowd model, with mirror image',
  shipped: 'this project, shipped model, with mirror image',
} as const;

/**
 * What the two bundled models make of the votes, by which the default for photographs was chosen.
 */
export function whichModelText({ rows, labels, votes }: VotesComparison): string {
  return [
    paragraph(
      `On the ${formatCount(labels.seven.n)} images of privateTest on which one emotion has the most votes, averaged with the mirror image (\`npm run compare -- --parts votes\`):`,
    ),
    markdownTable(
      Object.entries(MODELS).map(([name, title]) => {
        const found = rows.find((row) => row.title === title);
        const scores = found && 'scores' in found ? found.scores : undefined;
        return {
          model: `\`${name}\``,
          'names what most annotators see': scores ? formatPercent(scores.seven.accuracy, 2) : 'not compared',
          'agrees with a random annotator': scores ? formatPercent(scores.agreement, 2) : '',
          'Brier score against the votes': scores?.brier.toFixed(3) ?? '',
        };
      }),
    ),
    paragraph(
      `FER-2013's own labels name what most see on ${formatPercent(labels.seven.accuracy, 2)} of these images; two annotators agree with each other on ${formatPercent(votes.voterAgreement, 2)}.`,
    ),
  ].join('\n\n');
}
