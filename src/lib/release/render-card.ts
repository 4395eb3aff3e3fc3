import path from 'node:path';
import { isEmotions } from '../classes';
import { classesOfCard } from './classes-of-card';
import { formatCount, formatMegabytes, formatPercent } from '../format';
import { nounFor } from '../plots/class-names';
import { CARD_FILES } from './card-files';
import { describeTraining } from './card-training';
import {
  describeDuplicates,
  describeEthics,
  describeFaces,
  describeLabels,
  describeLimits,
  describeMisuse,
} from './card-words';
import { VGG13_ACCURACY, type VoteScores } from '../evaluation/index';
import { markdownTable, type MarkdownRow } from '../markdown-table';
import type { ModelCard, ViewMeasurements } from './model-card';
import { bundledModelFor, BUNDLED_MODELS } from '../model/bundled-models';
import { usage } from './usage';

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
    ...votes(card),
    classes(card),
    calibrations(card),
    describeTraining(card),
    cost(card),
    '## Intended use and limits',
    describeLimits(card),
    // These are about inferring emotions.
    ...(isEmotions(classesOfCard(card))
      ? ['## What it is not for', describeMisuse(), '## Ethics', describeEthics(card)]
      : []),
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
  return `# ${isOfVotes(card) ? "The emotion model of ten people's votes" : isEmotions(classesOfCard(card)) ? 'The emotion model' : 'The model'}

${isEmotions(classesOfCard(card)) ? 'Classifies the expression of a face as one of seven emotions' : `Classifies an image as one of ${classesOfCard(card).length} classes`}: ${classesOfCard(card).join(', ')}.
${describeFaces(card)}${describeLabels(card)}

${isOfVotes(card) ? 'It names what most annotators saw for' : 'It classifies'} ${fair(measurements.oneView)} of privateTest${isOfVotes(card) ? '' : ' correctly'}, and ${fair(measurements.flipAveraged)} when its answers for an image and its mirror image
are averaged (95 % interval ${formatPercent(low, 2)} to ${formatPercent(high, 2)}); its checkpoint was chosen on ${training.chosenOn}. It has ${formatCount(model.parameters)}
parameters in ${formatMegabytes(model.bytes)}.${unfinished}${partial}

\`npm run release\` generated this card from the run's files and from the model in this folder; \`npm run evaluate\` re-evaluates
the model. [${CARD_FILES.json}](${CARD_FILES.json}) holds the same information for programs.`;
}

function use(card: ModelCard): string {
  const { temperature } = card;
  const folder = BUNDLED_MODELS[bundledModelFor(card.data.labels)];
  const program = usage(folder.split(path.sep).join('/'));
  return `## Using it

The model uses plain TensorFlow.js layers: any tfjs program can load the folder, even in a browser. It takes raw gray pixels,
0 (black) to 255 (white), \`[n, 48, 48, 1]\`${card.data.kind === 'own images' ? '' : ', with the face filling the image'}, and returns \`[n, ${classesOfCard(card).length}]\` probabilities in the order
above, which is also stored in \`model.json\` (\`userDefinedMetadata.labels\`). They are calibrated: the temperature ${temperature.value.toFixed(3)},
fitted on ${temperature.fittedOn}, is part of the last layer's weights.

\`\`\`js
${program}\`\`\`

Save it as \`use.js\` in this folder, then run \`npm install @tensorflow/tfjs-node\` and \`node use.js\`; or save it in the project's
root, where the package is already installed. It runs in Node 20 and later.`;
}

