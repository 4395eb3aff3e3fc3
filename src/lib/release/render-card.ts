import { EMOTIONS } from '../emotions';
import { formatCount, formatMegabytes, formatPercent } from '../format';
import { CARD_FILES } from './card-files';
import { describeTraining } from './card-training';
import {
  describeDuplicates,
  describeEthics,
  describeFaces,
  describeLimits,
  describeMisuse,
} from './card-words';
import { markdownTable, type MarkdownRow } from '../markdown-table';
import type { ModelCard, ViewMeasurements } from './model-card';
import { USAGE } from './usage';

/**
 * A model card in Markdown. Every number in it comes from the card.
 *
 * @example await writeFile('models/emotion/README.md', renderCard(card));
 */
export function renderCard(card: ModelCard): string {
  return `${[
    heading(card),
    use(card),
    scores(card),
    classes(card),
    calibrations(card),
    describeTraining(card),
    cost(card),
    '## Intended use and limits',
    describeLimits(card),
    '## What it is not for',
    describeMisuse(),
    '## Ethics',
    describeEthics(card),
  ].join('\n\n')}\n`;
}

function heading(card: ModelCard): string {
  const { model, training, measurements } = card;
  const fair = (view: ViewMeasurements) => formatPercent(scoreOf(view, 'privateTest').accuracy, 2);
  const { low, high } = scoreOf(measurements.flipAveraged, 'privateTest').interval;
  const { recipe, epochs } = training;
  const unfinished =
    epochs < recipe.epochs
      ? `\n\n**Not finished:** it was trained for ${epochs} of the ${recipe.epochs} epochs of its recipe.`
      : '';
  const partial =
    training.runSize === 'quick' && card.data.kind === 'FER-2013'
      ? '\n\n**A quick run:** only part of the images was used, in training and for every score below.'
      : '';
  return `# The emotion model

Classifies the expression of a face as one of seven emotions: ${EMOTIONS.join(', ')}.
${describeFaces(card)}

It classifies ${fair(measurements.oneView)} of privateTest correctly, and ${fair(measurements.flipAveraged)} when its answers for an image and its mirror image
are averaged (95 % interval ${formatPercent(low, 2)} to ${formatPercent(high, 2)}); its checkpoint was chosen on ${training.chosenOn}. It has ${formatCount(model.parameters)}
parameters in ${formatMegabytes(model.bytes)}.${unfinished}${partial}

\`npm run release\` generated this card from the run's files and from the model in this folder; \`npm run evaluate\` re-evaluates
the model. [${CARD_FILES.json}](${CARD_FILES.json}) holds the same information for programs.`;
}

function use({ temperature }: ModelCard): string {
  return `## Using it

The model uses plain TensorFlow.js layers: any tfjs program can load the folder, even in a browser. It takes raw gray pixels,
0 (black) to 255 (white), \`[n, 48, 48, 1]\`, with the face filling the image, and returns \`[n, 7]\` probabilities in the order
above, which is also stored in \`model.json\` (\`userDefinedMetadata.labels\`). They are calibrated: the temperature ${temperature.value.toFixed(3)},
fitted on ${temperature.fittedOn}, is part of the last layer's weights.

\`\`\`js
${USAGE}\`\`\`

Save it as \`use.js\` in this folder, then run \`npm install @tensorflow/tfjs-node\` and \`node use.js\`; or save it in the project's
root, where the package is already installed. It runs in Node 20 and later.`;
}

function scores({ data, measurements, accuracyUnrounded }: ModelCard): string {
  const { oneView, flipAveraged } = measurements;
  const cell = ({ accuracy, interval }: (typeof oneView.scores)[number]) =>
    `${formatPercent(accuracy, 2)} (${formatPercent(interval.low, 2)} to ${formatPercent(interval.high, 2)})`;
  const rows = oneView.scores.map((score, i): MarkdownRow => ({
    images: score.split,
    n: formatCount(score.n),
    'one view': cell(score),
    'averaged with the mirror image': cell(flipAveraged.scores[i]),
    'how to read it': score.note,
  }));
  const all = oneView.scores[0];
  return `## Accuracy

With 95 % Wilson intervals.

${markdownTable(rows)}

${describeDuplicates(data, all.n)}
Before its weights were rounded to 16 bits, the model classified ${formatPercent(accuracyUnrounded, 2)} of ${all.split} correctly from one view.`;
}

function classes({ measurements }: ModelCard): string {
  const { privateTest, bothTests } = measurements.oneView.classes;
  const rows = privateTest.report.classes.map(
    ({ emotion, precision, recall, f1, support }, k): MarkdownRow => {
      const both = bothTests.report.classes[k];
      return {
        emotion,
        images: formatCount(support),
        precision: formatPercent(precision, 2),
        recall: formatPercent(recall, 2),
        F1: f1.toFixed(3),
        'F1, both tests': both.f1.toFixed(3),
      };
    },
  );
  const macro = {
    emotion: 'mean of the seven',
    images: formatCount(privateTest.report.macro.support),
    precision: formatPercent(privateTest.report.macro.precision, 2),
    recall: formatPercent(privateTest.report.macro.recall, 2),
    F1: privateTest.report.macro.f1.toFixed(3),
    'F1, both tests': bothTests.report.macro.f1.toFixed(3),
  };
  const confusion = EMOTIONS.map((emotion, row): MarkdownRow => ({
    'true \\ predicted': emotion,
    ...Object.fromEntries(
      EMOTIONS.map((taken, column) => [taken, formatCount(privateTest.confusion[row][column])]),
    ),
  }));
  return `## Each emotion

On privateTest, from one view; the last column is on both tests together.

${markdownTable([...rows, macro])}

The confusion matrix on privateTest (each row holds the images of one emotion):

${markdownTable(confusion)}

![Confusion matrix on privateTest](${CARD_FILES.confusion})`;
}

function calibrations({ measurements, temperature }: ModelCard): string {
  const { oneView, flipAveraged, asTrained } = measurements;
  const rows = oneView.calibration.map(({ split, n, error }, i): MarkdownRow => ({
    images: split,
    n: formatCount(n),
    'as trained': asTrained.calibration[i].error.toFixed(4),
    'this model (with the temperature)': error.toFixed(4),
    'this model, averaged with the mirror image': flipAveraged.calibration[i].error.toFixed(4),
  }));
  return `## Calibration

Expected calibration error in 15 bins: the average difference between the model's confidence and how often it is right; 0 is
perfect. The temperature ${temperature.value.toFixed(3)} (Guo et al. 2017, https://arxiv.org/abs/1706.04599) was fitted on ${temperature.fittedOn} from
one view, so privateTest is the fair row.

${markdownTable(rows)}

![Calibration on privateTest as trained](${CARD_FILES.before})
![Calibration on privateTest with the temperature](${CARD_FILES.after})`;
}

function cost({ model, latency }: ModelCard): string {
  const { p50, p99, repeats, processor } = latency;
  return `## Cost

- One image, from pixels to probabilities: ${p50.toFixed(1)} ms (median), ${p99.toFixed(1)} ms (99th percentile), over ${formatCount(repeats)} in a row, in
  stock tfjs-node on ${processor.model}, ${processor.cores} cores.
- ${(model.multiplyAdds / 1e6).toFixed(0)} million multiply-adds per image.
- ${formatCount(model.parameters)} parameters, ${formatMegabytes(model.bytes)} (${formatCount(model.bytes)} bytes) on disk: kernels in 16 bits, the rest in 32.`;
}

function scoreOf({ scores }: ViewMeasurements, split: string) {
  return scores.find((score) => score.split === split)!;
}