function scores(card: ModelCard): string {
  const { data, measurements, accuracyUnrounded } = card;
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

${isOfVotes(card) ? 'On the images where one emotion has the most votes. ' : ''}With 95 % Wilson intervals.

${markdownTable(rows)}

${describeDuplicates(data, all.n)}
Before its weights were rounded to 16 bits, the model classified ${formatPercent(accuracyUnrounded, 2)} of ${all.split} correctly from one view.`;
}

/** The scores against the votes, for a model that learned them. */
function votes({ measurements }: ModelCard): string[] {
  const { oneView, flipAveraged } = measurements;
  if (!oneView.votes || !flipAveraged.votes) return [];
  const views = [oneView.votes.privateTest, flipAveraged.votes.privateTest];
  const { seven, voterAgreement, majorityAgreement, voteEntropy } = views[0];
  const row = (what: string, n: number, cell: (view: VoteScores) => string): MarkdownRow => ({
    score: what,
    images: formatCount(n),
    'one view': cell(views[0]),
    'averaged with the mirror image': cell(views[1]),
  });
  const accuracyOf = (of: 'seven' | 'eight' | 'paper') => {
    const cell = (view: VoteScores) =>
      `${formatPercent(view[of].accuracy, 2)} (${formatPercent(view[of].interval.low, 2)} to ${formatPercent(view[of].interval.high, 2)})`;
    return [views[0][of].n, cell] as const;
  };
  return [
    `## Against the votes

All on privateTest. FER+ (Barsoum et al. 2016, https://arxiv.org/abs/1608.01041) has the votes of ten annotators for each image.

${markdownTable([
  row('accuracy on the majority, seven emotions', ...accuracyOf('seven')),
  row('the same with contempt, which this model cannot name', ...accuracyOf('eight')),
  row("accuracy by FER+'s own protocol, with contempt", ...accuracyOf('paper')),
  row('agreement with a random annotator', seven.n, ({ agreement }) => formatPercent(agreement, 2)),
  row('cross-entropy with the votes, in nats', seven.n, ({ crossEntropy }) => crossEntropy.toFixed(4)),
  row('Brier score against the votes', seven.n, ({ brier }) => brier.toFixed(4)),
])}

- **Protocol of FER+:** answers that a single person gave are dropped, and a majority is more than half of the other votes. The
  paper's VGG13, trained on the votes from scratch, has ${formatPercent(VGG13_ACCURACY, 2)}.
- **What people reach:** two random annotators agree on ${formatPercent(voterAgreement, 2)} of these images, and the majority with a random annotator on
  ${formatPercent(majorityAgreement, 2)}, which is the highest possible agreement.
- **Cross-entropy:** the votes' own entropy, the lowest possible value, is ${voteEntropy.toFixed(4)}.
- These scores are not comparable with those on FER-2013's own labels: that is another task, with another model.`,
  ];
}

function classes(card: ModelCard): string {
  const { measurements } = card;
  const names = classesOfCard(card);
  const noun = nounFor(names);
  const { privateTest, bothTests } = measurements.oneView.classes;
  const rows = privateTest.report.classes.map(
    ({ emotion, precision, recall, f1, support }, k): MarkdownRow => {
      const both = bothTests.report.classes[k];
      return {
        [noun]: emotion,
        images: formatCount(support),
        precision: formatPercent(precision, 2),
        recall: formatPercent(recall, 2),
        F1: f1.toFixed(3),
        'F1, both tests': both.f1.toFixed(3),
      };
    },
  );
  const macro = {
    [noun]: isEmotions(names) ? 'mean of the seven' : `mean of the ${names.length}`,
    images: formatCount(privateTest.report.macro.support),
    precision: formatPercent(privateTest.report.macro.precision, 2),
    recall: formatPercent(privateTest.report.macro.recall, 2),
    F1: privateTest.report.macro.f1.toFixed(3),
    'F1, both tests': bothTests.report.macro.f1.toFixed(3),
  };
  const confusion = names.map((emotion, row): MarkdownRow => ({
    'true \\ predicted': emotion,
    ...Object.fromEntries(
      names.map((taken, column) => [taken, formatCount(privateTest.confusion[row][column])]),
    ),
  }));
  return `## Each ${noun}

On privateTest, from one view; the last column is on both tests together.

${markdownTable([...rows, macro])}

The confusion matrix on privateTest (each row holds the images of one ${noun}):

${markdownTable(confusion)}

![Confusion matrix on privateTest](${CARD_FILES.confusion})`;
}

function calibrations(card: ModelCard): string {
  const { measurements, temperature } = card;
  const right = isOfVotes(card)
    ? 'the share of the votes for the emotion that it names'
    : 'how often it is right';
  const { oneView, flipAveraged, asTrained } = measurements;
  const rows = oneView.calibration.map(({ split, n, error }, i): MarkdownRow => ({
    images: split,
    n: formatCount(n),
    'as trained': asTrained.calibration[i].error.toFixed(4),
    'this model (with the temperature)': error.toFixed(4),
    'this model, averaged with the mirror image': flipAveraged.calibration[i].error.toFixed(4),
  }));
  return `## Calibration

Expected calibration error in 15 bins: the average difference between the model's confidence and ${right};
0 is perfect. The temperature ${temperature.value.toFixed(3)} (Guo et al. 2017, https://arxiv.org/abs/1706.04599) was fitted on ${temperature.fittedOn} from
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

/** Whether the model learned FER+'s votes. */
const isOfVotes = ({ data }: ModelCard) => data.labels === 'crowd';

function scoreOf({ scores }: ViewMeasurements, split: string) {
  return scores.find((score) => score.split === split)!;
}
